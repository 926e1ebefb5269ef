"""Layers that are off when a PDF is opened (ISO 32000-1, 8.11): what lies on them is taken out.

Readers show a document by its default configuration. A binder has no layers to switch, so what is
off would come to light when its pages are placed in one.
"""

from collections.abc import Iterable, Iterator, Sequence

import pikepdf

from generator.lettering.page_forms import content_streams, unpacked
from generator.lettering.pdf_names import UNREADABLE, name_of, text_of

#: So deep do memberships lie in each other, and forms in each other.
_DEEPEST = 16

#: So many parts of one membership are asked; what is left when they are spent is shown.
_MOST_PARTS = 2_000

#: So many forms and patterns of a document are looked through.
_MOST_FORMS = 20_000

#: What paints, by what stands in its place: a path still ends, and clips.
_PAINTING = {
    **dict.fromkeys(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s"), "n"),
    **dict.fromkeys(("Tj", "TJ", "sh", "Do", "INLINE IMAGE"), ""),
    "'": "T*",
    '"': "T*",
}


class Layers:
    """Which layers of a document are off; those that nobody can be sure of are on."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Read the default configuration."""
        self._pdf = pdf
        self.off = _off(pdf)
        self._seen: set[tuple[int, int]] = set()
        self._left = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The titles of the layers that are off."""
        return tuple(title for title in self.off.values() if title)

    def hides(self, group: object) -> bool:
        """Whether what belongs to a layer, or to a membership of several, is not shown."""
        self._left = _MOST_PARTS
        return self._hides(group, 0)

    def _hides(self, group: object, depth: int) -> bool:
        if not isinstance(group, pikepdf.Dictionary) or not self._may_ask(depth):
            return False
        if name_of(group.get("/Type")) != "/OCMD":
            return group.objgen in self.off
        if isinstance(group.get("/VE"), pikepdf.Array):
            return not self._holds(group.get("/VE"), depth)
        listed = group.get("/OCGs")
        groups = list(listed) if isinstance(listed, pikepdf.Array) else [listed]
        shown = [
            not self._hides(one, depth + 1) for one in groups if isinstance(one, pikepdf.Dictionary)
        ]
        return bool(shown) and not _agreed(name_of(group.get("/P")), shown)

    def _holds(self, expression: object, depth: int) -> bool:
        """Whether a visibility expression is true."""
        if isinstance(expression, pikepdf.Dictionary):
            return not self._hides(expression, depth + 1)
        if not isinstance(expression, pikepdf.Array) or not len(expression):
            return True
        if not self._may_ask(depth):
            return True
        word, *parts = list(expression)
        values = [self._holds(part, depth + 1) for part in parts]
        if name_of(word) == "/Not":
            return not all(values)
        return any(values) if name_of(word) == "/Or" else all(values)

    def _may_ask(self, depth: int) -> bool:
        """Count a part of a membership; those that lead back to themselves come to an end."""
        self._left -= 1
        return self._left >= 0 and depth <= _DEEPEST

    def take_out(self) -> int:
        """Take what is hidden out of all pages; tell on how many pages something was."""
        return sum(self._clear_page(page) for page in self._pdf.pages) if self.off else 0

    def _clear_page(self, page: pikepdf.Page) -> bool:
        found = self._clear_annotations(page)
        streams = content_streams(page)
        resources = page.resources
        if any(unpacked(stream) is None for stream in streams):
            return self._clear_resources(resources, 0) or found
        cleared = self._cleared(page, resources)
        if cleared is not None:
            page.obj["/Contents"] = self._pdf.make_stream(cleared)
        return self._clear_resources(resources, 0) or cleared is not None or found

    def _clear_annotations(self, page: pikepdf.Page) -> bool:
        listed = page.obj.get("/Annots")
        if not isinstance(listed, pikepdf.Array):
            return False
        kept = [
            one
            for one in listed
            if not (isinstance(one, pikepdf.Dictionary) and self.hides(one.get("/OC")))
        ]
        if len(kept) == len(listed):
            return False
        page.obj["/Annots"] = pikepdf.Array(kept)
        return True

    def _clear_resources(self, resources: object, depth: int) -> bool:
        """Empty the pictures and forms that are hidden, and clear the forms that are not."""
        found = False
        for kind in ("/XObject", "/Pattern"):
            listed = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
            for one in _streams(listed):
                if one.objgen in self._seen or len(self._seen) > _MOST_FORMS or depth > _DEEPEST:
                    continue
                self._seen.add(one.objgen)
                found |= self._clear_form(one, depth)
        return found

    def _clear_form(self, form: pikepdf.Stream, depth: int) -> bool:
        if self.hides(form.get("/OC")):
            _emptied(form)
            return True
        if name_of(form.get("/Subtype")) == "/Image":
            return False
        inner = self._clear_resources(form.get("/Resources"), depth + 1)
        if unpacked(form) is None:
            return inner
        cleared = self._cleared(form, form.get("/Resources"))
        if cleared is not None:
            form.write(cleared)
        return inner or cleared is not None

    def _cleared(self, content: pikepdf.Page | pikepdf.Stream, resources: object) -> bytes | None:
        """Instructions without those that paint what is hidden; ``None`` if nothing is."""
        hidden = set(self._hidden_names(resources))
        if not hidden:
            return None
        try:
            parsed = pikepdf.parse_content_stream(content)
        except UNREADABLE:
            return None
        kept = list(_shown(parsed, hidden))
        return pikepdf.unparse_content_stream(kept)

    def _hidden_names(self, resources: object) -> Iterator[bytes]:
        """The names under which instructions refer to layers that are off."""
        listed = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
        if isinstance(listed, pikepdf.Dictionary):
            for key in listed.keys():  # noqa: SIM118 -- an object of a PDF iterates in another order
                if self.hides(listed[key]):
                    yield bytes(pikepdf.Name(key))


def _shown(
    parsed: Sequence[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage],
    hidden: set[bytes],
) -> Iterator[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage]:
    """Instructions with what paints between the marks of hidden layers left out.

    The state that such instructions set stays: what is shown after them depends on it.
    """
    open_marks: list[bool] = []
    for one in parsed:
        word, operands = str(one.operator), one.operands
        if word in ("BDC", "BMC"):
            open_marks.append(_is_hidden(operands, hidden))
        elif word == "EMC" and open_marks:
            open_marks.pop()
        elif any(open_marks) and word in _PAINTING:
            instead = _PAINTING[word]
            if instead:
                yield pikepdf.ContentStreamInstruction([], pikepdf.Operator(instead))
            continue
        yield one


def _is_hidden(operands: Iterable[object], hidden: set[bytes]) -> bool:
    names = [bytes(one) for one in operands if isinstance(one, pikepdf.Name)]
    return len(names) == 2 and names[0] == b"/OC" and names[1] in hidden


def _emptied(form: pikepdf.Stream) -> None:
    """Make a picture or form one that draws nothing."""
    for key in ("/Filter", "/DecodeParms", "/SMask", "/Mask", "/ImageMask", "/ColorSpace"):
        if key in form:
            del form[key]
    form["/Subtype"], form["/BBox"] = pikepdf.Name.Form, pikepdf.Array([0, 0, 0, 0])
    form.write(b"")


def _streams(listed: object) -> Iterator[pikepdf.Stream]:
    if isinstance(listed, pikepdf.Dictionary):
        for key in listed.keys():  # noqa: SIM118 -- an object of a PDF iterates in another order
            one: object = listed[key]
            if isinstance(one, pikepdf.Stream):
                yield one


def _agreed(policy: str, shown: Sequence[bool]) -> bool:
    """What a membership's policy makes of its layers (ISO 32000-1, table 99)."""
    if policy == "/AllOn":
        return all(shown)
    if policy == "/AnyOff":
        return not all(shown)
    if policy == "/AllOff":
        return not any(shown)
    return any(shown)


def _off(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """The layers that are off when the document is opened, by object, with their titles."""
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return {}
    groups = _groups(properties.get("/OCGs"))
    config = properties.get("/D")
    if not isinstance(config, pikepdf.Dictionary):
        return {}
    off = {} if name_of(config.get("/BaseState")) != "/OFF" else dict(groups)
    for key, title in _groups(config.get("/OFF")).items():
        off[key] = title
    for key in _groups(config.get("/ON")):
        off.pop(key, None)
    for key, state in _viewed(config).items():
        if state:
            off.pop(key, None)
        else:
            off[key] = groups.get(key, "")
    return off


def _viewed(config: pikepdf.Dictionary) -> dict[tuple[int, int], bool]:
    """The layers whose own usage decides when a document is viewed, and how."""
    found: dict[tuple[int, int], bool] = {}
    listed = config.get("/AS")
    for usage in listed if isinstance(listed, pikepdf.Array) else ():
        if not isinstance(usage, pikepdf.Dictionary) or name_of(usage.get("/Event")) != "/View":
            continue
        groups = usage.get("/OCGs")
        for group in groups if isinstance(groups, pikepdf.Array) else ():
            state = _view_state(group)
            if state:
                found[group.objgen] = state == "/ON"
    return found


def _view_state(group: object) -> str:
    usage = group.get("/Usage") if isinstance(group, pikepdf.Dictionary) else None
    view = usage.get("/View") if isinstance(usage, pikepdf.Dictionary) else None
    return name_of(view.get("/ViewState")) if isinstance(view, pikepdf.Dictionary) else ""


def _groups(listed: object) -> dict[tuple[int, int], str]:
    if not isinstance(listed, pikepdf.Array):
        return {}
    return {
        one.objgen: text_of(one.get("/Name"))
        for one in listed
        if isinstance(one, pikepdf.Dictionary) and one.is_indirect
    }
