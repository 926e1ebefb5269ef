"""Put a volume together: merge its pages, put them on their sheets, number and link them, write it.

That is done in a child process: qpdf keeps the objects of every source until it has written, and
its memory goes with the process. So no more is imported than that needs.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.lettering.page_forms import form_of
from generator.lettering.pdf_names import copied
from generator.lettering.stamp import Stamper
from generator.render.pdf.assembly import Assembly, Entry, Label, Link, Pasted, Side
from generator.render.pdf.fit import fit_page
from generator.render.pdf.on_screen import Led, lead
from generator.render.pdf.page_digests import page_digests

#: qpdf's exit codes when it made the file, and when it had something to remark about a source too.
_MADE = frozenset({0, 3})

#: What a file says about itself in its first bytes (ISO 32000-1, 7.5.2).
_VERSION = re.compile(rb"%PDF-(\d\.\d)")
_HEADER = 1024

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Assembled:
    """What was written: the digest of each page (see :func:`page_digests`).

    ``led`` says what became of the bookmarks and links of its documents.
    """

    digests: tuple[str, ...]
    led: tuple[Led, ...] = ()


def assemble(volume: Assembly) -> Assembled:
    """Write a volume; equal input gives equal bytes.

    Raises:
        RuntimeError: the pages could not be put together as planned.
        OSError: a source cannot be read, or the file cannot be written.
    """
    arguments = ["qpdf", "--empty", "--no-warn", "--pages"]  # sources were judged when converted
    for file, numbers in volume.runs:
        arguments += [str(file), ",".join(map(str, numbers))]
    for file, number in volume.photos:
        arguments += [str(file), str(number)]
    sources = {source for source, _ in (*volume.runs, *volume.photos)}
    merged = len(volume.sides) + len(volume.photos)
    job = pikepdf.Job([*arguments, "--", str(volume.target)])
    try:
        with job.create_pdf() as pdf:  # type: ignore[no-untyped-call]
            if job.exit_code not in _MADE or len(pdf.pages) != merged:
                raise RuntimeError(f"{len(pdf.pages)} pages merged, {merged} planned")
            entries, led = lead(pdf, volume)
            _finish(pdf, replace(volume, entries=entries))
            with volume.target.open("wb", buffering=0) as raw:
                stream = _Unflushed(raw, _BUFFER)
                pdf.save(
                    stream,
                    min_version=max(map(_version, sources)),
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    deterministic_id=True,
                )
                stream.finish()
    except pikepdf.PdfError as error:
        raise RuntimeError(f"the pages cannot be put together: {error}") from error
    return Assembled(page_digests(volume.target), led)


class _Unflushed(io.BufferedWriter):
    """A file whose last bytes are written by :meth:`finish` alone.

    A disk that is full then says so there; from within pikepdf it would end the process.
    """

    def flush(self) -> None:
        """Wait."""

    def finish(self) -> None:
        """Write what has not been written.

        Raises:
            OSError: it cannot be.
        """
        super().flush()


def _version(file: Path) -> str:
    """The version of PDF that a file claims."""
    with file.open("rb") as stream:
        found = _VERSION.search(stream.read(_HEADER))
    return found[1].decode() if found else "1.4"


def _finish(pdf: pikepdf.Pdf, volume: Assembly) -> None:
    marks = (side.mark for side in volume.sides if side.mark)
    photos = list(pdf.pages)[len(volume.sides) :]
    del pdf.pages[len(volume.sides) :]
    stamper = Stamper(pdf, volume.fonts, [(mark.font, mark.text) for mark in marks])
    sheets = list(pdf.pages)
    for side, sheet in zip(volume.sides, sheets, strict=True):
        _place(pdf, sheet, side)
        if side.pasted:
            _paste(pdf, sheet, side.pasted, photos)
        if side.mark is not None:
            stamper.draw(sheet, (side.mark,))
        if side.links:
            links = (_annotation(link, sheets) for link in side.links)
            sheet.obj.Annots = Array(pdf.make_indirect(link) for link in links)
    _outline(pdf, volume.entries)
    pdf.Root.PageLabels = Dictionary(Nums=_numbered(volume.labels))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = volume.title


def _place(pdf: pikepdf.Pdf, sheet: pikepdf.Page, side: Side) -> None:
    """Turn, shrink or move a page of evidence as planned; give a blank its sheet's size."""
    if side.evidence is not None:
        on = side.evidence
        size = (on.width, on.height)
        fit_page(pdf, sheet, *size, turn=on.turn, scale=on.scale, dx=on.dx, dy=on.dy)
    elif side.blank is not None:
        sheet.obj.MediaBox = Array([0, 0, *side.blank])


def _paste(
    pdf: pikepdf.Pdf, sheet: pikepdf.Page, pasted: Sequence[Pasted], photos: Sequence[pikepdf.Page]
) -> None:
    """Show parts of other pages on a sheet, over what it has; its own resources stay its own."""
    resources = copied(sheet.resources)
    shown = copied(resources.get("/XObject"))
    drawn = []
    for number, one in enumerate(pasted, 1):
        page = photos[one.photo]
        left, bottom, *_ = one.box
        scale, x, y = one.scale, one.x - left * one.scale, one.y - bottom * one.scale
        shown[f"/Photo{number}"] = form_of(pdf, page, one.box, page.resources)
        drawn.append(f"q {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm /Photo{number} Do Q")
    resources.XObject = shown
    sheet.obj.Resources = resources
    sheet.contents_add(b"q", prepend=True)
    sheet.contents_add("\n".join(["Q", *drawn]).encode())


def _annotation(link: Link, sheets: Sequence[pikepdf.Page]) -> Dictionary:
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array(link.rectangle),
        Border=Array([0, 0, 0]),
    )
    if link.file:
        annotation.A = _remote(link)
    else:
        annotation.Dest = Array([sheets[link.side - 1].obj, Name.Fit])
    return annotation


def _remote(link: Link) -> Dictionary:
    """Open a side of another volume, which lies beside this one (ISO 32000-1, 12.6.4.3)."""
    name = pikepdf.String(link.file)
    place = Dictionary(Type=Name.Filespec, F=name, UF=name)
    return Dictionary(S=Name.GoToR, F=place, D=Array([link.side - 1, Name.Fit]))


def _outline(pdf: pikepdf.Pdf, entries: Sequence[Entry]) -> None:
    """Nested bookmarks; an entry whose level skips one hangs under the nearest above it."""
    with pdf.open_outline() as outline:
        path: list[tuple[int, pikepdf.OutlineItem]] = []
        for entry in entries:
            item = pikepdf.OutlineItem(entry.title, entry.side - 1, "Fit")
            while path and path[-1][0] >= entry.level:
                path.pop()
            (path[-1][1].children if path else outline.root).append(item)
            item.is_closed = True
            path.append((entry.level, item))


def _numbered(labels: Sequence[Label]) -> Array:
    """Page labels: printed numbers, and the names of sides without one."""
    found = Array()
    for label in labels:
        shown = Dictionary()
        if label.number is not None:
            shown.S, shown.St = Name.D, label.number
        if label.text:
            shown.P = pikepdf.String(label.text)
        found.append(label.side - 1)
        found.append(shown)
    return found
