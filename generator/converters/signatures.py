"""Electronic signatures of a PDF: who, when, and whether the bytes are still those signed.

Whether a certificate is to be trusted is never judged: that needs the issuers' lists of the day.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pikepdf

from generator.converters.signed_data import Checked, check

#: How deep the fields of a form may nest, and how many are looked at.
_DEEPEST, _MOST_FIELDS = 16, 10_000

#: So many signatures are described one by one.
_MOST_SHOWN = 10


class Coverage(StrEnum):
    """How much of the file a signature speaks of, in words for the clerk."""

    WHOLE = "覆盖全文"
    PART = "签名之后文件又被追加过内容"
    ODD = "签名的范围异常，不是整个文件"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as it stands in the file; ``stated`` is the time that the PDF itself gives."""

    coverage: Coverage
    checked: Checked
    stated: str


def signature_notes(pdf: pikepdf.Pdf, path: Path) -> tuple[str, ...]:
    """What a clerk must know of a PDF's signatures, one line each; nothing when it has none.

    Args:
        pdf: the opened document.
        path: the very file that it was opened from, whose bytes are checked.

    Raises:
        OSError: the file cannot be read.
    """
    values = list(_signed_values(pdf))
    if not values:
        return ()
    data = path.read_bytes()
    found = [_read(value, data) for value in values[:_MOST_SHOWN]]
    lines = [
        f"第 {number} 个电子签名：{_described(signature)}"
        for number, signature in enumerate(found, start=1)
    ]
    if len(values) > _MOST_SHOWN:
        lines.append(f"另有 {len(values) - _MOST_SHOWN} 个电子签名没有核对")
    return tuple(lines)


def _described(signature: Signature) -> str:
    checked = signature.checked
    who = checked.signer or "签名人读不出"
    when = checked.time or signature.stated
    told = f"，自称时间 {when}" if when else "，没有注明时间"
    return f"{who}{told}；{checked.verdict}；{signature.coverage}；证书是否可信未验证"


def _signed_values(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    waiting = [(field, 0) for field in _entries(form.get("/Fields"))]
    looked = 0
    while waiting and looked < _MOST_FIELDS:
        field, depth = waiting.pop(0)
        looked += 1
        value = field.get("/V")
        if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
            yield value
        if depth < _DEEPEST:
            waiting += [(kid, depth + 1) for kid in _entries(field.get("/Kids"))]


def _entries(value: object) -> list[pikepdf.Dictionary]:
    found = list(value) if isinstance(value, pikepdf.Array) else []
    return [entry for entry in found if isinstance(entry, pikepdf.Dictionary)]


def _read(value: pikepdf.Dictionary, data: bytes) -> Signature:
    ranges = _ranges(value.get("/ByteRange"), len(data))
    contents = value.get("/Contents")
    signed = bytes(contents) if isinstance(contents, pikepdf.String) else b""
    covered = b"".join(data[start : start + length] for start, length in ranges)
    kind = str(value.get("/SubFilter", ""))
    return Signature(
        _coverage(data, ranges, signed), check(signed, covered, kind), _stated(value.get("/M"))
    )


def _ranges(value: object, size: int) -> tuple[tuple[int, int], ...]:
    """Start and length of each signed part; none when they do not lie within the file."""
    stated: list[object] = list(value) if isinstance(value, pikepdf.Array) else []
    numbers = [number for number in stated if isinstance(number, int) and number >= 0]
    if not numbers or len(numbers) % 2 or len(numbers) != len(stated):
        return ()
    pairs = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    return pairs if all(start + length <= size for start, length in pairs) else ()


def _coverage(data: bytes, ranges: Sequence[tuple[int, int]], signed: bytes) -> Coverage:
    """Whether all but the signature itself is signed, up to the end of the file."""
    if len(ranges) != 2 or ranges[0][0] != 0:
        return Coverage.ODD
    gap = data[ranges[0][1] : ranges[1][0]]
    inside = b""
    with suppress(ValueError):
        inside = bytes.fromhex(gap.strip().removeprefix(b"<").removesuffix(b">").decode("ascii"))
    if not gap.startswith(b"<") or not gap.endswith(b">") or inside != signed:
        return Coverage.ODD
    return Coverage.WHOLE if sum(ranges[1]) == len(data) else Coverage.PART


def _stated(value: object) -> str:
    """A date of a PDF (ISO 32000-1, 7.9.4) as a clerk writes it; empty when it is none."""
    text = str(value) if isinstance(value, pikepdf.String) else ""
    digits = text.removeprefix("D:")[:14]
    if len(digits) < 8 or not digits.isdecimal():
        return ""
    clock = f" {digits[8:10]}:{digits[10:12]}" if len(digits) >= 12 else ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}{clock}"
