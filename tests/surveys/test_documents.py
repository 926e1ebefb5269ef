"""Documents: the cache, the processes, bad pages."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from generator.base import workers
from generator.base.workers import Failed, Task, Trouble, running
from generator.lettering.fonts.stand_ins import NO_STAND_INS
from generator.measure.surveys import page, records, survey_documents, survey_leaves, work
from generator.model import DocumentSurvey, Leaf, Leaves
from tests.builders.surveyed import Sheet, bar, line_of


def pages(path: Path, count: int) -> Path:
    """A document whose pages bear bars at different heights."""
    with pikepdf.new() as pdf:
        for number in range(count):
            sheet = Sheet().show(
                bar((20, 10 + 5 * number, 60, 12 + 5 * number)), line_of("a", 20, 9, 9)
            )
            pdf.pages.extend(sheet.pdf.pages)
        pdf.save(path, deterministic_id=True)
    return path


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


def run(
    wanted: Mapping[Path, str], cache: Path, jobs: int = 1, progress=silent
) -> Mapping[Path, DocumentSurvey]:
    return survey_documents(wanted, cache=cache, jobs=jobs, progress=progress)


def test_the_same_survey_comes_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {pages(tmp_path / "一.pdf", 3): "11", pages(tmp_path / "二.pdf", 2): "22/:\n号"}
    first = run(wanted, tmp_path)
    assert [len(survey.pages) for survey in first.values()] == [3, 2]
    assert all(survey.unembedded_fonts == ("Helvetica",) for survey in first.values())
    monkeypatch.setattr(page, "survey_pages", None)
    seen: list[tuple[int, int]] = []
    assert run(wanted, tmp_path, progress=lambda *counts: seen.append(counts)) == first
    assert seen == [(5, 5)]


def test_another_key_or_version_is_surveyed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = pages(tmp_path / "一.pdf", 1)
    before = run({pdf: "一"}, tmp_path)
    Sheet().show(bar((100, 200, 120, 220))).save(pdf)
    assert run({pdf: "一"}, tmp_path) == before
    after = run({pdf: "二"}, tmp_path)
    assert after != before
    monkeypatch.setattr(records, "VERSION", records.VERSION + 1)
    assert run({pdf: "一"}, tmp_path) == after


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other"])
def test_a_damaged_record_is_made_anew(damage: str, tmp_path: Path) -> None:
    pdf = pages(tmp_path / "一.pdf", 2)
    first = run({pdf: "11"}, tmp_path)
    (record,) = (tmp_path / "surveys").iterdir()
    whole = record.read_bytes()
    middle = len(whole) // 2
    record.write_bytes(
        {
            "cut": whole[:middle],
            "flip": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "empty": b"",
            "other": b"[]",
        }[damage]
    )
    assert run({pdf: "11"}, tmp_path) == first
    assert record.read_bytes() == whole
    assert list((tmp_path / "surveys").iterdir()) == [record]


def test_equal_keys_are_surveyed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = pages(tmp_path / "一.pdf", 2), pages(tmp_path / "二.pdf", 2)
    asked: list[Path] = []
    real = page.survey_pages
    monkeypatch.setattr(
        page, "survey_pages", lambda pdf, indexes: asked.append(pdf) or real(pdf, indexes)
    )
    found = run({one: "11", other: "11"}, tmp_path)
    assert asked == [one]
    assert found[one] == found[other]


def test_processes_give_the_same_and_tell_how_far_they_are(tmp_path: Path) -> None:
    wanted = {pages(tmp_path / "长.pdf", 50): "50", pages(tmp_path / "短.pdf", 1): "1"}
    seen: list[tuple[int, int]] = []
    many = run(wanted, tmp_path / "甲", jobs=2, progress=lambda *counts: seen.append(counts))
    assert many == run(wanted, tmp_path / "乙")
    assert seen[0] == (0, 51)
    assert seen[-1] == (51, 51)
    assert seen == sorted(seen)
    tops = [page.ink.top for page in next(iter(many.values())).pages if page.ink]
    assert tops == [10 + 5 * number for number in range(50)]


def test_nothing_to_do(tmp_path: Path) -> None:
    assert run({}, tmp_path) == {}


def test_small_documents_go_together(tmp_path: Path) -> None:
    sizes = [1, 2, 1, 30, 1, 1, 60]
    waiting = {str(at): tmp_path / f"{at}.pdf" for at in range(len(sizes))}
    counts = {str(at): size for at, size in enumerate(sizes)}
    tasks = list(work.surveying(waiting, counts, NO_STAND_INS, jobs=1, timeout=10))
    parts = [part for task in tasks for part in task.argument]
    pages = [(part.key, index) for part in parts for index in part.indexes]
    assert pages == [(key, index) for key, count in counts.items() for index in range(count)]
    assert [[(part.key, len(part.indexes)) for part in task.argument] for task in tasks] == [
        [("0", 1), ("1", 2), ("2", 1), ("3", 24)],
        [("3", 6), ("4", 1), ("5", 1), ("6", 24)],
        [("6", 24)],
        [("6", 12)],
    ]
    assert [task.limit for task in tasks] == [10 + 5 * count for count in (28, 32, 24, 12)]
    alone = work.smaller(tasks[0])
    assert [task.argument[0].key for task in alone] == ["0", "1", "1", "2", *["3"] * 24]
    assert {task.limit for task in alone} == {15}
    assert not work.smaller(alone[0])


# --------------------------------------------------------------------------------------- bad pages


def test_a_page_that_ends_its_process_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else was in its task is surveyed all the same."""
    wanted = {pages(tmp_path / f"{at}.pdf", 3): str(at) for at in range(3)}
    whole = run(wanted, tmp_path / "甲")
    tried: list[list[tuple[str, int]]] = []

    def crashing(tasks: list[Task], *_: object) -> Iterator[tuple[int, object]]:
        at = 0
        while at < len(tasks):
            task = tasks[at]
            if task.function is work.survey:
                named = [(part.key, index) for part in task.argument for index in part.indexes]
                tried.append(named)
            bad = task.function is work.survey and ("1", 1) in named
            yield at, Failed(Trouble.CRASH) if bad else task.function(task.argument)
            at += 1

    monkeypatch.setattr(running, "run", crashing)
    monkeypatch.setattr(work, "_TURNS", 1)
    found = run(wanted, tmp_path / "乙")
    assert [len(named) for named in tried] == [9, *[1] * 9]
    for (pdf, key), before in zip(wanted.items(), whole.values(), strict=True):
        assert [page.drawable for page in found[pdf].pages] == [
            (key, index) != ("1", 1) for index in range(3)
        ]
        good = [index for index in range(3) if (key, index) != ("1", 1)]
        assert [found[pdf].pages[index] for index in good] == [
            before.pages[index] for index in good
        ]


def test_a_page_that_cannot_be_drawn_says_so_and_hides_no_other(tmp_path: Path) -> None:
    pdf = pages(tmp_path / "一.pdf", 3)
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        kids = document.Root.Pages.Kids
        kids[1] = document.make_indirect(Dictionary(Type=Name.Page, Parent=document.Root.Pages))
        document.save(pdf)
    data = pdf.read_bytes()
    survey = run({pdf: "11"}, tmp_path)[pdf]
    assert len(survey.pages) == 3
    assert [page.ink is not None for page in survey.pages] == [True, False, True]
    assert pdf.read_bytes() == data


def test_a_document_that_only_one_library_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = tmp_path / "坏.pdf"
    pdf.write_bytes(b"%PDF-1.4\nnothing else")
    assert run({pdf: "11"}, tmp_path)[pdf] == DocumentSurvey((), ())
    monkeypatch.setattr(work, "_page_count", lambda _: 2)
    survey = run({pdf: "22"}, tmp_path)[pdf]
    assert [page.drawable for page in survey.pages] == [False, False]
    assert not any(page.covered(0, 0, 500, 500) or page.blank for page in survey.pages)
    assert run({pdf: "22"}, tmp_path)[pdf] == survey


def test_more_pages_than_can_be_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pages(tmp_path / "一.pdf", 1)
    monkeypatch.setattr(work, "_page_count", lambda _: 2)
    survey = run({pdf: "11"}, tmp_path)[pdf]
    assert [page.drawable for page in survey.pages] == [True, False]


def test_a_page_without_size_or_sense_raises_nothing(tmp_path: Path) -> None:
    for number, entries in enumerate(
        (
            {"MediaBox": Array([0, 0, 0, 0])},
            {"MediaBox": Array([0, 0, 1, 14400])},
            {"Contents": Array([])},
            {"Resources": Dictionary()},
            {"Rotate": 45},
        )
    ):
        sheet = Sheet().show("q q q Q Q Q Q BT /None 12 Tf (x) Tj ET /None Do")
        for name, value in entries.items():
            sheet.page.obj[f"/{name}"] = value
        pdf = sheet.save(tmp_path / f"{number}.pdf")
        (page,) = run({pdf: str(number)}, tmp_path)[pdf].pages
        assert page.width > 0
        assert page.height > 0


@pytest.mark.parametrize("counted", [0, 2])
def test_every_page_that_is_bound_has_a_survey(counted: int, tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    if counted:
        pages(pdf, counted)
    else:
        pdf.write_bytes(b"%PDF-1.7 and nothing behind it")
    bound = Leaves(pdf, (Leaf(595, 842),) * 3, sha256="11")
    found = survey_leaves(
        [bound],
        cache=tmp_path,
        jobs=1,
        progress=silent,
        stand_ins=NO_STAND_INS,
        timeout=120,
        limits=workers.ORDINARY,
    )
    drawable = [one.drawable for one in found[pdf].pages]
    assert drawable == [True] * counted + [False] * (3 - counted)


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"没有\.pdf"):
        run({tmp_path / "没有.pdf": "11"}, tmp_path)
