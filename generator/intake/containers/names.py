"""The names of entries: decoded, safe to show, and told apart."""

import itertools
import re
import unicodedata
from collections.abc import Sequence

#: A longer part of a name is cut in its middle; file systems allow 255 bytes.
_LONGEST_PART = 120
_MOST_PARTS = 20

_DRIVE = re.compile(r"^[A-Za-z]:[/\\]")

#: What Windows allows in no name, with the sign that looks like it, and the names of its devices,
#: under which it opens no file, with any extension ("Naming Files, Paths, and Namespaces").
_FORBIDDEN = str.maketrans('<>:"|?*', "＜＞：＂｜？＊")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?= *(\.|$))")

#: Control characters, joiners and reversals, halves of characters, breaks of lines.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

NAMELESS = "（无名）"


def decoded(raw: bytes, others: Sequence[bytes] = ()) -> str:
    """A name without a mark of its encoding: UTF-8, GBK or, when neither fits, code page 437.

    Args:
        raw: the name's bytes.
        others: the names beside it: what fits all of them goes before what fits this one, since
            a short GBK name may pass for UTF-8.
    """
    together = b"\n".join((raw, *others))
    for sample in (together, raw):
        for encoding in ("utf-8", "gb18030"):
            text = _read(sample, encoding)
            if text is None or (encoding == "utf-8" and _chance(text) and _read(sample, "gb18030")):
                continue
            return raw.decode(encoding)
    return raw.decode("cp437")


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _chance(text: str) -> bool:
    """Whether UTF-8 fits by chance: 通知 in GBK reads as two accents, one of them Hebrew."""
    return any(
        "\u0530" <= char <= "\u07ff" or (unicodedata.combining(char) and not before.isalpha())
        for before, char in itertools.pairwise(f" {text}")
    )


def of_subject(subject: str) -> str:
    """A subject as the name of a file: one part of a path, without what Windows forbids."""
    return subject.translate(_FORBIDDEN).replace("/", "／").replace("\\", "＼")


def leads_outside(name: str) -> bool:
    """Whether a path is absolute or climbs out of its container."""
    parts = _parts(name)
    return name.startswith(("/", "\\")) or bool(_DRIVE.match(name)) or ".." in parts


def parts_of(name: str) -> tuple[str, ...]:
    """The folders and the file of a path as they may be shown; never empty, never ``..``."""
    parts = [part for part in _parts(name) if part not in ("", ".")]
    shown = [_shown(part) for part in parts]
    if len(shown) > _MOST_PARTS:
        shown = [*shown[:2], f"…（{len(shown) - 3} 层）…", shown[-1]]
    return tuple(shown) or (NAMELESS,)


def altered(name: str) -> bool:
    """Whether a name is shown otherwise than it is written, beyond the form of its characters."""
    plain = "/".join(part for part in _parts(name) if part not in ("", "."))
    return unicodedata.normalize("NFC", plain) != "/".join(parts_of(name))


class Distinct:
    """Gives every name only once: a second one of the same letters is numbered.

    Upper and lower case, and the composed and decomposed forms of a character, count as the same.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def name(self, shown: str) -> str:
        """The name, or the name with a number before its extension."""
        key = shown.casefold()
        while key in self._seen:
            self._seen[key] += 1
            stem, dot, extension = _split(shown)
            candidate = f"{stem}（同名{self._seen[key]}）{dot}{extension}"
            if candidate.casefold() not in self._seen:
                shown, key = candidate, candidate.casefold()
        self._seen[key] = 1
        return shown


def extension_of(name: str) -> str:
    """A name's extension with its dot, in plain small letters, or nothing."""
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    return f".{found[1].lower()}" if found else ""


def _parts(name: str) -> list[str]:
    """The folders and the file; where no slash is, a backslash stands between them (Windows)."""
    return (name if "/" in name else name.replace("\\", "/")).split("/")


def _shown(part: str) -> str:
    """One part of a path without what cannot be seen, as Windows allows it.

    No dots and blanks stand at its end, it has no forbidden signs and is no device.
    """
    if part == "..":
        return "[..]"
    text = unicodedata.normalize("NFC", part)
    text = "".join(
        f"[U+{ord(char):04X}]" if unicodedata.category(char) in _HIDDEN else char for char in text
    )
    text = text.translate(_FORBIDDEN).strip().rstrip(". ") or NAMELESS
    text = _DEVICE.sub(r"\1_", text) if _DEVICE.match(text) else text
    if len(text) <= _LONGEST_PART:
        return text
    extension = extension_of(text)
    return f"{text[: _LONGEST_PART - 21 - len(extension)]}…{text[-20 - len(extension) :]}"


def _split(shown: str) -> tuple[str, str, str]:
    folder, slash, name = shown.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if not stem:
        return f"{folder}{slash}{name}", "", ""
    return f"{folder}{slash}{stem}", dot, extension
