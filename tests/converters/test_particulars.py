import hashlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from generator.convert import signed_data
from generator.convert.leaves import to_leaves
from generator.convert.particulars import pdf_attachments
from generator.model import Leaves
from tests.builders import pdfs, signing


def notes(path: Path) -> tuple[str, ...]:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    found = to_leaves(path, path.with_suffix(".copy.pdf")).conversion
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert isinstance(found, Leaves), found
    return found.notes


def told(path: Path) -> str:
    """The one note on the one signature."""
    (line,) = [note for note in notes(path) if "第 1 个电子签名" in note]
    return line


# -------------------------------------------------------------------------------- signatures


@pytest.mark.parametrize(
    ("kind", "pss"), [("rsa", False), ("rsa", True), ("ec", False)], ids=["rsa", "pss", "ec"]
)
def test_an_intact_signature_is_told_and_never_called_trusted(
    tmp_path: Path, kind: str, pss: bool
) -> None:
    source = signing.signed(
        tmp_path / "a.pdf", lambda data: signing.container(data, kind=kind, pss=pss)
    )
    line = told(source)
    assert "甲县协作办 张某" in line
    assert "自称时间 20" in line
    assert signed_data.INTACT in line
    assert "覆盖全文" in line
    assert line.endswith("证书是否可信未验证")


def test_a_changed_byte_is_told(tmp_path: Path) -> None:
    source = signing.signed(tmp_path / "a.pdf")
    data = source.read_bytes()
    source.write_bytes(data.replace(b"/SigFlags 3", b"/SigFlags 1"))
    line = told(source)
    assert signed_data.CHANGED in line
    assert signed_data.INTACT not in line


def test_something_appended_is_told(tmp_path: Path) -> None:
    source = signing.signed(tmp_path / "a.pdf")
    source.write_bytes(source.read_bytes() + b"\n% appended\n")
    line = told(source)
    assert signed_data.INTACT in line
    assert "签名之后文件又被追加过内容" in line
    assert "覆盖全文" not in line


def test_a_signature_value_of_another_key_is_told(tmp_path: Path) -> None:
    def forged(data: bytes) -> bytes:
        made = bytearray(signing.container(data))
        made[-1] ^= 1  # the value stands at the very end
        return bytes(made)

    assert signed_data.FORGED in told(signing.signed(tmp_path / "a.pdf", forged))


def test_a_range_that_leaves_something_out_is_told(tmp_path: Path) -> None:
    source = signing.signed(tmp_path / "a.pdf")
    data = source.read_bytes()
    at = data.index(b"[0 ")
    end = data.index(b"]", at)
    first, second, third = data[at + 3 : end].split()
    moved = b"[9 %d %s %s]" % (int(first) - 9, second, third)
    source.write_bytes(data[:at] + moved.ljust(end + 1 - at) + data[end + 1 :])
    line = told(source)
    assert "签名的范围异常" in line
    assert signed_data.CHANGED in line


@pytest.mark.parametrize(
    ("made", "subfilter", "verdict"),
    [
        (b"garbage", "/adbe.pkcs7.detached", signed_data.UNREADABLE),
        (b"", "/adbe.pkcs7.detached", signed_data.UNREADABLE),
        (b"\x04\x02ab", "/adbe.x509.rsa_sha1", signed_data.UNCHECKED),
        (b"x", "/GM.sm2seal", signed_data.UNCHECKED),
    ],
)
def test_what_cannot_be_checked_is_said_to_be_unchecked(
    tmp_path: Path, made: bytes, subfilter: str, verdict: str
) -> None:
    line = told(signing.signed(tmp_path / "a.pdf", lambda data: made, subfilter=subfilter))
    assert verdict in line
    assert signed_data.INTACT not in line
    assert "自称时间 2019-05-10 10:00" in line


def test_an_unknown_digest_is_unchecked_and_a_cut_container_unreadable() -> None:
    made = signing.container(b"words")
    sha256 = bytes.fromhex("608648016503040201")
    other = made.replace(sha256, sha256[:-1] + b"\x7f")
    kind = "/adbe.pkcs7.detached"
    assert signed_data.check(other, b"words", kind).verdict == signed_data.UNCHECKED
    assert signed_data.check(made, b"words", kind).verdict == signed_data.INTACT
    assert signed_data.check(made, b"Words", kind).verdict == signed_data.CHANGED
    for cut in range(1, len(made) - 1, 97):
        found = signed_data.check(made[:cut], b"words", kind)
        assert found.verdict == signed_data.UNREADABLE


def test_a_signature_without_certificate_is_unchecked() -> None:
    from asn1crypto import cms

    info = cms.ContentInfo.load(signing.container(b"words"))
    info["content"]["certificates"] = []
    found = signed_data.check(info.dump(force=True), b"words", "/adbe.pkcs7.detached")
    assert found.verdict == signed_data.UNCHECKED
    assert found.signer == ""


def test_fields_nested_in_themselves_and_values_that_are_none_do_no_harm(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4])
    field = pdf.make_indirect(Dictionary(T="x", V=Dictionary(ByteRange="none", Contents=1)))
    field.Kids = Array([field, 7])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    line = next(n for n in notes(pdfs.save(pdf, tmp_path / "a.pdf")) if "第 1 个电子签名" in n)
    assert "签名的范围异常" in line
    assert "签名人读不出" in line


def test_an_unsigned_field_is_no_signature(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4])
    pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T="empty")]))
    assert not any("电子签名" in note for note in notes(pdfs.save(pdf, tmp_path / "a.pdf")))


# ------------------------------------------------------------------------- portfolios and forms


def test_a_portfolio_lists_what_is_in_it(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4])
    pdf.Root.Collection = Dictionary(Type=Name.Collection)
    pdf.attachments["附表.xlsx"] = b"PK" * 700
    pdf.attachments["函.pdf"] = b"%PDF"
    source = pdfs.save(pdf, tmp_path / "a.pdf")
    with pikepdf.open(source) as opened:
        assert pdf_attachments(opened) == (("函.pdf", 4), ("附表.xlsx", 1400))
    (line,) = [note for note in notes(source) if "文件包" in note]
    assert "附表.xlsx（1,400 字节）" in line
    assert "共 2 个文件" in line


def test_sizes_that_are_not_stated_are_said_so(tmp_path: Path) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4])
    pdf.Root.Collection = Dictionary(Type=Name.Collection)
    pdf.attachments["函.pdf"] = b"%PDF"
    stream = pdf.attachments["函.pdf"].obj.EF.F
    stream.Params.Size = -1
    assert any("函.pdf（大小未注明）" in n for n in notes(pdfs.save(pdf, tmp_path / "a.pdf")))


@pytest.mark.parametrize(
    ("words", "rendering", "dynamic"),
    [
        ("Please wait... If this message is not eventually replaced", False, True),
        ("Anything at all", True, True),
        ("An ordinary static form", False, False),
    ],
)
def test_a_form_whose_content_is_on_no_page_is_told(
    tmp_path: Path, words: str, rendering: bool, dynamic: bool
) -> None:
    pdf = pdfs.blank_pdf([pdfs.A4])
    pdf.pages[0].obj.Contents = pdf.make_stream(f"BT /F1 9 Tf 9 500 Td ({words}) Tj ET".encode())
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
    if rendering:
        pdf.Root.NeedsRendering = True
    found = notes(pdfs.save(pdf, tmp_path / "a.pdf"))
    assert any("XFA" in note for note in found)
    assert any("请稍候" in note for note in found) == dynamic
