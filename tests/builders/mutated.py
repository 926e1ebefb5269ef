"""Bytes that were right once: pieces changed, lost, doubled, moved. And how long to go on so."""

import os
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: How many times more examples than the suite takes, and others each time.
LONGER = int(os.environ.get("GEN_BINDER_FUZZ", "1"))

#: What breaks parsers more often than chance would: numbers at the edge, ends of everything.
_NASTY = (
    *(b"\0", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"99999999999", b"1e999"),
    *(b"\n", b"\r\n", b" ", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe4\xb8", b"%s", b"../"),
    *(b"<", b">", b"&", b'"', b"'", b"]]>", b"<!--", b"{", b"}", b"[", b"]", b"*", b"&a", b": "),
    *(b"endobj", b"stream", b"/Parent", b"0 R", b"<<", b">>", b"NaN", "１".encode(), "，".encode()),
)


def bounded(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The same few examples in every run of the suite; many others with GEN_BINDER_FUZZ=50."""
    return settings(
        max_examples=examples * LONGER,
        derandomize=LONGER == 1,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def mutated(draw: st.DrawFn, data: bytes, most: int = 6) -> bytes:
    """The same bytes after a few accidents."""
    for _ in range(draw(st.integers(1, most))):
        if not data:
            return data
        start = draw(st.integers(0, len(data) - 1))
        length = draw(st.sampled_from([1, 1, 2, 4, 16, 200]))
        piece = data[start : start + length]
        accident = draw(st.sampled_from(["change", "put", "lose", "double", "move", "cut"]))
        if accident == "change":
            piece = draw(st.binary(min_size=len(piece), max_size=len(piece)))
            data = data[:start] + piece + data[start + length :]
        elif accident == "put":
            nasty = draw(st.sampled_from(_NASTY))
            data = data[:start] + nasty + data[start + (length if draw(st.booleans()) else 0) :]
        elif accident == "lose":
            data = data[:start] + data[start + length :]
        elif accident == "double":
            data = data[:start] + piece * draw(st.sampled_from([2, 3, 50])) + data[start + length :]
        elif accident == "move":
            place = draw(st.integers(0, len(data) - 1))
            data = data[:place] + piece + data[place:]
        elif draw(st.integers(0, 3)) == 0:  # what is cut off ends most tests early
            data = data[:start]
    return data
