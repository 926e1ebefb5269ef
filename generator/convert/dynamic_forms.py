"""PDF forms that only one program can show: their pages hold a request to wait, not the content."""

from pathlib import Path

import pikepdf
import pypdfium2

#: What the page of such a form says, as Adobe's programs write it.
_PLACEHOLDERS = ("please wait", "请稍候", "请等待", "需要 adobe reader", "adobe reader 8")

_NOT_PRINTED = (
    "PDF 的页面只是“请稍候”之类的提示，填写的内容没有印出：请用 Adobe Reader 打开，"
    "“打印”为新的 PDF 后替换"
)

#: So many characters at most stand on such a page; a real document may say the same in passing.
_SHORT = 1_500


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
