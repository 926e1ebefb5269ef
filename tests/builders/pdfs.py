"""PDFs with one oddity each; every page shows its number and a mark in its upper left corner."""

import io
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

A4 = [0, 0, 595.276, 841.89]
A3 = [0, 0, 841.89, 1190.55]


def blank_pdf(boxes: list[list[float] | None], **entries: Any) -> pikepdf.Pdf:
    """One page per box; ``entries`` go into every page's dictionary."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number, box in enumerate(boxes, start=1):
        x0, y0, x1, y1 = box or A4
        left, right, low, high = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        content = (
            f"1 0 0 rg {left + 20} {high - 60} 60 40 re f "
            f"0 0 1 rg {right - 40} {low + 20} 20 20 re f "
            f"BT /F1 40 Tf {left + 100} {(high + low) / 2} Td (Page {number}) Tj ET"
        )
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.MediaBox = Array(box or A4)
        if box is None:
            del page.obj["/MediaBox"]
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(content.encode())
        for name, value in entries.items():
            page.obj[f"/{name}"] = value
    return pdf


def save(pdf: pikepdf.Pdf, path: Path, **options: Any) -> Path:
    pdf.save(path, deterministic_id="encryption" not in options, **options)
    return path


def as_bytes(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def with_form(pdf: pikepdf.Pdf, value: str, *, drawn: bool) -> pikepdf.Pdf:
    """Add one text field to the first page, with or without a stored appearance."""
    page = pdf.pages[0]
    widget = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T="field",
        V=value,
        DA="/F1 20 Tf 0 g",
        Rect=[100, 100, 400, 140],
        F=4,
    )
    if drawn:
        look = pdf.make_stream(b"BT /F1 20 Tf 0 g 4 10 Td (drawn value) Tj ET")
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, 300, 40])
        look.Resources = page.obj.Resources
        widget.AP = Dictionary(N=look)
    field = pdf.make_indirect(widget)
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=not drawn, DR=page.obj.Resources
    )
    return pdf


def with_scripts(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """Give a PDF everything that acts by itself, and a link that starts a program."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["x", script]))
    page = pdf.pages[0]
    page.obj.AA = Dictionary(O=script)
    launch = Dictionary(S=Name.Launch, F="calc.exe")
    page.obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50], A=launch)]
    )
    return pdf


def without_font(face: str, text: str) -> pikepdf.Pdf:
    """A line in a font that is only named, as older printing programs of China leave it out.

    A text of ASCII is set in a simple font without widths, any other in one of the code page.
    """
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    name = Name("/" + face)
    if text.isascii():
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=name, Encoding=Name.WinAnsiEncoding
        )
    else:
        system = Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=2
        )
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=name, Flags=6, FontBBox=[0, -200, 1000, 900],
            ItalicAngle=0, Ascent=859, Descent=-141, CapHeight=700, StemV=80,
        )  # fmt: skip
        single = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDSystemInfo=system,
            FontDescriptor=pdf.make_indirect(descriptor), DW=1000,
        )  # fmt: skip
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/GBK-EUC-H"),
            DescendantFonts=Array([pdf.make_indirect(single)]),
        )  # fmt: skip
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    shown = text.encode("gbk").hex()
    page.obj.Contents = pdf.make_stream(f"BT /F1 20 Tf 60 700 Td <{shown}> Tj ET".encode())
    return pdf
