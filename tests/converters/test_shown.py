"""What a PDF's pages show: layers, marks and values come out as the second reader draws them."""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from generator.base.cache import Key
from generator.convert.cache import load, store
from generator.convert.job import Job
from generator.convert.leaves import to_leaves
from generator.convert.shown.layers import Layers
from generator.convert.turning import turned
from generator.model import Leaves
from tests.builders import pdfs
from tests.builders.bound import difference
from tests.builders.filed import fonts

N = pikepdf.Name
GREEN, RED = b"0 1 0 rg 100 500 80 40 re f", b"1 0 0 rg 100 400 80 40 re f"


def leaves(pdf: pikepdf.Pdf, folder: Path) -> Leaves:
    made = to_leaves(pdfs.save(pdf, folder / "a.pdf"), folder / "copy.pdf", fonts()).leaves
    assert made is not None
    return made


def drawn(path: Path, number: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        picture: Image.Image = document[number].render(scale=1).to_pil().convert("RGB")
        return picture


def colours(path: Path) -> set[tuple[int, ...]]:
    """Which pure colours stand on the first page."""
    found = drawn(path).getcolors(1 << 20) or []
    return {colour for _, colour in found if len(set(colour)) > 1 and set(colour) <= {0, 255}}


def layered(pdf: pikepdf.Pdf, count: int) -> list[pikepdf.Object]:
    groups = [
        pdf.make_indirect(pikepdf.Dictionary(Type=N.OCG, Name=f"图层{at}")) for at in range(count)
    ]
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array(groups), D=pikepdf.Dictionary(OFF=pikepdf.Array(groups[1:]))
    )
    return groups


def page_of(content: bytes, **resources: pikepdf.Object) -> pikepdf.Pdf:
    pdf = pdfs.blank_pdf([pdfs.A4])
    pdf.pages[0].obj.Contents = pdf.make_stream(content)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(**resources)
    return pdf


def in_layers(first: bytes = b"/OC /A BDC", second: bytes = b"/OC /B BDC") -> bytes:
    return b"\n".join((first, GREEN, b"EMC", second, RED, b"EMC"))


def properties(pdf: pikepdf.Pdf, shown: pikepdf.Object, hidden: pikepdf.Object) -> None:
    pdf.pages[0].obj.Resources.Properties = pikepdf.Dictionary(A=shown, B=hidden)


def test_what_lies_on_a_hidden_layer_is_gone_and_told(tmp_path: Path) -> None:
    pdf = page_of(in_layers())
    shown, hidden = layered(pdf, 2)
    properties(pdf, shown, hidden)
    made = leaves(pdf, tmp_path)
    assert colours(made.pdf) == {(0, 255, 0)}
    assert made.notes == ("PDF 里关闭的图层没有印出：“图层1”；要印的请在阅读器里打开后另存",)
    with pikepdf.open(made.pdf) as copy:
        assert b"1 0 0 rg" in copy.pages[0].Contents.read_bytes()  # what it sets stays
        assert b"100 400 80 40 re" in copy.pages[0].Contents.read_bytes()
        assert b"re\nf" not in copy.pages[0].Contents.read_bytes().split(b"1 0 0 rg")[1]


@pytest.mark.parametrize(
    ("policy", "seen"),
    [("AnyOn", True), ("AllOn", False), ("AnyOff", True), ("AllOff", False)],
)
def test_memberships(policy: str, seen: bool, tmp_path: Path) -> None:
    pdf = page_of(in_layers())
    groups = layered(pdf, 2)
    membership = pikepdf.Dictionary(Type=N.OCMD, OCGs=pikepdf.Array(groups), P=N(f"/{policy}"))
    properties(pdf, groups[0], pdf.make_indirect(membership))
    found = colours(leaves(pdf, tmp_path).pdf)
    assert found == ({(0, 255, 0), (255, 0, 0)} if seen else {(0, 255, 0)})
    assert found == colours(tmp_path / "a.pdf")


def test_expressions_and_usages(tmp_path: Path) -> None:
    pdf = page_of(in_layers())
    groups = layered(pdf, 2)
    expression = pikepdf.Array([N.Not, groups[0]])
    membership = pikepdf.Dictionary(Type=N.OCMD, VE=expression)
    properties(pdf, groups[0], pdf.make_indirect(membership))
    groups[1].Usage = pikepdf.Dictionary(View=pikepdf.Dictionary(ViewState=N.ON))
    assert colours(leaves(pdf, tmp_path).pdf) == {(0, 255, 0)}


@pytest.mark.parametrize("entry", ["OCGs", "VE"])
def test_memberships_that_lead_back_to_themselves_end(entry: str) -> None:
    pdf = page_of(in_layers())
    layered(pdf, 2)
    looped = pdf.make_indirect(pikepdf.Dictionary(Type=N.OCMD))
    if entry == "OCGs":
        looped.OCGs = pikepdf.Array([looped] * 12)
    else:
        looped.VE = pdf.make_indirect(pikepdf.Array([N.And]))
        looped.VE.extend([looped.VE] * 12)
    assert not Layers(pdf).hides(looped)


def test_hidden_forms_and_pictures_and_marks(tmp_path: Path) -> None:
    pdf = page_of(GREEN + b" /F Do /G Do")
    _, hidden = layered(pdf, 2)
    form = pdf.make_stream(RED, Type=N.XObject, Subtype=N.Form, BBox=[0, 0, 600, 800], OC=hidden)
    inner = pikepdf.Dictionary(XObject=pikepdf.Dictionary(H=form))
    outer = pdf.make_stream(
        b"/H Do", Type=N.XObject, Subtype=N.Form, BBox=[0, 0, 600, 800], Resources=inner
    )
    outer.Resources.XObject.Self = outer
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(F=form, G=outer)
    mark = pikepdf.Dictionary(
        Type=N.Annot, Subtype=N.Square, Rect=[10, 10, 90, 30], F=4, C=[0, 0, 1], OC=hidden
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([mark])
    assert colours(leaves(pdf, tmp_path).pdf) == {(0, 255, 0)}


@pytest.mark.parametrize("damage", ["no states", "no config", "loop", "names"])
def test_layers_that_say_nothing_are_shown(damage: str, tmp_path: Path) -> None:
    pdf = page_of(in_layers())
    groups = layered(pdf, 2)
    membership = pdf.make_indirect(pikepdf.Dictionary(Type=N.OCMD))
    membership.OCGs = pikepdf.Array([membership, membership])
    properties(pdf, groups[0], groups[1] if damage != "loop" else membership)
    if damage == "no states":
        pdf.Root.OCProperties.D = pikepdf.Dictionary()
    elif damage == "no config":
        pdf.Root.OCProperties = pikepdf.Array([])
    elif damage == "names":
        pdf.Root.OCProperties.D.OFF = pikepdf.Array([N.A, 7, pikepdf.String("x")])
    assert colours(leaves(pdf, tmp_path).pdf) == {(0, 255, 0), (255, 0, 0)}


# --------------------------------------------------------------------------------------- marks


def quad(left: float, bottom: float, right: float, top: float) -> pikepdf.Array:
    return pikepdf.Array([left, top, right, top, left, bottom, right, bottom])


MARKS: dict[str, dict[str, object]] = {
    **{
        kind: {"QuadPoints": quad(60, 600, 200, 620)}
        for kind in ("Highlight", "Underline", "StrikeOut", "Squiggly")
    },
    "Ink": {"InkList": pikepdf.Array([pikepdf.Array([60, 600, 100, 620, 150, 600, 200, 620])])},
    "Square": {"BS": pikepdf.Dictionary(W=2)},
    "Circle": {"IC": pikepdf.Array([1, 1, 0])},
    "Line": {"L": pikepdf.Array([60, 600, 200, 620])},
    "Polygon": {"Vertices": pikepdf.Array([60, 600, 200, 600, 130, 620])},
    "PolyLine": {"Vertices": pikepdf.Array([60, 600, 130, 620, 200, 600])},
    "FreeText": {"Contents": pikepdf.String("同意 agree"), "DA": pikepdf.String("/H 12 Tf")},
}


def with_marks(kinds: Sequence[str]) -> pikepdf.Pdf:
    pdf = page_of(b"")
    marks = [
        pikepdf.Dictionary(
            Type=N.Annot,
            Subtype=N(f"/{kind}"),
            Rect=[58, 598, 202, 622],
            F=4,
            C=[1, 0, 0],
            **MARKS[kind],
        )
        for kind in kinds
    ]
    pdf.pages[0].obj.Annots = pikepdf.Array(marks)
    return pdf


@pytest.mark.parametrize("kind", list(MARKS))
def test_a_mark_is_drawn_from_its_own_data(kind: str, tmp_path: Path) -> None:
    pdf = with_marks([kind])
    made = leaves(pdf, tmp_path)
    assert not any("没有保存外观" in note for note in made.notes)
    own = drawn(tmp_path / "a.pdf")
    assert drawn(made.pdf).convert("L").getextrema()[0] < 200
    if kind not in ("Line", "Polygon", "PolyLine", "FreeText"):
        assert difference(own.convert("L"), drawn(made.pdf).convert("L")) == 0


def test_the_words_of_a_box_can_be_searched(tmp_path: Path) -> None:
    made = leaves(with_marks(["FreeText"]), tmp_path)
    with pypdfium2.PdfDocument(made.pdf) as document:
        assert "同意 agree" in document[0].get_textpage().get_text_bounded()


def test_a_hidden_mark_stays_hidden(tmp_path: Path) -> None:
    pdf = with_marks(["Square"])
    pdf.pages[0].obj.Annots[0].F = 2
    assert colours(leaves(pdf, tmp_path).pdf) == set()


# ----------------------------------------------------------------------------------- redactions


def test_redactions_that_were_not_applied_are_known_by_page(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4, pdfs.A4, pdfs.A4])
    for number, flags in ((1, 0), (2, 2)):  # the second one is hidden: what it plans is open, too
        one = pikepdf.Dictionary(Type=N.Annot, Subtype=N.Redact, Rect=[60, 600, 260, 630], F=flags)
        pdf.pages[number].obj.Annots = pikepdf.Array([None, one] if flags else [one])
    made = leaves(pdf, tmp_path)
    assert made.redacted == (2, 3)
    assert leaves(pdfs.blank_pdf([pdfs.A4]), tmp_path).redacted == ()


def test_redactions_stay_known_where_pages_are_turned_and_kept(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4])
    mark = pikepdf.Dictionary(Type=N.Annot, Subtype=N.Redact, Rect=[60, 600, 260, 630])
    pdf.pages[0].obj.Annots = pikepdf.Array([mark])
    job = Job(pdfs.save(pdf, tmp_path / "a.pdf"), "pdf", tmp_path / "t.pdf", rotate=((1, 90),))
    outcome = turned(to_leaves(job.source, job.target, fonts()), job)
    key = Key("0" * 64, "pdf", "1")
    for found in (store(tmp_path / "kept", key, outcome, job.target), None):
        again = found or load(tmp_path / "kept", key, job.source)
        assert isinstance(again, Leaves)
        assert again.redacted == (1,)
        assert again.pdf.is_file()


# -------------------------------------------------------------------------------------- values


def field(kind: str, **more: object) -> pikepdf.Pdf:
    pdf = pdfs.blank_pdf([pdfs.A4])
    one = pikepdf.Dictionary(
        Type=N.Annot, Subtype=N.Widget, FT=N(f"/{kind}"), T="a", Rect=[60, 600, 260, 630], **more
    )
    held = pdf.make_indirect(one)
    pdf.pages[0].obj.Annots = pikepdf.Array([held])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([held]))
    return pdf


def words(made: Leaves) -> str:
    with pypdfium2.PdfDocument(made.pdf) as document:
        found: str = document[0].get_textpage().get_text_bounded()
        return found


def test_chinese_values_are_set_in_our_type(tmp_path: Path) -> None:
    made = leaves(field("Tx", V=pikepdf.String("张某甲填写")), tmp_path)
    assert "张某甲填写" in words(made)
    assert made.notes == ()


def test_a_stale_appearance_is_drawn_anew_if_the_form_asks_for_it(tmp_path: Path) -> None:
    pdf = field("Tx", V=pikepdf.String("新的值"))
    stale = pdf.make_stream(b"", Type=N.XObject, Subtype=N.Form, BBox=[0, 0, 200, 30])
    pdf.pages[0].obj.Annots[0].AP = pikepdf.Dictionary(N=stale)
    pdf.Root.AcroForm.NeedAppearances = True
    assert "新的值" in words(leaves(pdf, tmp_path))


def test_a_list_shows_what_it_offers(tmp_path: Path) -> None:
    offered = pikepdf.Array([pikepdf.Array(["a", "甲县"]), pikepdf.Array(["b", "乙县"])])
    pdf = field("Ch", V=pikepdf.String("b"), Opt=offered)
    assert "乙县" in words(leaves(pdf, tmp_path))


@pytest.mark.parametrize(("sign", "flags"), [("4", 0), ("8", 0), ("n", 0), ("l", 1 << 15)])
def test_a_chosen_button_is_marked(sign: str, flags: int, tmp_path: Path) -> None:
    for state, inked in (("/Yes", True), ("/Off", False)):
        look = pikepdf.Dictionary(CA=sign)
        pdf = field("Btn", AS=N(state), V=N(state), Ff=flags, MK=look)
        made = leaves(pdf, tmp_path)
        dark = drawn(made.pdf).convert("L").crop((60, 212, 260, 242)).getextrema()[0] < 128
        assert dark == inked, state


def test_a_field_nested_in_itself_ends(tmp_path: Path) -> None:
    pdf = field("Tx")
    own = pdf.pages[0].obj.Annots[0]
    own.Parent, own.Kids = own, pikepdf.Array([own])
    assert len(leaves(pdf, tmp_path).pages) == 1
