"""How an office binds: volumes, sheets, page numbers, margins, and whose archive it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Numbering(StrEnum):
    """Where page numbers begin anew: in each volume, never, or in each item (as 2.2-3)."""

    VOLUME = "volume"
    BINDER = "binder"
    ITEM = "item"


class NumberStyle(StrEnum):
    """Top outer corner (archive practice), or "— 1 —" below the type area (a compiled book)."""

    ARCHIVE = "archive"
    BOOK = "book"


class Opening(StrEnum):
    """What may have to begin on a right-hand page."""

    COVER = "cover"
    DIVIDER = "divider"
    ITEM = "item"


class Intrusion(StrEnum):
    """What happens to evidence that reaches into the binding margin."""

    SHIFT = "shift"
    SHRINK = "shrink"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Binding:
    """The office's choices for the printed volume; lengths in mm.

    ``sheets_per_volume`` counts an A3 sheet that is kept and folded as two. ``margin`` is the strip
    along the binding edge that no print may reach into. ``photos_per_page``: with more than one,
    photos share sheets where neither item nor folder says otherwise.
    """

    duplex: bool = True
    sheets_per_volume: int = 200
    sheet_thickness: float = 0.1
    numbering: Numbering = Numbering.VOLUME
    number_style: NumberStyle = NumberStyle.ARCHIVE
    right_hand: frozenset[Opening] = frozenset(Opening)
    fold_a3: bool = True
    margin: float = 28.0
    intrusion: Intrusion = Intrusion.SHIFT
    photos_per_page: int = 1


#: How many photos a sheet may hold, and in how many columns they stand.
SHEETS_OF_PHOTOS: Mapping[int, int] = {1: 1, 2: 1, 4: 2, 6: 2}


#: Retention codes of file numbers (DA/T 13-2022, as quoted in public).
RETENTION_CODES: Mapping[str, str] = {"永久": "Y", "30年": "D30", "10年": "D10"}


@dataclass(frozen=True, slots=True)
class Fonds:
    """Whose archive it is (全宗) and how its file numbers (档号) are made up; empty: not set.

    The patterns know {全宗号} {门类} {年度} {期限} {机构} and {卷号} or {件号}.
    """

    code: str = ""
    name: str = ""
    category: str = "WS"
    retention: str = ""
    volume_pattern: str = "{全宗号}-{门类}·{年度}·{期限}-{卷号}"
    item_pattern: str = "{全宗号}-{门类}·{年度}·{期限}-{件号}"

    def volume_number(self, year: str, retention: str, volume: int) -> str:
        """The file number of a volume, empty when the office has set no fonds or no retention."""
        return self._filled(self.volume_pattern, year, retention, {"卷号": f"{volume:03d}"})

    def item_number(self, year: str, retention: str, subject: str, serial: int) -> str:
        """The file number of a document (件); empty as for volumes."""
        own = {"机构": subject, "件号": f"{serial:04d}"}
        return self._filled(self.item_pattern, year, retention, own)

    def _filled(self, pattern: str, year: str, retention: str, own: Mapping[str, str]) -> str:
        if not self.code or not retention:
            return ""
        values = {
            "全宗号": self.code,
            "门类": self.category,
            "年度": year,
            "期限": RETENTION_CODES.get(retention, retention),
            **own,
        }
        for name, value in values.items():
            pattern = pattern.replace("{" + name + "}", value)
        return pattern
