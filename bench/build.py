"""Measure whole builds of generated counties against other ways to put the same pages together.

Every run is a process of its own with its children. In each turn all kinds of runs follow one
another, so that the machine's other work disturbs them alike; ratios are formed within a turn.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from bench import rivals
from bench.county import SHAPES, UNIT, County, Shape, make_county
from bench.watch import Cost, watched
from generator.lettering.fonts import find_fonts, font_dirs
from generator.lettering.layout import read_layout

ROOT = Path(__file__).resolve().parents[1]

_PROGRAM = (sys.executable, "-c", "from generator.cli.main import run; run()")
_ENVIRONMENT = {"PYTHONPATH": str(ROOT)}
_DONE, _GAPS = 0, 1

FLOOR, COLD, WARM, CHANGED = "floor", "PDF cold", "PDF warm", "PDF one file changed"
WORD_COLD, WORD_WARM, WORD_CHANGED = "Word cold", "Word warm", "Word one file changed"
CHECK = "check warm"
RIVALS: Mapping[str, Callable[[Sequence[Path], Path], rivals.Rival]] = {
    FLOOR: rivals.floor,
    "qpdf": rivals.qpdf,
    "Sejda": rivals.sejda,
}

#: The aims: ratios, MB and seconds; the last three are meant for the large county.
MOST_OF_FLOOR, MOST_OF_COLD = 2.0, 0.3
MOST_MEMORY, MOST_WORD, MOST_CHECK = 400.0, 60.0, 2.0

Turn = dict[str, Cost]


@dataclass(frozen=True, slots=True)
class Place:
    """A county, and a folder beside it for what the runs write."""

    shape: Shape
    county: County
    scratch: Path


def main() -> None:
    """Print what was measured, and whether it is within the aims."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--counties", default="small", help=f"some of {','.join(SHAPES)}")
    parser.add_argument("--turns", type=int, default=3, help="turns of all runs")
    parser.add_argument("--keep", type=Path, help="a new folder for the counties, which stay there")
    arguments = parser.parse_args()
    names = arguments.counties.split(",")
    if unknown := set(names) - SHAPES.keys():
        parser.error(f"no such county: {', '.join(sorted(unknown))}")
    if arguments.turns < 1:
        parser.error("at least one turn is needed")
    if arguments.keep is not None:
        arguments.keep.mkdir(parents=True)
        _measure_all(names, arguments.turns, arguments.keep.absolute())
        return
    with tempfile.TemporaryDirectory(prefix="build-") as scratch:
        _measure_all(names, arguments.turns, Path(scratch))


def _measure_all(names: Sequence[str], turns: int, folder: Path) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for name in names:
        place = generate(SHAPES[name], folder / name, turns)
        measured = [one_turn(place, number) for number in range(turns)]
        report(measured)
        for line in verdicts(place.shape, measured):
            print(line, flush=True)


# ------------------------------------------------------------------------------------ the county


def generate(shape: Shape, folder: Path, turns: int) -> Place:
    """Write a county in another process: what that takes is no part of the measurement."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        county = pool.apply(_make, (shape, folder / "county", 2 * turns))
    size = sum(file.stat().st_size for file in county.files) / 1e6
    kinds = "PDF and others" if shape.mixed else "PDF"
    told = f"{len(county.files)} files ({kinds}), {county.pages} pages, {size:.0f} MB"
    print(f"\n{shape.name}: {told}", flush=True)
    return Place(shape, county, scratch)


def _make(shape: Shape, root: Path, spares: int) -> County:
    layout = read_layout(ROOT / "templates/binder/layout.yaml", "layout.yaml")
    wanted = {role: figures.files for role, figures in layout.fonts.items()}
    fonts = find_fonts(wanted, font_dirs(ROOT), layout.wanted_fallbacks)
    return make_county(shape, root, fonts, spares=spares)


# -------------------------------------------------------------------------------------- the runs


def one_turn(place: Place, number: int) -> Turn:
    """Run everything once, the others between the builds."""
    turn: Turn = {}
    others = iter(RIVALS)

    def other() -> None:
        name = next(others)
        if (cost := _rival(place, name)) is not None:
            turn[name] = cost

    _empty_cache(place)
    turn[COLD] = _build(place, "pdf")
    _compare_pages(place)
    other()
    turn[WARM] = _build(place, "pdf")
    other()
    place.county.change(2 * number)
    turn[CHANGED] = _build(place, "pdf")
    other()
    turn[CHECK] = _run(place, (*_PROGRAM, "check", UNIT), (_DONE, _GAPS))
    _empty_cache(place)
    turn[WORD_COLD] = _build(place, "word")
    turn[WORD_WARM] = _build(place, "word")
    place.county.change(2 * number + 1)
    turn[WORD_CHANGED] = _build(place, "word")
    return turn


def _empty_cache(place: Place) -> None:
    shutil.rmtree(place.county.root / ".cache", ignore_errors=True)
    shutil.rmtree(place.county.root / "output", ignore_errors=True)


def _build(place: Place, form: str) -> Cost:
    return _run(place, (*_PROGRAM, "build", UNIT, "--format", form), (_DONE,))


def _run(place: Place, command: Sequence[str], right: Sequence[int]) -> Cost:
    cost = watched(command, place.county.root, _ENVIRONMENT)
    if cost.code not in right:
        sys.exit(f"{command[-4:]} ended with {cost.code}:\n{cost.said}")
    return cost


def _rival(place: Place, name: str) -> Cost | None:
    """What another program takes to put the evidence together; ``None``: it is not there."""
    cache = place.county.root / ".cache" / "leaves"
    pdfs = [file for file in place.county.files if file.suffix == ".pdf"]
    command = RIVALS[name](pdfs + sorted(cache.glob("*.pdf")), place.scratch)
    if isinstance(command, str):
        print(f"{name}: not measured, {command}", flush=True)
        return None
    cost = _run(place, command, (0,))
    with pypdfium2.PdfDocument(place.scratch / f"{name.lower()}.pdf") as merged:
        if len(merged) != place.county.pages:
            sys.exit(f"{name} wrote {len(merged)} of {place.county.pages} pages")
    return cost


def _compare_pages(place: Place) -> None:
    """Make sure that the binder that was measured holds every page."""
    manifest = place.county.root / "output" / UNIT / "manifest.json"
    sources = json.loads(manifest.read_text(encoding="utf-8"))["sources"]
    bound = sum(source["pages"] for source in sources)
    if (len(sources), bound) != (len(place.county.files), place.county.pages):
        sys.exit(f"{len(sources)} files, {bound} pages bound, {place.county.pages} filed")


# ------------------------------------------------------------------------------------- the report


def report(turns: Sequence[Turn]) -> None:
    """Print a line for each kind of run: medians of all turns, ratios to the floor."""
    print(
        f"{'':22}{'seconds':>9}{'of floor':>10}{'CPU s':>9}{'of floor':>10}"
        f"{'largest MB':>12}{'together MB':>12}  largest process"
    )
    for name in turns[0]:
        costs = [turn[name] for turn in turns]
        seconds = statistics.median(cost.seconds for cost in costs)
        work = statistics.median(cost.work for cost in costs)
        of_floor = ratio(turns, name, FLOOR)
        work_of_floor = statistics.median(turn[name].work / turn[FLOOR].work for turn in turns)
        peak, together = (max(getattr(c, f) for c in costs) for f in ("peak", "together"))
        print(
            f"{name:22}{seconds:9.2f}{of_floor:10.2f}{work:9.2f}{work_of_floor:10.2f}"
            f"{peak:12.0f}{together:12.0f}  {max(costs, key=lambda cost: cost.peak).largest}",
            flush=True,
        )


def ratio(turns: Sequence[Turn], name: str, other: str) -> float:
    """How many times as long a run takes as another one: the median of the turns."""
    return statistics.median(turn[name].seconds / turn[other].seconds for turn in turns)


def verdicts(shape: Shape, turns: Sequence[Turn]) -> list[str]:
    """Each aim that is meant for this county beside what was measured."""
    found = []
    if not shape.mixed:
        found.append(
            _verdict("PDF cold, times the floor", ratio(turns, COLD, FLOOR), MOST_OF_FLOOR)
        )
    changed = ratio(turns, CHANGED, COLD)
    found.append(_verdict("PDF one file changed, of cold", changed, MOST_OF_COLD))
    changed = ratio(turns, WORD_CHANGED, WORD_COLD)
    found.append(_verdict("Word one file changed, of cold", changed, MOST_OF_COLD))
    if shape.name == "large":
        peak = max(turn[name].peak for turn in turns for name in (COLD, WARM, CHANGED))
        found.append(_verdict("largest process of PDF builds, MB", peak, MOST_MEMORY))
        warm = statistics.median(turn[WORD_WARM].seconds for turn in turns)
        found.append(_verdict("Word warm, seconds", warm, MOST_WORD))
        check = statistics.median(turn[CHECK].seconds for turn in turns)
        found.append(_verdict("check warm, seconds", check, MOST_CHECK))
    return found


def _verdict(name: str, measured: float, most: float) -> str:
    verdict = "met" if measured <= most else "not met"
    return f"{name}: {measured:.2f}, aim {most:g}: {verdict}"


if __name__ == "__main__":
    main()
