"""What is handed out: the wheel and the sdist, and the lists of what they depend on."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import generator

ROOT = Path(generator.__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [
    Requirement(line)
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]

# Where a module comes as a fixed part of a declared package.
PART_OF = {"pydantic-core": "pydantic"}


def declared(requirements: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, requirements)}


def pinned() -> dict[str, Requirement]:
    return {canonicalize_name(pin.name): pin for pin in PINS}


def imported_modules(folder: Path) -> Iterator[tuple[str, Path]]:
    """The top-level name of every absolute import of a package's modules, with the module."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name.partition(".")[0], path
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield str(node.module).partition(".")[0], path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel, made from the sdist as an installer would, and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return wheel, sdist


def files_under(*folders: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_wheel_carries_code_templates_texts_and_licences(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
        shipped = "generator/shipped/"
        for path in files_under("templates") | {"config.yaml"}:
            assert wheel.read(shipped + path) == (ROOT / path).read_bytes()
    assert {name for name in names if name.endswith(".yaml") and "/checklists/" in name}
    assert {"generator/py.typed", "generator/cli/locale/zh_CN/LC_MESSAGES/messages.mo"} <= names
    assert files_under("generator") <= names
    info = f"gen_binder-{generator.__version__}.dist-info/"
    assert {info + "licenses/LICENSE", info + "licenses/LICENSES.md"} <= names
    strange = {name for name in names if not name.startswith(("generator/", info))}
    assert strange == set(), "only the package belongs into the wheel"


def test_the_sdist_carries_what_the_wheel_is_made_of(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert files_under("generator", "templates") <= names
    assert {"config.yaml", "pyproject.toml", "requirements.txt"} <= names
    assert {"README.md", "README.zh-CN.md", "LICENSE", "LICENSES.md", "CHANGELOG.md"} <= names
    assert not [name for name in names if name.startswith(("evidence/", "output/", ".venv/"))]


def test_an_installed_wheel_works_away_from_the_repository(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(site)
    (script,) = PROJECT["scripts"].values()
    module, function = script.split(":")
    program = f"import sys, {module} as m; sys.argv[0] = 'gen-binder'; m.{function}()"

    def gen_binder(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=elsewhere,
            env={**os.environ, "PYTHONPATH": str(site), "LANG": "C"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    shown = gen_binder("--version")
    assert shown.returncode == 0, shown.stderr
    assert generator.__version__ in shown.stdout
    made = gen_binder("init", "new")
    assert made.returncode == 0, made.stderr
    for path in files_under("templates"):
        assert (elsewhere / "new" / path).read_bytes() == (ROOT / path).read_bytes()


def test_every_import_of_the_program_is_declared() -> None:
    known = declared(PROJECT["dependencies"])
    providers = importlib.metadata.packages_distributions()
    undeclared = set()
    for module, path in imported_modules(ROOT / "generator"):
        if module in sys.stdlib_module_names or module == "generator":
            continue
        names = {canonicalize_name(name) for name in providers.get(module, [module])}
        if not {PART_OF.get(name, name) for name in names} & set(known):
            undeclared.add((module, path.name))
    assert undeclared == set()


def test_every_declared_package_is_imported() -> None:
    used = {module for module, _ in imported_modules(ROOT / "generator")}
    providers = importlib.metadata.packages_distributions()
    packages = {canonicalize_name(n) for module in used for n in providers.get(module, [])}
    assert set(declared(PROJECT["dependencies"])) - packages == set()


def test_every_declared_package_has_a_pin_that_fits() -> None:
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    for name, requirement in declared(wanted).items():
        assert name in pinned(), f"{name} has no line in requirements.txt"
        (pin,) = pinned()[name].specifier
        assert requirement.specifier.contains(pin.version), name


def test_pins_are_exact_complete_and_what_is_installed() -> None:
    for pin in PINS:
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin
        if pin.marker is None or pin.marker.evaluate():
            assert pin.specifier.contains(importlib.metadata.version(pin.name)), pin
    for name, pin in pinned().items():
        if pin.marker is not None:
            continue
        for text in importlib.metadata.requires(name) or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pinned(), f"{name} needs {needed}"


def test_every_pin_has_its_licence_listed() -> None:
    text = (ROOT / "LICENSES.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+)(?: \([^|]*\))? \| (\S[^|]*) \|$", text, flags=re.MULTILINE)
    listed = {canonicalize_name(name) for name, licence in rows if licence.strip()}
    assert set(pinned()) - listed == set()
