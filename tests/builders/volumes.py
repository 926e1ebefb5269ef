"""Volumes that grow page by page in code, as the paginator makes them, and pictures for them."""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from generator.lettering.layout import Layout, read_layout
from generator.lettering.typeset import MM_PER_POINT
from generator.model import (
    EvidenceFile,
    Fit,
    Imprint,
    LeafRef,
    Metadata,
    Page,
    PageKind,
    Plan,
    Reconciliation,
    Volume,
)
from generator.render.pdf.lone_image import Box
from generator.render.pdf.pictures import Picture, PictureKey, Undrawable, key_of

ROOT = Path(__file__).resolve().parents[2]
A4, A4_TURNED = (210.0, 297.0), (297.0, 210.0)
A3, A3_TURNED = (297.0, 420.0), (420.0, 297.0)
WHOLE = Box(0, 0, 1, 1)
NO_SUMS = Reconciliation(0, 0, 0, 0, 0, 0, 0)

Pictures = dict[PictureKey, Picture | Undrawable]
Style = Callable[[Page, str], Imprint]


@functools.cache
def layout() -> Layout:
    return read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")


def leaf(name: str, index: int = 0) -> LeafRef:
    digest = hashlib.sha256(name.encode()).hexdigest()
    file = EvidenceFile(name, Path(name), 1, digest, "1.5", None, Metadata(name))
    return LeafRef(file, Path(name), index)


def corner(page: Page, text: str) -> Imprint:
    """A number at the top outer corner."""
    figures = layout().number.archive
    baseline = figures.top + 0.676 * figures.size * MM_PER_POINT
    if page.right_hand:
        x = page.width - figures.outer
        return Imprint(text, x, baseline, figures.size, "right", figures.font)
    return Imprint(text, figures.outer, baseline, figures.size, "left", figures.font)


def foot(page: Page, text: str) -> Imprint:
    """A number between dashes below the type area."""
    figures, frame = layout().number.book, layout().page
    outer = frame.outer + figures.indent * figures.size * MM_PER_POINT
    baseline = page.height - frame.bottom + figures.below
    shown = f"{figures.dash} {text} {figures.dash}"
    if page.right_hand:
        x = page.width - outer
        return Imprint(shown, x, baseline, figures.size, "right", figures.font)
    return Imprint(shown, outer, baseline, figures.size, "left", figures.font)


def moved_to(x: float, y: float, align: str = "center") -> Style:
    """A number that stands elsewhere than usual, for its own place was taken."""

    def place(page: Page, text: str) -> Imprint:
        figures = layout().number.archive
        return Imprint(text, x, y, figures.size, align, figures.font, moved=True)

    return place


class Binder:
    """Collects the pages of one volume and the pictures of its evidence."""

    def __init__(self, style: Style = corner, series: str = "", *, duplex: bool = True) -> None:
        self.style, self.series, self.duplex = style, series, duplex
        self.pages: list[Page] = []
        self.pictures: Pictures = {}
        self.count = 0

    def add(
        self,
        kind: PageKind,
        *blocks: Any,
        size: tuple[float, float] = A4,
        at: Style | None = None,
        **more: Any,
    ) -> Page:
        """Add a page; ``at`` puts its number elsewhere, further words are fields of the page."""
        frame = layout().frames["catalogue"] if kind is PageKind.CATALOGUE else layout().page
        self.count += kind.numbered
        page = Page(
            index=len(self.pages) + 1,
            number=self.count if kind.numbered else None,
            kind=kind,
            width=size[0],
            height=size[1],
            label=more.pop("label", kind.value),
            margins=frame.margins,
            blocks=blocks,
            single_sided=not self.duplex,
            series=self.series if kind.numbered else "",
            **more,
        )
        if kind.numbered:
            page = replace(page, imprint=(at or self.style)(page, page.printed))
        self.pages.append(page)
        return page

    def evidence(
        self,
        folder: Path,
        *,
        fit: Fit | None = None,
        box: Box = WHOLE,
        seen: tuple[float, float] | None = None,
        **more: Any,
    ) -> Page:
        """Add a page of evidence with a picture of its own.

        ``seen`` is the size in mm of the page after its turn, before it is made smaller; it is the
        sheet's where nothing is said.
        """
        number = len(self.pictures) + 1
        ending = "png" if number % 3 == 0 else "jpg"
        fitted = fit or Fit()
        ref = leaf(f"佐证{number}.pdf", number)
        page = self.add(PageKind.EVIDENCE, leaf=ref, fit=fitted, **more)
        width, height = seen or (page.width, page.height)
        self.pictures[key_of(page)] = drawn(
            folder, f"{number}.{ending}", 60 + number, box=box, width=width, height=height
        )
        return page

    def volume(self, number: int = 1, name: str = "第01卷 组织领导") -> Volume:
        return Volume(number, name.split()[-1], name, tuple(self.pages), (), NO_SUMS)

    def plan(self, *others: Volume, title: str = "甲县东西部扶贫协作考核材料") -> Plan:
        return Plan(title, (self.volume(), *others), NO_SUMS)


def drawn(folder: Path, name: str, color: int = 90, **more: Any) -> Picture:
    """A picture file: grey with a black bar at its top, so that its edges can be measured."""
    image = Image.new("L", (210, 297), color)
    image.paste(0, (0, 0, 210, 12))
    path = folder / name
    kind = "png" if path.suffix == ".png" else "jpeg"
    image.save(path, kind.upper())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    fields: dict[str, Any] = {"box": WHOLE, "width": 210.0, "height": 297.0} | more
    return Picture(path, kind, 210, 297, "drawn", sha256=digest, **fields)
