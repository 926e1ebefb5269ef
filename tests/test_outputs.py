"""However many processes draw and put together: the same files."""

from collections.abc import Callable
from pathlib import Path

from generator.binder.outputs import LABELS, binder_workers, write_lists, write_pdf
from generator.binder.planning import plan_binder
from generator.binder.request import Request
from generator.verdict.workspace import open_workspace
from tests.test_binder import AS_OF, FILES, quiet

MakeWorkspace = Callable[..., Path]


def test_the_same_files_from_one_process_and_from_several(
    make_workspace: MakeWorkspace, tmp_path: Path
) -> None:
    workspace = open_workspace(make_workspace(FILES).resolve())
    request = Request("jia", AS_OF, tmp_path)
    planned = plan_binder(workspace, request, quiet, printing=True)
    lists = (workspace, planned.assessment, planned.plan, planned.preflight)

    def written(name: str, jobs: int) -> dict[str, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        for kept in workspace.cache.glob("*/*.pdf"):
            if kept.parent.name in {"pages", "labels"}:
                kept.unlink()
        with binder_workers(workspace, planned.plan, folder, jobs) as pool:
            files = write_lists(*lists, folder, pool)
            files |= write_pdf(workspace, planned.plan, folder, quiet, screen=True, pool=pool).files
        assert sorted(path.name for path in folder.iterdir()) == sorted(files)
        return {name: path.read_bytes() for name, path in files.items()}

    first = written("a", 1)
    assert {LABELS, "binder.pdf"} < set(first)
    assert written("b", 2) == first
    assert written("c", 3) == first
    shown: list[tuple[str, int, int]] = []
    folder = tmp_path / "e"
    folder.mkdir()
    with binder_workers(workspace, planned.plan, folder, 2) as pool:
        write_pdf(
            workspace,
            planned.plan,
            folder,
            lambda step, done, total: shown.append((step, done, total)),
            screen=True,
            pool=pool,
        )
    assert shown == [("排版 PDF", 1, 1), ("装配 PDF", 0, 2), ("装配 PDF", 1, 2), ("装配 PDF", 2, 2)]
