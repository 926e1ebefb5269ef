"""A saved web page: its text, and what was saved along with it; nothing else is ever loaded."""

import base64
import binascii
import email
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.policy import compat32
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, unquote_to_bytes, urldefrag, urljoin, urlsplit

from generator.base.leftovers import companion
from generator.convert.decode import UndecodableError, decode

#: What a page's own location counts as, when it states none; the name can exist nowhere.
HERE = "https://page.invalid/"

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""")

#: Encodings that are declared for what is really their larger successor.
_LARGER = MappingProxyType({"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"})

#: How a drawing begins.
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,500}?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg\b", re.DOTALL
)

#: One resource larger than this is not loaded (bytes).
_LARGEST = 100_000_000


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that was saved along with a page."""

    data: bytes
    media_type: str

    @property
    def is_drawing(self) -> bool:
        """Whether it is an SVG, as it says or as it begins."""
        return "svg" in self.media_type or _SVG.match(self.data) is not None


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page's text, where it lay, its resources, and what it declares as its own address."""

    text: str
    base: str = HERE
    parts: Mapping[str, Resource] = field(default_factory=dict)
    folder: Path | None = None
    notes: tuple[str, ...] = ()
    declared: str = ""

    @property
    def start(self) -> str:
        """Where relative addresses start."""
        return self.declared or self.base

    def absolute(self, address: str) -> str:
        """An address of the page in full; one that is malformed stays as it is."""
        try:
            return urljoin(self.start, address.strip())
        except ValueError:
            return address

    def resource(self, address: str) -> Resource | None:
        """What was saved under an absolute address or stands within it, or ``None``.

        A browser that saves a page may leave a ``<base>`` in it that leads to where the page came
        from: what starts there is looked for beside the page as well.
        """
        if address[:5].lower() == "data:":
            return _within(address)
        try:
            found = self._saved(address)
            folder = urljoin(self.declared, ".")
            if found is None and self.declared and address.startswith(folder):
                return self._saved(urljoin(self.base, address[len(folder) :]))
        except ValueError:  # no address
            return None
        return found

    def _saved(self, address: str) -> Resource | None:
        plain = urldefrag(address).url
        found = self.parts.get(plain) or self.parts.get(unquote(plain))
        if found is not None or self.folder is None:
            return found
        parts = urlsplit(plain)
        if f"{parts.scheme}://{parts.netloc}/" != HERE:
            return None
        return _beside(self.folder, unquote(parts.path).lstrip("/"))


def _within(address: str) -> Resource | None:
    """What stands within an address (RFC 2397)."""
    described, comma, coded = address[5:].partition(",")
    media_type, *more = [part.strip().lower() for part in described.split(";")]
    data = unquote_to_bytes(coded)
    if "base64" in more:
        plain = re.sub(rb"[^A-Za-z0-9+/]", b"", data.replace(b"-", b"+").replace(b"_", b"/"))
        try:
            data = base64.b64decode(plain + b"=" * (-len(plain) % 4))
        except binascii.Error:
            return None
    return Resource(data, media_type or "text/plain") if comma else None


def from_html(page: Path) -> SavedPage:
    """Read a page with what lies in its companion folder.

    Raises:
        UndecodableError: its characters cannot be told.
    """
    text, notes = _decoded(page.read_bytes(), None)
    return SavedPage(text, folder=companion(page), notes=notes)


def from_mhtml(path: Path) -> SavedPage:
    """Read a page saved in one file (MHTML, RFC 2557): the first page in it with the other parts.

    Raises:
        UndecodableError: it holds no page, or its characters cannot be told.
    """
    message = email.message_from_bytes(path.read_bytes(), policy=compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    root = next((part for part in parts if part.get_content_type() in _PAGE_TYPES), None)
    if root is None:
        raise UndecodableError
    text, notes = _decoded(_content(root), root.get_content_charset())
    base = _location(root) or HERE
    return SavedPage(text, base, dict(_named(parts, base)), notes=notes)


_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def _named(parts: list[Message], base: str) -> list[tuple[str, Resource]]:
    """Every part under its location and under its content number."""
    found = []
    for part in parts:
        resource = Resource(_content(part), part.get_content_type())
        location, number = _location(part), str(part.get("Content-ID", "")).strip()
        if location:
            found.append((urldefrag(urljoin(base, location)).url, resource))
        if number:
            found.append((f"cid:{number.removeprefix('<').removesuffix('>')}", resource))
    return found


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _location(part: Message) -> str:
    return re.sub(r"\s+", "", str(part.get("Content-Location", "")))


def _beside(folder: Path, address: str) -> Resource | None:
    """A file in the companion folder; addresses and links that lead out of it find nothing."""
    relative = posixpath.normpath(address)
    first, _, rest = relative.partition("/")
    if first != folder.name or not rest:
        return None
    path = folder / rest
    try:
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            return None
        if path.stat().st_size > _LARGEST:
            return None
        guess = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Resource(path.read_bytes(), guess)
    except (OSError, ValueError):
        return None


def _decoded(data: bytes, told: str | None) -> tuple[str, tuple[str, ...]]:
    """The text by its declared encoding if that fits, else by what the bytes look like."""
    found = _DECLARED.search(data[:8192].lower())
    declared = (found[1].decode("ascii") if found else told or "").lower()
    marked = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    if declared and not marked:
        try:
            return data.decode(_LARGER.get(declared, declared)), ()
        except (UnicodeDecodeError, LookupError):
            text, notes = decode(data)
            said = f"网页声明的文字编码“{declared}”与内容不符，已按实际内容读取，请核对有无乱码"
            return text, (said, *notes)
    return decode(data)
