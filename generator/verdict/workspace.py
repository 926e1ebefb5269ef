"""Everything that does not depend on a unit, read and checked once."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.base.cache.cleaning import clean_if_due
from generator.base.scratch import in_cache
from generator.ledgers.figures.declared import Declared
from generator.ledgers.figures.reading import read_figures
from generator.ledgers.read.schema import LedgerSchema
from generator.ledgers.schemas.files import read_ledger_schemas
from generator.lettering.fonts import FontSet, find_fonts, font_dirs
from generator.lettering.layout import Layout, read_layout
from generator.model import Checklist, Unit
from generator.office.checklist import read_checklist
from generator.office.config import Config, read_config
from generator.office.unit import read_unit

_LAYOUT = "templates/binder/layout.yaml"
_LEDGERS = "templates/ledgers"
_FIGURES = "templates/figures"

#: The folder of all caches.
CACHE = ".cache"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The office's settings: every unit of the workspace is judged and built with them.

    No unit can bear one of the ``reserved`` names.
    """

    config: Config
    schemas: Mapping[str, LedgerSchema]
    checklist: Checklist
    declared: Declared
    layout: Layout
    fonts: FontSet
    cache: Path
    reserved: frozenset[str] = frozenset()

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.config.root

    def unit(self, unit_id: str) -> Unit:
        """One of the units.

        Raises:
            WorkspaceError: the name is refused or unknown.
            ConfigError: all problems of the unit's own file at once.
        """
        units = self.declared.units
        office = self.config.office
        return read_unit(self.root, unit_id, self.checklist, office, units, self.reserved)

    def at_work(self) -> AbstractContextManager[Path]:
        """Use the cache until the end; then what was not used for long is removed from it.

        It gives the folder for temporary files. A run may be part of another.
        """
        cleaning = partial(clean_if_due, self.cache, self.config.cache_bounds)
        return in_cache(self.cache, cleaning)


def open_workspace(root: Path, reserved: frozenset[str] = frozenset()) -> Workspace:
    """Read and check the settings, the profile, its ledgers and figures, the layout and the fonts.

    Args:
        root: the workspace's folder.
        reserved: names that no unit can bear, because they name commands.

    Raises:
        ConfigError: the office's own files are wrong.
        FontError: a Chinese font that the pages need is not installed.
    """
    config = read_config(root)
    folder = root / _LEDGERS
    schemas = read_ledger_schemas(folder) if folder.is_dir() else {}
    known = schemas.keys() if schemas else None
    checklist = read_checklist(config.checklist_path, config.checklist_shown, known)
    shown = f"{_FIGURES}/{config.profile}.yaml"
    declared = read_figures(root / shown, shown, checklist, schemas)
    layout = read_layout(root / _LAYOUT, _LAYOUT)
    candidates = {role: figures.files for role, figures in layout.fonts.items()}
    fonts = find_fonts(candidates, font_dirs(root), layout.wanted_fallbacks)
    return Workspace(config, schemas, checklist, declared, layout, fonts, root / CACHE, reserved)
