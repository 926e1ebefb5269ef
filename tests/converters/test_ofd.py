import hashlib
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.convert import ofd
from generator.convert.job import Job, Tools
from generator.convert.ofd import jbig2, seals
from generator.convert.ofd.outlines import operators
from generator.convert.ofd.seals import UNVERIFIED
from generator.model import Leaves, Unbindable
from tests.builders import ofd as make
from tests.builders.filed import convert, fonts, leaves_of

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
WHITE = (255, 255, 255)

_COLOUR = '<ofd:Color Value="255 0 0"/>'

#: Pixels in which pages are looked at: four to the millimetre.
SCALE = 4 * 25.4 / 72


def run(source: Path) -> Leaves | Unbindable:
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    job = Job(source, "ofd", source.with_suffix(".pdf"))
    (outcome,) = ofd.convert([job], Tools(fonts(), source.parent))
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    assert not list(source.parent.glob("*.drawn.pdf"))
    return outcome.conversion


def read(source: Path) -> Leaves:
    found = run(source)
    assert isinstance(found, Leaves), found
    return found


def refusal(source: Path) -> Unbindable:
    found = run(source)
    assert isinstance(found, Unbindable), found
    assert found.message
    assert found.remedy
    return found


def drawn(leaves: Leaves, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        return document[page].render(scale=SCALE).to_pil().convert("RGB")


def at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place in mm from the upper left corner."""
    found = picture.getpixel((round(x * 4), round(y * 4)))
    assert isinstance(found, tuple)
    return found


def near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 12 for one, other in zip(colour, wanted, strict=True))


def words(leaves: Leaves) -> list[str]:
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def one(tmp_path: Path, objects: str, **more: object) -> Leaves:
    make.write(tmp_path / "a.ofd", [make.page(objects)], **more)
    return read(tmp_path / "a.ofd")


# ------------------------------------------------------------------------------------- pages


def test_text_is_text_in_its_place_and_pages_keep_their_order(tmp_path: Path) -> None:
    pages = [make.page(make.text(f"甲县第{number}号文", 30, 40)) for number in ("一", "二")]
    make.write(tmp_path / "a.ofd", pages)
    leaves = read(tmp_path / "a.ofd")
    assert leaves.notes == ()
    assert [(round(leaf.width), round(leaf.height)) for leaf in leaves.pages] == [(595, 842)] * 2
    assert [line.strip() for line in words(leaves)] == ["甲县第一号文", "甲县第二号文"]
    box = drawn(leaves).convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / 4 for edge in box)
    assert left == pytest.approx(30, abs=2)
    assert right == pytest.approx(30 + 6 * 8, abs=2)
    assert 39 < top < bottom < 50


def test_a_page_has_its_own_size_or_that_of_the_document(tmp_path: Path) -> None:
    pages = [make.page("", area="0 0 297 420"), make.page(make.square(10, 10, 20, "255 0 0"))]
    make.write(tmp_path / "a.ofd", pages, area="0 0 210 140")
    leaves = read(tmp_path / "a.ofd")
    assert [(round(leaf.width), round(leaf.height)) for leaf in leaves.pages] == [
        (842, 1191),
        (842, 595),  # an invoice: centred on upright or landscape A4 as it is
    ]
    page = drawn(leaves, 1)
    left, top = (297 - 210) / 2, (210 - 140) / 2
    assert near(at(page, left + 20, top + 20), RED)
    assert near(at(page, left + 5, top + 5), WHITE)


def test_a_box_that_does_not_begin_at_nought(tmp_path: Path) -> None:
    square = make.square(60, 80, 20, "255 0 0")
    make.write(tmp_path / "a.ofd", [make.page(square)], area="50 70 210 297")
    assert near(at(drawn(read(tmp_path / "a.ofd")), 20, 20), RED)


def test_templates_lie_below_or_above_and_layers_have_an_order(tmp_path: Path) -> None:
    templates = "".join(
        f'<ofd:TemplatePage ID="{number}" BaseLoc="Tpls/{number}.xml"/>' for number in (2, 3)
    )
    before = '<ofd:Template TemplateID="2" ZOrder="Background"/>'
    before += '<ofd:Template TemplateID="3" ZOrder="Foreground"/>'
    objects = make.square(20, 20, 40, "0 255 0")
    make.write(
        tmp_path / "a.ofd",
        [make.page(objects, before=before)],
        common=templates,
        parts={
            "Doc_0/Tpls/2.xml": make.page(make.square(10, 10, 40, "255 0 0")),
            "Doc_0/Tpls/3.xml": make.page(make.square(30, 30, 10, "0 0 255")),
        },
    )
    page = drawn(read(tmp_path / "a.ofd"))
    assert near(at(page, 15, 15), RED)
    assert near(at(page, 25, 25), GREEN)
    assert near(at(page, 35, 35), BLUE)


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    make.write(tmp_path / "a.ofd", [make.page("", before='<ofd:Template TemplateID="9"/>')])
    assert "第 1 页的底图模板读不到，没有印出" in read(tmp_path / "a.ofd").notes


def test_a_damaged_page_costs_itself_alone_and_is_told(tmp_path: Path) -> None:
    make.write(tmp_path / "a.ofd", [make.page(make.text("甲", 10, 10)), b"<ofd:Page"])
    leaves = read(tmp_path / "a.ofd")
    assert len(leaves.pages) == 2
    assert "第 2 页的内容已损坏，印出的是空白页" in leaves.notes


def test_annotations_are_drawn_as_they_look(tmp_path: Path) -> None:
    def annotation(number: int, said: str, square: str) -> str:
        look = f'<ofd:Appearance Boundary="10 10 50 50">{square}</ofd:Appearance>'
        return f'<ofd:Annot ID="{number}" Type="Stamp" {said}>{look}</ofd:Annot>'

    annotations = (
        annotation(1, "", make.square(5, 5, 10, "255 0 0"))
        + annotation(2, 'Visible="false"', make.square(20, 5, 10, "255 0 0"))
        + annotation(3, 'Print="false"', make.square(35, 5, 10, "255 0 0"))
        + '<ofd:Annot ID="4" Type="Highlight"/>'
    )
    pages = '<ofd:Page PageID="100"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page>'
    leaves = one(
        tmp_path,
        "",
        root="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={
            "Doc_0/Annots/Annotations.xml": make.xml("Annotations", pages),
            "Doc_0/Annots/Page_0/A.xml": make.xml("PageAnnot", annotations),
        },
    )
    page = drawn(leaves)
    assert near(at(page, 20, 20), RED)
    assert near(at(page, 35, 20), WHITE)
    assert near(at(page, 50, 20), WHITE)
    assert any("不打印" in note for note in leaves.notes)
    assert any("没有外观的批注" in note for note in leaves.notes)


def test_attachments_are_told(tmp_path: Path) -> None:
    entry = '<ofd:Attachment ID="1" Name="附表.xlsx"><ofd:FileLoc>x</ofd:FileLoc></ofd:Attachment>'
    leaves = one(
        tmp_path,
        "",
        root="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
        parts={"Doc_0/Attachs/Attachments.xml": make.xml("Attachments", entry)},
    )
    assert "OFD 内另有 1 个附件没有装订：附表.xlsx" in leaves.notes


# -------------------------------------------------------------------------------------- paths


def test_path_data_with_every_letter(tmp_path: Path) -> None:
    shape = "S 0 0 L 20 0 B 30 0 30 20 20 20 Q 10 30 0 20 A 10 10 0 0 1 0 0 C"
    leaves = one(tmp_path, make.filled(shape, "50 50 40 40", "255 0 0"))
    page = drawn(leaves)
    assert near(at(page, 60, 60), RED)
    assert near(at(page, 76, 60), RED)  # inside the cubic curve's belly
    assert near(at(page, 80, 60), WHITE)
    assert near(at(page, 60, 73.5), RED)  # and the quadratic one's
    assert near(at(page, 60, 77), WHITE)


@pytest.mark.parametrize(
    ("data", "last"),
    [
        ("M 0 0 10 0 10 10", "10.0000 10.0000 l"),
        ("M0,0L1e1-5", "10.0000 -5.0000 l"),
        ("M 0 0 A 0 5 0 0 1 9 9", "9.0000 9.0000 l"),
        ("M 0 0 L 5 5 X 1 1 L 9 9", "5.0000 5.0000 l"),
        ("L 5 5", ""),
        ("M 0 0 L 5", "0.0000 0.0000 m"),
        ("", ""),
    ],
)
def test_path_data_ends_where_it_stops_making_sense(data: str, last: str) -> None:
    assert operators(data).rpartition("\n")[2] == last


def test_an_arc_ends_where_it_is_to_end_and_goes_round_the_right_way() -> None:
    for clockwise, side in ((1, -1), (0, 1)):
        lines = operators(f"M 0 0 A 10 10 0 0 {clockwise} 20 0").splitlines()
        assert [abs(float(word)) for word in lines[-1].split()[4:6]] == [20, 0]
        middle = float(lines[1].split()[5])
        assert middle == pytest.approx(side * 10, abs=0.01)


def test_even_odd_and_non_zero_filling(tmp_path: Path) -> None:
    rings = "M 0 0 L 40 0 L 40 40 L 0 40 C M 10 10 L 30 10 L 30 30 L 10 30 C"
    objects = make.filled(rings, "10 10 40 40", "255 0 0", Rule="Even-Odd")
    objects += make.filled(rings, "60 10 40 40", "255 0 0")
    page = drawn(one(tmp_path, objects))
    assert near(at(page, 30, 30), WHITE)
    assert near(at(page, 80, 30), RED)


def test_strokes_have_width_dashes_and_keep_them_at_the_edge(tmp_path: Path) -> None:
    red = '<ofd:StrokeColor Value="255 0 0"/>'
    objects = make.path("M 0 0 L 100 0", "20 20 100 0", colours=red, LineWidth="4")
    objects += make.path(
        "M 0 0 L 100 0", "20 40 100 0", colours=red, LineWidth="4", DashPattern="10 10"
    )
    page = drawn(one(tmp_path, objects))
    assert near(at(page, 60, 18.5), RED)
    assert near(at(page, 60, 21.5), RED)
    assert near(at(page, 60, 23), WHITE)
    assert near(at(page, 25, 40), RED)
    assert near(at(page, 35, 40), WHITE)


def test_drawing_styles_are_inherited_from_style_to_style_and_from_the_layer(
    tmp_path: Path,
) -> None:
    styles = (
        '<ofd:DrawParams><ofd:DrawParam ID="20" LineWidth="6">'
        '<ofd:StrokeColor Value="255 0 0"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="21" Relative="20"><ofd:FillColor Value="0 0 255"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="22" Relative="22"/></ofd:DrawParams>'
    )
    box = "M 0 0 L 30 0 L 30 30 L 0 30 C"
    objects = make.path(box, "20 20 30 30", Fill="true", DrawParam="21")
    objects += make.path(box, "80 20 30 30", Fill="true", DrawParam="22")
    make.write(tmp_path / "a.ofd", [make.page(objects, layer='DrawParam="20"')], resources=styles)
    page = drawn(read(tmp_path / "a.ofd"))
    assert near(at(page, 35, 35), BLUE)
    assert near(at(page, 18, 35), RED)
    assert near(at(page, 95, 35), WHITE)  # no colour for filling is said: nothing is filled
    assert near(at(page, 78, 35), RED)


def test_colours_in_every_space_and_opacity(tmp_path: Path) -> None:
    spaces = (
        '<ofd:ColorSpaces><ofd:ColorSpace ID="30" Type="GRAY"/>'
        '<ofd:ColorSpace ID="31" Type="CMYK"/><ofd:ColorSpace ID="32" Type="RGB">'
        "<ofd:Palette><ofd:CV>0 0 0</ofd:CV><ofd:CV>0 255 0</ofd:CV></ofd:Palette>"
        "</ofd:ColorSpace></ofd:ColorSpaces>"
    )

    def box(x: int, colour: str, **more: str) -> str:
        said = {"Fill": "true", "Stroke": "false"} | more
        data = "M 0 0 L 20 0 L 20 20 L 0 20 C"
        return make.path(data, f"{x} 10 20 20", colours=f"<ofd:FillColor {colour}/>", **said)

    objects = (
        box(10, 'Value="128" ColorSpace="30"')
        + box(40, 'Value="0 255 255 0" ColorSpace="31"')
        + box(70, 'Index="1" ColorSpace="32"')
        + box(100, 'Value="#FF #00 #00"')
        + box(130, 'Value="0 0 0" Alpha="128"')
        + box(160, 'Value="0 0 0"', Alpha="128")
    )
    page = drawn(one(tmp_path, objects, resources=spaces))
    assert near(at(page, 20, 20), (128, 128, 128))
    red, green, blue = at(page, 50, 20)
    assert red > 200 > 80 > max(green, blue) - 5
    assert near(at(page, 80, 20), GREEN)
    assert near(at(page, 110, 20), RED)
    assert near(at(page, 140, 20), (127, 127, 127))
    assert near(at(page, 170, 20), (127, 127, 127))


def test_transformations_boundaries_and_clips(tmp_path: Path) -> None:
    big = "M 0 0 L 100 0 L 100 100 L 0 100 C"
    clip = (
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="10 10 10 10">'
        "<ofd:AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C</ofd:AbbreviatedData></ofd:Path>"
        "</ofd:Area></ofd:Clip></ofd:Clips>"
    )
    objects = make.filled(big, "10 10 30 30", "255 0 0", CTM="0.5 0 0 0.5 0 0")
    objects += make.path(
        big,
        "60 10 100 100",
        colours=f'<ofd:FillColor Value="0 0 255"/>{clip}',
        Fill="true",
        Stroke="false",
    )
    page = drawn(one(tmp_path, objects))
    assert near(at(page, 38, 38), RED)
    assert near(at(page, 45, 20), WHITE)  # outside its boundary
    assert near(at(page, 75, 25), BLUE)
    assert near(at(page, 65, 15), WHITE)
    assert near(at(page, 85, 25), WHITE)


def test_what_is_invisible_is_not_drawn_and_blocks_nest(tmp_path: Path) -> None:
    objects = make.square(10, 10, 20, "255 0 0", Visible="false")
    objects += f"<ofd:PageBlock><ofd:PageBlock>{make.square(40, 10, 20, '255 0 0')}"
    objects += "</ofd:PageBlock></ofd:PageBlock>"
    page = drawn(one(tmp_path, objects))
    assert near(at(page, 20, 20), WHITE)
    assert near(at(page, 50, 20), RED)


def test_blocks_without_end_are_told(tmp_path: Path) -> None:
    deep = "<ofd:PageBlock>" * 60 + make.square(1, 1, 5, "0 0 0") + "</ofd:PageBlock>" * 60
    assert "第 1 页有嵌套过深的内容，没有印出" in one(tmp_path, deep).notes


def test_composites_are_drawn_and_one_that_holds_itself_is_told(tmp_path: Path) -> None:
    def unit(number: int, inside: str) -> str:
        return (
            f'<ofd:CompositeGraphicUnit ID="{number}" Width="20" Height="20">'
            f"<ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>"
        )

    def use(number: int, x: int) -> str:
        return f'<ofd:CompositeObject ID="5" ResourceID="{number}" Boundary="{x} 10 20 20"/>'

    units = unit(40, make.square(0, 0, 20, "255 0 0")) + unit(41, use(41, 0))
    resources = f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>"
    leaves = one(tmp_path, use(40, 10) + use(41, 50) + use(42, 90), resources=resources)
    assert near(at(drawn(leaves), 20, 20), RED)
    assert any("嵌套过深" in note for note in leaves.notes)
    assert any("不在文件里的复合图形" in note for note in leaves.notes)


@pytest.mark.parametrize(
    ("colour", "told"),
    [
        (
            '<ofd:AxialShd><ofd:Segment><ofd:Color Value="255 0 0"/></ofd:Segment></ofd:AxialShd>',
            "",
        ),
        ("<ofd:Pattern/>", "图案底纹"),
    ],
)
def test_gradients_and_patterns_are_told(tmp_path: Path, colour: str, told: str) -> None:
    data = "M 0 0 L 20 0 L 20 20 L 0 20 C"
    colours = f"<ofd:FillColor>{colour}</ofd:FillColor>"
    leaves = one(
        tmp_path, make.path(data, "10 10 20 20", colours=colours, Fill="true", Stroke="false")
    )
    assert any((told or "渐变色") in note and "第 1 页" in note for note in leaves.notes)
    assert near(at(drawn(leaves), 20, 20), WHITE if told else RED)


# ------------------------------------------------------------------------------------- letters


def test_steps_in_runs_and_down_the_page(tmp_path: Path) -> None:
    code = '<ofd:TextCode X="0" Y="10" DeltaX="g 2 20 40" DeltaY="0 g 2 10">甲乙丙丁</ofd:TextCode>'
    objects = f'<ofd:TextObject ID="9" Boundary="10 10 150 60" Font="1" Size="10">{code}'
    leaves = one(tmp_path, objects + "</ofd:TextObject>")
    page = drawn(leaves).convert("L")
    for x, y in ((10, 20), (30, 20), (50, 30), (90, 40)):
        cell = page.crop((x * 4, (y - 10) * 4, (x + 10) * 4, (y + 1) * 4))
        assert cell.getextrema()[0] < 100, (x, y)
    assert page.crop((41 * 4, 10 * 4, 49 * 4, 40 * 4)).getextrema()[0] > 200


def test_text_without_steps_does_not_lie_on_one_spot(tmp_path: Path) -> None:
    objects = (
        '<ofd:TextObject ID="9" Boundary="10 10 90 10" Font="1" Size="10">'
        '<ofd:TextCode X="0" Y="10">甲县</ofd:TextCode></ofd:TextObject>'
    )
    leaves = one(tmp_path, objects)
    page = drawn(leaves).convert("L")
    assert page.crop((21 * 4, 40, 30 * 4, 84)).getextrema()[0] < 100
    assert words(leaves)[0].strip() == "甲县"


@pytest.mark.parametrize("kind", ["ttf", "otf", "cff"])
def test_embedded_fonts_by_glyph_number(tmp_path: Path, kind: str) -> None:
    entry = '<ofd:Font ID="2" FontName="Halves"><ofd:FontFile>f.bin</ofd:FontFile></ofd:Font>'
    transform = (
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2">'
        "<ofd:Glyphs>2 1</ofd:Glyphs></ofd:CGTransform>"
    )
    leaves = one(
        tmp_path,
        make.text("县市", 20, 20, font="2", size=20, inside=transform),
        fonts=entry,
        parts={"Doc_0/Res/f.bin": make.font(kind, with_map=False)},
    )
    assert leaves.notes == ()
    page = drawn(leaves)
    assert near(at(page, 30, 35), (0, 0, 0))  # glyph 2: the lower half
    assert near(at(page, 30, 25), WHITE)
    assert near(at(page, 50, 25), (0, 0, 0))
    assert near(at(page, 50, 35), WHITE)
    assert words(leaves)[0].strip() == "县市"
    with pikepdf.open(leaves.pdf) as pdf:
        assert "/Font" in pdf.pages[0].Resources


@pytest.mark.parametrize("kind", ["ttf", "otf"])
def test_embedded_fonts_by_character_with_a_stand_in_for_others(tmp_path: Path, kind: str) -> None:
    entry = '<ofd:Font ID="2" FontName="Halves"><ofd:FontFile>f.bin</ofd:FontFile></ofd:Font>'
    leaves = one(
        tmp_path,
        make.text("乙丙", 20, 20, font="2", size=20),
        fonts=entry,
        parts={"Doc_0/Res/f.bin": make.font(kind, with_map=True)},
    )
    page = drawn(leaves)
    assert near(at(page, 30, 35), (0, 0, 0))
    assert near(at(page, 30, 25), WHITE)
    assert words(leaves)[0].strip() == "乙丙"
    assert leaves.notes == ("第 1 页有内嵌字体里没有的字，已用相近字体代替",)


def test_one_glyph_for_several_characters_and_several_for_one(tmp_path: Path) -> None:
    entry = '<ofd:Font ID="2" FontName="Halves"><ofd:FontFile>f.bin</ofd:FontFile></ofd:Font>'

    def transform(start: int, codes: int, glyphs: str) -> str:
        return (
            f'<ofd:CGTransform CodePosition="{start}" CodeCount="{codes}">'
            f"<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>"
        )

    leaves = one(
        tmp_path,
        make.text("abc", 20, 20, font="2", size=20, inside=transform(0, 2, "1"))
        + make.text("d", 20, 60, font="2", size=20, inside=transform(0, 1, "1 2")),
        fonts=entry,
        parts={"Doc_0/Res/f.bin": make.font("ttf", with_map=False)},
    )
    page = drawn(leaves)
    assert near(at(page, 30, 25), (0, 0, 0))
    assert near(at(page, 50, 25), WHITE)
    assert near(at(page, 30, 65), (0, 0, 0))
    assert near(at(page, 50, 75), (0, 0, 0))
    assert words(leaves)[0].startswith("ab")


@pytest.mark.parametrize("content", [b"no font at all", b"\0\1\0\0" + bytes(200), None])
def test_a_font_that_cannot_be_read_is_replaced_and_told(
    tmp_path: Path, content: bytes | None
) -> None:
    entry = '<ofd:Font ID="2" FontName="某体"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>'
    leaves = one(
        tmp_path,
        make.text("甲县", 20, 20, font="2"),
        fonts=entry,
        parts={"Doc_0/Res/f.ttf": content} if content is not None else {},
    )
    assert words(leaves)[0].strip() == "甲县"
    assert any("某体" in note and "相近字体代替" in note for note in leaves.notes)


def test_a_character_that_no_font_has_is_told(tmp_path: Path) -> None:
    leaves = one(tmp_path, make.text("甲\U0010fffd", 20, 20))
    assert leaves.notes == ("第 1 页有没有字体可印的字，留了空",)


def test_letters_that_stand_in_do_not_run_into_each_other(tmp_path: Path) -> None:
    code = '<ofd:TextCode X="0" Y="20" DeltaX="10">WW</ofd:TextCode>'
    objects = f'<ofd:TextObject ID="9" Boundary="10 10 40 20" Font="1" Size="20">{code}'
    leaves = one(tmp_path, objects + "</ofd:TextObject>")
    with pypdfium2.PdfDocument(leaves.pdf) as document:
        first = document[0].get_textpage().get_charbox(0)
    assert first[2] <= 20.1 * 72 / 25.4


def test_turned_squeezed_and_coloured_letters(tmp_path: Path) -> None:
    entry = '<ofd:Font ID="2" FontName="Halves"><ofd:FontFile>f.bin</ofd:FontFile></ofd:Font>'
    red = '<ofd:FillColor Value="255 0 0"/>'
    objects = make.text("甲", 20, 20, font="2", size=20, CharDirection="90", inside=red)
    objects += make.text("甲", 80, 20, font="2", size=20, HScale="0.5")
    page = drawn(
        one(
            tmp_path,
            objects,
            fonts=entry,
            parts={"Doc_0/Res/f.bin": make.font("ttf", with_map=True)},
        )
    )
    # a quarter turn clockwise about its origin (20, 40): the upper half now lies to the right
    assert near(at(page, 35, 50), RED)
    assert near(at(page, 25, 50), WHITE)
    assert near(at(page, 85, 25), (0, 0, 0))
    assert near(at(page, 95, 25), WHITE)


# ------------------------------------------------------------------------------------ pictures


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("JPEG", "RGB"), ("BMP", "RGB"), ("TIFF", "CMYK"), ("GIF", "P"), ("PNG", "P")],
)
def test_pictures_of_every_kind(tmp_path: Path, kind: str, mode: str) -> None:
    leaves = one(
        tmp_path,
        make.image("50", 20, 20, 40, 30),
        resources=make.media("50", "p.dat"),
        parts={"Doc_0/Res/p.dat": make.picture(kind, mode=mode)},
    )
    page = drawn(leaves)
    red, green, blue = at(page, 40, 35)
    assert red > 200 > 80 > max(green, blue) - 5
    assert near(at(page, 65, 35), WHITE)
    assert leaves.notes == ()


def test_jpeg_bytes_stay_as_they_are_and_pictures_are_stored_once(tmp_path: Path) -> None:
    data = make.picture("JPEG")
    leaves = one(
        tmp_path,
        make.image("50", 20, 20, 40, 30) + make.image("50", 80, 20, 40, 30, CTM=""),
        resources=make.media("50", "p.jpg"),
        parts={"Doc_0/Res/p.jpg": data},
    )
    assert near(at(drawn(leaves), 100, 35), (254, 0, 0))
    with pikepdf.open(leaves.pdf) as pdf:
        (stored,) = pdf.pages[0].Resources.XObject.values()
        assert stored.read_raw_bytes() == data


def test_a_turned_picture_and_one_that_lets_the_paper_through(tmp_path: Path) -> None:
    from io import BytesIO

    half = Image.new("RGBA", (40, 40), (255, 0, 0, 255))
    half.paste((0, 0, 255, 255), (0, 0, 40, 20))
    half.paste((0, 0, 0, 0), (0, 0, 10, 10))
    stream = BytesIO()
    half.save(stream, "PNG")
    leaves = one(
        tmp_path,
        make.image("50", 20, 20, 40, 40, CTM="0 40 -40 0 40 0"),
        resources=make.media("50", "p.png"),
        parts={"Doc_0/Res/p.png": stream.getvalue()},
    )
    page = drawn(leaves)  # a quarter turn clockwise: what was above is now at the right
    assert near(at(page, 50, 50), BLUE)
    assert near(at(page, 30, 40), RED)
    assert near(at(page, 56, 24), WHITE)


def test_jbig2_is_drawn(tmp_path: Path) -> None:
    leaves = one(
        tmp_path,
        make.image("50", 20, 20, 40, 40),
        resources=make.media("50", "p.jb2"),
        parts={"Doc_0/Res/p.jb2": make.jbig2()},
    )
    assert leaves.notes == ()
    page = drawn(leaves)
    assert near(at(page, 30, 40), (0, 0, 0))
    assert near(at(page, 50, 40), WHITE)


@pytest.mark.parametrize("cut", [0, 8, 12, 20, 30, 60])
def test_a_cut_off_jbig2_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match=r"cut off|no page|random"):
        jbig2.read(make.jbig2()[:cut])


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("p.jb2", b"\x97JB2\r\n\x1a\n\x00", "JBIG2"),
        ("p.png", b"\x89PNG\r\n\x1a\n nothing", "读不出的图片"),
        ("p.jpg", make.picture("JPEG")[:-200], "读不出的图片"),
        ("p.png", None, "不在文件里的图片"),
    ],
)
def test_pictures_that_cannot_be_drawn_are_told_with_their_page(
    tmp_path: Path, name: str, data: bytes | None, told: str
) -> None:
    make.write(
        tmp_path / "a.ofd",
        [make.page(""), make.page(make.image("50", 20, 20, 40, 40) * 2)],
        resources=make.media("50", name),
        parts={f"Doc_0/Res/{name}": data} if data is not None else {},
    )
    notes = read(tmp_path / "a.ofd").notes
    assert any(told in note and note.startswith("第 2 页") for note in notes)


# --------------------------------------------------------------------------------------- seals


@pytest.mark.parametrize("kind", ["png", "jpg", "ofd"])
def test_a_seal_is_drawn_where_it_was_put_and_covers_nothing(tmp_path: Path, kind: str) -> None:
    look = {
        "png": make.picture("PNG"),
        "jpg": make.picture("JPEG"),
        "ofd": make.as_bytes([make.page(make.square(0, 0, 40, "255 0 0"))], area="0 0 40 40"),
    }[kind]
    body, parts = make.signature(make.seal(kind, look), "100 100 40 40")
    objects = make.square(115, 115, 10, "0 0 0")
    make.write(tmp_path / "a.ofd", [make.page(objects)], body=body, parts=parts)
    leaves = read(tmp_path / "a.ofd")
    assert leaves.notes == (UNVERIFIED,)
    page = drawn(leaves)
    assert near(at(page, 105, 105), RED)
    assert near(at(page, 135, 135), RED)
    assert near(at(page, 120, 120), (0, 0, 0))
    assert near(at(page, 145, 120), WHITE)


def test_half_a_seal_at_the_edge_shows_half(tmp_path: Path) -> None:
    value = make.seal("png", make.picture("PNG"))
    body, parts = make.signature(value, "100 100 40 40", clip="0 0 20 40")
    make.write(tmp_path / "a.ofd", [make.page("")], body=body, parts=parts)
    page = drawn(read(tmp_path / "a.ofd"))
    assert near(at(page, 110, 120), RED)
    assert near(at(page, 130, 120), WHITE)


@pytest.mark.parametrize(
    ("value", "page_number", "told"),
    [
        (b"garbage", "100", "图样取不出来"),
        (make.seal("png", b"no picture"), "100", "图样取不出来"),
        (make.seal("ofd", b"no ofd"), "100", "图样取不出来"),
        (make.seal("png", make.picture("PNG")), "999", "不存在的页"),
    ],
)
def test_a_seal_that_cannot_be_drawn_is_told(
    tmp_path: Path, value: bytes, page_number: str, told: str
) -> None:
    body, parts = make.signature(value, "10 10 40 40", page_number=page_number)
    make.write(tmp_path / "a.ofd", [make.page("")], body=body, parts=parts)
    notes = read(tmp_path / "a.ofd").notes
    assert UNVERIFIED in notes
    assert any(told in note for note in notes)


def test_a_signature_without_its_part_is_told(tmp_path: Path) -> None:
    body, parts = make.signature(b"", "10 10 40 40")
    del parts["Doc_0/Signs/Sign_0/Signature.xml"]
    make.write(tmp_path / "a.ofd", [make.page("")], body=body, parts=parts)
    notes = read(tmp_path / "a.ofd").notes
    assert UNVERIFIED in notes
    assert any("签章的部件读不出" in note for note in notes)


def test_the_walk_through_a_seal_ends_on_hostile_structures() -> None:
    nested = b""
    for _ in range(200):
        nested = make.der(0x30, nested + b"\x02\x01\x00")
    assert seals.seal_picture(nested) is None
    assert seals.seal_picture(make.der(0x30, b"\x05\x00" * 200_000)) is None
    assert seals.seal_picture(b"\x30\x84\xff\xff\xff\xff") is None
    whole = make.seal("png", b"x" * 300)
    for cut in range(0, len(whole), 7):
        assert seals.seal_picture(whole[:cut]) in {None, ("png", b"x" * 300)}
    assert seals.seal_picture(whole) == ("png", b"x" * 300)


# ------------------------------------------------------------------------------- hostile input


def test_what_is_no_ofd_inside_is_unreadable(tmp_path: Path) -> None:
    source = tmp_path / "a.ofd"
    source.write_bytes(b"PK\x03\x04 cut off")
    assert refusal(source).code == "unreadable"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("OFD.xml", "<x/>")
    assert "没有一页" in refusal(source).message
    make.write(source, [])
    assert "没有一页" in refusal(source).message
    make.write(source, [make.page("")], parts={"Doc_0/Document.xml": b"<broken"})
    assert "Document.xml" in refusal(source).message


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    make.write(tmp_path / "a.ofd", [make.page("")], parts={"Doc_0/Document.xml": bomb})
    assert "DOCTYPE" in refusal(tmp_path / "a.ofd").message
    wide = bomb.decode().encode("utf-16")
    make.write(tmp_path / "a.ofd", [make.page("")], parts={"Doc_0/Document.xml": wide})
    assert "DOCTYPE" in refusal(tmp_path / "a.ofd").message


def test_a_part_that_unpacks_without_end_is_not_read(tmp_path: Path) -> None:
    bomb = b" " * 60_000_000
    make.write(tmp_path / "a.ofd", [make.page("")], parts={"Doc_0/Document.xml": bomb})
    assert (tmp_path / "a.ofd").stat().st_size < 200_000
    assert "大得不合理" in refusal(tmp_path / "a.ofd").message


def test_a_password_makes_it_encrypted(tmp_path: Path) -> None:
    make.write(tmp_path / "a.ofd", [make.page("")])
    data = bytearray((tmp_path / "a.ofd").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    (tmp_path / "a.ofd").write_bytes(data)
    assert refusal(tmp_path / "a.ofd").code == "encrypted"


def test_locations_lead_nowhere_outside(tmp_path: Path) -> None:
    outside = tmp_path / "secret.xml"
    outside.write_bytes(make.page(make.text("机密", 10, 10)))
    make.write(tmp_path / "a.ofd", [make.page("")])
    entry = '<ofd:Page ID="1" BaseLoc="../../secret.xml"/>'
    document = make.xml("Document", f"<ofd:CommonData/><ofd:Pages>{entry}</ofd:Pages>")
    make.write(tmp_path / "a.ofd", [], parts={"Doc_0/Document.xml": document})
    leaves = read(tmp_path / "a.ofd")
    assert words(leaves) == [""]
    assert any("已损坏" in note for note in leaves.notes)


def test_numbers_that_are_none_do_no_harm(tmp_path: Path) -> None:
    objects = make.text("甲", 10, 10, CTM="nan inf 1 1", Alpha="x", HScale="1e400")
    objects += make.path("M nan 0 L 1e309 5", "a b c d", LineWidth="-1", DashPattern="0 0")
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 999999999999 1">甲乙</ofd:TextCode>'
    objects += f'<ofd:TextObject ID="9" Boundary="10 50 9 9" Font="77" Size="8">{code}'
    leaves = one(tmp_path, objects + "</ofd:TextObject>")
    assert sorted("".join(words(leaves)[0].split())) == sorted("甲甲乙")


def test_the_same_file_gives_the_same_bytes_through_the_whole_batch(tmp_path: Path) -> None:
    body, parts = make.signature(make.seal("png", make.picture("PNG")), "100 100 40 40")
    source = tmp_path / "电子文件.ofd"
    make.write(source, [make.page(make.text("甲县", 20, 20))], body=body, parts=parts)
    first = leaves_of(convert([source], tmp_path / "one"), source.name)
    other = leaves_of(convert([source], tmp_path / "two"), source.name)
    assert first.pdf.read_bytes() == other.pdf.read_bytes()
    assert first.notes == (UNVERIFIED,)
