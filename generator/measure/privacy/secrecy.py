"""Tell a secrecy mark (国家秘密标志) from a sentence that speaks of secrets, by form and place.

The marks are those of the Law on Guarding State Secrets and of GB/T 9704-2012 (7.2.2): the degree
(绝密, 机密, 秘密), a star and the period, in the upper left corner of the first page. 内部资料,
商业秘密 and 工作秘密 are no such marks, nor is 绝密★启用前 on an examination paper: it ends with
the paper's use.
"""

import re
import unicodedata
from collections.abc import Sequence

#: The degrees, the highest first.
DEGREES = ("绝密", "机密", "秘密")

_DEGREE = f"(?:{'|'.join(DEGREES)})"
_STAR = "[★☆✩✪✭✮⭐＊*]"
_PERIOD = (
    r"(?:[0-9一二三四五六七八九十]{1,3}(?:年|个月|月)|长期|永久|[0-9]{4}年[0-9年月日至前]{2,16})?"
)
_STARRED = rf"{_DEGREE}级?{_STAR}{_PERIOD}"
_LABELLED = rf"密级[:]{_DEGREE}级?(?:{_STAR}?{_PERIOD})"
_OPEN, _CLOSE = r"[【\[(〔]", r"[】\])〕]"

#: What may stand on the mark's line: the copy's number and the degree of urgency (GB/T 9704).
_COPY = r"(?:No\.?|份号:?|编号:?)?[0-9]{1,8}"
_URGENT = "特急|加急|急件|平急|特提|限时|明传|暗传"
_BESIDE = rf"(?:{_COPY}|{_URGENT}|签发人.{{1,12}})"
_ALONE = re.compile(rf"(?:{_BESIDE})?{_OPEN}?({_STARRED}|{_LABELLED}){_CLOSE}?(?:{_BESIDE}){{0,2}}")
_BARE = re.compile(rf"(?:{_BESIDE})?{_OPEN}?({_DEGREE}级?){_CLOSE}?(?:{_BESIDE}){{0,2}}")
_CORNER = re.compile(rf"(?:^|\s)({_STARRED}|{_LABELLED})(?=\s|$)")
_FORM = re.compile(rf"(?:^|\s)密级[:]?\s+({_DEGREE}级?(?:{_STAR}{_PERIOD})?)(?=\s|$)")
_NAME = re.compile(
    rf"{_OPEN}(?:密级[:])?({_DEGREE}级?(?:{_STAR}{_PERIOD})?){_CLOSE}"
    rf"|(?<!商业)(?<!工作)(?<!国家)({_DEGREE}级?{_STAR}(?!启用){_PERIOD})"
)
_WORDS = re.compile(_DEGREE)

#: Shares of the page's height, from its top, within which a degree alone on a line is a mark.
_TOP, _FOOT = 0.3, 0.93
#: The share above which other text may stand on the mark's line: above where tables begin.
_HEAD = 0.18
#: Rows of a sheet, from its first one, that stand at its top, and the cells of a row that is none
#: of a table.
_TOP_ROWS, _MOST_CELLS = 5, 2
_SPACED = re.compile(
    r"(?<=[绝机秘])\s+(?=密)|(?<=密)\s+(?=[级★☆])|(?<=★)\s+(?=[0-9一二三四五六七八九十长永])"
    r"|(?<=[0-9])\s+(?=年|个?月)"
)


def name_mark(name: str) -> str | None:
    """The mark in the name of a file or a folder, such as 【机密】 or 秘密★1年."""
    text = _close(_plain(name))
    stem = (text.rpartition(".")[0] or text).strip()
    if re.fullmatch(_DEGREE, stem):
        return stem
    found = _NAME.search(text)
    return (found[1] or found[2]) if found else None


def name_degree(name: str) -> str | None:
    """The degree (绝密, 机密 or 秘密) of the mark in a name; ``None`` without a mark."""
    mark = name_mark(name)
    return next((degree for degree in DEGREES if mark and degree in mark), None)


def line_mark(line: str, top: float) -> str | None:
    """The mark on a line of a document's first page; ``None`` if it has none.

    A mark with its star or with 密级 before it may stand alone on a line anywhere, and at either
    end of a line at the head; a mere degree only alone, at the top or at the foot.

    Args:
        line: all text at one height, from the left to the right edge.
        top: its distance from the top as a share of the page's height.
    """
    text = _close(_plain(line)).strip()
    solid = re.sub(r"\s", "", text)
    if found := _ALONE.fullmatch(solid):
        return found[1]
    if not _TOP < top < _FOOT and (found := _BARE.fullmatch(solid)):
        return found[1]
    if top > _HEAD:
        return None
    found = _CORNER.search(text)
    if found and (found.end() == len(text) or not text[: found.start()].strip()):
        return found[1]
    found = _FORM.search(text)
    return found[1] if found and len(_WORDS.findall(text)) == 1 else None


def sheet_mark(rows: Sequence[Sequence[str]]) -> tuple[int, str] | None:
    """The mark in the first rows of a sheet, with its row as Excel shows it.

    A row of more than two filled cells is one of a table, whose column may be named 密级.
    """
    for at, cells in enumerate(rows, 1):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) <= _MOST_CELLS:
            top = 0.0 if at <= _TOP_ROWS else 0.5
            mark = line_mark("  ".join(filled), top)
            if mark:
                return at, mark
    return None


def _plain(text: str) -> str:
    """Full-width digits and brackets as half-width ones; stars stay."""
    return unicodedata.normalize("NFKC", text)


def _close(text: str) -> str:
    """Letter-spaced marks (机 密 ★ 1 年) drawn together."""
    return _SPACED.sub("", text)
