"""Documents of Word, Excel, PowerPoint, WPS and LibreOffice, and drawings: by LibreOffice."""

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
import pypdfium2

from generator.converters import freeze, lone_xml, sheets, soffice
from generator.converters.job import Job, Outcome, Tools, refused
from generator.converters.linked import cut_links
from generator.converters.pages import to_leaves
from generator.converters.typeone import drop_numbers
from generator.model import Leaves

#: Workbooks that LibreOffice first re-saves as .xlsx, so that their page set-up can be mended.
_OTHER_BOOKS = frozenset({"xls", "et", "ods", "fods", "xlsb"})
_BOOKS = frozenset({"xlsx", "xlsm"})

#: What Word and WPS do not open.
_DRAWINGS = frozenset({"svg", "emf", "wmf", "odg", "fodg", "vsd", "vsdx", "pub", "wpd"})

#: What a document is called for LibreOffice, where it does not know WPS's own extensions, and
#: where the extension decides with which program an XML file is opened.
_KNOWN_AS = {"wps": "doc", "et": "xls", "dps": "ppt", "wordml": "doc", "spreadsheetml": "xls"}


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Print many documents with one or two starts of LibreOffice; sources are only copied.

    The caller limits time and memory: LibreOffice can hang, and is then killed from outside.

    Raises:
        soffice.DiedError: it died over one of several documents, and it is not known which.
    """
    if tools.soffice is None:
        return tuple(_absent() for _ in jobs)
    work = Path(tempfile.mkdtemp(prefix="office-", dir=tools.scratch))
    try:
        copies = [_copy(job, work, index) for index, job in enumerate(jobs)]
        told = {copy.stem: _told(copy, job.kind) for job, copy in zip(jobs, copies, strict=True)}
        notes = _prepare(jobs, copies, told, work, tools)
        soffice.run(tools, work, "pdf", copies, work / "out")
        return tuple(
            _collect(job, work / "out" / f"{copy.stem}.pdf", notes[copy.stem])
            for job, copy in zip(jobs, copies, strict=True)
        )
    except soffice.DiedError:
        if len(jobs) > 1:
            raise
        return (_died(jobs[0].kind),)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _copy(job: Job, work: Path, index: int) -> Path:
    """A private copy under a plain unique name, for results are named after their sources."""
    target = work / f"d{index:04d}.{_KNOWN_AS.get(job.kind, job.kind)}"
    shutil.copyfile(job.source, target)
    return target


def _told(copy: Path, kind: str) -> tuple[str, ...]:
    """What is left out of a copy, or not printed: links to elsewhere, macros."""
    if kind in lone_xml.PACKED:
        lone_xml.unpack(copy)
    return lone_xml.close(copy) if kind in lone_xml.OFFICE_2003 else cut_links(copy)


def _prepare(
    jobs: Sequence[Job],
    copies: list[Path],
    told: Mapping[str, tuple[str, ...]],
    work: Path,
    tools: Tools,
) -> dict[str, tuple[str, ...]]:
    """Freeze what changes by itself and fit sheets to the page, in the copies; give the notes."""
    others = [copy for copy in copies if copy.suffix[1:] in _OTHER_BOOKS]
    if others:
        soffice.run(tools, work, "xlsx", others, work / "books")
    notes: dict[str, tuple[str, ...]] = {}
    for index, copy in enumerate(copies):
        book = work / "books" / f"{copy.stem}.xlsx"
        if copy.suffix[1:] in _OTHER_BOOKS and book.is_file():
            copies[index] = book
        kind = copies[index].suffix[1:]
        if kind in _BOOKS:
            added = jobs[index].kind == "spreadsheetml"
            resaved = copies[index] != copy
            notes[copy.stem] = sheets.fit(copies[index], resaved=resaved, added=added)
        elif kind in {"docx", "docm", "pptx", "pptm"}:
            notes[copy.stem] = freeze.freeze(copies[index])
        else:
            notes[copy.stem] = ()
        notes[copy.stem] += told[copy.stem]
    return notes


def _collect(job: Job, printed: Path, notes: tuple[str, ...]) -> Outcome:
    """Check what LibreOffice left behind: its exit code says nothing."""
    if not printed.is_file() or printed.stat().st_size == 0:
        return refused(
            "conversion-failed",
            "LibreOffice 没能转换这个文件",
            _remedy(job.kind),
            lasting=False,
        )
    leaves = None
    with contextlib.suppress(pikepdf.PdfError):
        leaves = to_leaves(_timeless(printed), job.target).leaves
    if leaves is None:
        return refused(
            "conversion-failed",
            "LibreOffice 转换出的页面有误",
            "请用 Word/WPS 打开后另存为 PDF，放回原处。",
            lasting=False,
        )
    if leaves.pdf != job.target:
        leaves.pdf.replace(job.target)
    if _is_blank(job.target):
        notes = (*notes, "转换出的页面全是空白，请打开原件核对")
    return Outcome(Leaves(job.target, leaves.pages, notes + leaves.notes))


def _is_blank(pdf: Path) -> bool:
    """Whether nothing at all is drawn on any page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return not any(True for page in document for _ in page.get_objects(max_depth=2))


def _timeless(printed: Path) -> Path:
    """The same pages without the moment of printing, which LibreOffice writes in several places."""
    cleaned = printed.with_suffix(".clean.pdf")
    with pikepdf.open(printed) as pdf:
        del pdf.docinfo
        for name in ("/ID", "/DocChecksum"):
            if name in pdf.trailer:
                del pdf.trailer[name]
        drop_numbers(pdf)
        pdf.save(cleaned, deterministic_id=True)
    return cleaned


def _remedy(kind: str) -> str:
    program = "能打开它的软件" if kind in _DRAWINGS else " Word/WPS "
    return f"请用{program}打开核对，打得开就另存为 PDF 放回原处；打不开请重新索取原件。"


def _died(kind: str) -> Outcome:
    return refused(
        "conversion-failed",
        "LibreOffice 处理这个文件时中断（文件有问题，或需要的内存、写出的文件超过上限）",
        _remedy(kind),
        lasting=False,
    )


def _absent() -> Outcome:
    return refused(
        "conversion-failed",
        "本机没有安装 LibreOffice,Word、Excel、PowerPoint 等文件转换不了",
        "请安装 LibreOffice（make binder 会自动安装），或用 Word/WPS 另存为 PDF 放回原处。",
        lasting=False,
    )
