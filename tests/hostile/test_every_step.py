"""Whatever the source gives to workers is among the steps that are broken on purpose."""

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.builders.worker_uses import modules
from tests.hostile.steps import STEPS

#: What takes a function that a worker is to call, as its first argument.
GIVERS = frozenset({"Task", "look_at"})

#: Functions that are broken elsewhere: by what, and why they cannot be among the steps.
ELSEWHERE: Mapping[str, str] = {
    "generator.convert.identities.look": "test_identity.py: asked only where a cache is lost",
    "generator.convert.office_versions.ask": "test_kept.py: it asks the program, of no file",
    "generator.archive.pdfa._start": "test_pdfa.py: a program that knows no names of documents",
}


def given_to_workers(module: str, tree: ast.Module) -> Iterator[str]:
    """The functions that a module has workers call, each with the module where it stands.

    One that comes as an argument is given by the caller, and found there.
    """
    name = f"generator.{module.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
    known = dict(_functions(name, tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _last(node.func) not in GIVERS:
            continue
        function = ast.unparse(_first(node))
        if function in known:
            yield known[function]
        else:
            assert function in _arguments(tree), f"{module}:{node.lineno}: {function}"


def _functions(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The functions that a module can call by a plain name, and where each stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node in tree.body:
            yield node.name, f"{module}.{node.name}"
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def _arguments(tree: ast.Module) -> set[str]:
    return {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}


def _first(call: ast.Call) -> ast.expr:
    return call.args[0] if call.args else call.keywords[0].value


def _last(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


def test_every_step_is_broken_on_purpose() -> None:
    found = {name for module, tree in modules() for name in given_to_workers(module, tree)}
    broken = {f"{step.module}.{step.name}" for step in STEPS.values()}
    assert found == broken | set(ELSEWHERE)


def test_what_is_given_to_workers_is_seen() -> None:
    source = """
from other import far as near
def own(argument): ...
tasks = [workers.Task(near, 1, 2.0)]
def passed_on(function): return Task(function, 1, 2.0)
look_at(
    own, (), eyes
)
"""
    found = set(given_to_workers("some/part.py", ast.parse(source)))
    assert found == {"generator.some.part.own", "other.far"}
    source = source.replace("own, ()", "unknown, ()")
    with pytest.raises(AssertionError, match="unknown"):
        set(given_to_workers("some/part.py", ast.parse(source)))
