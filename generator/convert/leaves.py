"""Turn any readable PDF into leaves: as it is when every page is ordinary, else a mended copy."""

import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2

from generator.convert import annotations
from generator.convert.boxes import Geometry, geometry, is_standard, placement
from generator.convert.job import Outcome, refused
from generator.convert.particulars import particulars, pdf_attachments
from generator.convert.shown.layers import Layers
from generator.convert.shown.marks import unapplied_redactions
from generator.lettering.fonts import FontSet
from generator.lettering.page_forms import content_streams, form_of, unpacked
from generator.lettering.pdf_names import UNREADABLE
from generator.model import Leaf, Leaves

_BROKEN_REMEDY = "请用 PDF 阅读器打开核对；打得开就“打印”为新的 PDF 后替换，打不开请重新索取原件。"


_NO_BOX = re.compile(r"object (\d+) (\d+).* MediaBox is undefined")

#: Entries of a placed page that were about its former box.
_REPLACED = ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit", "/Annots", "/Group")

#: Bytes of instructions that one page may have: maps and drawings of construction have some 20 MB.
LARGEST = 100_000_000

_STEP = 1 << 20

#: So many layers are named in a note.
_NAMED = 5


@dataclass(slots=True)
class _Survey:
    """What was seen in a PDF: its pages, what must be mended, what a clerk should know."""

    pages: list[Geometry] = field(default_factory=list)
    mend: bool = False
    notes: list[str] = field(default_factory=list)


def to_leaves(source: Path, copy: Path, fonts: FontSet | None = None) -> Outcome:
    """Give the leaves of a PDF; the source is only read.

    Args:
        source: the PDF.
        copy: where a mended copy is written when one is needed.
        fonts: what form values without an appearance are set in; ``None``: nobody filled it in.

    Returns:
        Leaves with as many pages as the source, or the reason why there are none
        (``encrypted``, ``unreadable``).
    """
    try:
        return _read(source, source, copy, [], fonts)
    except pikepdf.PasswordError:
        return refused(
            "encrypted",
            "PDF 设有打开密码，无法读取内容",
            "请输入密码打开后去掉密码另存，或“打印”为新的 PDF，再放回原处。",
        )
    except BombError:
        return _bomb()
    except (*UNREADABLE, _NoPagesError):
        return _rescue(source, copy, fonts)


def _bomb() -> Outcome:
    return refused(
        "unreadable",
        "PDF 有的页展开后大得不合理（像是压缩炸弹），为防止死机没有打开",
        "请用 PDF 阅读器打开核对；确是材料的，请“打印”为新的 PDF 后替换。",
    )


def _rescue(source: Path, copy: Path, fonts: FontSet | None) -> Outcome:
    """Let a second PDF engine re-save what the first one refuses."""
    saved = copy.with_suffix(".rescued.pdf")
    try:
        with pypdfium2.PdfDocument(source) as document:
            pages = len(document)
            document.save(saved)
        damaged = ["PDF 结构损坏，已尽力修复，请对照原件核对每一页"]
        outcome = _read(source, saved, copy, damaged, fonts)
    except BombError:
        return _bomb()
    except (pypdfium2.PdfiumError, *UNREADABLE, _NoPagesError):
        return refused("unreadable", "PDF 已损坏，读不出页面", _BROKEN_REMEDY)
    finally:
        saved.unlink(missing_ok=True)
    if outcome.leaves is not None and len(outcome.leaves.pages) != pages:
        return refused("unreadable", "PDF 已损坏，页数读不准", _BROKEN_REMEDY)
    return outcome


class _NoPagesError(Exception):
    """A PDF without a single page."""


def _read(
    source: Path, readable: Path, copy: Path, notes: list[str], fonts: FontSet | None
) -> Outcome:
    with pikepdf.open(readable) as pdf:
        counted = _second_opinion(readable)
        survey = _survey(pdf, notes, counted)
        redacted = tuple(unapplied_redactions(pdf))
        if readable == source:  # a rescued copy has other bytes than the ones that were signed
            notes += particulars(pdf, source)
        if readable == source and not survey.mend and counted == len(survey.pages):
            leaves = tuple(page.leaf for page in survey.pages)
            return Outcome(Leaves(source, leaves, tuple(survey.notes), redacted=redacted))
        leaves = tuple(_mended(pdf, survey, readable, fonts))
        with warnings.catch_warnings():  # fields that cannot be drawn are told in the notes
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            pdf.save(copy, deterministic_id=True)
    if _second_opinion(copy) != len(leaves):
        raise _NoPagesError
    return Outcome(Leaves(copy, leaves, tuple(survey.notes), redacted=redacted))


def _second_opinion(path: Path) -> int:
    """How many pages another engine, which draws the Word binder's pictures, can open."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return -1


def _survey(pdf: pikepdf.Pdf, notes: list[str], counted: int) -> _Survey:
    found = _Survey(notes=notes)
    complaints = pdf.get_warnings()  # reading them empties the list
    boxless = _without_box(complaints)
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.objgen in boxless and "/MediaBox" in page.obj:
            del page.obj["/MediaBox"]
        seen = geometry(page)
        found.pages.append(seen)
        found.mend = found.mend or not seen.ordinary
        if seen.note:
            notes.append(f"第 {number} 页{seen.note}")
        if not content_decodes(page):
            notes.append(f"第 {number} 页内容有损，可能缺字缺图，请对照原件核对")
    if not found.pages:
        raise _NoPagesError
    found.notes += _scale_notes(found.pages)
    complaints += pdf.get_warnings()
    if counted not in (
        -1,
        len(found.pages),
    ):  # qpdf leaves out what is no page, and corrects the count
        notes.append(f"文件自称 {counted} 页，实际读出 {len(found.pages)} 页，请对照原件核对")
        found.mend = True
    else:
        found.mend |= _damaged(complaints, notes)
    found.mend |= _survey_structure(pdf, notes)
    found.mend |= bool(Layers(pdf).off)
    found.mend |= annotations.survey(pdf, notes)
    return found


def _without_box(complaints: Sequence[str]) -> set[tuple[int, int]]:
    """The pages that state no size; qpdf has given them US Letter on opening, and says so."""
    matches = (_NO_BOX.search(warning) for warning in complaints)
    return {(int(match[1]), int(match[2])) for match in matches if match}


def _scale_notes(pages: list[Geometry]) -> Iterator[str]:
    """Tell which pages are bound smaller than they are, by how much."""
    for number, page in enumerate(pages, start=1):
        seen, (sheet, _) = page.leaf, placement(page)
        scale = min(sheet.width / seen.width, sheet.height / seen.height)
        if scale < 0.97 and not is_standard(seen) and page.note is None:
            yield f"第 {number} 页大于 A4，按 {scale:.0%} 缩小"


def _damaged(complaints: Sequence[str], notes: list[str]) -> bool:
    """Note what qpdf had to repair."""
    damaged = any(not _NO_BOX.search(warning) for warning in complaints)
    if damaged:
        notes.append("PDF 结构有损，已修复后装订，请对照原件核对")
    return damaged


def _survey_structure(pdf: pikepdf.Pdf, notes: list[str]) -> bool:
    """Note permissions and attachments; tell whether a clean copy is needed."""
    if pdf.is_encrypted:
        notes.append("PDF 限制了编辑或打印，装订用的是解除限制的副本，原件未改动")
    files = pdf_attachments(pdf)
    if files:
        names = "、".join(name for name, _ in files[:5])
        notes.append(f"PDF 内另有 {len(files)} 个附件，另作单独的材料列在它后面：{names}")
    return bool(pdf.is_encrypted)


def _mended(
    pdf: pikepdf.Pdf, survey: _Survey, readable: Path, fonts: FontSet | None
) -> Iterator[Leaf]:
    """Take out what runs, draw what floats, and put odd pages upright on ordinary ones."""
    layers = Layers(pdf)
    if layers.take_out():
        names = "、".join(f"“{name}”" for name in layers.names[:_NAMED])
        survey.notes.append(
            f"PDF 里关闭的图层没有印出：{names or '没有名称'}；要印的请在阅读器里打开后另存"
        )
    annotations.disarm(pdf)
    annotations.flatten(pdf, readable, fonts, survey.notes)
    for page, found in zip(pdf.pages, survey.pages, strict=True):
        if found.ordinary:
            yield found.leaf
        else:
            yield _placed(pdf, page, found)


def _placed(pdf: pikepdf.Pdf, page: pikepdf.Page, found: Geometry) -> Leaf:
    """Replace a page's content by itself as one untouched object, placed by a matrix."""
    sheet, matrix = placement(found)
    edges = (found.x, found.y, found.x + found.width, found.y + found.height)
    form = form_of(pdf, page, edges, page.resources)
    for name in _REPLACED:
        if name in page.obj:
            del page.obj[name]
    numbers = " ".join(f"{number:.6f}" for number in matrix)
    page.obj["/MediaBox"] = pikepdf.Array([0, 0, round(sheet.width, 3), round(sheet.height, 3)])
    page.obj["/Rotate"] = 0
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Leaf=form))
    page.obj["/Contents"] = pdf.make_stream(f"q {numbers} cm /Leaf Do Q".encode())
    return Leaf(round(sheet.width, 3), round(sheet.height, 3))


class BombError(Exception):
    """The instructions of a page unpack to more than any page needs."""


def content_decodes(page: pikepdf.Page) -> bool:
    """Whether the page's drawing instructions can be unpacked to their end.

    Raises:
        BombError: they unpack to more than ``LARGEST``, damaged or not.
    """
    left, whole = LARGEST, True
    for stream in content_streams(page):
        size, sound = _unpacked(stream, left)
        left -= size
        whole = whole and sound
        if left < 0:
            raise BombError
    return whole


def _unpacked(stream: pikepdf.Stream, most: int) -> tuple[int, bool]:
    """The size of a stream, or somewhat more than ``most``, and whether it is sound."""
    flate = stream.get("/Filter") in (pikepdf.Name.FlateDecode, [pikepdf.Name.FlateDecode])
    size = 0
    if flate and "/DecodeParms" not in stream:
        size = _inflated(stream.read_raw_bytes(), most)
        if size > most:
            return size, False
    data = unpacked(stream)
    return (size, False) if data is None else (len(data), True)


def _inflated(raw: bytes, most: int) -> int:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while raw and size <= most and not unpacker.eof:
            size += len(unpacker.decompress(raw, _STEP))
            raw = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size
