"""Files inside a PDF: what they are called and how large they are; they are never run or shown."""

from contextlib import suppress

import pikepdf

from generator.lettering.pdf_names import UNREADABLE, name_tree, text_of

#: So many names are written into a note; the rest is counted.
_MOST_NAMES = 30


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
