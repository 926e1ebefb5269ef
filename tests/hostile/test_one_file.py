"""Whatever breaks over a document costs that document, and is told with its step."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.base.workers import Limits
from generator.build import Outcome, Request, build
from generator.workspace import Workspace, open_workspace
from tests.builders import containers, pdfs
from tests.builders.alone import importing_tests
from tests.hostile.breaking import MARK, WAYS, broken
from tests.test_binder import AS_OF, quiet

MakeWorkspace = Callable[..., Path]

#: Every step over one document: its function, who asks for it, what kind of document takes it,
#: and what a clerk reads.
STEPS = {
    "识别": ("generator.unpack.recognise", "look", "", ".pdf", "识别文件类型"),
    "解开": ("generator.unpack.child", "take_out", "", ".zip", "解"),
    "转换": ("generator.converters.batch", "_call", "", ".pdf", "转换"),
    "查看密级": ("generator.privacy.classified", "look", "", ".pdf", "查看密级"),
    "装配": ("generator.renderers.assembling", "assemble", "generator.outputs", ".pdf", "装配成册"),
}

#: All ways of all steps are tried when asked for; else each step breaks in one of the ways.
LONG = "GEN_BINDER_LONG" in os.environ
CASES = [
    (step, how)
    for at, step in enumerate(STEPS)
    for way, how in enumerate(WAYS)
    if LONG or way == at % len(WAYS)
]


def opened(make_workspace: MakeWorkspace, suffix: str) -> Workspace:
    """Ten documents, over one of which a step will break; few seconds for each."""
    files: dict[str, str | bytes] = {}
    for at in range(10):
        name = f"2019-05-{at + 10} {MARK if at == 4 else '好'}{at}"
        page = pdfs.as_bytes(pdfs.blank_pdf([pdfs.A4] * (at + 1)))
        content = containers.zip_of({"一.pdf": page}) if suffix == ".zip" else page
        files[f"1.1 函/{name}{suffix}"] = content
    workspace = open_workspace(make_workspace(files).resolve())
    limits = Limits(memory=1_500_000_000)
    return replace(
        workspace, config=replace(workspace.config, conversion_timeout=3, child_limits=limits)
    )


def built(workspace: Workspace, folder: Path) -> Outcome:
    request = Request("jia", AS_OF, folder, formats=("pdf",))
    return build(workspace, request, quiet)


@pytest.mark.parametrize(("step", "how"), CASES)
def test_a_step_that_breaks_costs_one_document(
    step: str,
    how: str,
    make_workspace: MakeWorkspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, name, used_in, suffix, said = STEPS[step]
    workspace = opened(make_workspace, suffix)
    importing_tests(monkeypatch)
    broken(monkeypatch, how, module, name, used_in)
    outcome = built(workspace, tmp_path / "out")
    unbound = [
        (one.file.path, one.conversion)
        for item in outcome.assessment.items
        for one in item.files
        if not one.pages
    ]
    assert len(unbound) == 1
    ((path, why),) = unbound
    assert MARK in path
    assert said in why.message
