"""A program that writes a picture's pixels into a file; it may hang or crash for itself alone."""

import os
import sys
import warnings
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from generator.base.cut_off import cut_off_is_an_error
from generator.base.workers.module import module_command
from generator.convert import colours, jpeg2000


def command(decoder: str, source: Path, target: Path) -> list[str | Path]:
    """How this program is called."""
    return module_command(__name__, decoder, source, target)


def environment() -> Mapping[str, str]:
    """What it needs: the folders that this process finds its modules in."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def jpx_page(source: Path, size: tuple[int, int], mode: str = "") -> BytesIO:
    """A PDF of one page with a JPEG 2000 picture as it is, a point for each pixel.

    Args:
        source: the picture.
        size: its pixels across and down.
        mode: Pillow's name for its colours; those of other than L and RGB are left to the reader.
    """
    wide, high = size
    stream = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(wide, high))
        picture = pdf.make_stream(
            source.read_bytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=wide,
            Height=high,
            Filter=pikepdf.Name.JPXDecode,
        )
        if mode in {"L", "RGB"}:
            space = pikepdf.Name.DeviceGray if mode == "L" else pikepdf.Name.DeviceRGB
            picture.ColorSpace, picture.BitsPerComponent = space, 8
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        page.Contents = pdf.make_stream(f"q {wide} 0 0 {high} 0 0 cm /Im0 Do Q".encode())
        pdf.save(stream, deterministic_id=True)
    stream.seek(0)
    return stream


def by_pillow(source: Path | BytesIO) -> BytesIO:
    """All that the file holds, its resolution and its profile included."""
    with cut_off_is_an_error(), Image.open(source) as picture:
        picture.load()
        return colours.embeddable(picture)


def by_pdfium(source: Path) -> BytesIO:
    """What a page with the picture shows, at its own resolution.

    Raises:
        OSError: something of it is not drawn.
    """
    size = jpeg2000.size_of(source.read_bytes())
    drawn = []
    for paper in ((255, 255, 255, 255), (0, 0, 0, 255)):
        with pypdfium2.PdfDocument(jpx_page(source, size)) as document:
            bitmap = document[0].render(scale=1, fill_color=paper)
            drawn.append(bitmap.to_pil().convert("RGB"))
    # what is not drawn is as white or black as the paper
    if ImageChops.difference(*drawn).getbbox() is not None:
        raise OSError("not drawn")
    stream = BytesIO()
    drawn[0].save(stream, "PNG", compress_level=1)
    return stream


def by_codestream(source: Path) -> BytesIO:
    """The first coded picture, whatever stands around it."""
    return by_pillow(BytesIO(jpeg2000.codestream(source.read_bytes())))


def main(decoder: str, source: str, target: str) -> None:
    """Write the pixels; any failure ends the program with a code of its own."""
    warnings.simplefilter("ignore")
    decoders: dict[str, Callable[[Path], BytesIO]] = {
        jpeg2000.Decoder.PILLOW: by_pillow,
        jpeg2000.Decoder.PDFIUM: by_pdfium,
        jpeg2000.Decoder.CODESTREAM: by_codestream,
    }
    found = decoders[decoder](Path(source))
    Path(target).write_bytes(found.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
