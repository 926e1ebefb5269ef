"""The generated pages as one PDF: Jinja2 fills the template, WeasyPrint lays it out in one run."""

import hashlib
import io
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

import jinja2
import pikepdf
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator.drawing import draw
from generator.files import sha256_of
from generator.fonts import FontSet
from generator.geometry import boxes
from generator.layout import Layout
from generator.model import PageKind, Plan

VERSION = 1


def render_pages(plan: Plan, layout: Layout, fonts: FontSet, templates: Path, cache: Path) -> Path:
    """Lay out every generated page that is not blank, in plan order, with one blank page last.

    The same plan with the same templates and fonts is taken from the cache.

    Args:
        plan: the pagination; evidence pages are left out.
        layout: figures of the page.
        fonts: the font files, by role.
        templates: the folder with ``pages.html.j2`` and ``pages.css.j2``.
        cache: folder where the PDF is kept.

    Raises:
        MissingLibraryError: WeasyPrint cannot be loaded.
        RuntimeError: WeasyPrint reported an error or did not give one page for each section.
    """
    html = _html(plan, layout, fonts, templates)
    expected = 1 + sum(page.leaf is None and page.kind is not PageKind.BLANK for page in plan.pages)
    target = cache / "pages" / f"{_key(html, fonts)}.pdf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(html, fonts, expected, target)
    return target


def _html(plan: Plan, layout: Layout, fonts: FontSet, templates: Path) -> str:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    pages = (
        {"kind": page.kind.value, "boxes": tuple(boxes(page, layout))}
        for page in plan.pages
        if page.leaf is None and page.kind is not PageKind.BLANK
    )
    roles = {role.font for role in layout.roles.values()}
    return environment.get_template("pages.html.j2").render(
        title=plan.title,
        pages=pages,
        layout=layout,
        with_blank=True,
        font_faces=Markup(fonts.css()),  # noqa: S704 - made of font file addresses only
        stacks={role: Markup(fonts.stack(role)) for role in roles},  # noqa: S704
    )


def _key(html: str, fonts: FontSet) -> str:

    digest = hashlib.sha256(f"{VERSION} {version('weasyprint')}\n".encode())
    digest.update(html.encode())
    for path in fonts.files:
        digest.update(sha256_of(path).encode())
    return digest.hexdigest()


def _write(html: str, fonts: FontSet, expected: int, target: Path) -> None:
    content = draw(html, fonts)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) != expected:
            raise RuntimeError(f"{len(pdf.pages)} pages laid out, {expected} planned")
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(target)
