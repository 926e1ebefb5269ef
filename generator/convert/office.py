"""Documents of Word, Excel, PowerPoint, WPS and LibreOffice, and drawings: by LibreOffice."""

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2

from generator.convert import freeze, lone_xml, sheets, soffice
from generator.convert.compounds import OLE
from generator.convert.far import FarApartError, leave_out
from generator.convert.job import Job, Outcome, Tools, book_name, refused
from generator.convert.leaves import to_leaves
from generator.convert.letter_grid import mend_grid
from generator.convert.linked import cut_links
from generator.convert.long_rows import let_break
from generator.convert.narrow_columns import hashes_said, pages_with_hashes, widen
from generator.convert.office_versions import is_old
from generator.convert.remarks import remark_notes
from generator.convert.typeone import drop_numbers
from generator.model import Leaves
from generator.workbooks.cell_codes import Codes, stated_codes
from generator.workbooks.own_password import unlocked

#: Workbooks that LibreOffice first re-saves as .xlsx, so that their page set-up can be mended.
_OTHER_BOOKS = frozenset({"xls", "et", "ods", "fods", "xlsb"})
_BOOKS = frozenset({"xlsx", "xlsm"})
#: Those whose number formats LibreOffice reads from a form that is not Excel's own.
_OPEN_BOOKS = frozenset({"ods", "fods", "spreadsheetml"})
_LETTERS = frozenset({"docx", "docm", "doc", "rtf"})

#: What Word and WPS do not open.
_DRAWINGS = frozenset({"svg", "emf", "wmf", "odg", "fodg", "vsd", "vsdx", "pub", "wpd"})

#: What a document is called for LibreOffice, where it does not know WPS's own extensions, and
#: where the extension decides with which program an XML file is opened.
_KNOWN_AS = {"wps": "doc", "et": "xls", "dps": "ppt", "wordml": "doc", "spreadsheetml": "xls"}


@dataclass(slots=True)
class _Copy:
    """A private copy on its way to LibreOffice, with what is to be told of it.

    ``refusal`` is why it is not printed, if it is not; ``codes`` are the number formats that it
    stated before LibreOffice wrote it in another form.
    """

    job: Job
    path: Path
    notes: tuple[str, ...] = ()
    refusal: Outcome | None = None
    codes: Codes = field(default_factory=dict)

    def unlocked(self) -> None:
        """Take off the lock that Excel opens without asking, behind which nothing can look."""
        if self.path.suffix[1:] in _BOOKS | _OTHER_BOOKS:
            data = self.path.read_bytes()
            plain = unlocked(data) if data.startswith(OLE) else None
            if plain is not None:
                self.path.write_bytes(plain)

    def without_far(self) -> None:
        """Leave out of a workbook what stands too far from the rest, or refuse it."""
        try:
            kind = "spreadsheetml" if self._is_2003 else self.path.suffix[1:]
            self.notes += leave_out(self.path, kind)
        except FarApartError as error:
            self.refusal = _far_apart(error.sheet)

    def closed(self) -> None:
        """Cut what leads elsewhere; say what is not run."""
        if self.job.kind in lone_xml.PACKED:
            lone_xml.unpack(self.path)
        close = lone_xml.close if self.job.kind in lone_xml.OFFICE_2003 else cut_links
        self.notes += close(self.path)

    @property
    def headless(self) -> bool:
        """Whether the document says nothing of heads and feet: LibreOffice then makes some."""
        kind = self.job.kind
        open_document = kind in {"ods", "fods"} and not sheets.states_pages(self.job.source)
        return kind == "spreadsheetml" or open_document

    @property
    def _is_2003(self) -> bool:
        """Whether it still is what an .xls of Excel 2003 was filed as: XML."""
        return self.job.kind == "spreadsheetml" and self.path.suffix == ".xls"


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
        for copy in copies:
            copy.unlocked()
            copy.without_far()
            copy.closed()
        _resave(_printable(copies), work, tools)
        for copy in _printable(copies):
            _prepare(copy, old=is_old(tools.office))
        if good := [copy.path for copy in _printable(copies)]:
            soffice.run(tools, work, "pdf", good, work / "out")
        _widen(_printable(copies), work, tools)
        return tuple(copy.refusal or _collect(copy, work / "out") for copy in copies)
    except soffice.DiedError:
        if len(jobs) > 1:
            raise
        return (_died(jobs[0].kind),)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _copy(job: Job, work: Path, index: int) -> _Copy:
    """A private copy under a plain unique name, for results are named after their sources."""
    target = work / f"d{index:04d}.{_KNOWN_AS.get(job.kind, job.kind)}"
    shutil.copyfile(job.source, target)
    return _Copy(job, target)


def _printable(copies: Sequence[_Copy]) -> list[_Copy]:
    return [copy for copy in copies if copy.refusal is None]


def _resave(copies: Sequence[_Copy], work: Path, tools: Tools) -> None:
    """Write other workbooks as .xlsx, and leave out what could not be seen in their own form."""
    others = [copy for copy in copies if copy.path.suffix[1:] in _OTHER_BOOKS]
    for copy in others:
        copy.codes = stated_codes(copy.path.read_bytes())
    if others:
        soffice.run(tools, work, "xlsx", [copy.path for copy in others], work / "books")
    for copy in others:
        book = work / "books" / f"{copy.path.stem}.xlsx"
        if book.is_file():
            copy.path = book
            copy.without_far()


def _widen(copies: Sequence[_Copy], work: Path, tools: Tools) -> None:
    """Print workbooks again in which numbers did not fit their columns; tell what still does not.

    What a number needs is known from its letters; whether it fits, only from the printed page.
    """
    out = work / "out"
    books = [copy for copy in copies if copy.path.suffix[1:] in _BOOKS]
    narrow = [copy for copy in books if _with_hashes(copy, out) and widen(copy.path)]
    if narrow:
        soffice.run(tools, work, "pdf", [copy.path for copy in narrow], out)
    for copy in narrow:
        pages = _with_hashes(copy, out)
        if sum(pages.values()) > hashes_said(copy.path):
            named = "、".join(map(str, list(pages)[:3])) + ("等" if len(pages) > 3 else "")
            told = f"第 {named} 页有放不下的数，印成了 ###，请在原件里加宽这些列后替换"
            copy.notes = (*copy.notes, told)


def _with_hashes(copy: _Copy, out: Path) -> Mapping[int, int]:
    with contextlib.suppress(pypdfium2.PdfiumError, OSError):
        return pages_with_hashes(out / f"{copy.path.stem}.pdf")
    return {}


def _prepare(copy: _Copy, *, old: bool) -> None:
    """Freeze what changes by itself and fit sheets to the page; tell what is not on it."""
    kind = copy.path.suffix[1:]
    copy.notes += remark_notes(copy.path)
    if kind in _BOOKS:
        resaved = copy.path.parent.name == "books"
        codes = None if copy.job.kind in _OPEN_BOOKS else copy.codes
        fitted = sheets.fit(
            copy.path,
            resaved=resaved,
            added=copy.headless,
            codes=codes,
            file_name=book_name(copy.job.path),
        )
        copy.notes = fitted + copy.notes
    elif kind in {"docx", "docm", "pptx", "pptm"}:
        copy.notes = freeze.freeze(copy.path) + copy.notes
    if kind in _LETTERS:
        copy.notes += mend_grid(copy.path, old=old)
    if kind in _LETTERS or kind == "odt":
        let_break(copy.path)


def _collect(copy: _Copy, out: Path) -> Outcome:
    """Check what LibreOffice left behind: its exit code says nothing."""
    job, notes, printed = copy.job, copy.notes, out / f"{copy.path.stem}.pdf"
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


def _far_apart(sheet: str) -> Outcome:
    return refused(
        "conversion-failed",
        f"工作表“{sheet}”有内容的格子太多或散得太开，印不出来",
        "请用 Excel/WPS 打开，按 Ctrl+End 找到最后一格，删去多余的行和列后保存；"
        "确实需要的，另存为 PDF 放回原处。",
    )


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
