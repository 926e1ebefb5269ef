"""Put the part of a TrueType font that was used into a PDF, with the way back to its text."""

import hashlib
from collections.abc import Mapping

from generator.lettering.pdf_file import PdfFile
from generator.lettering.redrawn import Face
from generator.lettering.to_unicode import to_unicode


def embed(pdf: PdfFile, number: int, font: Face, used: Mapping[int, str]) -> None:
    """Write a composite font whose character codes are the glyph numbers of the font file.

    Args:
        pdf: the file.
        number: the reserved object number of the font.
        font: the face.
        used: glyph number to what it stands for; nothing for a part of something.
    """
    data, metrics = font.subset(used), font.metrics()
    widths = {glyph: round(font.advance(glyph) * 1000) for glyph in sorted(used)}
    box = " ".join(map(str, metrics.box))
    digest = hashlib.sha256(data).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
    name = f"/{tag}+GenBinderRegister"
    content = pdf.add_stream(data, f"/Length1 {len(data)} ")
    descriptor = pdf.add(
        f"<< /Type /FontDescriptor /FontName {name} /Flags 4 /FontBBox [{box}] "
        f"/ItalicAngle 0 /Ascent {metrics.ascent} /Descent {metrics.descent} "
        f"/CapHeight {metrics.ascent} /StemV 80 "
        f"/FontFile2 {content} 0 R >>"
    )
    pairs = " ".join(f"{glyph} [{width}]" for glyph, width in widths.items())
    descendant = pdf.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} /DW 1000 /W [{pairs}] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/CIDToGIDMap /Identity /FontDescriptor {descriptor} 0 R >>"
    )
    back = pdf.add_stream(to_unicode(sorted(used.items())))
    pdf.write(
        number,
        f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {back} 0 R >>",
    )
