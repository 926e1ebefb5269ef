"""Put glyphs together to a small TrueType font, the same bytes each time."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from fontTools.fontBuilder import FontBuilder

#: A fixed date, since no clock is read: 2000-01-01, in seconds since 1904 (OpenType, ``head``).
MOMENT = 3_029_529_600


def built_font(
    glyphs: Mapping[int | None, Any],
    advances: Sequence[int],
    em: int,
    ascent: int,
    descent: int,
) -> bytes:
    """A font with these glyphs under the numbers 0, 1, 2 and so on.

    Args:
        glyphs: code point to TrueType glyph; the first has none (``None``): it is .notdef.
        advances: advance widths in units, one for each glyph.
        em: units in an em.
        ascent: height above the baseline in units.
        descent: depth below it in units, negative.
    """
    names = {code: ".notdef" if code is None else f"u{code:X}" for code in glyphs}
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(list(names.values()))
    builder.setupCharacterMap({code: name for code, name in names.items() if code is not None})
    builder.setupGlyf({names[code]: glyph for code, glyph in glyphs.items()})
    lefts = [getattr(glyph, "xMin", 0) for glyph in glyphs.values()]
    metrics = zip(advances, lefts, strict=True)
    builder.setupHorizontalMetrics(dict(zip(names.values(), metrics, strict=True)))
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable({"familyName": "gb-built", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=ascent, sTypoDescender=descent)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = MOMENT
    builder.font.recalcTimestamp = False
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()
