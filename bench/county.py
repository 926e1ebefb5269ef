"""Generate a county's evidence: so many files of so many pages, the same on every machine."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from bench.papers import (
    Papers,
    draw_papers,
    marked_jpeg,
    marked_office,
    marked_pdf,
    scanned_pdf,
)
from generator.binder.workspace_files import create_workspace
from generator.lettering.fonts import FontSet
from generator.model import Level

UNIT = "county_a"
AS_OF = "2019-12-10"


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a county is, and whether it files more than PDFs."""

    name: str
    files: int
    pages: int
    mixed: bool


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "small": Shape("small", 200, 600, mixed=False),
        "middle": Shape("middle", 1_000, 3_000, mixed=False),
        "large": Shape("large", 3_000, 5_000, mixed=True),
    }
)

#: Shares of the kinds in a hundred files. Photos and office documents have one page each.
PDF_ONLY: Mapping[str, int] = MappingProxyType({"text": 60, "scan": 40})
MIXED: Mapping[str, int] = MappingProxyType(
    {"text": 45, "scan": 25, "photo": 20, "letter": 6, "sheet": 4}
)
_SINGLE = frozenset({"photo", "letter", "sheet"})
_SUFFIX = MappingProxyType({"photo": ".jpg", "letter": ".docx", "sheet": ".xlsx"})

_MOST_PAGES = 8


@dataclass(frozen=True, slots=True)
class County:
    """A workspace with one unit; ``spares`` are other contents for some of its PDFs."""

    root: Path
    files: tuple[Path, ...]
    pages: int
    spares: tuple[tuple[Path, bytes], ...]

    def change(self, number: int) -> None:
        """Put a spare in the place of its file, which has as many pages."""
        path, content = self.spares[number]
        path.write_bytes(content)


def make_county(
    shape: Shape, root: Path, fonts: FontSet, *, seed: int = 2019, each: int = 6, spares: int = 0
) -> County:
    """Write a workspace and its evidence.

    Args:
        shape: how many files and pages of which kinds.
        root: a folder that does not exist yet.
        fonts: what the papers are set in.
        seed: decides every content.
        each: how many papers of a kind are drawn; the other files differ from them by a mark.
        spares: how many PDFs can be changed later.
    """
    create_workspace(root, UNIT, "甲县", Level.COUNTY)
    settings = root / "config.yaml"
    with settings.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"\nas_of: {AS_OF}\n")
    folders = sorted(path for path in (root / "evidence" / UNIT).iterdir() if path.is_dir())
    papers = draw_papers(fonts, _MOST_PAGES, each, mixed=shape.mixed, seed=seed)
    chance = random.Random(seed + 1)
    kinds = _kinds(MIXED if shape.mixed else PDF_ONLY, shape.files)
    chance.shuffle(kinds)
    counts = _pages(kinds, shape.pages, chance)
    makers = [
        partial(_make, papers, kind, pages, at)
        for at, (kind, pages) in enumerate(zip(kinds, counts, strict=True))
    ]
    paths = tuple(_names(kinds, folders, chance))
    for at, path in enumerate(paths):
        path.write_bytes(makers[at](at))
    texts = [at for at, kind in enumerate(kinds) if kind == "text"]
    changed = chance.sample(texts, spares)
    kept = tuple((paths[at], makers[at](shape.files + at)) for at in changed)
    return County(root, paths, sum(counts), kept)


def _kinds(shares: Mapping[str, int], files: int) -> list[str]:
    """So many kinds in all; what rounding leaves over goes to the first."""
    found = [kind for kind, share in shares.items() for _ in range(files * share // 100)]
    return [next(iter(shares))] * (files - len(found)) + found


def _pages(kinds: Sequence[str], total: int, chance: random.Random) -> list[int]:
    """The pages of each file, ``total`` together."""
    counts = [1] * len(kinds)
    open_ended = [at for at, kind in enumerate(kinds) if kind not in _SINGLE]
    if not len(kinds) <= total <= len(kinds) + (_MOST_PAGES - 1) * len(open_ended):
        raise ValueError(f"{len(kinds)} files cannot have {total} pages")
    left = total - len(kinds)
    while left:
        at = chance.choice(open_ended)
        if counts[at] < _MOST_PAGES:
            counts[at] += 1
            left -= 1
    return counts


def _names(kinds: Sequence[str], folders: Sequence[Path], chance: random.Random) -> Iterator[Path]:
    """Dated names with document numbers, as clerks write them, spread over the items."""
    for at, kind in enumerate(kinds):
        day = f"2019-{chance.randrange(1, 12):02}-{chance.randrange(1, 29):02}"
        name = f"{day} 甲协办函〔2019〕{at + 1}号 关于第{at + 1}项协作事项的材料"
        yield folders[at % len(folders)] / f"{name}{_SUFFIX.get(kind, '.pdf')}"


def _make(papers: Papers, kind: str, pages: int, at: int, mark: int) -> bytes:
    if kind == "text":
        return marked_pdf(papers.texts[at % len(papers.texts)], pages, mark)
    if kind == "scan":
        return scanned_pdf([papers.scans[(at + n) % len(papers.scans)] for n in range(pages)], mark)
    if kind == "photo":
        return marked_jpeg(papers.photos[at % len(papers.photos)], mark)
    if kind == "letter":
        return marked_office(papers.letters[at % len(papers.letters)], mark)
    return marked_office(papers.sheets[at % len(papers.sheets)], mark)
