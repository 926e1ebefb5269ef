"""The generated pages as HTML: Jinja2 fills the template, and what it says names the PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from generator.lettering.drawing import place_for
from generator.lettering.fonts import FontSet
from generator.lettering.layout import Layout
from generator.lettering.page_templates import page_templates
from generator.model import Page
from generator.render.pdf.page_rules import ruling
from generator.render.pdf.page_texts import Rules, page_texts

VERSION = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages to be drawn in one PDF, with a blank one behind them: the HTML, how many, the file."""

    html: str
    pages: int
    target: Path


class PageSetter:
    """Fills the template with pages; it is read once for all of them."""

    def __init__(
        self, title: str, layout: Layout, fonts: FontSet, templates: Path, cache: Path
    ) -> None:
        """Read the template.

        Args:
            title: the documents' title.
            layout: figures of the page.
            fonts: the font files, by role.
            templates: the folder with ``pages.html.j2`` and ``pages.css.j2``.
            cache: folder where the PDFs are kept.
        """
        self._title, self._layout, self._fonts, self._cache = title, layout, fonts, cache
        self._template: jinja2.Template = page_templates(templates).get_template("pages.html.j2")

    def piece(self, pages: Sequence[Page]) -> Piece:
        """Pages in order; where their PDF is kept depends on all that shapes it."""
        html = self._html(pages)
        target = place_for(html, self._fonts, VERSION, self._cache / "pages")
        return Piece(html, len(pages) + 1, target)

    def _html(self, pages: Sequence[Page]) -> str:
        rules = Rules()
        drawn = [self._page(page, rules) for page in pages]
        used = frozenset[str]().union(*(page["roles"] for page in drawn))
        roles = {name: role for name, role in self._layout.roles.items() if name in used}
        return self._template.render(
            title=self._title,
            pages=drawn,
            places=rules.by_name,
            layout=self._layout,
            roles=roles,
            stacks={role.font: self._stack(role.font) for role in roles.values()},
        )

    def _page(self, page: Page, rules: Rules) -> Mapping[str, Any]:
        """What the template knows of a page."""
        ruled = ruling(page, self._layout.table.rule)
        placed = page_texts(page, self._layout, rules)
        return {
            "kind": page.kind.value,
            "role": placed.role,
            "roles": placed.roles,
            "place": placed.place,
            "texts": placed.texts,
            "rules": ruled.rules,
            "rows": ruled.rows,
        }

    def _stack(self, font: str) -> Markup:
        return Markup(self._fonts.stack(font))  # noqa: S704 - made of names of our own only
