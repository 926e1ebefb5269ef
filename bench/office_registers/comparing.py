"""What a check told, held against what was planted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.office_registers.codes import codes
from bench.office_registers.filing import Expected

#: A finding of `check --json`: code, severity, path, sheet, row, column, message.
Line = Mapping[str, object]


@dataclass(slots=True)
class Score:
    """Hits and misses by kind of fault, right and false lines by code, and each of them to list."""

    hits: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    codes: dict[str, str] = field(default_factory=dict)
    missed: list[tuple[str, Expected]] = field(default_factory=list)
    wrong: list[Line] = field(default_factory=list)
    #: False lines row by row, of which `false` counts one a column.
    lines: int = 0
    _told: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def recall(self) -> float:
        """Planted faults that were told, of all."""
        return self.hits.total() / max(1, self.planted.total())

    @property
    def precision(self) -> float:
        """Lines about planted faults, of all that were told about registers."""
        return self.right.total() / max(1, self.right.total() + self.false.total())

    def add(self, unit: str, expected: Sequence[Expected], lines: Iterable[Line]) -> None:
        """Count the lines of one unit; paths of lines begin with `evidence/` and the unit."""
        start = f"evidence/{unit}/"
        self._told.clear()
        by_file: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            if line["code"] in codes() and line["severity"] != "info" and line.get("path"):
                by_file[str(line["path"]).removeprefix(start)].append(line)
        books = {path for one in expected for path in one.paths} | _workbooks(by_file)
        told = {path: kept for path, kept in by_file.items() if path in books}
        self._hits(unit, expected, told)
        self._precision(expected, told)

    def _hits(
        self, unit: str, expected: Sequence[Expected], told: Mapping[str, list[Line]]
    ) -> None:
        for one in expected:
            if not one.must:
                continue
            self.planted[one.kind] += 1
            self.codes[one.kind] = one.codes[0]
            if any(_tells(line, one) for path in one.paths for line in told.get(path, ())):
                self.hits[one.kind] += 1
            else:
                self.missed.append((unit, one))

    def _precision(self, expected: Sequence[Expected], told: Mapping[str, list[Line]]) -> None:
        for path, lines in told.items():
            about = [one for one in expected if path in one.paths]
            for line in lines:
                hit = next((one for one in about if one.must and _tells(line, one)), None)
                if hit:
                    self._right(path, line, hit)
                elif not any(_tells(line, one) or _same_place(line, one) for one in about):
                    self._false(path, line)

    def _right(self, path: str, line: Line, hit: Expected) -> None:
        """Count a right line, once for each fault."""
        if (id(hit), path) not in self._told:
            self._told.add((id(hit), path))
            self.right[str(line["code"])] += 1

    def _false(self, path: str, line: Line) -> None:
        """Count a false line, once for each workbook and column, as they are read grouped."""
        self.lines += 1
        place = line["code"], path, line.get("column")
        if place not in self._told:
            self._told.add(place)
            self.false[str(line["code"])] += 1
            self.wrong.append(line)


def _workbooks(paths: Iterable[str]) -> set[str]:
    ends = (".xlsx", ".xls", ".et", ".ods", ".fods", ".csv")
    return {path for path in paths if path.endswith(ends)}


def _tells(line: Line, one: Expected) -> bool:
    return line["code"] in one.codes and _at(line, one)


def _at(line: Line, one: Expected) -> bool:
    row, column = line.get("row"), line.get("column")
    fits = not one.rows or row is None or row in one.rows
    return fits and (not one.columns or column is None or column in one.columns)


def _same_place(line: Line, one: Expected) -> bool:
    """Another line about a cell that is at fault: a consequence, neither right nor false."""
    return bool(one.rows and one.columns) and line.get("row") in one.rows and _at(line, one)
