"""PDFs whose names and strings are raw bytes, whose objects are shared, whose streams are damaged.

They are written byte by byte, for no library writes such ones.
"""

import base64
import zlib
from collections.abc import Callable, Mapping, Sequence

from tests.builders.hostile import pdf_of, stream_of

#: 宋体 in the Chinese code page, as older Chinese programs put it into names and strings.
GBK = "宋体".encode("gbk")

A4, LETTER = b"[0 0 595 842]", b"[0 0 612 792]"

#: A document that opens on page 3 and has its content in object 4; the rest as a test asks.
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources%s%s>>"


def one_page(
    content: bytes,
    *more: bytes,
    resources: bytes = b"<<>>",
    entries: bytes = b"",
    catalogue: bytes = b"",
    trailer: bytes = b"",
    box: bytes = A4,
) -> bytes:
    """A PDF of one page; ``more`` are the objects from 5 on, ``content`` object 4 or its stream."""
    whole = content if content.startswith(b"<<") else stream_of(b"", content)
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            _PAGE % (box, resources, entries),
            whole,
            *more,
        ],
        trailer=b"/Root 1 0 R" + trailer,
    )


def _helvetica(base: bytes = b"Helvetica") -> bytes:
    return b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % base


def _form(content: bytes, resources: bytes = b"<<>>") -> bytes:
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources" + resources
    return stream_of(entries, content)


def foreign(name: bytes) -> dict[str, bytes]:
    """One PDF for each place where a name or a string may have any bytes.

    Args:
        name: bytes without blanks, delimiters and ``#``, which a name and a string may hold.
    """
    n, said = name, b"(" + name + b")"
    red = b"1 0 0 rg 60 600 99 40 re f "
    text = b"BT /F 24 Tf 60 500 Td (4206) Tj ET "
    font = b"/Font<</F 5 0 R>>"
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T%s/V%s/DA(/%s 12 Tf)/AS/%s/Rect[60 300 260 330]/F 4"
        b"/MK<</CA%s>>/AP<</N<</%s 6 0 R/Off 6 0 R>>>>>>" % (said, said, n, n, said, n)
    )
    return {
        "font": one_page(red + text, _helvetica(n), resources=b"<<%s>>" % font),
        "font key": one_page(
            red + text.replace(b"/F", b"/" + n),
            _helvetica(),
            resources=b"<</Font<</%s 5 0 R>>>>" % n,
        ),
        "form key": one_page(b"/%s Do" % n, _form(red), resources=b"<</XObject<</%s 5 0 R>>>>" % n),
        "state key": one_page(
            b"/%s gs " % n + red, resources=b"<</ExtGState<</%s<</CA .5/ca .5>>>>>>" % n
        ),
        "layer": one_page(
            b"/OC /%s BDC %s EMC " % (n, red) + text,
            _helvetica(),
            b"<</Type/OCG/Name%s>>" % said,
            resources=b"<<%s/Properties<</%s 6 0 R>>>>" % (font, n),
            catalogue=b"/OCProperties<</OCGs[6 0 R]/D<</Name%s/ON[6 0 R]/%s 1>>>>" % (said, n),
        ),
        "colour": one_page(
            b"/%s cs 1 scn 60 600 99 40 re f" % n,
            b"<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[1 0 0]/N 1>>",
            resources=b"<</ColorSpace<</%s[/Separation/%s/DeviceRGB 5 0 R]>>>>" % (n, n),
        ),
        "colours": one_page(
            b"/C cs 1 1 scn 60 600 99 40 re f",
            stream_of(
                b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]", b"{pop pop 0.5 0.5 0.0}"
            ),
            resources=b"<</ColorSpace<</C[/DeviceN[/%s/%sx]/DeviceRGB 5 0 R]>>>>" % (n, n),
        ),
        "field": one_page(
            red + text,
            _helvetica(),
            _form(b"0 0 1 rg 60 300 50 20 re f"),
            field,
            resources=b"<<%s>>" % font,
            entries=b"/Annots[7 0 R]",
            catalogue=b"/AcroForm<</Fields[7 0 R]/DR<<%s/%s 1>>/DA(/%s 9 Tf)>>" % (font, n, n),
        ),
        "bookmark": one_page(
            red,
            b"<</First 6 0 R/Last 6 0 R/Count 1>>",
            b"<</Title%s/Parent 5 0 R/Dest/%s>>" % (said, n),
            catalogue=b"/Outlines 5 0 R/Dests<</%s[3 0 R/Fit]>>/Names<</Dests<</Names[%s[3 0 R/Fit]"
            b"]>>>>/PageLabels<</Nums[0<</P%s>>]>>" % (n, said, said),
        ),
        "information": one_page(
            red,
            b"<</Title%s/%s%s>>" % (said, n, said),
            trailer=b"/Info 5 0 R",
            entries=b"/%s 1" % n,
        ),
        "link": one_page(
            red,
            b"<</Type/Annot/Subtype/Link/Rect[9 9 99 99]/Contents%s/NM%s/%s 1/A<</S/GoTo/D/%s>>>>"
            % (said, said, n, n),
            b"<</Type/Annot/Subtype/%s/Rect[9 9 99 99]/A<</S/%s>>>>" % (n, n),
            entries=b"/Annots[5 0 R 6 0 R]",
        ),
        "structure": one_page(
            b"/%s<</MCID 0/%s%s>>BDC %s EMC" % (n, n, said, red),
            b"<</Type/StructTreeRoot/K 6 0 R/RoleMap<</%s/P>>>>" % n,
            b"<</Type/StructElem/S/%s/P 5 0 R/K 0/Pg 3 0 R/T%s>>" % (n, said),
            catalogue=b"/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>",
        ),
        "image in line": one_page(
            b"q 99 0 0 40 60 600 cm BI /W 1/H 1/BPC 8/CS/RGB/%s/%s ID \xff\0\0 EI Q" % (n, n)
        ),
        "packing": one_page(stream_of(b"/Filter/" + n, red)),
        "operator": one_page(red + n + b" /%s %s " % (n, n) + text),
        "attachment": one_page(
            red,
            b"<</Type/Filespec/F%s/EF<</F 6 0 R>>>>" % said,
            stream_of(b"/Type/EmbeddedFile/Subtype/%s/Params<</Size 2>>" % n, b"hi"),
            catalogue=b"/Names<</EmbeddedFiles<</Names[%s 5 0 R]>>>>" % said,
        ),
    }


def forms_chain(count: int, *, drawn: bool = False) -> bytes:
    """Forms of which each lists, or draws, all before it: paths through them double each time."""

    def listed(most: int) -> bytes:
        return b"".join(b"/X%d %d 0 R" % (k, 5 + k) for k in range(most))

    forms = [
        _form(
            b"0 0 5 5 re f " + b"".join(b"/X%d Do " % k for k in range(number) if drawn),
            b"<</XObject<<%s>>>>" % listed(number),
        )
        for number in range(count)
    ]
    resources = b"<</XObject<<%s>>>>" % listed(count)
    return one_page(b"/X%d Do" % (count - 1), *forms, resources=resources)


def circular() -> dict[str, bytes]:
    """One PDF for each kind of object that may lead back to itself, or to too much."""
    red = b"1 0 0 rg 60 600 99 40 re f"
    arrays = [b"[%s]" % (b"%d 0 R " % (6 + k) * 20) for k in range(9)]
    kids = b"<</T(a)/FT/Sig/Kids[5 0 R 5 0 R 6 0 R]/Parent 6 0 R>>"
    return {
        "form in itself": one_page(
            b"/F Do", _form(red + b" /F Do", b"<</XObject<</F 5 0 R>>>>"),
            resources=b"<</XObject<</F 5 0 R>>>>",
        ),
        "array in itself": one_page(
            red, b"[5 0 R]", entries=b"/Rotate 5 0 R/Annots[<</Subtype/Link/Rect 5 0 R>>]"
        ),
        "arrays of arrays": one_page(
            red, *arrays, b"[1]", entries=b"/Annots[<</Subtype/Link/Rect 5 0 R>>]"
        ),
        "fields": one_page(
            red, kids, kids,
            entries=b"/Annots[5 0 R 6 0 R]", catalogue=b"/AcroForm<</Fields[5 0 R]>>",
        ),
        "attachments": one_page(
            red,
            b"<</Kids[5 0 R 6 0 R 5 0 R]>>",
            b"<</Names[(a.txt) 7 0 R]/Kids[5 0 R 6 0 R]>>",
            b"<</Type/Filespec/F(a.txt)/EF<</F 8 0 R>>>>",
            stream_of(b"/Type/EmbeddedFile", b"hi"),
            catalogue=b"/Names<</EmbeddedFiles 5 0 R>>",
        ),
        "bookmarks": one_page(
            red,
            b"<</First 6 0 R/Last 6 0 R/Count 2>>",
            b"<</Title(a)/Parent 5 0 R/Next 6 0 R/Prev 6 0 R/First 5 0 R/A 7 0 R>>",
            b"<</S/GoTo/D[3 0 R/Fit]/Next 7 0 R>>",
            catalogue=b"/Outlines 5 0 R/OpenAction 7 0 R/PageLabels 5 0 R/Dests 5 0 R",
        ),
        "structure": one_page(
            red, b"<</Type/StructTreeRoot/K[5 0 R 5 0 R]/ParentTree 5 0 R/Kids[5 0 R]>>",
            catalogue=b"/StructTreeRoot 5 0 R", entries=b"/StructParents 0",
        ),
        "functions": one_page(
            b"/C cs 1 scn " + red,
            b"<</FunctionType 3/Domain[0 1]/Functions[5 0 R 5 0 R]/Bounds[.5]/Encode[0 1 0 1]>>",
            b"[/Separation/A 6 0 R 5 0 R]",
            resources=b"<</ColorSpace<</C 6 0 R>>>>",
        ),
        "font": one_page(
            red + b" BT /F 9 Tf (a) Tj ET", b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding"
            b"/Identity-H/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>",
            resources=b"<</Font<</F 5 0 R>>>>",
        ),
        "parents": one_page(
            red, b"<</Type/Annot/Subtype/Widget/Rect[9 9 99 99]/Parent 5 0 R/FT/Tx>>",
            entries=b"/Annots[5 0 R]", catalogue=b"/AcroForm<</Fields[5 0 R]>>",
        ),
    }  # fmt: skip


#: What a page says before its damage and, mostly lost, behind it.
BEFORE = b"BT /F 24 Tf 60 600 Td (before) Tj ET 1 0 0 rg 60 500 99 40 re f\n"
_BEHIND = b"".join(b"0 0 1 rg %d %d 3 3 re f\n" % (k % 500, k * 7 % 400) for k in range(600))


def _in_lengths(data: bytes) -> bytes:
    pieces = (data[at : at + 100] for at in range(0, len(data), 100))
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces) + b"\x80"


def _in_codes(data: bytes) -> bytes:
    """LZW without any words: codes of nine bits, the table cleared in good time."""
    codes = [
        code for at, byte in enumerate(data) for code in ([256] if at % 200 == 0 else []) + [byte]
    ]
    bits = "".join(f"{code:09b}" for code in (*codes, 257))
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


#: The entries of a stream and how its data are packed.
PACKINGS: Mapping[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "flate": (b"/Filter/FlateDecode", zlib.compress),
    "flate listed": (b"/Filter[/FlateDecode]", zlib.compress),
    "base 85": (b"/Filter/ASCII85Decode", lambda data: base64.a85encode(data) + b"~>"),
    "digits": (b"/Filter/ASCIIHexDecode", lambda data: data.hex().encode() + b">"),
    "lengths": (b"/Filter/RunLengthDecode", _in_lengths),
    "codes": (b"/Filter/LZWDecode", _in_codes),
    "two": (
        b"/Filter[/ASCII85Decode/FlateDecode]",
        lambda data: base64.a85encode(zlib.compress(data)) + b"~>",
    ),
}


def packed(kind: str, *, damaged: bool = False) -> bytes:
    """A stream that says what pages of this kind say, with some bytes gone wrong in its middle."""
    entries, pack = PACKINGS[kind]
    data = pack(BEFORE + _BEHIND)
    if damaged:
        at = len(data) * 2 // 3
        data = data[:at] + b"\xff\xfe\x81\xff}{" * 4 + data[at + 24 :]
    return stream_of(entries, data)


def pages_of(
    contents: Sequence[Sequence[bytes]], *, box: bytes = A4, entries: bytes = b""
) -> bytes:
    """A PDF of pages, each with so many streams as its content, and Helvetica as F."""
    kids: list[bytes] = []
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _helvetica()]
    for streams in contents:
        kids.append(b"%d 0 R" % (len(objects) + 1))
        own = b" ".join(b"%d 0 R" % (len(objects) + 2 + at) for at in range(len(streams)))
        page = (
            b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources<</Font<</F 3 0 R>>>>/Contents[%s]%s>>"
        )
        objects += [page % (box, own, entries), *streams]
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return pdf_of(objects)
