"""Documents' own bookmarks and links in the binder for the screen, where trees are odd or huge."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from generator.cli.screen import render_led
from generator.measure.navigation import LOOKED_AT, MOST, navigation
from generator.render.pdf import on_screen
from generator.render.pdf.assembling import assemble
from generator.render.pdf.assembly import Assembly, Document, Entry, Placed, Side, alone
from generator.render.pdf.on_screen import Led
from tests.builders import on_screen as seen
from tests.builders.filed import fonts
from tests.builders.pdfs import blank_pdf


def link(pdf: pikepdf.Pdf, page: int) -> pikepdf.Object:
    place = Array([pdf.pages[page].obj, Name.Fit])
    return pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 90, 30], Dest=place)
    )


def with_bookmarks(pdf: pikepdf.Pdf, titles: Iterable[str]) -> pikepdf.Pdf:
    """Bookmarks side by side, all to the last page."""
    place = Array([pdf.pages[-1].obj, Name.Fit])
    marks = [pdf.make_indirect(Dictionary(Title=title, Dest=place)) for title in titles]
    for mark, following in pairwise(marks):
        mark.Next = following
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=marks[0]))
    return pdf


def source(path: Path, pages: int, link_to: int) -> Path:
    with blank_pdf([None] * pages) as pdf:
        pdf.pages[0].obj.Annots = Array([link(pdf, link_to)])
        with_bookmarks(pdf, ["附表"]).save(path)
    return path


def bound(file: Path, target: Path, *documents: Document) -> Assembly:
    """Two documents of the same pages, and one of a single page, in one file."""
    side = Side(Placed(210, 297, 0, 1.0, 0.0, 0.0))
    return Assembly(
        runs=((file, (1, 2)), (file, (1, 2)), (file, (1,))),
        sides=(side,) * 5,
        entries=(Entry("甲", 0, 1), Entry("乙", 0, 3), Entry("丙", 0, 5)),
        labels=(),
        title="汇编",
        fonts=fonts(),
        target=target,
        documents=documents,
    )


def documents(file: Path) -> tuple[Document, ...]:
    return (
        Document("甲.pdf", file, ((0, 1), (1, 2)), 0),
        Document("乙.pdf", file, ((0, 3), (1, 4)), 1),
        Document("丙.pdf", file, ((0, 5),), 2),
    )


def test_two_documents_of_the_same_pages_lead_each_to_its_own(tmp_path: Path) -> None:
    file = source(tmp_path / "件.pdf", 2, 1)
    volume = bound(file, tmp_path / "binder.pdf", *documents(file))
    led = assemble(volume).led
    assert led == (
        Led("甲.pdf", links=1, bookmarks=1),
        Led("乙.pdf", links=1, bookmarks=1),
        Led("丙.pdf", links_off=1),
    )
    assert seen.links(volume.target, [1, 2]) == ["1 2"]
    assert seen.links(volume.target, [3, 4]) == ["1 2"]
    assert seen.links(volume.target, [5]) == []
    assert seen.headings(volume.target, "乙", [3, 4]) == ["1 2 附表"]
    assert seen.headings(volume.target, "丙", [5]) == []


def test_what_is_not_for_the_screen_stays_byte_for_byte(tmp_path: Path) -> None:
    file = source(tmp_path / "件.pdf", 2, 1)
    plain = bound(file, tmp_path / "第01卷.pdf")
    assert assemble(plain).led == ()
    with pikepdf.open(plain.target) as pdf:
        assert pdf.pages[0].obj.Annots[0].Dest[0].objgen == pdf.pages[1].obj.objgen
        with pdf.open_outline() as outline:
            assert [mark.title for mark in outline.root] == ["甲", "乙", "丙"]
            assert not any(mark.children for mark in outline.root)


def test_a_document_alone_keeps_its_ways(tmp_path: Path) -> None:
    file = source(tmp_path / "件.pdf", 2, 1)
    volume = bound(file, tmp_path / "binder.pdf", *documents(file)[1:])
    only = alone(volume, file, tmp_path)
    assert assemble(only).led == assemble(volume).led
    assert seen.links(only.target, [3, 4]) == ["1 2"]


def test_a_document_that_cannot_be_read_costs_its_own_bookmarks_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = source(tmp_path / "好.pdf", 2, 1), source(tmp_path / "坏.pdf", 2, 1)
    first, second, _ = documents(good)
    volume = bound(good, tmp_path / "binder.pdf", replace(first, file=bad), second)
    read: Callable[..., object] = navigation

    def broken(pdf: pikepdf.Pdf) -> object:
        if Path(pdf.filename) == bad:
            raise pikepdf.PdfError("damaged")
        return read(pdf)

    monkeypatch.setattr(on_screen, "navigation", broken)
    led = assemble(volume).led
    assert led == (Led("甲.pdf", unread=True), Led("乙.pdf", links=1, bookmarks=1))
    assert "书签和链接读不出来的有 1 件，请打开原件查看：甲.pdf。" in render_led(led)


def test_more_bookmarks_than_anybody_reads_are_not_counted_to_the_end() -> None:
    with blank_pdf([None, None]) as pdf:
        read = navigation(with_bookmarks(pdf, (str(number) for number in range(LOOKED_AT + 50))))
    assert (len(read.headings), read.beyond, read.endless) == (MOST, LOOKED_AT - MOST, True)


def test_names_behind_the_end_of_what_is_read_lead_nowhere() -> None:
    with blank_pdf([None, None]) as pdf:
        place = Array([pdf.pages[1].obj, Name.Fit])
        names = [part for at in range(60_000) for part in (String(f"n{at}"), place)]
        several = ([String("first"), place], names, [String("last"), place])
        kids = Array(Dictionary(Names=Array(listed)) for listed in several)
        pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=kids))
        pdf.pages[0].obj.Annots = Array(
            Dictionary(Subtype=Name.Link, Dest=String(name)) for name in ("first", "last")
        )
        ways, _ = navigation(pdf).ways
    assert [way.page for way in ways] == [1, None]


def test_the_command_says_what_there_is_and_what_not() -> None:
    led = [Led("甲.pdf", links=3, links_off=2, bookmarks=4), Led("乙.pdf", bookmarks=1, beyond=9)]
    assert render_led([]) == []
    assert render_led(led) == [
        "binder.pdf 里有材料自带的书签 5 条、文内链接 3 处。",
        "1 件材料里通向别的文件或找不到去处的链接 2 处已取下。",
        "1 件材料的书签没有收全：太多、太深或找不到去处。",
        "逐件数目见 manifest.json。",
    ]
