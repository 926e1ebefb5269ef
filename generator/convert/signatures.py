"""Electronic signatures of a PDF: who, when, and whether the bytes are still those signed.

Whether a certificate is to be trusted is never judged: that needs the issuers' lists of the day.
"""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pikepdf

from generator.convert.signed_data import Checked, check
from generator.lettering.pdf_names import name_of, text_of

#: How many fields of a form are looked at.
_MOST_FIELDS = 10_000

_NOT_WHOLE = "PDF 的表单域太多，电子签名可能没有找全，请打开原件核对"

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
    values, whole = _signed_values(pdf)
    left_out = () if whole else (_NOT_WHOLE,)
    if not values:
        return left_out
    data = path.read_bytes()
    found = [_read(value, data) for value in values[:_MOST_SHOWN]]
    lines = [
        f"第 {number} 个电子签名：{_described(signature)}"
        for number, signature in enumerate(found, start=1)
    ]
    if len(values) > _MOST_SHOWN:
        lines.append(f"另有 {len(values) - _MOST_SHOWN} 个电子签名没有核对")
    return (*lines, *left_out)


def _described(signature: Signature) -> str:
    checked = signature.checked
    who = checked.signer or "签名人读不出"
    when = checked.time or signature.stated
    told = f"，自称时间 {when}" if when else "，没有注明时间"
    return f"{who}{told}；{checked.verdict}；{signature.coverage}；证书是否可信未验证"


def _signed_values(pdf: pikepdf.Pdf) -> tuple[list[pikepdf.Dictionary], bool]:
    """The values of signature fields, and whether all fields were looked at, each once."""
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    waiting, seen = deque(_entries(fields)), set[tuple[int, int]]()
    found: list[pikepdf.Dictionary] = []
    for _ in range(_MOST_FIELDS):
        if not waiting:
            break
        field = waiting.popleft()
        if field.is_indirect and field.objgen in seen:
            continue
        seen.add(field.objgen)
        value = field.get("/V")
        if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
            found.append(value)
        if len(waiting) < _MOST_FIELDS:
            waiting.extend(_entries(field.get("/Kids")))
    return found, not waiting


def _entries(value: object) -> list[pikepdf.Dictionary]:
    found = list(value) if isinstance(value, pikepdf.Array) else []
    return [entry for entry in found if isinstance(entry, pikepdf.Dictionary)]


def _read(value: pikepdf.Dictionary, data: bytes) -> Signature:
    ranges = _ranges(value.get("/ByteRange"), len(data))
    contents = value.get("/Contents")
    signed = bytes(contents) if isinstance(contents, pikepdf.String) else b""
    covered = b"".join(data[start : start + length] for start, length in ranges)
    kind = name_of(value.get("/SubFilter"))
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
    digits = text_of(value).removeprefix("D:")[:14]
    if len(digits) < 8 or not digits.isdecimal():
        return ""
    clock = f" {digits[8:10]}:{digits[10:12]}" if len(digits) >= 12 else ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}{clock}"
