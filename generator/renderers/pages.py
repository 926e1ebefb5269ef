"""The generated pages as one PDF: Jinja2 fills the template, WeasyPrint lays it out in one run."""

import hashlib
import io
import os
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pikepdf
from markupsafe import Markup

from generator.drawing import draw
from generator.fonts import FontSet
from generator.geometry import Box, boxes
from generator.layout import Layout
from generator.model import Page
from generator.page_templates import page_templates
from generator.scratch import PREFIX

VERSION = 2


def render_pages(
    title: str,
    pages: Sequence[Page],
    layout: Layout,
    fonts: FontSet,
    templates: Path,
    cache: Path,
) -> Path:
    """Lay out generated pages in order, with one blank page behind them.

    The same pages with the same templates and fonts are taken from the cache.

    Args:
        title: the document's title.
        pages: pages with blocks.
        layout: figures of the page.
        fonts: the font files, by role.
        templates: the folder with ``pages.html.j2`` and ``pages.css.j2``.
        cache: folder where the PDF is kept.

    Raises:
        MissingLibraryError: WeasyPrint cannot be loaded.
        RuntimeError: WeasyPrint reported an error or did not give one page for each section.
    """
    html = _html(title, pages, layout, fonts, templates)
    target = _target(html, fonts, cache)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(html, fonts, len(pages) + 1, target)
    return target


def cached_pages(
    title: str,
    pages: Sequence[Page],
    layout: Layout,
    fonts: FontSet,
    templates: Path,
    cache: Path,
) -> Path | None:
    """What :func:`render_pages` would give, if it is in the cache."""
    target = _target(_html(title, pages, layout, fonts, templates), fonts, cache)
    return target if target.exists() else None


def _target(html: str, fonts: FontSet, cache: Path) -> Path:
    return cache / "pages" / f"{_key(html, fonts)}.pdf"


def _html(
    title: str, pages: Sequence[Page], layout: Layout, fonts: FontSet, templates: Path
) -> str:
    environment = page_templates(templates)
    places = _Places()
    drawn = [
        {
            "kind": page.kind.value,
            "boxes": [
                {"classes": places.classes(box), "lines": box.lines} for box in boxes(page, layout)
            ],
        }
        for page in pages
    ]
    roles = {role.font for role in layout.roles.values()}
    return environment.get_template("pages.html.j2").render(
        title=title,
        pages=drawn,
        places=places.rules,
        layout=layout,
        with_blank=True,
        font_faces=Markup(fonts.css()),  # noqa: S704 - made of font file addresses only
        stacks={role: Markup(fonts.stack(role)) for role in roles},  # noqa: S704
    )


class _Places:
    """Style rules for places and sizes; boxes share them, for a rule is read once."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def classes(self, box: Box) -> str:
        """The classes of a box: its text style, its place, its look."""
        across = (
            f"left:{box.x:.3f}mm;width:{box.width:.3f}mm;text-align:{box.align};"
            f"padding-left:{box.inset:.3f}mm;padding-right:{box.inset:.3f}mm"
        )
        down = f"height:{box.height:.3f}mm;padding-top:{box.pad:.3f}mm"
        names = [box.role, *("cell",) * box.rule, *(f"row-{box.row}",) * bool(box.row)]
        names += [self._name("x", across), self._name("h", down)]
        return " ".join([*names, self._name("y", f"top:{box.y:.3f}mm")])

    def _name(self, kind: str, rule: str) -> str:
        if rule not in self._names:
            name = f"{kind}{len(self._names)}"
            self._names[rule] = name
            self.rules[name] = rule
        return self._names[rule]


def _key(html: str, fonts: FontSet) -> str:
    digest = hashlib.sha256(f"{VERSION} {version('weasyprint')}\n".encode())
    digest.update(html.encode())
    digest.update(fonts.fingerprint.encode())
    return digest.hexdigest()


def _write(html: str, fonts: FontSet, expected: int, target: Path) -> None:
    content = draw(html, fonts)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) != expected:
            raise RuntimeError(f"{len(pdf.pages)} pages laid out, {expected} planned")
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(target)
