"""What documents show anew each time; take such fields out of Word's, with their words kept."""

import re

from lxml import etree

from generator.convert.openxml import local

#: The instructions of fields that show what lies in other files.
FETCHING = re.compile(
    r"^\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD)\b",
    re.IGNORECASE,
)

#: The instructions of fields that show another thing on every machine, or on every day.
MOVING = re.compile(
    r"^\s*(DATE|TIME|FILENAME|FILESIZE|TEMPLATE|AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|"
    r"USERADDRESS|PRINTDATE|SAVEDATE|CREATEDATE|EDITTIME)\b",
    re.IGNORECASE,
)

#: Calls in cells that give another result whenever a workbook is opened, or tell of the machine.
CLOCK = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO)\s*\(", re.IGNORECASE)


def unlink(root: etree._Element, codes: re.Pattern[str], *, shown: bool) -> int:
    """Replace fields by their saved results.

    Args:
        root: the part, which is changed.
        codes: what the instructions of the fields begin with.
        shown: whether only fields that have a saved result are replaced.

    Returns:
        How many fields were taken out.
    """
    found = _unwrap_simple(root, codes)
    return found + _unwrap_complex(root, codes, shown=shown)


def _unwrap_simple(root: etree._Element, codes: re.Pattern[str]) -> int:
    fields = [field for field in root.iter("{*}fldSimple") if codes.match(_said(field, "instr"))]
    for field in fields:
        parent = field.getparent()
        if parent is not None:
            place = parent.index(field)
            for offset, child in enumerate(list(field)):
                parent.insert(place + offset, child)
            parent.remove(field)
    return len(fields)


def _unwrap_complex(root: etree._Element, codes: re.Pattern[str], *, shown: bool) -> int:
    """Drop begin, instruction, separator and end; fields may reach over paragraphs."""
    found = 0
    marks: list[list[etree._Element]] = []
    for element in list(root.iter("{*}fldChar", "{*}instrText")):
        kind = _said(element, "fldCharType")
        if kind == "begin":
            marks.append([element])
        elif marks:
            marks[-1].append(element)
            if kind == "end":
                found += _drop(marks.pop(), codes, shown=shown)
    if not shown:
        found += sum(_drop(field, codes, shown=False) for field in marks)
    return found


def _drop(field: list[etree._Element], codes: re.Pattern[str], *, shown: bool) -> bool:
    code = "".join(mark.text or "" for mark in field if local(mark) == "instrText")
    separated = any(_said(mark, "fldCharType") == "separate" for mark in field)
    if not codes.match(code) or (shown and not separated):
        return False
    for mark in field:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)
    return True


def _said(element: etree._Element, name: str) -> str:
    """An attribute in the vocabulary of its element: that of Word 2003 has another address."""
    return str(element.get(f"{{{etree.QName(element).namespace}}}{name}", ""))
