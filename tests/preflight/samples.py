"""Plans and surveys made by hand: only what a rule looks at differs from a plain page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from generator.lettering.layout import Layout, read_layout
from generator.measure.preflight import run_preflight
from generator.model import (
    Binding,
    DocumentSurvey,
    EvidenceFile,
    Finding,
    Fit,
    Imprint,
    InkMap,
    LeafRef,
    Margins,
    Metadata,
    Page,
    PageKind,
    PageSurvey,
    Plan,
    Preflight,
    Reconciliation,
    Rect,
    Text,
    Volume,
)

ROOT = Path(__file__).resolve().parents[2]
MARGINS = Margins(37, 35, 28, 26)
SUMS = Reconciliation(0, 0, 0, 0, 0, 0, 0)
INK = Rect(30, 30, 180, 260)


@cache
def layout() -> Layout:
    shown = "templates/binder/layout.yaml"
    return read_layout(ROOT / shown, shown)


def survey(**changed: object) -> PageSurvey:
    """An A4 page of black 12 pt text."""
    plain = {
        "width": 210.0,
        "height": 297.0,
        "ink": INK,
        "marks": InkMap.empty(),
        "colour": False,
        "image_dpi": None,
        "smallest_text": 12.0,
        "text_turn": 0,
        "characters": 400,
    }
    return PageSurvey(**{**plain, **changed})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Leafed:
    """A page of a document: what is on it, and what the plan did with it."""

    seen: PageSurvey = field(default_factory=survey)
    fit: Fit = field(default_factory=Fit)
    moved: bool = False
    over: bool = False
    width: float = 210.0
    height: float = 297.0


@dataclass(frozen=True)
class Document:
    """A filed document; its pages stand in binder order."""

    name: str
    pages: Sequence[Leafed]
    fonts: tuple[str, ...] = ()

    @property
    def file(self) -> EvidenceFile:
        path = f"evidence/jia/1.1 函/{self.name}"
        return EvidenceFile(path, Path(path), 1, "0" * 64, "1.1", None, Metadata(self.name))

    @property
    def pdf(self) -> Path:
        return Path(f"{self.name}.pdf")


#: A side of a hand-made volume: a document and one of its pages from 0, or a page of ours.
Entry = tuple[Document, int] | PageKind


def volume(
    number: int,
    entries: Sequence[Entry],
    *,
    single_sided: bool = False,
    series: str = "",
    roles: Mapping[int, str] | None = None,
) -> Volume:
    """A volume of these sides; ``roles`` give the text style of pages of ours by their side."""
    pages, count = [], 0
    for index, entry in enumerate(entries, 1):
        kind = entry if isinstance(entry, PageKind) else PageKind.EVIDENCE
        count += kind.numbered
        leafed = None if isinstance(entry, PageKind) else entry[0].pages[entry[1]]
        imprint = None
        if leafed is not None:
            text = f"{series}{count}"
            imprint = Imprint(text, 195, 15, 12, "right", "latin", leafed.moved, leafed.over)
        role = (roles or {}).get(index)
        pages.append(
            Page(
                index=index,
                number=count if kind.numbered else None,
                kind=kind,
                width=leafed.width if leafed else 210.0,
                height=leafed.height if leafed else 297.0,
                label="",
                margins=MARGINS,
                item="1.1" if leafed else None,
                blocks=(Text("不完整", role, 12),) if role else (),
                leaf=(
                    None
                    if isinstance(entry, PageKind)
                    else LeafRef(entry[0].file, entry[0].pdf, entry[1])
                ),
                fit=leafed.fit if leafed else Fit(),
                single_sided=single_sided,
                series=series,
                imprint=imprint,
            )
        )
    return Volume(number, f"第{number}卷的内容", f"第{number:02d}卷", tuple(pages), (), SUMS)


def looked_at(volumes: Sequence[Volume], *documents: Document, margin: float = 28) -> Preflight:
    plan = Plan("试验汇编", tuple(volumes), SUMS)
    surveys = {
        one.pdf: DocumentSurvey(tuple(page.seen for page in one.pages), one.fonts)
        for one in documents
    }
    return run_preflight(plan, surveys, layout(), Binding(margin=margin))


def whole(document: Document, **options: object) -> Volume:
    """A volume with one document behind its cover."""
    inside = [(document, at) for at in range(len(document.pages))]
    return volume(1, [PageKind.COVER, PageKind.BLANK, *inside], **options)  # type: ignore[arg-type]


def findings(
    *pages: Leafed, name: str = "a.pdf", fonts: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """What is said of one document."""
    document = Document(name, pages, fonts)
    return looked_at([whole(document)], document).findings


def only(code: str, *pages: Leafed, **options: object) -> Finding:
    """The one finding there is, which must be of this kind."""
    [found] = findings(*pages, **options)  # type: ignore[arg-type]
    assert found.code == code
    return found
