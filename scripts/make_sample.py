"""Make the fictional evidence under ``evidence/`` and the list of its planted faults.

Usage: ``python scripts/make_sample.py [county_a county_b prefecture]``. The same input gives the
same bytes, except for the old Office formats, the slides and the locked PDF: those are made only
when they are absent. Files that the script does not know are named and left alone.
"""

import sys
from pathlib import Path

from sample.county_a import county_a
from sample.county_b import county_b
from sample.filing import UnitSample
from sample.prefecture import prefecture
from sample.provenance import expected_yaml, readme

_ROOT = Path(__file__).resolve().parents[1]
_EVIDENCE = _ROOT / "evidence"


def main() -> None:
    """Make the units named on the command line, or all."""
    units = (county_a(), county_b(), prefecture())
    wanted = sys.argv[1:] or [unit.folder for unit in units]
    for unit in units:
        if unit.folder in wanted:
            _make(unit)
            _write(_ROOT / "tests" / "sample" / f"{unit.folder}.yaml", expected_yaml(unit).encode())
    _write(_EVIDENCE / "README.md", readme(units).encode())


def _make(unit: UnitSample) -> None:
    folder = _EVIDENCE / unit.folder
    _write(folder / "county.yaml", unit.settings.encode())
    total = 0
    for file in unit.files:
        target = folder / file.path
        if not (file.once and target.is_file()):
            _write(target, file.make())
        total += target.stat().st_size
    known = {folder / file.path for file in unit.files} | {folder / "county.yaml"}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in known:
            print(f"not of the sample, left alone: {path.relative_to(_ROOT)}")
    print(f"{unit.folder}: {len(unit.files)} files, {total / 1e6:.1f} MB")


def _write(target: Path, data: bytes) -> None:
    """Write only what differs, so that an unchanged file keeps its time."""
    if target.is_file() and target.read_bytes() == data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


if __name__ == "__main__":
    main()
