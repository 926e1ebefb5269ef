"""What the pages of an OFD refer to: fonts, pictures, colours, drawing styles, composites."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from generator.convert.ofd.package import OfdError, Package, folder_of
from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.xml import child, children, text
from generator.convert.openxml import local

#: How far one drawing style may refer to the next.
_LONGEST_CHAIN = 16


@dataclass(frozen=True, slots=True)
class FontEntry:
    """A font as the file names it; ``part`` is the font program if it is embedded."""

    name: str
    family: str
    bold: bool
    italic: bool
    part: str | None


@dataclass(slots=True)
class Resources:
    """Resources by their number in the file."""

    fonts: dict[str, FontEntry] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    styles: dict[str, etree._Element] = field(default_factory=dict)
    spaces: dict[str, etree._Element] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)
    default_space: str = ""

    def style_chain(self, number: str | None) -> Iterator[etree._Element]:
        """A drawing style and those that it builds on, nearest first."""
        for _ in range(_LONGEST_CHAIN):
            style = self.styles.get(number or "")
            if style is None:
                return
            yield style
            number = style.get("Relative")

    def joined(self, more: "Resources") -> "Resources":
        """These resources with others added to them."""
        return Resources(
            self.fonts | more.fonts,
            self.media | more.media,
            self.styles | more.styles,
            self.spaces | more.spaces,
            self.composites | more.composites,
            self.default_space,
        )


def load(package: Package, locations: Iterator[str], folder: str, remarks: Remarks) -> Resources:
    """Read resource parts; one that is absent or damaged is remarked and left out."""
    found = Resources()
    for location in locations:
        part = package.locate(location, folder)
        if part is None:
            remarks.add(f"缺少资源部件 {location}，相关内容可能没有印出")
            continue
        try:
            _read(package, part, folder, found, remarks)
        except OfdError as error:
            remarks.add(f"{error}，相关内容可能没有印出")
    return found


def _read(package: Package, part: str, folder: str, found: Resources, remarks: Remarks) -> None:
    root = package.xml(part)
    here = folder_of(part)
    base = "/".join(piece for piece in (here, root.get("BaseLoc", "").strip("/")) if piece)
    places = (base, root.get("BaseLoc", ""), here, folder)
    for group in children(root):
        for entry in children(group):
            number, kind = entry.get("ID", ""), local(entry)
            if kind == "Font":
                found.fonts[number] = _font(package, entry, places, remarks)
            elif kind == "MultiMedia":
                path = package.locate(text(entry, "MediaFile"), *places)
                if path is not None:
                    found.media[number] = path
            elif kind == "DrawParam":
                found.styles[number] = entry
            elif kind == "ColorSpace":
                found.spaces[number] = entry
            elif kind == "CompositeGraphicUnit":
                found.composites[number] = entry


def _font(
    package: Package, entry: etree._Element, places: tuple[str, ...], remarks: Remarks
) -> FontEntry:
    name, program = entry.get("FontName", ""), text(entry, "FontFile")
    part = package.locate(program, *places) if program else None
    if program and part is None:
        remarks.add(f"内嵌字体“{name}”不在文件里，已用相近字体代替")
    return FontEntry(
        name,
        entry.get("FamilyName", ""),
        entry.get("Bold", "").lower() == "true",
        entry.get("Italic", "").lower() == "true",
        part if child(entry, "FontFile") is not None else None,
    )
