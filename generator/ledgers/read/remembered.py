"""What workbooks were read as, kept in the cache: one is read again when it or its reader changes.

Reading takes a process of its own, and a large register seconds; what came of it does not depend on
the day or on other files.
"""

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from generator.base.cache import Key, find, keep
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.read.table import Ledger, SheetRead, StatedTotal
from generator.model import Finding

#: In the cache: the folder of these entries.
FOLDER = "ledgers"

#: What decides how a workbook is read, besides the schemas: this code, and the library below it.
_CODE = ("ledgers/read", "workbooks", "base/personal.py", "base/masking.py")
_LIBRARIES = ("python-calamine", "polars", "msoffcrypto-tool")


@dataclass(frozen=True, slots=True)
class _Around:
    """A ledger without its rows; ``split`` is how many bytes of the file hold the typed ones."""

    schema: str
    split: int
    totals: tuple[StatedTotal, ...]
    sheets: tuple[SheetRead, ...]
    unread: frozenset[tuple[str | None, int, str]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook that is to be read.

    Args:
        sha256: the hash of its content.
        shown: how findings call it.
        candidates: the schemas that may fit.
        ledger: it is meant as a ledger, whether one fits or not.
    """

    sha256: str
    shown: str
    candidates: tuple[LedgerSchema, ...]
    ledger: bool


class Remembered:
    """What was read in earlier runs, and in this one."""

    def __init__(self, cache_dir: Path) -> None:
        """Entries lie in a folder of the cache, which is made when the first one is kept."""
        self._folder = cache_dir / FOLDER
        self._digests: dict[str, str] = {}

    def find(self, reading: Reading) -> Ledger | None:
        """What the workbook was read as.

        Raises:
            KeyError: it was not read before, or not by this code; what is kept may be damaged.
        """
        entry = find(self._place(reading))
        if entry is None:
            raise KeyError(reading.shown)
        if entry.answer is None and entry.path is None:
            return None
        schemas = {schema.id: schema for schema in reading.candidates}
        try:
            around = _adapter().validate_json(str(entry.answer))
            data = entry.path.read_bytes() if entry.path else b""
            return _joined(around, data, schemas[around.schema], reading.shown)
        except (OSError, ValueError) as error:
            raise KeyError(reading.shown) from error

    def keep(self, reading: Reading, ledger: Ledger | None) -> None:
        """Remember what a workbook was read as; ``None``: it is no ledger.

        What cannot be written costs time only.
        """
        with suppress(OSError, UnicodeError, ValueError):
            if ledger is None:
                keep(self._place(reading))
                return
            rows, texts = _bytes(ledger.frame), _bytes(ledger.texts)
            around = _Around(
                ledger.schema.id,
                len(rows),
                ledger.totals,
                ledger.sheets,
                ledger.unread,
                ledger.findings,
            )
            keep(self._place(reading), _adapter().dump_json(around).decode(), rows + texts, ".ipc")

    def _place(self, reading: Reading) -> Path:
        for schema in reading.candidates:
            if schema.id not in self._digests:
                self._digests[schema.id] = _digest(repr(schema))
        schemas = [self._digests[schema.id] for schema in reading.candidates]
        decides = repr((reading.shown, reading.ledger, schemas))
        key = Key(f"{reading.sha256}-{_digest(decides)[:24]}", "ledger", _code())
        return key.at(self._folder)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """A digest of the code that reads workbooks, and of the libraries' versions."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256(" ".join(map(version, _LIBRARIES)).encode())
    for name in _CODE:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _adapter() -> TypeAdapter[_Around]:
    return TypeAdapter(_Around)


def _bytes(frame: object) -> bytes:
    import polars as pl

    assert isinstance(frame, pl.DataFrame)
    made = io.BytesIO()
    frame.write_ipc(made, compression="lz4")
    return made.getvalue()


def _joined(around: _Around, data: bytes, schema: LedgerSchema, shown: str) -> Ledger:
    """The ledger of an entry.

    Raises:
        ValueError: the bytes hold no rows.
    """
    import polars as pl
    from polars.exceptions import PolarsError

    try:
        frame = pl.read_ipc(io.BytesIO(data[: around.split]))
        texts = pl.read_ipc(io.BytesIO(data[around.split :]))
    except PolarsError as error:
        raise ValueError(shown) from error
    return Ledger(
        schema=schema,
        path=shown,
        frame=frame,
        texts=texts,
        totals=around.totals,
        sheets=around.sheets,
        unread=around.unread,
        findings=around.findings,
    )
