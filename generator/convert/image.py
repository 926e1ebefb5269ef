"""Pictures and scans: embedded without loss, upright, fitted to A4; scans of a page as large."""

import io
import logging
import math
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import img2pdf
import pikepdf
from PIL import Image

from generator.base.cut_off import cut_off_is_an_error
from generator.convert import colours, jpeg2000
from generator.convert.decoding import jpx_page
from generator.convert.job import A4, Job, Outcome, Tools, refused
from generator.convert.picture_page import MATRICES, layout
from generator.model import Leaf, Leaves

#: A stated resolution is nonsense beyond this ratio of its two directions (a fax has 204 to 98).
_MOST_UNEVEN = 4.0

_MEASURED = "图片里记的是数值不是颜色，按从小到大由黑到白装订，深浅可能与原软件显示不同，请核对"

_ORIENTATION = 0x0112  # the EXIF and TIFF tag 274

#: Formats whose further frames are pages; elsewhere they are an animation.
_PAGED = frozenset({"tiff"})

_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})

#: What Pillow raises on damaged files, by experience with each format.
_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, struct.error)

_FOREIGN_COLOURS = (
    img2pdf.AlphaChannelError,
    img2pdf.JpegColorspaceError,
    img2pdf.UnsupportedColorspaceError,
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """One picture of a file: how it was held, and whether its own pixels can be embedded.

    ``dpi`` is what the file states across and down, as stored; ``None`` if it states nothing.
    """

    orientation: int
    direct: bool
    dpi: tuple[float, float] | None


class _TooLargeError(Exception):
    """A picture with more pixels than can be opened safely."""


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Give each picture its pages; a JPEG's bytes stand in the PDF as they are in the file."""
    logging.getLogger("img2pdf").setLevel(logging.ERROR)  # it remarks on every soft mask
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    try:
        with warnings.catch_warnings(), cut_off_is_an_error():
            warnings.simplefilter("ignore")
            pages, notes = _bound(job, tools)
    except (Image.DecompressionBombError, _TooLargeError):
        return refused(
            "unreadable",
            "图片像素多得不合理，为防止死机没有打开",
            "请用看图软件缩小到 A4、300 dpi（约 2480×3508 像素）后另存，替换原文件。",
        )
    except jpeg2000.TooSlowError:
        return refused(
            "conversion-failed",
            "图片在时限内解不开，已停止",
            "请用看图软件打开核对，另存为普通的 JPG 或 PNG，替换原文件。",
            lasting=False,
        )
    except _FOREIGN_COLOURS:
        return refused(
            "conversion-failed",
            "图片的颜色格式特殊，不能原样装订",
            "请用看图软件打开核对，另存为普通的 JPG 或 PNG，替换原文件。",
        )
    except (*_DAMAGE, img2pdf.ImageOpenError, pikepdf.PdfError) as error:
        return _damaged(error)
    return Outcome(Leaves(job.target, pages, notes))


def _damaged(error: Exception) -> Outcome:
    cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
    what = "图片不完整（传输或复制时被截断）" if cut else "图片已损坏，打不开"
    return refused("unreadable", what, "请从手机、相机或扫描仪重新复制原图，替换此文件。")


def _bound(job: Job, tools: Tools) -> tuple[tuple[Leaf, ...], tuple[str, ...]]:
    """The pages of a picture, and what is to be said of them."""
    with ExitStack() as stack:
        notes = tuple[str, ...]()
        if job.kind == "jp2":
            _check_size(*jpeg2000.size_of(job.source.read_bytes()))
            found = stack.enter_context(jpeg2000.readable(job, tools))
            job, notes = found.job, found.notes
        frames, more = _examine(job)
        return _embed(job, frames), (*notes, *more)


def _check_size(width: int, height: int) -> None:
    if width * height > 2 * (Image.MAX_IMAGE_PIXELS or 1):
        raise _TooLargeError


def _examine(job: Job) -> tuple[tuple[_Frame, ...], tuple[str, ...]]:
    """Decode every frame that will be bound, to find damage; give what was seen of each."""
    with job.source.open("rb") as stream:
        head = stream.read(64)
    with Image.open(job.source) as picture:
        count = getattr(picture, "n_frames", 1)
        found, measured = [], False
        for index in range(count if job.kind in _PAGED else 1):
            picture.seek(index)
            _check_size(*picture.size)
            orientation = picture.getexif().get(_ORIENTATION, 1)
            picture.load()
            alpha = picture.mode in _ALPHA or "transparency" in picture.info
            measured = measured or colours.is_of_measurements(picture)
            direct = colours.embeds_as_it_is(picture, job.kind, head, alpha=alpha)
            upright = orientation if orientation in MATRICES else 1
            found.append(_Frame(upright, direct, _resolution(picture)))
        animated = job.kind not in _PAGED and count > 1 and picture.format != "MPO"
    notes = [f"动图共 {count} 帧，只装订第 1 帧"] if animated else []
    notes += [_MEASURED] if measured else []
    return tuple(found), tuple(notes)


def _resolution(picture: Image.Image) -> tuple[float, float] | None:
    """Dots per inch across and down, where the file states them and they make sense."""
    across, down = (float(value) for value in picture.info.get("dpi", (0, 0)))
    if not all(math.isfinite(value) and value > 0 for value in (across, down)):
        return None
    even = max(across, down) <= _MOST_UNEVEN * min(across, down)
    return (across, down) if even else None


def _embed(job: Job, frames: tuple[_Frame, ...]) -> tuple[Leaf, ...]:
    """Embed the frames with img2pdf, then lay each page out anew.

    A file that img2pdf stumbles over (a resolution of none, a profile that is none) although its
    pixels could be read is embedded by its pixels.
    """
    direct = all(frame.direct for frame in frames)
    try:
        raw = _as_pdf(job, str(job.source) if direct else list(_pixels(job, len(frames))))
    except (*_DAMAGE, ArithmeticError):
        raw = _as_pdf(job, list(_pixels(job, len(frames), profile=False)))
    with pikepdf.open(raw) as pdf:
        if len(pdf.pages) != len(frames):
            raise ValueError("frames lost")
        leaves = tuple(_laid_out(pdf, frames))
        del pdf.docinfo
        pdf.save(job.target, deterministic_id=True)
    return leaves


def _as_pdf(job: Job, content: str | list[io.BytesIO]) -> io.BytesIO:
    """A page for each picture, of a size that fits any: it is laid out anew."""
    if job.kind == "jp2" and isinstance(content, str):
        with Image.open(job.source) as picture:
            return jpx_page(job.source, picture.size, picture.mode)
    raw = io.BytesIO()
    img2pdf.convert(
        content,
        outputstream=raw,
        engine=img2pdf.Engine.pikepdf,
        layout_fun=img2pdf.get_layout_fun(A4),
        rotation=img2pdf.Rotation.none,
        first_frame_only=job.kind not in _PAGED,
        nodate=True,
    )
    raw.seek(0)
    return raw


def _pixels(job: Job, count: int, *, profile: bool = True) -> Iterator[io.BytesIO]:
    """The first frames made embeddable, with the profile of their colours or without."""
    with Image.open(job.source) as picture:
        for index in range(count):
            picture.seek(index)
            if not profile:
                picture.info.pop("icc_profile", None)
            yield colours.embeddable(picture)


def _laid_out(pdf: pikepdf.Pdf, frames: tuple[_Frame, ...]) -> Iterator[Leaf]:
    for page, frame in zip(pdf.pages, frames, strict=True):
        ((name, image),) = page.obj.Resources.XObject.items()
        pixels = int(image["/Width"]), int(image["/Height"])
        sheet, matrix = layout(*pixels, frame.orientation, frame.dpi)
        for entry in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit", "/Rotate"):
            if entry in page.obj:
                del page.obj[entry]
        page.obj["/MediaBox"] = pikepdf.Array([0, 0, round(sheet.width, 3), round(sheet.height, 3)])
        numbers = " ".join(f"{number:.4f}" for number in matrix)
        page.obj["/Contents"] = pdf.make_stream(f"q {numbers} cm {name} Do Q".encode())
        yield sheet
