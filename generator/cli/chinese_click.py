"""Make click speak Chinese: its own texts from our catalogue, on streams that can take them."""

import gettext
import io
import os
import sys
from pathlib import Path
from typing import Final

_DOMAIN: Final = "messages"  # the domain that click's own texts are looked up in
_LANGUAGE: Final = "zh_CN"
_LOCALES: Final = Path(__file__).parent / "locale"


def speak_chinese() -> None:
    """Give click's help and error texts in Chinese for the rest of this process.

    Call it before the commands are defined: click translates some words (such as the kind of a
    path) when an option is declared. It does not matter which language the system is set to,
    because Python's gettext looks at ``LANGUAGE`` first, on Windows too. Calling it again does
    nothing more.
    """
    gettext.bindtextdomain(_DOMAIN, str(_LOCALES))
    os.environ["LANGUAGE"] = _LANGUAGE
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _accept_chinese(stream)


def _accept_chinese(stream: io.TextIOWrapper) -> None:
    r"""Let a stream take any text: a rare character or an odd file name must not end a run.

    A stream whose encoding has no Chinese at all (a file that output is sent to on a Western
    Windows) is switched to UTF-8; what the encoding lacks beyond that is written as ``\uXXXX``.
    """
    try:
        "缺".encode(stream.encoding)
    except UnicodeEncodeError:
        stream.reconfigure(encoding="utf-8")
    if stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")
