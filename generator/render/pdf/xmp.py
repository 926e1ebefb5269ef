"""Metadata of a PDF as XMP: every namespace is declared where strict readers look for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

_X = "adobe:ns:meta/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_PDFA = "http://www.aiim.org/pdfa/ns/id/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: The wrapper and its mark are fixed by the XMP specification, part 1, 7.3.2.
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TAIL = '\n<?xpacket end="w"?>'


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself; empty where it is not known. XML can hold all of the texts."""

    title: str
    creator: str
    date: dt.date | None
    identifier: str


def xmp_packet(facts: Facts, producer: str, *, pdfa: bool) -> bytes:
    """The packet, the same bytes for the same facts; ``pdfa``: it claims PDF/A-1b."""
    meta = etree.Element(f"{{{_X}}}xmpmeta", nsmap={"x": _X})
    rdf = etree.SubElement(meta, f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF})
    core = _part(rdf, "dc", _DC)
    title = _bag(core, _DC, "title", "Alt", (facts.title,))
    title.set(_XML_LANG, "x-default")
    if facts.creator:
        _bag(core, _DC, "creator", "Seq", (facts.creator,))
    if facts.date:
        _bag(core, _DC, "date", "Seq", (facts.date.isoformat(),))
    if facts.identifier:
        etree.SubElement(core, f"{{{_DC}}}identifier").text = facts.identifier
    etree.SubElement(_part(rdf, "pdf", _PDF), f"{{{_PDF}}}Producer").text = producer
    if pdfa:
        claim = _part(rdf, "pdfaid", _PDFA)
        etree.SubElement(claim, f"{{{_PDFA}}}part").text = "1"
        etree.SubElement(claim, f"{{{_PDFA}}}conformance").text = "B"
    text = etree.tostring(meta, encoding="unicode", pretty_print=True)
    return f"{_HEAD}{text}{_TAIL}".encode()


def _part(rdf: etree._Element, prefix: str, namespace: str) -> etree._Element:
    part = etree.SubElement(rdf, f"{{{_RDF}}}Description", nsmap={prefix: namespace})
    part.set(f"{{{_RDF}}}about", "")
    return part


def _bag(
    part: etree._Element, namespace: str, name: str, kind: str, values: Sequence[str]
) -> etree._Element:
    """A property that holds a list; gives the last entry."""
    bag = etree.SubElement(etree.SubElement(part, f"{{{namespace}}}{name}"), f"{{{_RDF}}}{kind}")
    for value in values:
        entry = etree.SubElement(bag, f"{{{_RDF}}}li")
        entry.text = value
    return entry
