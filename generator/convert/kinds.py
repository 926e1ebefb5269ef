"""The kinds of documents that can be bound: what extensions promise them, what bytes show them."""

import re
from types import MappingProxyType

#: Extensions of recordings by the container that they promise.
_RECORDINGS = {
    "mp4": ("mp4", "m4v", "mov", "qt", "3gp", "3g2", "m4a", "f4v"),
    "mkv": ("mkv", "webm", "mka"),
    "avi": ("avi",),
    "asf": ("wmv", "wma", "asf"),
    "flv": ("flv",),
    "mpeg": ("mpg", "mpeg", "mpe", "vob"),
    "mpegts": ("ts", "mts", "m2ts"),
    "rm": ("rm", "rmvb"),
    "mp3": ("mp3",),
    "wav": ("wav",),
    "aac": ("aac",),
    "flac": ("flac",),
    "ogg": ("ogg", "oga", "ogv", "opus"),
    "amr": ("amr",),
    "aiff": ("aiff", "aif"),
}

#: The containers of audio and video.
RECORDINGS = frozenset(_RECORDINGS)

#: Kinds of pictures.
PICTURES = frozenset(
    {"jpeg", "png", "tiff", "bmp", "gif", "webp", "heic", "avif", "jp2"},
)

#: Templates, and presentations that begin by themselves: the same content as their document.
_TEMPLATES = {
    "dot": "doc",
    "dotx": "docx",
    "dotm": "docm",
    "wpt": "wps",
    "xlt": "xls",
    "xltx": "xlsx",
    "xltm": "xlsm",
    "ett": "et",
    "pot": "ppt",
    "potx": "pptx",
    "potm": "pptm",
    "dpt": "dps",
    "pps": "ppt",
    "ppsx": "pptx",
    "ppsm": "pptm",
    "ott": "odt",
    "ots": "ods",
    "otp": "odp",
    "otg": "odg",
    "odm": "odt",
    "vst": "vsd",
    "vstx": "vsdx",
    "vsdm": "vsdx",
    "vstm": "vsdx",
}

#: Documents of office programs, and drawings: what LibreOffice prints.
OFFICE = frozenset(
    {
        *("doc", "docx", "docm", "wps", "rtf", "odt", "fodt", "wordml", "wpd"),
        *("xls", "xlsx", "xlsm", "xlsb", "et", "ods", "fods", "spreadsheetml"),
        *("ppt", "pptx", "pptm", "dps", "odp", "fodp"),
        *("odg", "fodg", "svg", "emf", "wmf", "vsd", "vsdx", "pub"),
    }
)

#: Extension to the kind of content that it promises.
EXTENSIONS = MappingProxyType(
    {
        "jpg": "jpeg",
        "jpe": "jpeg",
        "jfif": "jpeg",
        "tif": "tiff",
        "heif": "heic",
        "hif": "heic",
        **dict.fromkeys(("jpx", "jpf", "j2k", "j2c", "jpc"), "jp2"),
        **{kind: kind for kind in PICTURES},
        **dict.fromkeys(("htm", "html", "xhtml"), "html"),
        **dict.fromkeys(("mht", "mhtml"), "mht"),
        **{kind: kind for kind in ("pdf", "ofd", "txt", "csv", "md", "rtf")},
        **{kind: kind for kind in ("doc", "xls", "ppt", "wps", "et", "dps")},
        **{kind: kind for kind in ("docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "pptm")},
        **{kind: kind for kind in ("odt", "ods", "odp", "odg")},
        **{kind: kind for kind in ("fodt", "fods", "fodp", "fodg")},
        **{kind: kind for kind in ("svg", "emf", "wmf", "vsd", "vsdx", "pub", "wpd")},
        **_TEMPLATES,
        "svgz": "svg",
        "emz": "emf",
        "wmz": "wmf",
        **{ending: kind for kind, endings in _RECORDINGS.items() for ending in endings},
    }
)

_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"{\\rtf", "rtf"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"FLV\x01", "flv"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x00\x00\x01\xb3", "mpeg"),
    (b".RMF", "rm"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"ID3", "mp3"),
    (b"\xd7\xcd\xc6\x9a", "wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "wmf"),
    (b"\x02\x00\x09\x00\x00\x03", "wmf"),
    (b"\xffWPC", "wpd"),
)

#: Containers with a second mark behind their length (RIFF and IFF).
_CHUNKED = (
    (b"RIFF", b"WEBP", "webp"),
    (b"RIFF", b"AVI ", "avi"),
    (b"RIFF", b"WAVE", "wav"),
    (b"RF64", b"WAVE", "wav"),
    (b"FORM", b"AIFF", "aiff"),
    (b"FORM", b"AIFC", "aiff"),
)

#: What a QuickTime file without the newer mark begins with, behind its length.
_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})

#: Brands of still pictures in the container that videos use too (ISO/IEC 23008-12, AVIF). New ones
#: are made up all the time: a file whose first box is about a picture is one under any brand.
_AVIF = frozenset({b"avif", b"avis"})
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

#: Length in bytes of the packets of a transport stream, with and without a time code before each.
_PACKETS = ((188, 0), (192, 4))


#: How programs call the parts of a container that was cut up.
_PART = re.compile(r"\.(\d{3}|[rz]\d{2}|part\d{1,4}\.rar)$", re.IGNORECASE)


def is_part_name(name: str) -> bool:
    """Whether a name is that of one part of a container in several files."""
    return _PART.search(name) is not None


def ending_of(name: str) -> str:
    """The end of a name that promises a kind, in small letters: the extension, ``part1.rar``."""
    part = _PART.search(name)
    ending = part[1] if part else name.rpartition(".")[2]
    return ending.lower() if "." in name else ""


def by_magic(head: bytes, extension: str) -> str | None:
    """The kind that a file's first bytes show beyond doubt, or ``None``.

    Args:
        head: some thousand bytes.
        extension: only decides about bytes that also occur by chance (MP3, AAC, old QuickTime).
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for first, second, kind in _CHUNKED:
        if head.startswith(first) and head[8:12] == second:
            return kind
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[:4] == b"\x01\0\0\0" and head[40:44] == b" EMF":
        return "emf"
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return _recording(head, EXTENSIONS.get(extension))


def _by_brand(head: bytes) -> str:
    length = max(16, min(int.from_bytes(head[:4], "big"), len(head)))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    if head[8:12] in _AVIF | _HEIF:
        return "avif" if brands & _AVIF and not brands & (_HEIF - {b"mif1", b"msf1"}) else "heic"
    if _is_of_a_picture(head[length:]):
        return "avif" if b"av01" in head or b"avif" in head[8:length] else "heic"
    return "mp4"


def _is_of_a_picture(boxes: bytes) -> bool:
    """Whether the box behind the brands describes a picture (ISO/IEC 23008-12, 6.2 and C.2)."""
    if boxes[4:8] == b"mini":
        return True
    described = boxes[: int.from_bytes(boxes[:4], "big")]
    handler = described.find(b"hdlr")
    return boxes[4:8] == b"meta" and described[handler + 12 : handler + 16] == b"pict"


def _recording(head: bytes, promised: str | None) -> str | None:
    if promised == "mp4" and head[4:8] in _ATOMS:
        return "mp4"
    sync = head[:1] == b"\xff" and head[1:2] >= b"\xe0"
    if sync and promised in {"mp3", "aac"}:
        return promised
    for length, start in _PACKETS:
        marks = head[start : start + 4 * length : length]
        if len(marks) >= 4 and set(marks) == {0x47}:
            return "mpegts"
    return None
