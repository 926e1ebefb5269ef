"""LibreOffice prints what is in a document, fetches nothing, runs nothing, reads no other file."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from generator.base.workers import Limits
from generator.convert import Batch, convert_all, office, soffice
from generator.convert.job import Job, Tools
from tests.builders import hostile
from tests.builders.containers import zip_of
from tests.builders.filed import filed, fonts, leaves_of

pytestmark = pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")

SECRET = "不该读到的内容"


class Listener:
    """A server that counts who comes."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.visits: list[bytes] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                self.visits.append(connection.recv(4096))

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


def documents(folder: Path, port: int, secret: Path, ran: Path) -> dict[str, bytes]:
    """One document for each way out; every one says 正文 besides."""
    web, file = f"http://127.0.0.1:{port}/", secret.as_uri()
    inner = f'INCLUDETEXT "{secret}" \\* MERGEFORMAT'
    field = (
        f'<w:p><w:fldSimple w:instr="{inner.replace(chr(34), "&quot;")}"><w:r><w:t>旧</w:t></w:r>'
        "</w:fldSimple></w:p>"
    )
    word = hostile.docx_parts(
        hostile.paragraph("正文") + "".join(map(hostile.linked_picture, ("r1", "r2"))) + field,
        hostile.relation("r1", "image", f"{web}a.png", external=True)
        + hostile.relation("r2", "image", file, external=True)
        + hostile.relation("r3", "attachedTemplate", f"{web}t.dotx", external=True)
        + hostile.relation("r4", "hyperlink", f"{web}page", external=True),
    )
    cells = (
        "<row r='1'><c r='A1' t='inlineStr'><is><t>正文</t></is></c></row>"
        f"<row r='2'><c r='A2'><f>_xlfn.WEBSERVICE(\"{web}x\")</f></c>"
        f"<c r='B2'><f>'{file}'#$Sheet1.A1</f></c>"
        f'<c r=\'C2\'><f>DDE("soffice","{secret}","a")</f></c><c r=\'D2\'><f>[1]表!A1</f></c></row>'
    )
    book = hostile.xlsx_parts(cells)
    types = book["[Content_Types].xml"].decode()
    book |= {
        "[Content_Types].xml": types.replace(
            "</Types>",
            '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.'
            'openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
        ).encode(),
        "xl/_rels/workbook.xml.rels": book["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            hostile.relation("r9", "externalLink", "externalLinks/externalLink1.xml").encode()
            + b"</Relationships>",
        ),
        "xl/workbook.xml": book["xl/workbook.xml"].replace(
            b"</workbook>",
            b'<externalReferences><externalReference r:id="r9"/></externalReferences></workbook>',
        ),
        "xl/externalLinks/externalLink1.xml": b'<?xml version="1.0"?><externalLink xmlns="http://'
        b'schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxml'
        b'formats.org/officeDocument/2006/relationships"><externalBook r:id="r1"><sheetNames>'
        b'<sheetName val="\xe8\xa1\xa8"/></sheetNames></externalBook></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": hostile.relations_part(
            hostile.relation("r1", "externalLinkPath", f"{web}b.xlsx", external=True)
        ),
    }
    basic = (
        '<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" '
        'script:name="M" script:language="StarBasic">Sub Go\nOpen &quot;'
        f"{ran}&quot; For Output As #1\nPrint #1, 1\nClose #1\nEnd Sub</script:module>"
    )
    library = (
        '<?xml version="1.0"?><library:{0} xmlns:library="http://openoffice.org/2000/library" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" library:name="Standard" '
        'library:readonly="false" library:passwordprotected="false">{1}</library:{0}>'
    )
    letter = hostile.odt(
        "<office:scripts><office:event-listeners><script:event-listener "
        'script:language="ooo:script" script:event-name="dom:load" xlink:type="simple" xlink:href="'
        'vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document"/>'
        "</office:event-listeners></office:scripts><office:body><office:text><text:p>正文"
        f'<draw:frame draw:name="f"><draw:image xlink:href="{web}o.png"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{file}"/><text:p>旧</text:p>'
        "</text:section></office:text></office:body>",
        **{
            "Basic/script-lc.xml": library.format("libraries", "").encode(),
            "Basic/Standard/script-lb.xml": library.format(
                "library", '<library:element library:name="M"/>'
            ).encode(),
            "Basic/Standard/M.xml": basic.encode(),
        },
    )
    page = f'<html><body>正文<img src="{web}h.png"><iframe src="{file}"></iframe></body></html>'
    rtf = (
        r"{\rtf1\ansi "
        + "".join(f"\\u{ord(char)}?" for char in "正文")
        + r"{\field{\*\fldinst INCLUDEPICTURE "
        + f'"{web}r.png" \\\\d'
        + r"}{\fldrslt x}}"
        + r"{\field{\*\fldinst INCLUDETEXT "
        + f'"{secret}"'
        + r"}{\fldrslt y}}}"
    )
    return {
        "信.docx": zip_of(word),
        "表.xlsx": zip_of(book),
        "文.odt": letter,
        "页.html": page.encode(),
        "旧.rtf": rtf.encode("ascii"),
    }


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> tuple[Path, Batch]:
    folder = tmp_path_factory.mktemp("links")
    secret = folder / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    made = documents(folder, listener.port, secret, folder / "ran")
    for name, data in made.items():
        (folder / name).write_bytes(data)
    batch = convert_all(
        [filed(folder / name) for name in made],
        cache=folder / "cache",
        fonts=fonts(),
        jobs=2,
        timeout=120,
        limits=Limits(),
        progress=lambda *_: None,
    )
    return folder, batch


def test_the_settings_alone_keep_the_documents_in(tmp_path: Path, listener: Listener) -> None:
    """Where the system cannot cut a child off the network, in this very process for one."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    made = documents(tmp_path, listener.port, secret, tmp_path / "ran")
    names = ("信.docx", "表.xlsx", "文.odt", "旧.rtf")
    for name in names:
        (tmp_path / name).write_bytes(made[name])
    jobs = [
        Job(tmp_path / name, name.rpartition(".")[2], tmp_path / f"{at}.pdf")
        for at, name in enumerate(names)
    ]
    (tmp_path / "scratch").mkdir()
    program = soffice.find()
    tools = Tools(fonts(), tmp_path / "scratch", program, soffice.environment(None))
    for outcome in office.convert(jobs, tools):
        assert outcome.leaves is not None
        with pypdfium2.PdfDocument(outcome.leaves.pdf) as document:
            words = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert "正文" in words
        assert SECRET not in words
    assert listener.visits == []
    assert not (tmp_path / "ran").exists()


NAMES = ["信.docx", "表.xlsx", "文.odt", "页.html", "旧.rtf"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_there_and_shows_what_is_in_the_document(
    name: str, done: tuple[Path, Batch]
) -> None:
    with pypdfium2.PdfDocument(leaves_of(done[1], name).pdf) as document:
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "正文" in words
    assert SECRET not in words


def test_nobody_came_and_nothing_ran(done: tuple[Path, Batch], listener: Listener) -> None:
    assert listener.visits == []
    assert not (done[0] / "ran").exists()


def test_without_the_walls_somebody_would_come(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as visitor:
        visitor.sendall(b"hello")
    for _ in range(100):
        if listener.visits:
            break
        threading.Event().wait(0.02)
    assert listener.visits.pop() == b"hello"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("信.docx", "有 3 处内容不在文件里"),
        ("信.docx", "套用的模板不在文件里"),
        ("旧.rtf", "有 2 处内容不在文件里"),
        ("表.xlsx", "有 5 处内容不在文件里"),
        ("文.odt", "有 2 处内容不在文件里"),
        ("文.odt", "带有宏，没有运行"),
    ],
)
def test_what_was_not_loaded_is_said(name: str, words: str, done: tuple[Path, Batch]) -> None:
    assert any(words in note for note in leaves_of(done[1], name).notes)
