"""Cut the relations of an Open XML package that lead out of it."""

import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from generator.convert.linked.cuts import Cuts

#: Where a mere link may lead; other addresses are files of the clerk's own computer.
_FAR = ("http://", "https://", "mailto:", "#")

#: Kinds of relations that shape a document without being shown in it.
_TEMPLATES = frozenset({"attachedTemplate", "glossaryDocument"})

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def cut_relations(root: etree._Element, part: str) -> tuple[Cuts, bool]:
    """Take relations that load something from elsewhere out of a part's list of relations.

    Mere links to the web stay; those into the clerk's own computer lose their goal, for any
    element could use them to load it.

    Args:
        root: the list, which is changed.
        part: its name in the package.

    Returns:
        What was cut, and whether anything was changed.
    """
    cuts, changed = Cuts(), False
    for relation in list(root.iter(etree.Element)):
        target = relation.get("Target")
        if target is None:
            continue
        kind = str(relation.get("Type")).rpartition("/")[2]
        outer = str(relation.get("TargetMode")).strip().lower() == "external"
        if not outer and not _climbs_out(target, part):
            continue
        if kind == "hyperlink":
            if outer and not target.strip().lower().startswith(_FAR):
                relation.set("Target", "#")
                changed = True
            continue
        parent = relation.getparent()
        if parent is None:
            continue
        parent.remove(relation)
        changed = True
        cuts += Cuts(templates=1) if kind in _TEMPLATES else Cuts(places=1)
    return cuts, changed


def _climbs_out(target: str, part: str) -> bool:
    """Whether an address that is said to be within the package is not."""
    plain = unquote(target).replace("\\", "/").strip()
    if _SCHEME.match(plain) or plain.startswith("//"):
        return True
    folder = posixpath.dirname(posixpath.dirname(part))
    joined = posixpath.join("/", folder, plain.partition("#")[0])
    depth = 0
    for step in joined.split("/"):
        depth += {"": 0, ".": 0, "..": -1}.get(step, 1)
        if depth < 0:
            return True
    return False
