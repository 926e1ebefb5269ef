"""JSON that a screen can show: what it would obey or hide is written as an escape."""

import json
import re
from typing import Any

from generator.base.characters import is_unseen

#: What need not be looked at: ASCII that JSON leaves as it is, and most of what Chinese needs.
_ODD = re.compile(r"[^\n\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


def json_text(content: Any) -> str:
    """The content with Chinese as it is; read back, the data are the same.

    Control characters, marks of direction, characters without a shape and lone surrogates (of
    names whose bytes are no text) are escaped.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return _ODD.sub(_escaped, text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return json.dumps(char)[1:-1] if is_unseen(char) else char
