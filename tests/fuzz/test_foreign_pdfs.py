"""PDFs of any names, strings, references and circles go through every step without a fault."""

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.convert.leaves import to_leaves
from generator.convert.particulars import pdf_attachments
from generator.lettering.glyph_lists import add_glyph_lists
from generator.lettering.lone_jpeg import lone_jpeg
from generator.lettering.stamp import Mark
from generator.measure.surveys.sources import Sources
from generator.measure.surveys.strings import first_page
from generator.render.pdf.assembling import assemble
from generator.render.pdf.assembly import Assembly, Document, Entry, Placed, Side
from generator.render.pdf.page_digests import page_digests
from tests.builders.filed import fonts
from tests.builders.hostile import pdf_of, stream_of
from tests.builders.mutated import bounded
from tests.builders.unpacked import taken

#: Objects that a document has; the first four are its root, its page tree and two pages.
COUNT = 14
FIRST_FREE = 5

#: Bytes of names: ASCII, the Chinese code page, what is neither, escapes.
NAMES = st.sampled_from(
    [
        b"A",
        b"F",
        "宋体".encode("gbk"),
        "宋体".encode(),
        b"\xff\xfe",
        b"#CB#CE",
        b"#00",
        b"",
        b"x" * 300,
    ]
)
KEYS = NAMES | st.sampled_from(
    [
        *(b"Type", b"Subtype", b"Kids", b"Parent", b"Names", b"Limits", b"First", b"Next", b"Prev"),
        *(
            b"Font",
            b"XObject",
            b"ExtGState",
            b"Properties",
            b"ColorSpace",
            b"Pattern",
            b"Resources",
        ),
        *(
            b"BaseFont",
            b"Encoding",
            b"ToUnicode",
            b"DescendantFonts",
            b"FontDescriptor",
            b"FontFile2",
        ),
        *(
            b"Annots",
            b"Rect",
            b"QuadPoints",
            b"Contents",
            b"AP",
            b"N",
            b"AS",
            b"A",
            b"AA",
            b"S",
            b"D",
        ),
        *(
            b"FT",
            b"T",
            b"V",
            b"DA",
            b"Fields",
            b"XFA",
            b"SigFlags",
            b"NeedAppearances",
            b"ByteRange",
        ),
        *(
            b"EmbeddedFiles",
            b"EF",
            b"UF",
            b"FS",
            b"AF",
            b"Params",
            b"Size",
            b"JavaScript",
            b"Dests",
        ),
        *(b"BBox", b"Matrix", b"Group", b"OC", b"Filter", b"DecodeParms", b"Length", b"Width"),
        *(b"Rotate", b"UserUnit", b"CropBox", b"Functions", b"K", b"Title", b"Count", b"Extends"),
    ]
)
KINDS = st.sampled_from(
    [
        *(b"Font", b"Type0", b"Type1", b"CIDFontType2", b"Identity-H", b"WinAnsiEncoding", b"Form"),
        *(
            b"Image",
            b"Link",
            b"Widget",
            b"Text",
            b"Stamp",
            b"Tx",
            b"Sig",
            b"GoTo",
            b"Launch",
            b"Page",
        ),
        *(
            b"FlateDecode",
            b"ASCIIHexDecode",
            b"LZWDecode",
            b"DCTDecode",
            b"DeviceRGB",
            b"Separation",
        ),
    ]
)
REFERENCES = st.integers(1, COUNT + 1).map(lambda number: b"%d 0 R" % number)
SCALARS = st.one_of(
    REFERENCES,
    REFERENCES,
    (NAMES | KINDS).map(lambda name: b"/" + name),
    NAMES.map(lambda said: b"(" + said + b")"),
    st.sampled_from(
        [
            b"0",
            b"1",
            b"-1",
            b"90",
            b"3.5",
            b"99999999999",
            b"true",
            b"null",
            b"<feffd800>",
            b"<efbbbfcb>",
        ]
    ),
)


def _array(parts: list[bytes]) -> bytes:
    return b"[" + b" ".join(parts) + b"]"


def _dictionary(entries: dict[bytes, bytes]) -> bytes:
    return b"<<" + b"".join(b"/%s %s" % entry for entry in entries.items()) + b">>"


VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5).map(_array)
        | st.dictionaries(KEYS, inner, max_size=5).map(_dictionary)
    ),
    max_leaves=8,
)
ENTRIES = st.dictionaries(KEYS, VALUES, max_size=6)

#: Words of a content stream. A form is drawn once at most: pdfium follows every path through forms.
WORDS = st.lists(
    st.sampled_from(
        [b"q", b"Q", b"BT", b"ET", b"0 0 9 9 re f", b"(4206) Tj", b"[(a) 9] TJ", b"EMC"]
    )
    | st.tuples(
        NAMES, st.sampled_from([b"12 Tf", b"gs", b"cs", b"BMC", b"sh", b"<</A/A>> BDC"])
    ).map(lambda two: b"/%s %s" % two)
    | st.tuples(NAMES, NAMES).map(lambda two: b"/%s/%s BDC" % two)
    | NAMES.map(lambda name: b"BI/W 1/H 1/%s/A ID x EI" % name)
    | NAMES,
    max_size=8,
).map(b"\n".join)


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """A stream with odd entries, whose data may not be packed as it says."""
    entries = {key: value for key, value in draw(ENTRIES).items() if key != b"Length"}
    data = draw(WORDS)
    if draw(st.booleans()):
        data = b"/%s Do %s" % (draw(NAMES), data)
    return stream_of(_dictionary(entries)[2:-2], data)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A document of two pages; everything else in it is as it comes."""
    root = {key: draw(VALUES) for key in draw(st.sets(ROOT_KEYS))}
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + _dictionary(root)[2:],
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
    ]
    for _ in range(2):
        page = draw(st.dictionaries(PAGE_KEYS, VALUES, max_size=5))
        own = page.pop(b"Resources", b"") or _dictionary(draw(RESOURCES))
        box = draw(st.sampled_from([b"[0 0 595 842]", b"[0 0 612 792]", b"[0 0 0 0]", b"5 0 R"]))
        content = draw(REFERENCES)
        page |= {b"MediaBox": box, b"Contents": page.get(b"Contents", content), b"Resources": own}
        objects.append(b"<</Type/Page/Parent 2 0 R" + _dictionary(page)[2:])
    objects += [draw(streams() | VALUES) for _ in range(FIRST_FREE, COUNT + 1)]
    return pdf_of(objects)


ROOT_KEYS = st.sampled_from(
    [b"AcroForm", b"Names", b"Outlines", b"OpenAction", b"AA", b"AF", b"OCProperties", b"Dests"]
)
PAGE_KEYS = st.sampled_from(
    [
        b"Annots",
        b"Rotate",
        b"UserUnit",
        b"CropBox",
        b"AA",
        b"AF",
        b"Group",
        b"Contents",
        b"Resources",
    ]
)
RESOURCES = st.dictionaries(
    st.sampled_from([b"Font", b"XObject", b"ExtGState", b"Properties", b"ColorSpace"]),
    st.dictionaries(NAMES, VALUES, max_size=3).map(_dictionary),
    max_size=3,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign")


@bounded(150)
@given(data=documents())
def test_any_document_goes_through_every_step(folder: Path, data: bytes) -> None:
    source = folder / "page.pdf"
    source.write_bytes(data)
    shutil.rmtree(folder / "page.pdf.out", ignore_errors=True)
    taken(folder, "page.pdf", data)
    outcome = to_leaves(source, folder / "copy.pdf")
    assert source.read_bytes() == data
    if outcome.leaves is None:
        return
    pages = range(1, len(outcome.leaves.pages) + 1)
    assert len(page_digests(outcome.leaves.pdf)) == len(pages)
    first_page(outcome.leaves.pdf)
    with Sources(outcome.leaves.pdf) as sources:
        for at in range(len(pages)):
            sources.said(at)
            sources.lone(at, (0, 0, 595, 842))
            sources.lowest(at, (0, 0, 595, 842))
    run = (outcome.leaves.pdf, tuple(pages))
    sides = tuple(
        Side(Placed(210, 297, 0, scale, 0, 0), mark=Mark("7", 190, 290, 9))
        for scale in (1, 0.9)
        for _ in pages
    )
    target = folder / "volume.pdf"
    first = tuple((at, at + 1) for at in range(len(pages)))
    ways = Document("件", outcome.leaves.pdf, first, 0)
    entries = (Entry("件", 0, 1),)
    assemble(Assembly((run, run), sides, entries, (), "册", fonts(), target, documents=(ways,)))
    assert len(page_digests(target)) == 2 * len(pages)


@bounded(60)
@given(data=documents())
def test_any_document_as_it_is(data: bytes) -> None:
    """What sees only leaves as a rule may be given the source itself."""
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:
        return
    with pdf:
        pdf_attachments(pdf)
        add_glyph_lists(pdf)
        for page in pdf.pages:
            lone_jpeg(page, (0, 0, 595, 842))
