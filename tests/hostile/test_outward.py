"""No document shows what lies in another file, even where no wall stands around LibreOffice."""

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from generator.convert import office, office_versions, soffice
from generator.convert.job import Job, Outcome, Tools
from generator.convert.linked import cut_links
from generator.convert.linked.binary_books import keep_results
from tests.builders import documents, hostile, outward
from tests.builders.containers import zip_of
from tests.builders.filed import fonts

PROGRAM = soffice.find()

needs_office = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")

TOLD = "处内容不在文件里、链接到别处，没有载入"
TEMPLATE = "套用的模板不在文件里"
CELLS = "个单元格用 INDIRECT 公式引用别处"

#: What is told of those documents that lose no content, or none that can be counted.
OTHERS = {
    "template.docx": TEMPLATE,
    "template.rtf": TEMPLATE,
    "joined.xlsx": CELLS,
    "disguised.docx": "",
    "indirect.xls": "",
}


def convert(sources: dict[str, Path], folder: Path) -> dict[str, Outcome]:
    """Convert in this very process, which has no wall."""
    assert PROGRAM is not None
    (folder / "scratch").mkdir(parents=True)
    jobs = [
        Job(path, name.rpartition(".")[2], folder / f"{name}.pdf") for name, path in sources.items()
    ]
    tools = Tools(fonts(), folder / "scratch", PROGRAM, soffice.environment(None))
    return dict(zip(sources, office.convert(jobs, tools), strict=True))


def written(made: dict[str, bytes], folder: Path) -> dict[str, Path]:
    folder.mkdir(parents=True)
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in made}


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def shows_colour(pdf: Path) -> bool:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image = page.render(scale=0.5).to_pil().convert("RGB")
            colours = image.getcolors(1 << 24) or []
            if any(red > 200 and green < 60 and blue > 200 for _, (red, green, blue) in colours):
                return True
    return False


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> outward.Marked:
    return outward.marked(tmp_path_factory.mktemp("away"))


@dataclass(frozen=True, slots=True)
class Converted:
    """Documents that lead elsewhere: their bytes, where they lie, and their pages."""

    made: dict[str, bytes]
    sources: dict[str, Path]
    outcomes: dict[str, Outcome]


@pytest.fixture(scope="module")
def converted(files: outward.Marked, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    assert PROGRAM is not None
    folder = tmp_path_factory.mktemp("converted")
    made = {**outward.everything(files), **outward.old_documents(files, PROGRAM, folder / "old")}
    sources = written(made, folder / "in")
    return Converted(made, sources, convert(sources, folder / "out"))


@needs_office
def test_no_page_shows_another_file(converted: Converted) -> None:
    for name, outcome in converted.outcomes.items():
        assert outcome.leaves is not None, name
        words = words_of(outcome.leaves.pdf)
        assert "正文" in words, name
        assert outward.WORDS not in words, name
        assert outward.VALUE not in words, name
        assert not shows_colour(outcome.leaves.pdf), name
        assert any(OTHERS.get(name, TOLD) in note for note in (*outcome.leaves.notes, "")), name
        assert converted.sources[name].read_bytes() == converted.made[name]


@needs_office
def test_what_was_saved_is_still_shown(converted: Converted) -> None:
    shown = {
        "field-includetext.docx": "旧",
        "section.odt": "旧",
        "dde.odt": "旧",
        "range.ods": "旧",
        "kept.xlsx": "42",
        "text.rtf": "y",
        "object.rtf": "w",
        "field.doc": "旧",
        "indirect.xls": "42",
    }
    for name, words in shown.items():
        leaves = converted.outcomes[name].leaves
        assert leaves is not None, name
        assert words in words_of(leaves.pdf), name


@needs_office
def test_the_marks_would_be_seen(
    files: outward.Marked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the cleaning these documents do show what lies elsewhere.

    LibreOffice 25.2 takes no cells of another workbook by itself; older ones do.
    """
    assert PROGRAM is not None
    monkeypatch.setattr(office, "cut_links", lambda copy: ())
    everything = outward.everything(files)
    names = ["svg-image.docx", "svg-inner.docx", "fill.odp", "drawing.rtf"]
    names += ["joined.xlsx"] if office_versions.is_old(office_versions.ask(PROGRAM)) else []
    made = {name: everything[name] for name in names}
    for name, outcome in convert(written(made, tmp_path / "in"), tmp_path / "out").items():
        assert outcome.leaves is not None, name
        pdf = outcome.leaves.pdf
        assert shows_colour(pdf) or outward.VALUE in words_of(pdf), name


@needs_office
def test_a_missing_picture_keeps_its_place(files: outward.Marked, tmp_path: Path) -> None:
    """What stands below a linked picture stands where it stands below one that is there."""
    after = hostile.paragraph("后文")
    picture = hostile.linked_picture("r1")
    own = hostile.relation("r1", "image", "media/a.png")
    away = hostile.relation("r1", "image", files.picture.as_uri(), external=True)
    inside = hostile.docx_parts(picture.replace("r:link", "r:embed") + after, own)
    made = {
        "own.docx": zip_of(inside | {"word/media/a.png": files.picture.read_bytes()}),
        "away.docx": zip_of(hostile.docx_parts(picture + after, away)),
    }
    heights = []
    for outcome in convert(written(made, tmp_path / "in"), tmp_path / "out").values():
        assert outcome.leaves is not None
        with pypdfium2.PdfDocument(outcome.leaves.pdf) as document:
            page = document[0].get_textpage()
            assert page.count_rects() == 1
            heights.append(page.get_rect(0)[1])
    assert heights[0] == pytest.approx(heights[1], abs=1)


def test_documents_without_links_keep_their_bytes(tmp_path: Path) -> None:
    inner = outward.svg('<path id="a" d="M0 0h9v9z" fill="url(#b)"/><use xlink:href="#a"/>')
    letter = outward.with_drawing(inner)
    web = hostile.relation("r4", "hyperlink", "https://example.invalid/", external=True)
    made = {
        "drawing.docx": letter,
        "web.docx": zip_of(hostile.docx_parts(hostile.paragraph("甲"), web)),
        "sum.xlsx": zip_of(
            hostile.xlsx_parts("<row r='1'><c r='A1'><f>SUM(B1:C1)</f><v>3</v></c></row>")
        ),
        "packed.svgz": outward.packed(inner),
        "letter.docx": documents.letter(tmp_path / "a.docx").read_bytes(),
        "text.odt": documents.odt(tmp_path / "a.odt", "甲").read_bytes(),
        "text.rtf": documents.rtf(tmp_path / "a.rtf", "甲").read_bytes(),
        "old.doc": documents.compound(tmp_path / "a.doc", "WordDocument").read_bytes(),
    }
    for name, path in written(made, tmp_path / "in").items():
        assert cut_links(path) == (), name
        assert path.read_bytes() == made[name], name


def test_drawings_that_stand_alone_are_cut(files: outward.Marked, tmp_path: Path) -> None:
    for name, data in outward.vectors(files).items():
        for ending, made in (("svg", data), ("svgz", outward.packed(data))):
            copy = tmp_path / f"{name}.{ending}"
            copy.write_bytes(made)
            assert any(TOLD in note for note in cut_links(copy)), name
            assert cut_links(copy) == (), name  # nothing is left to be cut


def test_a_drawing_loads_no_style_and_no_font(tmp_path: Path) -> None:
    style = '@import "file:///a.css"; @font-face { src: u\\72l(file:///b.ttf) } path { fill: red }'
    copy = tmp_path / "a.svg"
    copy.write_bytes(
        outward.svg(
            f"<style>{style}</style><path style=\"filter:url('../c.svg#d')\" fill='url(#e)'/>",
            '<?xml-stylesheet href="file:///f.css"?>',
        )
    )
    assert cut_links(copy)[0].startswith("有 3 处")
    left = copy.read_text("utf-8")
    assert "file:" not in left
    assert "c.svg" not in left
    assert "fill: red" in left
    assert "url(#e)" in left


def test_documents_within_documents_are_cut_too(files: outward.Marked, tmp_path: Path) -> None:
    inner = outward.letters(files)["linked.docx"]
    parts = hostile.docx_parts(hostile.paragraph("甲"))
    copy = tmp_path / "a.docx"
    copy.write_bytes(zip_of(parts | {"word/embeddings/b.docx": inner}))
    assert cut_links(copy)[0].startswith("有 1 处")
    assert cut_links(copy) == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut-short.docx", zip_of(hostile.docx_parts(hostile.paragraph("甲")))[:-30]),
        (
            "odd.docx",
            zip_of(hostile.docx_parts("") | {"word/_rels/document.xml.rels": b"<Relationships"}),
        ),
        ("damaged.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_what_cannot_be_looked_through_is_told(name: str, data: bytes, tmp_path: Path) -> None:
    copy = tmp_path / name
    copy.write_bytes(data)
    (note,) = cut_links(copy)
    assert "没能查看里面有没有链接到别处的内容" in note
    assert copy.read_bytes() == data


def test_saved_words_of_an_old_workbook_stay() -> None:
    """INDIRECT with a text as its result becomes a cell with that text, in the same room."""
    code = b"\x44\x00\x00\x00\xc0\x42\x01\x94\x00"
    place = struct.pack("<HHH", 3, 2, 15)
    head = place + b"\x00" * 6 + b"\xff\xff" + bytes(6) + struct.pack("<H", len(code))
    text = struct.pack("<HB", 1, 1) + "旧".encode("utf-16-le")
    formula = struct.pack("<HH", 0x0006, len(head + code)) + head + code
    book = bytearray(formula + struct.pack("<HH", 0x0207, len(text)) + text + b"\x0a\0\0\0")
    before = len(book)
    keep_results(book)
    assert len(book) == before
    label = struct.pack("<HH", 0x0204, len(place + text)) + place + text
    assert bytes(book).endswith(label + b"\x0a\0\0\0")
    assert code not in book


def test_indirect_that_several_cells_share_is_settled() -> None:
    """The shared formula becomes harmless, and each cell that uses it keeps its number."""
    place, number = struct.pack("<HHH", 3, 2, 15), struct.pack("<d", 42)
    head = place + number + bytes(6) + struct.pack("<H", 5)
    cell = struct.pack("<HH", 0x0006, len(head) + 5) + head + b"\x01\x03\0\x02\0"
    shared = bytes(8) + struct.pack("<H", 9) + b"\x44\x00\x00\x00\xc0\x42\x01\x94\x00"
    book = bytearray(cell + struct.pack("<HH", 0x04BC, len(shared)) + shared)
    before = len(book)
    keep_results(book)
    assert len(book) == before
    assert struct.pack("<HH", 0x0203, 14) + place + number in book
    assert bytes(book).endswith(b"\x42\x01\x04\x00")


def test_names_written_in_the_manner_of_windows_are_inside(tmp_path: Path) -> None:
    """Its own picture is no link, and a link is seen."""
    own = hostile.relation("r1", "image", "../media/a.png")
    away = hostile.relation("r2", "image", "../../../a.png")
    parts = hostile.docx_parts(hostile.paragraph("甲"))
    for relations, told in ((own, 0), (own + away, 1)):
        listed = {"word\\drawings\\_rels\\d.xml.rels": hostile.relations_part(relations)}
        copy = tmp_path / "a.docx"
        copy.write_bytes(zip_of(parts | listed))
        assert len(cut_links(copy)) == told


def test_the_source_is_never_touched(files: outward.Marked, tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(outward.letters(files)["linked.docx"])
    before = source.read_bytes()
    copy = Path(shutil.copyfile(source, tmp_path / "b.docx"))
    cut_links(copy)
    assert source.read_bytes() == before
    assert copy.read_bytes() != before
