"""Pages that a converter sets in type itself: A4, from pieces of HTML drawn one after the other."""

import io
import unicodedata
from collections.abc import Iterable

import pikepdf

from generator.base.characters import printable
from generator.convert.job import Job, Outcome, Tools
from generator.convert.leaves import to_leaves
from generator.lettering.drawing import draw
from generator.lettering.fonts import named, unprinted
from generator.model import Leaves


def set_in_type(pieces: Iterable[str], job: Job, tools: Tools, notes: tuple[str, ...]) -> Outcome:
    """Draw whole HTML texts into one PDF; memory grows with each piece, not with all of them."""
    with pikepdf.new() as whole:
        for piece in pieces:
            with pikepdf.open(io.BytesIO(draw(piece, tools.fonts))) as part:
                whole.pages.extend(part.pages)
        whole.save(job.target, deterministic_id=True)
    outcome = to_leaves(job.target, job.target.with_suffix(".copy.pdf"))
    if outcome.leaves is None:
        return outcome
    return Outcome(Leaves(job.target, outcome.leaves.pages, notes))


def document(body: str, style: str, tools: Tools) -> str:
    """An HTML text with the fonts at hand and a style of its own."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>-</title>'
        f"<style>{tools.fonts.css()}{style}</style><body>{body}</body></html>"
    )


def role(tools: Tools) -> str:
    """The font role that texts are set in: 宋体 where there is one."""
    return "song" if "song" in tools.fonts.paths else next(iter(tools.fonts.paths))


def visible(text: str) -> tuple[str, int]:
    """The text with control characters spelt out as [U+0001], and how many there were.

    Private code points and marks that reorder a line are spelt out as well
    (:func:`generator.base.characters.printable`); tabs stay.
    """
    table = {code: f"[U+{code:04X}]" for code in (*range(32), 127) if chr(code) not in "\t\n\r"}
    replaced = sum(text.count(chr(code)) for code in table)
    plain = text.translate(table).replace("\r\n", "\n").replace("\r", "\n")
    return "\t".join(map(printable, plain.split("\t"))), replaced


def unprintable(text: str, tools: Tools, *, lines: bool = False) -> tuple[str, ...]:
    """A note on characters that cannot be printed as they are, if there are any.

    Control characters are left to :func:`visible`; ``lines`` says on which lines they stand.
    """
    parts = enumerate(text.split("\n"), 1) if lines else [(0, text)]
    places = ((f"第 {number} 行" if number else "", part) for number, part in parts)
    found = unprinted(places, tools.fonts)
    odd = [each for each in found if unicodedata.category(each.char) != "Cc"]
    if not odd:
        return ()
    return (f"有 {len(odd)} 个字不能照原样印，印成码位或标准字：{named(odd)}",)
