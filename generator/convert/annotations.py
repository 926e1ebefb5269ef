"""What floats above a PDF page or acts by itself: comments, forms, seals, links, scripts."""

from collections.abc import Iterator

import pikepdf

from generator.lettering.pdf_names import name_of, text_of

#: Entries of the document's root that act when it is opened or printed.
_SELF_ACTING = ("/OpenAction", "/AA")

#: Actions behind a link that only show something: a page, an address, the next page.
_HARMLESS = frozenset({"/GoTo", "/URI", "/Named"})

#: So many fields above a field are asked for its value; of one among more it is not known.
_HIGHEST = 64
_UNKNOWN = "？"

#: Marks whose words stand in a box beside the page (ISO 32000-1, 12.5.6).
_COMMENTED = frozenset(
    {
        *("/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"),
        *("/Square", "/Circle", "/Polygon", "/PolyLine"),
    }
)

#: Marks that are seen on the page itself; readers draw them where the file holds no appearance.
_SEEN = (_COMMENTED - {"/Text"}) | {"/FreeText", "/Line", "/Stamp", "/Watermark"}

#: The flag of an annotation that nobody sees (ISO 32000-1, table 165).
_HIDDEN = 2

#: Entries of a page that act by themselves or bring files along.
_OF_PAGES = ("/AA", "/AF")


def survey(pdf: pikepdf.Pdf, notes: list[str]) -> bool:
    """Note comments, forms and signatures; tell whether they must be drawn into the page."""
    mend = "/JavaScript" in _names(pdf) or "/AA" in pdf.Root or _opens_by_acting(pdf)
    undrawn = False
    for page in pdf.pages:
        mend |= any(name in page.obj for name in _OF_PAGES)
        for annotation in _annotations(page):
            kind = name_of(annotation.get("/Subtype"))
            mend |= kind not in ("/Link", "/Popup") or _runs(annotation)
            undrawn |= (
                kind == "/Widget" and bool(_text_value(annotation)) and not _drawn(annotation)
            )
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        mend |= len(_list(form.get("/Fields"))) > 0 or "/XFA" in form
        if "/XFA" in form:
            notes.append("PDF 是动态表单（XFA），请打开原件核对内容是否都印出来了")
        if form.get("/SigFlags") in (1, 3):  # ISO 32000 12.7.3, table 225
            notes.append("PDF 带电子签名：装订保留外观，验证签名须看原件")
    notes += _told_of_marks(pdf)
    if undrawn and not (_wants_drawing(form) and _all_latin(pdf)):
        notes.append(
            "PDF 表单中有填写内容没有保存外观，请核对是否印出；缺字时请“打印”为新的 PDF 后替换"
        )
    return mend


def _told_of_marks(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is said of comments, and of marks of which nothing could be drawn."""
    comments, lost = False, list[int]()
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in _annotations(page):
            kind = name_of(annotation.get("/Subtype"))
            comments |= kind == "/Text" or (kind in _COMMENTED and _says_something(annotation))
            lost += [number] if kind in _SEEN and _is_lost(annotation) else []
    if comments:
        yield "PDF 含批注，批注框里的文字不会印出"
    if lost:
        yield (
            f"PDF 有 {len(lost)} 处批注（高亮、文字框、线框等）没有保存外观，没有印出"
            f"（第一处在第 {lost[0]} 页），请打开原件核对；需要的请“打印”为新的 PDF 后替换"
        )


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
        for annotation in _annotations(page):
            if "/AA" in annotation:
                del annotation["/AA"]
            if _runs(annotation):
                del annotation["/A"]


def flatten(pdf: pikepdf.Pdf) -> None:
    """Draw forms, stamps, seals and marks into the page, and drop the form itself."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if _wants_drawing(form) and _all_latin(pdf):
            pdf.generate_appearance_streams()
        else:
            form["/NeedAppearances"] = False
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        _drop_rest(page)
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]


def _drop_rest(page: pikepdf.Page) -> None:
    """Leave links alone: what else has no appearance to be drawn, but may hold files or act."""
    found = list(_annotations(page))
    links = [one for one in found if name_of(one.get("/Subtype")) == "/Link"]
    if len(links) < len(found):
        page.obj["/Annots"] = pikepdf.Array(links)


def _all_latin(pdf: pikepdf.Pdf) -> bool:
    """Whether qpdf can draw every value itself: it knows Latin letters only."""
    values = (_text_value(annotation) for page in pdf.pages for annotation in _annotations(page))
    return all(value.isascii() for value in values)


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    found = _list(page.obj.get("/Annots"))
    yield from (entry for entry in found if isinstance(entry, pikepdf.Dictionary))


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


def _text_value(annotation: pikepdf.Object) -> str:
    """What a field says, of itself or by the nearest field above it."""
    node: object = annotation
    for _ in range(_HIGHEST):
        if not isinstance(node, pikepdf.Dictionary):
            return ""
        if "/V" in node:
            return text_of(node["/V"])
        node = node.get("/Parent")
    return _UNKNOWN


def _says_something(annotation: pikepdf.Dictionary) -> bool:
    return bool(text_of(annotation.get("/Contents")).strip())


def _is_lost(annotation: pikepdf.Dictionary) -> bool:
    """Whether a mark that is meant to be seen holds nothing that could be drawn."""
    flags = annotation.get("/F")
    hidden = isinstance(flags, int) and bool(flags & _HIDDEN)
    return not hidden and not _drawn(annotation)


def _drawn(annotation: pikepdf.Object) -> bool:
    appearance = annotation.get("/AP")
    return isinstance(appearance, pikepdf.Dictionary) and "/N" in appearance


def _wants_drawing(form: pikepdf.Object | None) -> bool:
    """Whether the form leaves the drawing of its values to the reader's program."""
    return isinstance(form, pikepdf.Dictionary) and bool(form.get("/NeedAppearances"))
