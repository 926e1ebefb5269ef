"""Where the links of a Word volume lead: bookmarks in it, and in the files of other volumes."""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from generator.model import Page, Plan, Volume

SUFFIX = ".docx"
#: What a relative address may not hold as it is (RFC 3987; letters of any script stay).
_ESCAPED = {ord(char): f"%{ord(char):02X}" for char in ' "#%<>?[\\]^`{|}:'}


@dataclass(frozen=True, slots=True)
class Place:
    """A bookmark, and the relationship of the file that holds it; empty: this file."""

    bookmark: str
    relationship: str = ""


def _bookmarks(volume: Volume) -> Mapping[str, str]:
    """A bookmark for each anchor: Word wants a letter first and at most 40 characters."""
    names: dict[str, str] = {}
    for page in volume.pages:
        for number, anchor in enumerate(page.anchors, start=1):
            names.setdefault(anchor, bookmark_name(page, number))
    return names


def bookmark_name(page: Page, number: int) -> str:
    """The bookmark of a page's anchor, the first of which has number 1."""
    return f"p{page.index:04d}a{number}"


class Links:
    """Finds the place that an anchor became; other files become relationships when first used."""

    def __init__(self, document: Document, plan: Plan, volume: Volume) -> None:
        self._part = document.part
        self._files: set[str] = set()
        self._here = _bookmarks(volume)
        self._elsewhere = {
            anchor: (other, name)
            for other in plan.volumes
            if other.number != volume.number
            for anchor, name in _bookmarks(other).items()
        }

    def place(self, anchor: str) -> Place:
        """The bookmark of an anchor.

        Raises:
            KeyError: no page carries the anchor.
        """
        if anchor in self._here:
            return Place(self._here[anchor])
        other, name = self._elsewhere[anchor]
        return Place(name, self._file(other))

    def _file(self, other: Volume) -> str:
        """The relationship of another volume's file, which lies beside this one."""
        relationship = f"rIdVolume{other.number}"
        if relationship not in self._files:
            address = (other.name + SUFFIX).translate(_ESCAPED)
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self._part.load_rel(kind, address, relationship, is_external=True)
            self._files.add(relationship)
        return relationship
