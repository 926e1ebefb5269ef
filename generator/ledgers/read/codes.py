"""Read numbers that identify: ID numbers, credit codes, division codes, documents, telephones."""

import datetime as dt
import re
from functools import lru_cache

from generator.base.measures import plain
from generator.ledgers.read.cells import Bad, as_text, quote
from generator.ledgers.read.schema import Kind
from generator.model import Severity
from generator.workbooks.grid import Raw

_ID_NUMBER = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_DIVISION = re.compile(r"[1-8]\d{5}(\d{3}|\d{6})?", re.ASCII)
_DOC_NUMBER = re.compile(r".*[〔\[【(]\d{4}[〕\]】)]第?\d+(-\d+)?号(.*[、,;].*)?")
_PHONE = re.compile(r"(\+?86-?)?(1\d{10}|(0\d{2,3}-?)?\d{7,8}(-\d{1,5})?)", re.ASCII)
_SPREAD = re.compile(r"[、,;/ ]")


def parse_id_number(raw: Raw) -> "str | Bad":
    """Read an ID number (GB 11643-1999, or the 15 digits of 1989) without checking its digit.

    A number cell holds 15 digits exactly; longer ones have lost their end and are not guessed.
    """
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        if float(raw).is_integer() and 1e14 <= raw < 1e15:
            return _checked_id(str(int(raw)), raw)
        return _lost(as_text(raw))
    if isinstance(raw, str) and _ID_NUMBER.fullmatch(raw):
        return _checked_id(raw, raw)
    text = plain(as_text(raw)).upper()
    if _SCIENTIFIC.fullmatch(text):
        return _lost(text)
    if not _ID_NUMBER.fullmatch(text):
        shown = quote(as_text(raw), Kind.ID_NUMBER)
        message = f"身份证号“{shown}”应为 18 位（或老的 15 位），实为 {len(text)} 个字符"
        return Bad(message, "请对照身份证原件填写，单元格格式选“文本”")
    return _checked_id(text, raw)


def _checked_id(text: str, raw: Raw) -> "str | Bad":
    if _is_day(text[6:14] if len(text) == 18 else f"19{text[6:12]}"):
        return text
    shown = quote(as_text(raw), Kind.ID_NUMBER)
    return Bad(f"身份证号“{shown}”里的出生日期不存在", "请对照身份证原件填写")


@lru_cache(maxsize=65_536)
def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _lost(shown: str) -> Bad:
    message = f"身份证号被 Excel 存成了数字（{quote(shown, Kind.ID_NUMBER)}），后几位已经丢失"
    return Bad(message, "请把这一列的格式改成“文本”，再对照身份证原件重新填写")


def parse_uscc(raw: Raw) -> "str | Bad":
    """Read a unified social credit code (GB 32100-2015: 18 characters, no I O Z S V)."""
    text = plain(as_text(raw)).replace("-", "").upper()
    if _USCC.fullmatch(text):
        return text
    shown = quote(as_text(raw))
    if len(text) == 15:
        return Bad(f"“{shown}”是旧的 15 位注册号", "请填营业执照上的 18 位统一社会信用代码")
    message = f"统一社会信用代码“{shown}”不合格式（18 位，不用字母 I、O、Z、S、V）"
    return Bad(message, "请对照营业执照填写")


def parse_division_code(raw: Raw) -> "str | Bad":
    """Read a division code (GB/T 2260: 6 digits; with the township 9, with the village 12)."""
    text = plain(as_text(raw))
    pair = int(text[2:4]) if _DIVISION.fullmatch(text) else -1
    if pair == 0 or 1 <= pair <= 70 or pair == 90:
        return text
    return Bad(f"行政区划代码“{quote(text)}”不合格式", "请填 6 位代码（到乡镇 9 位，到村 12 位）")


def parse_doc_number(raw: Raw) -> "str | Bad":
    """Read a document number; one that is not of the form 甲办〔2019〕1号 gets a warning."""
    text = as_text(raw).strip()
    if all(_DOC_NUMBER.fullmatch(plain(part)) for part in re.split(r"[、,，;；\n]", text)[:1]):
        return text
    message = f"文号“{quote(text)}”不是“×〔2019〕×号”的样子"
    return Bad(message, "请对照文件原文填写", text, Severity.WARNING)


def parse_phone(raw: Raw) -> "str | Bad":
    """Read telephone numbers; an unlikely one gets a warning."""
    text = as_text(raw).strip()
    parts = [plain(part) for part in _SPREAD.split(text) if part]
    if parts and all(_PHONE.fullmatch(part) for part in parts):
        return text
    message = f"电话“{quote(text, Kind.PHONE)}”不像电话号码"
    return Bad(message, "请填 11 位手机号，或区号加座机号", text, Severity.WARNING)
