"""What floats above a PDF page or acts by itself: comments, forms, seals, links, scripts."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from generator.convert.shown import marks, values
from generator.convert.shown.marks import annotations, is_drawn
from generator.lettering.fonts import FontSet
from generator.lettering.pdf_names import name_of, text_of

#: Entries of the document's root that act when it is opened or printed.
_SELF_ACTING = ("/OpenAction", "/AA")

#: Actions behind a link that only show something: a page, an address, the next page.
_HARMLESS = frozenset({"/GoTo", "/URI", "/Named"})

#: Marks whose words stand in a box beside the page (ISO 32000-1, 12.5.6).
_COMMENTED = frozenset(
    {
        *("/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"),
        *("/Square", "/Circle", "/Polygon", "/PolyLine"),
    }
)

#: Entries of a page that act by themselves or bring files along.
_OF_PAGES = ("/AA", "/AF")


def survey(pdf: pikepdf.Pdf, notes: list[str]) -> bool:
    """Note comments, forms and signatures; tell whether they must be drawn into the page."""
    mend = "/JavaScript" in _names(pdf) or "/AA" in pdf.Root or _opens_by_acting(pdf)
    undrawn = False
    for page in pdf.pages:
        mend |= any(name in page.obj for name in _OF_PAGES)
        for annotation in annotations(page):
            kind = name_of(annotation.get("/Subtype"))
            mend |= kind not in ("/Link", "/Popup") or _runs(annotation)
            undrawn |= (
                kind == "/Widget" and values.is_value(annotation) and not is_drawn(annotation)
            )
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        mend |= len(_list(form.get("/Fields"))) > 0 or "/XFA" in form
        if "/XFA" in form:
            notes.append("PDF 是动态表单（XFA），请打开原件核对内容是否都印出来了")
        if form.get("/SigFlags") in (1, 3):  # ISO 32000 12.7.3, table 225
            notes.append("PDF 带电子签名：装订保留外观，验证签名须看原件")
    notes += _told_of_comments(pdf)
    return mend or undrawn


def _told_of_comments(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is said of comments, whose words stand in a box beside the page."""
    for page in pdf.pages:
        for annotation in annotations(page):
            kind = name_of(annotation.get("/Subtype"))
            if kind == "/Text" or (kind in _COMMENTED and _says_something(annotation)):
                yield "PDF 含批注，批注框里的文字不会印出"
                return


def disarm(pdf: pikepdf.Pdf) -> None:
    """Remove from the copy whatever acts by itself."""
    for name in _SELF_ACTING:
        if name in pdf.Root:
            del pdf.Root[name]
    names = _names(pdf)
    if "/JavaScript" in names:
        del names["/JavaScript"]
    for page in pdf.pages:
        for name in _OF_PAGES:
            if name in page.obj:
                del page.obj[name]
        for annotation in annotations(page):
            if "/AA" in annotation:
                del annotation["/AA"]
            if _runs(annotation):
                del annotation["/A"]


def flatten(pdf: pikepdf.Pdf, readable: Path, fonts: FontSet | None, notes: list[str]) -> None:
    """Draw forms, stamps, seals and marks into the page, and drop the form itself.

    Args:
        pdf: the document, which is changed.
        readable: the same document on the disk.
        fonts: what words without an appearance are set in; ``None``: there are none.
        notes: takes what could not be drawn.
    """
    form = pdf.Root.get("/AcroForm")
    wanted = _wants_drawing(form)
    marks.give_appearances(pdf, readable)
    if isinstance(form, pikepdf.Dictionary) and wanted and _all_latin(pdf):
        pdf.generate_appearance_streams()
    if fonts is not None:
        values.give_appearances(
            pdf, fonts, redrawn=lambda one: wanted and not values.said(one).isascii()
        )
    if isinstance(form, pikepdf.Dictionary):
        form["/NeedAppearances"] = False
    notes += (*marks.told(pdf), *values.told(pdf))
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        _drop_rest(page)
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]


def _drop_rest(page: pikepdf.Page) -> None:
    """Leave links alone: what else has no appearance to be drawn, but may hold files or act."""
    found = list(annotations(page))
    links = [one for one in found if name_of(one.get("/Subtype")) == "/Link"]
    if len(links) < len(found):
        page.obj["/Annots"] = pikepdf.Array(links)


def _all_latin(pdf: pikepdf.Pdf) -> bool:
    """Whether qpdf can draw every value itself: it knows Latin letters only."""
    return all(values.said(one).isascii() for page in pdf.pages for one in annotations(page))


def _list(value: object) -> list[pikepdf.Object]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _opens_by_acting(pdf: pikepdf.Pdf) -> bool:
    """Whether opening runs something; to jump to a page is what many programs write, and fine."""
    action = pdf.Root.get("/OpenAction")
    if not isinstance(action, pikepdf.Dictionary):
        return False
    return name_of(action.get("/S")) != "/GoTo" or "/Next" in action


def _names(pdf: pikepdf.Pdf) -> pikepdf.Object:
    names = pdf.Root.get("/Names")
    return names if isinstance(names, pikepdf.Dictionary) else pikepdf.Dictionary()


def _runs(annotation: pikepdf.Object) -> bool:
    action = annotation.get("/A")
    if not isinstance(action, pikepdf.Dictionary):
        return False
    return name_of(action.get("/S")) not in _HARMLESS or "/Next" in action


def _says_something(annotation: pikepdf.Dictionary) -> bool:
    return bool(text_of(annotation.get("/Contents")).strip())


def _wants_drawing(form: pikepdf.Object | None) -> bool:
    """Whether the form leaves the drawing of its values to the reader's program."""
    return isinstance(form, pikepdf.Dictionary) and bool(form.get("/NeedAppearances"))
