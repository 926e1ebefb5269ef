"""What a clerk must know of a filed PDF beyond its pages: signatures, files inside, odd forms."""

from contextlib import suppress
from pathlib import Path

import pikepdf
import pypdfium2

from generator.convert.signatures import signature_notes
from generator.lettering.pdf_names import UNREADABLE, name_tree, text_of

#: What the page of such a form says, as Adobe's programs write it.
_PLACEHOLDERS = ("please wait", "请稍候", "请等待", "需要 adobe reader", "adobe reader 8")

_NOT_PRINTED = (
    "PDF 的页面只是“请稍候”之类的提示，填写的内容没有印出：请用 Adobe Reader 打开，"
    "“打印”为新的 PDF 后替换"
)

#: So many characters at most stand on such a page; a real document may say the same in passing.
_SHORT = 1_500

#: So many names are written into a note; the rest is counted.
_MOST_NAMES = 30


def particulars(pdf: pikepdf.Pdf, path: Path) -> tuple[str, ...]:
    """The notes on a PDF that was opened from this very file.

    Raises:
        OSError: the file cannot be read.
    """
    return (
        *signature_notes(pdf, path),
        *dynamic_form_notes(pdf, path),
        *portfolio_notes(pdf),
    )


def dynamic_form_notes(pdf: pikepdf.Pdf, path: Path) -> tuple[str, ...]:
    """Warn of an XFA form (ISO 32000-1, 12.7.8) whose real content is on no page.

    Args:
        pdf: the opened document.
        path: the file that it was opened from.
    """
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/XFA" not in form:
        return ()
    if not bool(pdf.Root.get("/NeedsRendering", False)) and not _asks_to_wait(path):
        return ()
    return (_NOT_PRINTED,)


def _asks_to_wait(path: Path) -> bool:
    try:
        with pypdfium2.PdfDocument(path) as document:
            text = document[0].get_textpage().get_text_bounded() if len(document) == 1 else ""
    except pypdfium2.PdfiumError:
        return False
    words = " ".join(text.lower().split())
    return len(words) < _SHORT and any(placeholder in words for placeholder in _PLACEHOLDERS)


def portfolio_notes(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """What a clerk must know of a PDF that is a cover for the files inside it (a portfolio)."""
    if not isinstance(pdf.Root.get("/Collection"), pikepdf.Dictionary):
        return ()
    files = pdf_attachments(pdf)
    shown = "、".join(f"{name}（{_size(size)}）" for name, size in files[:_MOST_NAMES])
    more = f"等 {len(files)} 个文件" if len(files) > _MOST_NAMES else f"共 {len(files)} 个文件"
    return (f"PDF 是文件包（作品集），这几页只是它的封面，材料在包内：{shown}，{more}",)


def pdf_attachments(pdf: pikepdf.Pdf) -> tuple[tuple[str, int | None], ...]:
    """Name and size in bytes of every file in a PDF's list of attachments, by name.

    The size is the one that the PDF states, ``None`` where it states none: nothing is unpacked.
    """
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    found: dict[str, int | None] = {}
    with suppress(*UNREADABLE):  # of a list that is damaged or endless, what was read counts
        for name, file in name_tree(tree):
            if isinstance(file, pikepdf.Dictionary):
                found.setdefault(text_of(name), _stated(file))
    return tuple(sorted(found.items(), key=lambda one: one[0]))


def _stated(file: pikepdf.Object) -> int | None:
    entry = file.get("/EF")
    stream = entry.get("/UF", entry.get("/F")) if isinstance(entry, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream):
        return None
    params = stream.get("/Params")
    size = params.get("/Size") if isinstance(params, pikepdf.Dictionary) else None
    return size if isinstance(size, int) and size >= 0 else None


def _size(size: int | None) -> str:
    return "大小未注明" if size is None else f"{size:,} 字节"
