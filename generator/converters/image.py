"""Pictures and scans: embedded without loss, upright, fitted to A4."""

import io
import struct
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import img2pdf
import pikepdf
from PIL import Image

from generator.converters.job import A4, POINTS_PER_MM, Job, Outcome, Tools, refused
from generator.model import Leaf, Leaves

#: White space around a picture in mm: the page number stands 12 to 17 mm from the top, a binding
#: takes 25 mm at the left; a landscape page is bound at its top (GB/T 9704-2012, as quoted).
_TOP, _LANDSCAPE_TOP, _LEFT, _RIGHT, _BOTTOM = 20, 25, 25, 10, 10

#: A small picture is not blown up beyond this many points per pixel (72 dots per inch).
_LARGEST_SCALE = 1.0

_ORIENTATION = 0x0112  # the EXIF and TIFF tag 274

#: EXIF orientation to the matrix that brings the unit square upright (TIFF 6.0, tag 274).
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}

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
    """One picture of a file: how it was held, and whether it lets the paper show through."""

    orientation: int
    alpha: bool


class _TooLargeError(Exception):
    """A picture with more pixels than can be opened safely."""


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:  # noqa: ARG001
    """Give each picture its pages; a JPEG's bytes stand in the PDF as they are in the file."""
    return tuple(_convert(job) for job in jobs)


def _convert(job: Job) -> Outcome:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frames, notes = _examine(job)
            pages = _embed(job, frames)
    except (Image.DecompressionBombError, _TooLargeError):
        return refused(
            "unreadable",
            "图片像素多得不合理，为防止死机没有打开",
            "请用看图软件缩小到 A4、300 dpi（约 2480×3508 像素）后另存，替换原文件。",
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


def _examine(job: Job) -> tuple[tuple[_Frame, ...], tuple[str, ...]]:
    """Decode every frame that will be bound, to find damage; give what was seen of each."""
    with Image.open(job.source) as picture:
        count = getattr(picture, "n_frames", 1)
        found = []
        for index in range(count if job.kind in _PAGED else 1):
            picture.seek(index)
            if picture.width * picture.height > 2 * (Image.MAX_IMAGE_PIXELS or 1):
                raise _TooLargeError
            orientation = picture.getexif().get(_ORIENTATION, 1)
            picture.load()
            alpha = picture.mode in _ALPHA or "transparency" in picture.info
            found.append(_Frame(orientation if orientation in _UPRIGHT else 1, alpha))
        animated = job.kind not in _PAGED and count > 1 and picture.format != "MPO"
    notes = (f"动图共 {count} 帧，只装订第 1 帧",) if animated else ()
    return tuple(found), notes


def _embed(job: Job, frames: tuple[_Frame, ...]) -> tuple[Leaf, ...]:
    """Embed the frames with img2pdf, then lay each page out anew."""
    raw = io.BytesIO()
    img2pdf.convert(
        _embeddable(job, frames),
        outputstream=raw,
        engine=img2pdf.Engine.pikepdf,
        rotation=img2pdf.Rotation.none,
        first_frame_only=job.kind not in _PAGED,
        nodate=True,
    )
    raw.seek(0)
    with pikepdf.open(raw) as pdf:
        if len(pdf.pages) != len(frames):
            raise ValueError("frames lost")
        leaves = tuple(_laid_out(pdf, frames))
        del pdf.docinfo
        pdf.save(job.target, deterministic_id=True)
    return leaves


def _embeddable(job: Job, frames: tuple[_Frame, ...]) -> str | list[io.BytesIO]:
    """The file itself where img2pdf embeds it as it is, else its frames as lossless PNG."""
    if job.kind in {"jpeg", "png"} or (job.kind == "tiff" and not any(f.alpha for f in frames)):
        return str(job.source)
    found = []
    with Image.open(job.source) as picture:
        for index in range(len(frames)):
            picture.seek(index)
            stream = io.BytesIO()
            picture.save(stream, "PNG", compress_level=1, save_all=False)
            stream.seek(0)
            found.append(stream)
    return found


def _laid_out(pdf: pikepdf.Pdf, frames: tuple[_Frame, ...]) -> Iterator[Leaf]:
    for page, frame in zip(pdf.pages, frames, strict=True):
        ((name, image),) = page.obj.Resources.XObject.items()
        sheet, matrix = layout(int(image["/Width"]), int(image["/Height"]), frame.orientation)
        for entry in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit", "/Rotate"):
            if entry in page.obj:
                del page.obj[entry]
        page.obj["/MediaBox"] = pikepdf.Array([0, 0, round(sheet.width, 3), round(sheet.height, 3)])
        numbers = " ".join(f"{number:.4f}" for number in matrix)
        page.obj["/Contents"] = pdf.make_stream(f"q {numbers} cm {name} Do Q".encode())
        yield sheet


def layout(
    pixels_wide: int, pixels_high: int, orientation: int = 1
) -> tuple[Leaf, tuple[float, ...]]:
    """Where a picture goes on A4: the page in points, and the matrix for the unit square.

    Args:
        pixels_wide: width of the picture as stored.
        pixels_high: height as stored.
        orientation: the EXIF orientation, 1 to 8.
    """
    wide, high = (pixels_high, pixels_wide) if orientation >= 5 else (pixels_wide, pixels_high)
    landscape = wide > high
    width, height = (A4[1], A4[0]) if landscape else A4
    left, top = _LEFT * POINTS_PER_MM, (_LANDSCAPE_TOP if landscape else _TOP) * POINTS_PER_MM
    room_x = width - left - _RIGHT * POINTS_PER_MM
    room_y = height - top - _BOTTOM * POINTS_PER_MM
    scale = min(room_x / wide, room_y / high, _LARGEST_SCALE)
    x = left + (room_x - wide * scale) / 2
    y = _BOTTOM * POINTS_PER_MM + (room_y - high * scale) / 2
    a, b, c, d, e, f = _UPRIGHT[orientation]
    sx, sy = wide * scale, high * scale
    matrix = (a * sx, b * sy, c * sx, d * sy, x + e * sx, y + f * sy)
    return Leaf(round(width, 3), round(height, 3)), matrix
