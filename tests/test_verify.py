"""What verify says when sources or outputs are changed, removed or added behind its back."""

import io
import json
from pathlib import Path

import pikepdf
import pytest

from generator.base.errors import OutputError
from generator.binder.build import Outcome
from generator.binder.verify import Compared, State, verify
from generator.cli import main as cli
from generator.render.pdf.page_digests import page_digests
from generator.verdict.workspace import open_workspace
from tests.conftest import MakeWorkspace
from tests.test_binder import FILES, a_pdf, run, the_pdf


@pytest.fixture
def made(make_workspace: MakeWorkspace) -> tuple[Path, Outcome]:
    root = make_workspace(FILES)
    return root, run(root, formats=("pdf",))


def states(root: Path) -> tuple[dict[str, Compared], dict[str, Compared]]:
    found = verify(open_workspace(root.resolve()), "jia", root / "output/jia")
    sources = {one.path.rpartition("/")[2]: one for one in found.sources}
    return sources, {one.path: one for one in found.outputs}


def test_nothing_has_changed(made: tuple[Path, Outcome]) -> None:
    root, _ = made
    sources, outputs = states(root)
    assert len(sources) == len(FILES)
    assert {one.state for one in (*sources.values(), *outputs.values())} == {State.SAME}


def test_changed_missing_and_new_sources_are_told_with_their_place(
    made: tuple[Path, Outcome],
) -> None:
    root, outcome = made
    unit = root / "evidence/jia"
    letter = next(unit.glob("1.1*/*.pdf"))
    letter.write_bytes(a_pdf(4))
    (unit / "1.2 会议/2019-05-10 第一次/1 通知.pdf").unlink()
    (unit / "1.1 对接函件/又一件.txt").write_text("新", "utf-8")
    sources, _ = states(root)
    first = outcome.plan.place_of(f"file:{letter.relative_to(root).as_posix()}")[1].printed
    assert sources[letter.name].state is State.CHANGED
    assert sources[letter.name].place == f"第1卷第 {first} 页起，共 3 页"
    assert sources["1 通知.pdf"].state is State.MISSING
    assert sources["又一件.txt"].state is State.ADDED
    assert sources["散件.pdf"].state is State.SAME


def test_a_changed_volume_tells_which_sides(made: tuple[Path, Outcome]) -> None:
    root, outcome = made
    path = the_pdf(outcome)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[8].contents_add(b"0 0 m 9 9 l S")
        del pdf.pages[-1]
        pdf.save(path)
    _, outputs = states(root)
    assert outputs[path.name].state is State.CHANGED
    assert outputs[path.name].pages == (9, len(outcome.plan.pages))


def test_missing_added_and_broken_outputs(
    made: tuple[Path, Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    root, outcome = made
    folder = outcome.folder
    (folder / "标签.pdf").unlink()
    (folder / "改.docx").write_bytes(b"x")
    the_pdf(outcome).write_bytes(b"no pdf any more")
    _, outputs = states(root)
    assert outputs["标签.pdf"].state is State.MISSING
    assert outputs["改.docx"].state is State.ADDED
    volume = outputs[the_pdf(outcome).name]
    assert (volume.state, volume.pages) == (State.CHANGED, ())
    assert volume.broken == "核对各面时程序处理不了这个文件"
    with pytest.raises(SystemExit) as end:
        cli.run(["--workspace", str(root), "verify", "jia", "--json"])
    assert end.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert told["same"] is False
    assert {one["path"]: one["state"] for one in told["outputs"]}["标签.pdf"] == "missing"
    with pytest.raises(SystemExit):
        cli.run(["--workspace", str(root), "verify", "jia"])
    said = capsys.readouterr().out
    assert "[不见了] 标签.pdf" in said
    assert "（没能查看哪些面与生成时不同：核对各面时程序处理不了这个文件）" in said


@pytest.mark.parametrize("content", [None, "{", '{"files": {}}', "[]"])
def test_without_a_readable_manifest_there_is_nothing_to_compare_with(
    made: tuple[Path, Outcome], content: str | None
) -> None:
    root, outcome = made
    manifest = outcome.folder / "manifest.json"
    manifest.unlink()
    if content is not None:
        manifest.write_text(content, "utf-8")
    with pytest.raises(OutputError, match="manifest"):
        states(root)


def test_a_page_digest_sees_text_boxes_turns_and_links(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(a_pdf(5))
    before = page_digests(path)
    with pikepdf.open(io.BytesIO(a_pdf(5))) as pdf:
        pdf.pages[0].contents_add(b"1 w")
        pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 595, 841])
        pdf.pages[2].obj.Rotate = 90
        link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]))
        pdf.pages[3].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        pdf.save(path)
    now = page_digests(path)
    assert [one == other for one, other in zip(before, now, strict=True)] == [False] * 4 + [True]
