"""The attachments of PDF documents; the document itself is bound like any other."""

import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from generator.convert.locked_attachments import open_pages
from generator.intake.containers import mail_parts, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.containers.taking import Taking
from generator.lettering.pdf_names import UNREADABLE, name_of, name_tree, text_of

_CHUNK = 1 << 18


def read(path: Path, taking: Taking) -> None:
    """Take out what is embedded in a document or pinned to its pages.

    A document that cannot be opened has no entries here; its converter says why.
    """
    try:
        _take_out(path, taking)
    except pikepdf.PasswordError:
        _name_the_locked(path, taking)
    except UNREADABLE:
        return


def _take_out(path: Path, taking: Taking) -> None:
    with pikepdf.open(path) as pdf:
        try:
            for at, (name, stream) in enumerate(_embedded(pdf), start=1):
                stated = mail_parts.attachment_name(name, at)
                taking.take(stated, _content(stream), _declared(stream))
        except pikepdf.PasswordError:
            raise
        except UNREADABLE:
            taking.cannot_go_on()


def _name_the_locked(path: Path, taking: Taking) -> None:
    """Where the attachments alone are locked, they can be named."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "plain.pdf"
        try:
            if not open_pages(path, copy):
                return
            with pikepdf.open(copy) as pdf:
                for at, (name, stream) in enumerate(_embedded(pdf), start=1):
                    stated = mail_parts.attachment_name(name, at)
                    taking.refuse(stated, reasons.LOCKED_ATTACHMENT, _declared(stream) or 0)
        except (pikepdf.PasswordError, *UNREADABLE):
            return


def _embedded(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Stream]]:
    """Every embedded file once, with the name that it was filed under."""
    seen: set[tuple[int, int]] = set()
    for stated, specification in _specifications(pdf):
        if not isinstance(specification, pikepdf.Dictionary):
            continue  # a place in the list that leads nowhere
        files = specification.get("/EF")
        if not isinstance(files, pikepdf.Dictionary):
            continue  # only the name of a file elsewhere
        stream = next((files[key] for key in ("/UF", "/F") if key in files), None)
        if not isinstance(stream, pikepdf.Stream) or stream.objgen in seen:
            continue
        seen.add(stream.objgen)
        named = (specification.get(key) for key in ("/UF", "/F"))
        own = next((text for name in named if (text := text_of(name))), "")
        yield own or stated, stream


def _specifications(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """The file specifications of the document's list of attachments, of itself and of its pages."""
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for name, specification in name_tree(names.get("/EmbeddedFiles")):
            yield text_of(name), specification
    holders = [pdf.Root, *(page.obj for page in pdf.pages)]
    for holder in holders:
        for specification in _list(holder.get("/AF")):
            yield "", specification
    for page in pdf.pages:
        for annotation in _list(page.obj.get("/Annots")):
            if isinstance(annotation, pikepdf.Dictionary) and "/FS" in annotation:
                yield "", annotation["/FS"]


def _list(value: object) -> Iterator[pikepdf.Dictionary]:
    for entry in value if isinstance(value, pikepdf.Array) else ():
        if isinstance(entry, pikepdf.Dictionary):
            yield entry


def _declared(stream: pikepdf.Stream) -> int | None:
    parameters = stream.get("/Params")
    size = parameters.get("/Size") if isinstance(parameters, pikepdf.Dictionary) else None
    return size if isinstance(size, int) and size >= 0 else None


def _content(stream: pikepdf.Stream) -> Iterator[bytes]:
    """The file's bytes; the usual packing is undone bit by bit, so that no bomb fills memory."""
    try:
        if name_of(stream.get("/Filter")) == "/FlateDecode" and "/DecodeParms" not in stream:
            yield from _inflated(stream.read_raw_bytes())
        else:
            yield stream.read_bytes()
    except (zlib.error, *UNREADABLE) as error:
        raise Fault(reasons.BROKEN_ENTRY) from error


def _inflated(packed: bytes) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    rest = packed
    while rest and not unpacking.eof:
        yield unpacking.decompress(rest, _CHUNK)
        rest = unpacking.unconsumed_tail
    yield unpacking.flush()
    if not unpacking.eof:
        raise Fault(reasons.BROKEN_ENTRY)
