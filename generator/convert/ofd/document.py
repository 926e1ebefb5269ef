"""The structure of an OFD: its documents, their pages, templates, annotations and signatures."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.convert.ofd import resources
from generator.convert.ofd.package import OfdError, Package, folder_of
from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.resources import Resources
from generator.convert.ofd.xml import Box, box, child, children, flag, text
from generator.convert.openxml import local

#: A4 upright in mm, where neither page nor document states a size.
_A4: Box = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number in the file, its part, its box in mm."""

    number: str
    part: str
    root: etree._Element | None  # None: the part cannot be read
    area: Box


@dataclass(frozen=True, slots=True)
class Document:
    """One document body of an OFD file."""

    part: str
    pages: tuple[Page, ...]
    templates: dict[str, tuple[str, etree._Element]]
    resources: Resources
    appearances: dict[str, tuple[etree._Element, ...]]
    signatures: str | None

    @property
    def folder(self) -> str:
        """The folder from which the document's locations count."""
        return folder_of(self.part)


def load(package: Package, remarks: Remarks) -> tuple[Document, ...]:
    """Read every document body of a file.

    Raises:
        LockedError: parts are encrypted.
        OfdError: it has no document, or its structure cannot be read.
    """
    root = package.xml("OFD.xml")
    bodies = tuple(_body(package, body, remarks) for body in children(root, "DocBody"))
    if not any(body.pages for body in bodies):
        raise OfdError("OFD 里没有一页内容")
    return bodies


def _body(package: Package, body: etree._Element, remarks: Remarks) -> Document:
    part = package.find(text(body, "DocRoot"))
    root, folder = package.xml(part), folder_of(part)
    common = child(root, "CommonData")
    locations = (text(entry) for entry in children(common, "PublicRes", "DocumentRes"))
    found = resources.load(package, locations, folder, remarks)
    found.default_space = text(common, "DefaultCS")
    area = _area(child(common, "PageArea")) or _A4
    signatures = text(body, "Signatures")
    _note_attachments(package, text(root, "Attachments"), folder, remarks)
    return Document(
        part,
        tuple(_pages(package, root, folder, area)),
        _templates(package, common, folder, remarks),
        found,
        _appearances(package, text(root, "Annotations"), folder, remarks),
        package.locate(signatures, folder) if signatures else None,
    )


def _pages(package: Package, root: etree._Element, folder: str, area: Box) -> Iterator[Page]:
    for entry in children(child(root, "Pages"), "Page"):
        number = entry.get("ID", "")
        part = package.locate(entry.get("BaseLoc", ""), folder)
        content = None
        if part is not None:
            try:
                content = package.xml(part)
            except OfdError:
                content = None
        own = _area(child(content, "Area"))
        yield Page(number, part or folder, content, own or area)


def _area(element: etree._Element | None) -> Box | None:
    found = box(text(element, "PhysicalBox"))
    return found if found is not None and min(found[2:]) >= 1 else None


def _templates(
    package: Package, common: etree._Element | None, folder: str, remarks: Remarks
) -> dict[str, tuple[str, etree._Element]]:
    """Template pages by number: where each is drawn, and its content."""
    found = {}
    for entry in children(common, "TemplatePage"):
        try:
            root = package.xml(package.find(entry.get("BaseLoc", ""), folder))
        except OfdError as error:
            remarks.add(f"{error}，页面的底图可能没有印出")
            continue
        found[entry.get("ID", "")] = (entry.get("ZOrder", "Background"), root)
    return found


def _appearances(
    package: Package, location: str, folder: str, remarks: Remarks
) -> dict[str, tuple[etree._Element, ...]]:
    """What annotations look like, by the number of their page."""
    part = package.locate(location, folder) if location else None
    if part is None:
        return {}
    found: dict[str, list[etree._Element]] = {}
    try:
        for page in children(package.xml(part), "Page"):
            where = package.locate(text(page, "FileLoc"), folder_of(part), folder)
            if where is None:
                remarks.add("有批注的部件不在文件里，没有印出")
                continue
            seen = found.setdefault(page.get("PageID", ""), [])
            seen += _drawn(package.xml(where), remarks)
    except OfdError as error:
        remarks.add(f"{error}，批注可能没有印出")
    return {page: tuple(seen) for page, seen in found.items()}


def _drawn(root: etree._Element, remarks: Remarks) -> Iterator[etree._Element]:
    for annotation in children(root, "Annot"):
        look = child(annotation, "Appearance")
        if look is not None and flag(annotation.get("Visible"), otherwise=True):
            if flag(annotation.get("Print"), otherwise=True):
                yield look
            else:
                remarks.add("有设为“不打印”的批注，没有印出")
        elif look is None and annotation.get("Type") != "Link":
            remarks.add("有没有外观的批注，没有印出")


def _note_attachments(package: Package, location: str, folder: str, remarks: Remarks) -> None:
    part = package.locate(location, folder) if location else None
    if part is None:
        return
    try:
        root = package.xml(part)
    except OfdError:
        remarks.add("OFD 的附件目录读不出，附件没有装订")
        return
    entries = [entry for entry in root.iter() if isinstance(entry.tag, str)]
    names = [entry.get("Name", "") for entry in entries if local(entry) == "Attachment"]
    if names:
        remarks.add(f"OFD 内另有 {len(names)} 个附件没有装订：{'、'.join(names[:5])}")
