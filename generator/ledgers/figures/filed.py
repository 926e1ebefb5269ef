"""Find the documents that a stated number names as its source."""

import re
from collections.abc import Mapping, Sequence

from generator.base.measures import plain
from generator.ledgers.read.table import Ledger
from generator.model import EvidenceFile

#: Shorter names say too little to find a document by.
_LEAST = 4

_LEDGER = re.compile(r"L\d{2}")


def find_document(name: str, documents: Sequence[EvidenceFile]) -> EvidenceFile | str:
    """The document with this file name or path inside the unit's folder, or why there is none.

    Copies with the same content count as one.
    """
    wanted = name.replace("\\", "/").strip("/")
    found = [file for file in documents if file.path == wanted or file.path.endswith(f"/{wanted}")]
    if not found:
        return f"没有找到文件“{name}”"
    if len({file.sha256 for file in found}) > 1:
        return f"有 {len(found)} 份不同的文件都叫“{name}”，分不清是哪一份"
    return found[0]


def is_backed(
    said: str, ledgers: Mapping[str, Sequence[Ledger]], documents: Sequence[EvidenceFile]
) -> bool:
    """Whether a source column (数据来源) names a ledger that was read, or a document."""
    text = plain(said).upper()
    if any(one.readable for key in _LEDGER.findall(text) for one in ledgers.get(key, ())):
        return True
    return any(_names(text, file) for file in documents)


def _names(text: str, file: EvidenceFile) -> bool:
    """Whether the text holds the document's number or title, or the file's name holds the text."""
    stem = file.name.rpartition(".")[0] or file.name
    said = (plain(word).upper() for word in (file.metadata.doc_number, file.metadata.title) if word)
    if any(len(word) >= _LEAST and word in text for word in said):
        return True
    return len(text) >= _LEAST and text in plain(stem).upper()
