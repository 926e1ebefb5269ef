"""Make a PDF of an OFD: its pages in order, each with its seals on top."""

import io

import pikepdf
from pikepdf import Array

from generator.convert.job import POINTS_PER_MM
from generator.convert.ofd import document, seals
from generator.convert.ofd.drawing import content
from generator.convert.ofd.package import LockedError, OfdError, Package
from generator.convert.ofd.pictures import PictureError, form, picture
from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.seals import Stamp
from generator.convert.ofd.shared import Shared
from generator.convert.ofd.xml import Box, Matrix, numerals
from generator.lettering.fonts import FontSet


def draw(package: Package, pdf: pikepdf.Pdf, fonts: FontSet, remarks: Remarks) -> None:
    """Add every page of every document of the package to the PDF.

    Raises:
        LockedError: parts are encrypted.
        OfdError: the structure cannot be read.
    """
    shared = Shared(pdf, package, fonts, remarks)
    count = 0
    for body in document.load(package, remarks):
        remarks.page = 0
        stamps = list(seals.stamps(package, body, remarks))
        missed = {stamp.page for stamp in stamps} - {page.number for page in body.pages}
        if missed:
            remarks.add("有电子印章盖在不存在的页上，没有印出")
        for page in body.pages:
            count += 1
            remarks.page = count
            if page.root is None:
                remarks.add("的内容已损坏，印出的是空白页")
            drawn = content(shared, body, page)
            looks = [_stamp(shared, stamp) for stamp in stamps if stamp.page == page.number]
            _add_page(shared, page.area, "\n".join([drawn, *looks]))
    remarks.page = 0
    shared.finish()


def _add_page(shared: Shared, area: Box, drawn: str) -> None:
    pdf = shared.pdf
    wide, high = (max(3.0, side * POINTS_PER_MM) for side in area[2:])
    page = pdf.add_blank_page(page_size=(min(wide, 14_400), min(high, 14_400)))
    page.obj["/MediaBox"] = Array([0, 0, round(wide, 3), round(high, 3)])
    page.obj["/Resources"] = shared.names
    opening = f"q {numerals(_page_matrix(area))} cm\n"
    page.obj["/Contents"] = pdf.make_stream(f"{opening}{drawn}\nQ".encode("ascii"))


def _page_matrix(area: Box) -> Matrix:
    """From mm below the upper left corner of a page's box to PDF points."""
    x, y, _, high = area
    k = POINTS_PER_MM
    return (k, 0.0, 0.0, -k, -x * k, (y + high) * k)


def _stamp(shared: Shared, stamp: Stamp) -> str:
    """A seal at its place; it darkens what lies under it and covers nothing."""
    try:
        name, wide, high = _seal(shared, stamp)
    except (OfdError, LockedError, PictureError):
        shared.remarks.add("有电子印章的图样取不出来，没有印出")
        return ""
    x, y, width, height = stamp.place
    parts = [f"q 1 0 0 1 {numerals((x, y))} cm {shared.state(1.0, 1.0, 'Multiply')}"]
    if stamp.shown is not None:
        parts.append(f"{numerals(stamp.shown)} re W n")
    place = (width / wide, 0, 0, -height / high, 0, height)
    return "\n".join([*parts, f"{numerals(place)} cm {name} Do", "Q"])


def _seal(shared: Shared, stamp: Stamp) -> tuple[str, float, float]:
    """A seal's name among the resources, and its size in its own units."""
    if stamp.kind != "ofd":
        image = picture(shared.pdf, stamp.picture, f"seal.{stamp.kind}")
        return shared.register(image), 1.0, 1.0
    with Package(io.BytesIO(stamp.picture)) as package:
        # what is wrong inside the seal's own little file is of the page that it stands on
        inner = Shared(shared.pdf, package, shared.fonts, shared.remarks)
        body = document.load(package, shared.remarks)[0]
        page = body.pages[0]
        drawn = f"q {numerals(_page_matrix(page.area))} cm\n{content(inner, body, page)}\nQ"
        inner.finish()
    wide, high = (side * POINTS_PER_MM for side in page.area[2:])
    look = form(shared.pdf, drawn.encode("ascii"), inner.names, (0, 0, wide, high))
    return shared.register(look), wide, high
