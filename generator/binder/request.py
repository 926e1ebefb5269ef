"""What is asked of a unit, and the shortest answer: what is wrong with it.

Nothing here knows how pages are planned or drawn: a check does not wait for that to be loaded.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.base.errors import WorkspaceError
from generator.binder.formats import FORMATS
from generator.model import Unit
from generator.verdict.judge import Judged, Reporter, judge
from generator.verdict.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Request:
    """Which binder is wanted, or looked at: the unit, one group or all, the formats, where it goes.

    Without ``output`` it goes to the workspace's own folder. ``screen`` asks for all volumes in
    one PDF besides.
    """

    unit: str
    as_of: dt.date
    output: Path | None = None
    formats: tuple[str, ...] = FORMATS
    group: str | None = None
    jobs: int = 1
    unmasked: bool = False
    screen: bool = False


def check(workspace: Workspace, request: Request, report: Reporter) -> Judged:
    """What is wrong with one unit; of the request unit, day and jobs count.

    Raises:
        BinderError: the unit cannot be judged; the message says why and what to do.
    """
    with workspace.at_work():
        return judge(workspace, request.unit, request.as_of, report, jobs=request.jobs)


def asked_for(workspace: Workspace, request: Request) -> Unit:
    """The unit; its name and the group's become file names and are looked at before anything else.

    Raises:
        WorkspaceError: there is no such unit, or the profile has no such group.
        ConfigError: the unit's own file is wrong.
    """
    groups = [group.id for group in workspace.checklist.groups]
    if request.group is not None and request.group not in groups:
        raise no_such_group(request.group, groups)
    return workspace.unit(request.unit)


def no_such_group(group: str, known: Iterable[str]) -> WorkspaceError:
    """What a clerk is told of a group that the profile does not have."""
    return WorkspaceError(f"没有第 {group} 组", f"可选的组：{'、'.join(known)}。")
