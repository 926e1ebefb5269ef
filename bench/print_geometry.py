"""Measure printed pages in mm against ``layout.yaml`` and the plan, and tell the worst deviation.

The sample county and a generated one of 1,500 sheets are built as PDF, their pages are drawn, and
rules, numbers, margins, labels and stamps are looked for on the pictures. Nothing is kept.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2

from bench.print_county import LOOKS, UNIT, make_county
from bench.print_labels import labels, stamp
from bench.print_pages import AIM, LOST, Figures, Measured, measure
from bench.print_table import Table
from generator.archive import ArchiveRequest, archive
from generator.binder.build import Outcome, build
from generator.binder.formats import PDF
from generator.binder.outputs import volume_labels
from generator.binder.request import Request
from generator.lettering.typeset import MM_PER_POINT
from generator.model import BoxLabel, NumberStyle, Page, PlacedLabel, TabLabel, Volume, VolumeLabel
from generator.render.labels import render_labels
from generator.verdict.workspace import Workspace, open_workspace

ROOT = Path(__file__).resolve().parents[1]
SAMPLE, FRONT = "county_a", "0"
SHEETS = 1_500
SEED = 2019
#: Pages of evidence that give a county of ``SHEETS`` sheets with all that goes around them.
PAGES = 2_620


def main() -> None:
    """Build, measure, print; exit 1 when a length is off by more than the aim."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=PAGES, help="evidence of the large county")
    parser.add_argument("--samples", type=int, default=200, help="its pages that are measured")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="print-") as scratch:
        folder = Path(scratch)
        workspace = open_workspace(ROOT)
        sample(workspace, folder, table, arguments.jobs)
        large = folder / "large"
        files = make_county(large, arguments.pages, SEED)
        print(f"generated county: {files} PDFs", flush=True)
        other = replace(open_workspace(large), fonts=workspace.fonts)
        generated(other, folder, table, arguments.samples, arguments.jobs)
    table.show()
    good = table.worst <= AIM and not table.faults
    print(
        f"worst deviation {table.worst:.3f} mm, aim at most {AIM} mm: {'met' if good else 'missed'}"
    )
    sys.exit(0 if good else 1)


# ---------------------------------------------------------------------------------- the counties


def sample(workspace: Workspace, folder: Path, table: Table, jobs: int) -> None:
    """All pages of the sample, its front volume as a book too, its labels and its archive set."""
    outcome = built(workspace, SAMPLE, folder / "sample", jobs)
    figures = Figures(workspace.layout, workspace.config.binding, workspace.fonts)
    pages = {volume.number: volume.pages for volume in outcome.plan.volumes}
    measure_pages(outcome, pages, figures, table)
    for volume in outcome.plan.volumes:
        path = outcome.folder / f"{volume.name}.pdf"
        with pikepdf.open(path) as pdf:
            table.faults += [f"{path.name}: {problem}" for problem in pdf.check_pdf_syntax()]
    table.add(label_measurements(workspace, outcome, folder))
    book = with_style(workspace, NumberStyle.BOOK)
    outcome = built(book, SAMPLE, folder / "book", jobs, group=FRONT)
    figures = Figures(book.layout, book.config.binding, book.fonts)
    pages = {volume.number: volume.pages for volume in outcome.plan.volumes}
    measure_pages(outcome, pages, figures, table)
    table.add(archive_measurements(workspace, folder / "archive", jobs))


def generated(workspace: Workspace, folder: Path, table: Table, samples: int, jobs: int) -> None:
    """Some pages of each kind of a large county, drawn by lot; all of its volumes are opened."""
    outcome = built(workspace, UNIT, folder / "generated", jobs)
    sheets = sum(volume.sheets for volume in outcome.plan.volumes)
    print(f"generated county: {len(outcome.plan.volumes)} volumes, {sheets} sheets", flush=True)
    if sheets < SHEETS:
        print(f"fewer than the {SHEETS} sheets that the figures are stated for", flush=True)
    figures = Figures(workspace.layout, workspace.config.binding, workspace.fonts)
    pages = drawn_by_lot(outcome.plan.volumes, samples)
    counts = Counter(kind_of(page) for chosen in pages.values() for page in chosen)
    print("measured: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    table.faults += [
        f"no page of the kind {kind} was measured" for kind in LOOKS if not counts[kind]
    ]
    measure_pages(outcome, pages, figures, table)
    table.add(label_measurements(workspace, outcome, folder))


def built(
    workspace: Workspace, unit: str, output: Path, jobs: int, group: str | None = None
) -> Outcome:
    """Build a unit's PDF volumes."""
    assert workspace.config.as_of is not None
    request = Request(unit, workspace.config.as_of, output, (PDF,), group, jobs)
    start = time.perf_counter()
    outcome = build(workspace, request, quiet)
    seconds, pages = time.perf_counter() - start, len(outcome.plan.pages)
    print(
        f"built {output.name}: {pages} pages in {seconds:.0f} s, peak {peak():.0f} MB", flush=True
    )
    return outcome


def quiet(step: str, done: int, total: int) -> None:
    """Tell nothing of the progress."""


def with_style(workspace: Workspace, style: NumberStyle) -> Workspace:
    """The same workspace with its page numbers in another style."""
    binding = replace(workspace.config.binding, number_style=style)
    return replace(workspace, config=replace(workspace.config, binding=binding))


def peak() -> float:
    """The most memory that this process has held, in MB (kilobytes on Linux, bytes on macOS)."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


# ------------------------------------------------------------------------------------ what is asked


def measure_pages(
    outcome: Outcome, wanted: Mapping[int, Sequence[Page]], figures: Figures, table: Table
) -> None:
    """Look at the size of every page of every volume, and measure those that are wanted."""
    for volume in outcome.plan.volumes:
        path = outcome.folder / f"{volume.name}.pdf"
        with pypdfium2.PdfDocument(path) as document:
            if len(document) != len(volume.pages):
                table.faults.append(f"{path.name}: {len(document)} pages")
                continue
            table.add(sizes(document, volume))
            for page in wanted.get(volume.number, ()):
                where = f"{path.name} side {page.index} {page.label}"
                table.add(measure(document, page, where, figures))


def sizes(document: pypdfium2.PdfDocument, volume: Volume) -> Iterator[Measured]:
    """The size of each sheet against the plan, as another library reads it."""
    for page in volume.pages:
        width, height = (length * MM_PER_POINT for length in document.get_page_size(page.index - 1))
        off = max(abs(width - page.width), abs(height - page.height))
        yield Measured("sheets: width and height", off, f"{volume.name} side {page.index}")


def drawn_by_lot(volumes: Sequence[Volume], samples: int) -> dict[int, list[Page]]:
    """Some pages of every kind: the same share of each, at least three."""
    chance = random.Random(SEED)
    kinds: dict[str, list[tuple[int, Page]]] = {}
    for volume in volumes:
        for page in volume.pages:
            kinds.setdefault(kind_of(page), []).append((volume.number, page))
    total = sum(map(len, kinds.values()))
    chosen: dict[int, list[Page]] = {}
    for _, pages in sorted(kinds.items()):
        share = min(len(pages), max(3, samples * len(pages) // total))
        for number, page in chance.sample(pages, share):
            chosen.setdefault(number, []).append(page)
    return chosen


def kind_of(page: Page) -> str:
    """What kind of page it is; evidence by the word in its file's name."""
    return page.kind.value if page.leaf is None else page.label.rpartition(" ")[2]


def label_measurements(workspace: Workspace, outcome: Outcome, folder: Path) -> Iterator[Measured]:
    """The labels of a build, whose places are asked for anew, and boxes of every width."""
    groups = outcome.assessment.groups
    tabs = tuple(TabLabel(group.group.id, group.group.title) for group in groups)
    spines = volume_labels(outcome.assessment, outcome.plan, workspace.config.fonds)
    again = folder / "again.pdf"
    placed = placed_labels(workspace, again, (), spines, tabs)
    made = outcome.folder / "标签.pdf"
    if again.read_bytes() != made.read_bytes():
        yield Measured("labels: as the build printed them", LOST, made.name)
    yield from labels(made, placed, workspace.layout)
    boxes = tuple(
        BoxLabel("0001", "甲县", "2019", "30年", "综合", "0001", "0099", str(number), "综合", width)
        for number, width in enumerate(workspace.layout.labels.box.widths, 1)
    )
    target = folder / "盒标签.pdf"
    placed = placed_labels(workspace, target, boxes, (), ())
    yield from labels(target, placed, workspace.layout)


def placed_labels(
    workspace: Workspace,
    target: Path,
    boxes: Sequence[BoxLabel],
    spines: Sequence[VolumeLabel],
    tabs: Sequence[TabLabel],
) -> tuple[PlacedLabel, ...]:
    """Print labels."""
    templates = workspace.root / "templates/binder"
    return render_labels(
        spines, boxes, tabs, workspace.layout, workspace.fonts, templates, workspace.cache, target
    )


def archive_measurements(workspace: Workspace, output: Path, jobs: int) -> Iterator[Measured]:
    """The stamp on each 件 of the sample's archive set, and the boxes' labels."""
    assert workspace.config.as_of is not None
    request = ArchiveRequest(SAMPLE, workspace.config.as_of, output, jobs)
    outcome = archive(workspace, request, None, quiet)
    print(f"archive set: {len(outcome.files)} files, {len(outcome.verdicts)} 件", flush=True)
    for path in sorted(outcome.folder.glob("*/*.pdf")):
        yield from stamp(path, path.name, workspace.layout.archive_stamp)
    yield from labels(outcome.folder / "盒标签.pdf", outcome.labels, workspace.layout)


if __name__ == "__main__":
    main()
