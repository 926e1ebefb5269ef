"""Draw the objects of OFD pages: text as text, paths as paths, pictures as they are."""

from collections.abc import Iterator

from lxml import etree

from generator.convert.ofd import outlines
from generator.convert.ofd.document import Document, Page
from generator.convert.ofd.faces import role
from generator.convert.ofd.lettering import Lettering
from generator.convert.ofd.package import folder_of
from generator.convert.ofd.resources import Resources, load
from generator.convert.ofd.shared import Shared
from generator.convert.ofd.styles import BLACK, Paint, Style
from generator.convert.ofd.xml import (
    Box,
    Matrix,
    box,
    child,
    children,
    flag,
    matrix,
    number,
    numerals,
    text,
    times,
)
from generator.convert.openxml import local

#: How deep blocks and composites may nest.
_DEEPEST = 24

#: A font that is to be this bold is thickened by a stroke, in ems, where it has no bold face.
_BOLD, _THICKENED = 600, 0.025

_LAYERS = {"Background": 0, "Body": 1, "Foreground": 2}

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

#: Drawing styles that an object has from the layer around it.
_Inherited = tuple[etree._Element, ...]  # noqa: SLF001 (lxml's own name for the type)


def content(shared: Shared, document: Document, page: Page) -> str:
    """The operators of a page without its seals, in mm from its upper left corner."""
    extra = (text(entry) for entry in children(page.root, "PageRes"))
    more = load(shared.package, extra, folder_of(page.part), shared.remarks)
    drawer = _Drawer(shared, document.resources.joined(more))
    below: list[str] = []
    above: list[str] = []
    for entry in children(page.root, "Template"):
        order, template = document.templates.get(entry.get("TemplateID", ""), ("", None))
        if template is None:
            shared.remarks.add("的底图模板读不到，没有印出")
            continue
        drawn = drawer.layers(child(template, "Content"))
        (above if entry.get("ZOrder", order) == "Foreground" else below).append(drawn)
    body = drawer.layers(child(page.root, "Content"))
    looks = (drawer.appearance(look) for look in document.appearances.get(page.number, ()))
    return "\n".join([*below, body, *above, *looks])


class _Drawer:
    """Draws with the resources of one page."""

    def __init__(self, shared: Shared, resources: Resources) -> None:
        self._shared = shared
        self._remarks = shared.remarks
        self._resources = resources
        self._lettering = Lettering(shared.faces, shared.remarks)

    def layers(self, found: etree._Element | None) -> str:
        ordered = sorted(
            children(found, "Layer"), key=lambda layer: _LAYERS.get(layer.get("Type", ""), 1)
        )
        styles = self._resources.style_chain
        return "\n".join(
            self._block(layer, tuple(styles(layer.get("DrawParam"))), 0) for layer in ordered
        )

    def appearance(self, look: etree._Element) -> str:
        place = box(look.get("Boundary")) or _NOWHERE
        return f"q 1 0 0 1 {numerals(place[:2])} cm\n{self._block(look, (), 0)}\nQ"

    def _block(self, block: etree._Element, inherited: _Inherited, depth: int) -> str:
        if depth > _DEEPEST:
            self._remarks.add("有嵌套过深的内容，没有印出")
            return ""
        return "\n".join(self._object(entry, inherited, depth) for entry in children(block))

    def _object(self, entry: etree._Element, inherited: _Inherited, depth: int) -> str:
        kind = local(entry)
        if not flag(entry.get("Visible"), otherwise=True):
            return ""
        if kind == "PageBlock":
            return self._block(entry, inherited, depth + 1)
        own = (*self._resources.style_chain(entry.get("DrawParam")), *inherited)
        style = Style((entry, *own), self._resources, self._remarks)
        drawn = ""
        if kind == "TextObject":
            drawn = self._text(entry, style)
        elif kind == "PathObject":
            drawn = self._path(entry, style)
        elif kind == "ImageObject":
            drawn = self._image(entry)
        elif kind == "CompositeObject":
            drawn = self._composite(entry, own, depth)
        elif kind in {"VideoObject", "AudioObject"}:
            self._remarks.add("有音频或视频，没有印出")
        return self._placed(entry, style, drawn) if drawn else ""

    def _placed(self, entry: etree._Element, style: Style, drawn: str) -> str:
        """An object's drawing within its boundary, transformed and clipped."""
        place = box(entry.get("Boundary")) or _NOWHERE
        parts = [f"q 1 0 0 1 {numerals(place[:2])} cm"]
        if local(entry) != "TextObject" and min(place[2:]) >= 0 and any(place[2:]):
            # lines along the edge keep their width; letters are never cut
            edge = style.line_width() if local(entry) == "PathObject" else 0.0
            room = (-edge, -edge, place[2] + 2 * edge, place[3] + 2 * edge)
            parts.append(f"{numerals(room)} re W n")
        transform = f"{numerals(matrix(entry.get('CTM')))} cm"
        clips = child(entry, "Clips")
        moves = flag(clips.get("TransFlag"), otherwise=True) if clips is not None else True
        cut = "\n".join(self._clips(clips))
        parts += [transform, cut] if moves else [cut, transform]
        return "\n".join([*parts, drawn, "Q"])

    def _clips(self, clips: etree._Element | None) -> Iterator[str]:
        """The areas to which an object is cut; areas of one clip add up, clips do not."""
        for clip in children(clips, "Clip"):
            shapes = []
            for area in children(clip, "Area"):
                if child(area, "Text") is not None:
                    self._remarks.add("有按文字形状裁剪的内容，裁剪没有做")
                for path in children(area, "Path"):
                    place = box(path.get("Boundary")) or _NOWHERE
                    moved: Matrix = (1.0, 0.0, 0.0, 1.0, place[0], place[1])
                    whole = times(times(matrix(path.get("CTM")), moved), matrix(area.get("CTM")))
                    shapes.append(outlines.operators(text(path, "AbbreviatedData"), whole))
            joined = "\n".join(shape for shape in shapes if shape)
            if joined:
                yield f"{joined}\nW n"

    def _text(self, entry: etree._Element, style: Style) -> str:
        font = self._resources.fonts.get(entry.get("Font", ""))
        own = self._shared.program(font.part) if font is not None and font.part else None
        if font is not None and font.part and own is None:
            self._remarks.add(f"的内嵌字体“{font.name}”读不出，已用相近字体代替")
        placed = self._lettering.place(entry, font, own)
        shown = "\n".join(map(self._shared.show, placed))
        if not shown:
            return ""
        inside = (
            style.paint("FillColor", BLACK) if flag(entry.get("Fill"), otherwise=True) else None
        )
        stroke = flag(entry.get("Stroke"), otherwise=False)
        edge = style.paint("StrokeColor", BLACK) if stroke else None
        lines = style.lines()
        thin = own is None and role(font) != "title"
        if inside and not edge and thin and number(entry.get("Weight"), 400.0) >= _BOLD:
            edge, lines = inside, f"{number(entry.get('Size'), 0.0) * _THICKENED:.4f} w"
        mode = {(True, False): 0, (False, True): 1, (True, True): 2}.get((bool(inside), bool(edge)))
        colours = self._colours(entry, inside, edge)
        return f"{colours} {lines}\nBT {3 if mode is None else mode} Tr\n{shown}\nET"

    def _path(self, entry: etree._Element, style: Style) -> str:
        shape = outlines.operators(text(entry, "AbbreviatedData"))
        fill = flag(entry.get("Fill"), otherwise=False)
        stroke = flag(entry.get("Stroke"), otherwise=True)
        inside = style.paint("FillColor", None) if fill else None
        edge = style.paint("StrokeColor", BLACK) if stroke else None
        if not shape or (inside is None and edge is None):
            return ""
        even = "*" if entry.get("Rule") == "Even-Odd" else ""
        painted = ("B" if edge else "f") + even if inside else "S"
        return f"{self._colours(entry, inside, edge)} {style.lines()}\n{shape}\n{painted}"

    def _colours(self, entry: etree._Element, inside: Paint | None, edge: Paint | None) -> str:
        alpha = _alpha(entry)
        fill, stroke = (alpha * (paint.alpha if paint else 1.0) for paint in (inside, edge))
        parts = [self._shared.state(fill, stroke)]
        parts += [inside.operator(stroke=False)] if inside else []
        parts += [edge.operator(stroke=True)] if edge else []
        return " ".join(part for part in parts if part)

    def _image(self, entry: etree._Element) -> str:
        part = self._resources.media.get(entry.get("ResourceID", ""))
        if part is None:
            self._remarks.add("有不在文件里的图片，没有印出")
            return ""
        name = self._shared.picture(part)
        if name is None:
            return ""
        if entry.get("ImageMask"):
            self._remarks.add("有带蒙版的图片，印出的是整张图片")
        _, _, wide, high = box(entry.get("Boundary")) or _NOWHERE
        stretch = "" if entry.get("CTM") else f"{numerals((wide, 0, 0, high, 0, 0))} cm "
        alpha = _alpha(entry)
        return f"{self._shared.state(alpha, alpha)} {stretch}1 0 0 -1 0 1 cm {name} Do"

    def _composite(self, entry: etree._Element, inherited: _Inherited, depth: int) -> str:
        unit = self._resources.composites.get(entry.get("ResourceID", ""))
        inside = child(unit, "Content")
        if inside is None:
            self._remarks.add("有不在文件里的复合图形，没有印出")
            return ""
        return self._block(inside, inherited, depth + 1)


def _alpha(entry: etree._Element) -> float:
    return min(1.0, max(0.0, number(entry.get("Alpha"), 255.0) / 255))
