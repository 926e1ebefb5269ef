"""Run a module of this package as a program of its own, within a worker's wall.

Behind the wall the folder of the package can be listed, and none above it: Python would not find
the package by its name. This file is run by its path, and hands the package on.
"""

import importlib.util
import runpy
import sys
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]


def module_command(module: str, *words: str | Path) -> list[str | Path]:
    """How a module of this package is called, with the words that it finds in ``sys.argv``."""
    return [sys.executable, "-P", __file__, module, *words]


def _main() -> None:
    place = _PACKAGE / "__init__.py"
    spec = importlib.util.spec_from_file_location(_PACKAGE.name, place)
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE.name] = package
    spec.loader.exec_module(package)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
