"""Compare what is filed and what was made with the record of the build."""

from pathlib import Path

from generator.base.terminal import hand_over, say
from generator.binder.verify import verify
from generator.cli import DONE, GAPS
from generator.cli.opening import opened
from generator.cli.verified import render_verified, render_verified_json


def run(folder: Path | None, unit: str, *, output: Path | None, as_json: bool) -> int:
    """Print which files are what they were, and which are not.

    Raises:
        BinderError: there is no such unit, or no record of a build.
    """
    root, workspace = opened(folder)
    verdict = verify(workspace, unit, (output or root / "output").absolute() / unit)
    if as_json:
        hand_over(render_verified_json(verdict))
    else:
        say(*render_verified(verdict))
    return DONE if verdict.same else GAPS
