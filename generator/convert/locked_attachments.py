"""PDFs of which the attachments alone are locked: the pages are plain (ISO 32000-1, 7.6.5)."""

import re
from pathlib import Path

import pikepdf

#: The entry of the trailer that makes readers ask for a password, and what hides it from them.
_ENTRY = re.compile(rb"/Encrypt(?=[\s<])")
_HIDDEN = b"/Encrypx"

_PLAIN = ("/Identity", None)


def open_pages(source: Path, copy: Path) -> bool:
    """Write a copy that opens without a password, if no page needs one; what is locked stays so.

    Args:
        source: a PDF that asks for a password.
        copy: where the copy goes; nothing is left there unless the answer is yes.
    """
    try:
        copy.write_bytes(_ENTRY.sub(_HIDDEN, source.read_bytes()))
        with pikepdf.open(copy, allow_overwriting_input=True) as pdf:
            if _is_for_attachments(pdf.trailer.get("/Encrypx")):
                del pdf.trailer["/Encrypx"]
                pdf.save(copy, deterministic_id=True)
                return True
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        pass
    copy.unlink(missing_ok=True)
    return False


def _is_for_attachments(lock: object) -> bool:
    """Whether the texts and streams of a document are plain and its embedded files are not."""
    if not isinstance(lock, pikepdf.Dictionary) or "/EFF" not in lock:
        return False
    return all(_name(lock.get(key)) in _PLAIN for key in ("/StmF", "/StrF"))


def _name(value: object) -> str | None:
    return None if value is None else str(value)
