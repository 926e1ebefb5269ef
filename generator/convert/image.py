"""Pictures and scans: embedded without loss, upright, fitted to A4; scans of a page as large."""

import io
import logging
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace

import img2pdf
import pikepdf
from PIL import Image

from generator.base.cut_off import cut_off_is_an_error
from generator.convert import colours, jpeg2000
from generator.convert.decoding import jpx_page
from generator.convert.frames import PAGED, Frame, Frames, TooLargeError, check_size, examine
from generator.convert.job import A4, Job, Outcome, Tools, refused, whole_turn
from generator.convert.picture_page import (
    OVERLAP,
    Placed,
    Shape,
    fills_its_page,
    hardly_legible,
    layouts,
    turned,
)
from generator.model import Leaf, Leaves, Photo

#: What Pillow raises on damaged files, by experience with each format.
_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, struct.error)

#: A picture of less than this (points) across is no photo: nobody sees it in a frame.
_HAIRLINE = 1.0

_FOREIGN_COLOURS = (
    img2pdf.AlphaChannelError,
    img2pdf.JpegColorspaceError,
    img2pdf.UnsupportedColorspaceError,
)


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Give each picture its pages; a JPEG's bytes stand in the PDF as they are in the file."""
    logging.getLogger("img2pdf").setLevel(logging.ERROR)  # it remarks on every soft mask
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    try:
        with warnings.catch_warnings(), cut_off_is_an_error():
            warnings.simplefilter("ignore")
            leaves = _bound(job, tools)
    except (Image.DecompressionBombError, TooLargeError):
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
    return Outcome(leaves)


def _damaged(error: Exception) -> Outcome:
    cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
    what = "图片不完整（传输或复制时被截断）" if cut else "图片已损坏，打不开"
    return refused("unreadable", what, "请从手机、相机或扫描仪重新复制原图，替换此文件。")


def _bound(job: Job, tools: Tools) -> Leaves:
    """The pages of a picture, and what is to be said of them."""
    with ExitStack() as stack:
        notes = tuple[str, ...]()
        if job.kind == "jp2":
            check_size(*jpeg2000.size_of(job.source.read_bytes()))
            found = stack.enter_context(jpeg2000.readable(job, tools))
            job, notes = found.job, found.notes
        frames = examine(job)
        leaves = _embed(job, frames)
        return replace(leaves, notes=(*notes, *frames.notes, *leaves.notes))


def _embed(job: Job, frames: Frames) -> Leaves:
    """Embed the frames with img2pdf, then lay each page out anew; the pages, and what to say.

    A file that img2pdf stumbles over (a resolution of none, a profile that is none) although its
    pixels could be read is embedded by its pixels.
    """
    direct = all(frame.direct for frame in frames.pages)
    wanted = [frame.index for frame in frames.pages]
    try:
        raw = _as_pdf(job, str(job.source) if direct else list(_pixels(job, wanted)))
    except (*_DAMAGE, ArithmeticError):
        raw = _as_pdf(job, list(_pixels(job, wanted, profile=False)))
    with pikepdf.open(raw) as pdf:
        if len(pdf.pages) != len(wanted):
            raise ValueError("frames lost")
        shapes = tuple(_shapes(pdf, frames.pages, whole_turn(job.rotate)))
        laid = tuple(layouts(shape) for shape in shapes)
        leaves = tuple(_laid_out(pdf, laid))
        del pdf.docinfo
        if "/ID" in pdf.trailer:  # half of it would stay, which is made from the time
            del pdf.trailer["/ID"]
        pdf.save(job.target, deterministic_id=True)
    photo = _photo(frames.pages[0], laid)
    return Leaves(job.target, leaves, tuple(_remarks(shapes, laid)), photo=photo)


def _photo(frame: Frame, laid: Sequence[tuple[Placed, ...]]) -> Photo | None:
    """Where the photo stands, if the file is one: a single picture that is no scan of a page."""
    whole = [placed for parts in laid for placed in parts]
    if len(whole) != 1 or fills_its_page(whole[0]):
        return None
    left, bottom, width, height = (round(edge, 3) for edge in whole[0].box)
    if min(width, height) < _HAIRLINE:
        return None
    return Photo(left, bottom, width, height, frame.taken, frame.place)


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
        first_frame_only=job.kind not in PAGED,
        nodate=True,
    )
    raw.seek(0)
    return raw


def _pixels(job: Job, wanted: Sequence[int], *, profile: bool = True) -> Iterator[io.BytesIO]:
    """Some frames made embeddable, with the profile of their colours or without."""
    with Image.open(job.source) as picture:
        for index in wanted:
            picture.seek(index)
            if not profile:
                picture.info.pop("icc_profile", None)
            yield colours.embeddable(picture)


def _shapes(pdf: pikepdf.Pdf, frames: Sequence[Frame], turn: int) -> Iterator[Shape]:
    """The picture on each page, turned clockwise by so many degrees from how it was held."""
    for page, frame in zip(pdf.pages, frames, strict=True):
        (image,) = page.obj.Resources.XObject.values()
        pixels = int(image["/Width"]), int(image["/Height"])
        yield Shape(*pixels, turned(frame.orientation, turn), frame.dpi)


def _laid_out(pdf: pikepdf.Pdf, laid: Sequence[tuple[Placed, ...]]) -> Iterator[Leaf]:
    """Put each picture on its page; one that is cut shows on several, and is stored once."""
    for page, parts in zip(list(pdf.pages), laid, strict=True):
        ((name, _),) = page.obj.Resources.XObject.items()
        for entry in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit", "/Rotate"):
            if entry in page.obj:
                del page.obj[entry]
        at = pdf.pages.index(page)
        for _ in parts[1:]:
            pdf.pages.insert(at + 1, page)
        for part, placed in enumerate(parts):
            _draw(pdf, pdf.pages[at + part], name, placed)
            yield placed.leaf


def _draw(pdf: pikepdf.Pdf, page: pikepdf.Page, name: str, placed: Placed) -> None:
    sheet = placed.leaf
    page.obj["/MediaBox"] = pikepdf.Array([0, 0, round(sheet.width, 3), round(sheet.height, 3)])
    numbers = " ".join(f"{number:.4f}" for number in placed.matrix)
    clip = " ".join(f"{number:.3f}" for number in placed.clip) + " re W n " if placed.clip else ""
    page.obj["/Contents"] = pdf.make_stream(f"q {clip}{numbers} cm {name} Do Q".encode())


def _remarks(shapes: Sequence[Shape], laid: Sequence[tuple[Placed, ...]]) -> Iterator[str]:
    """What is to be said of pictures that are cut, and of those that became strips."""
    cut = [(shape, parts) for shape, parts in zip(shapes, laid, strict=True) if len(parts) > 1]
    if cut:
        shape, _ = cut[0]
        many = f"等 {len(cut)} 幅" if len(cut) > 1 else ""
        pages = sum(len(parts) for _, parts in cut)
        yield (
            f"长图（{_pixels_of(shape)} 像素{many}）按页宽截成 {pages} 页装订，"
            f"前后两页重叠 {OVERLAP:g} 毫米"
        )
    strips = [(shape, size) for shape in shapes if (size := hardly_legible(shape))]
    if strips:
        shape, (width, height) = strips[0]
        many = f"等 {len(strips)} 幅" if len(strips) > 1 else ""
        shown = f"{max(width, 1):.0f}×{max(height, 1):.0f}"
        yield (
            f"图片又窄又长（{_pixels_of(shape)} 像素{many}），缩在一页上不到 "
            f"{shown} 毫米，看不清的请用看图软件裁成几幅放在原处"
        )


def _pixels_of(shape: Shape) -> str:
    sizes = (shape.pixels_wide, shape.pixels_high)
    wide, high = sizes if shape.orientation < 5 else sizes[::-1]
    return f"{wide}×{high}"
