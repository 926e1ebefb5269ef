"""Signed PDFs: a certificate made on the spot and a signature over everything but itself."""

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name

from tests.builders import pdfs

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_ROOM = 4096
_HOLE = "<" + "0" * (2 * _ROOM) + ">"
_RANGE = "[0 1111111111 2222222222 3333333333]"


@functools.cache
def key(kind: str = "rsa") -> Key:
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def certificate(name: str = "甲县协作办 张某", kind: str = "rsa") -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
    builder = builder.public_key(key(kind).public_key()).serial_number(1234)
    day = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    builder = builder.not_valid_before(day).not_valid_after(day + dt.timedelta(days=400))
    return builder.sign(key(kind), hashes.SHA256())


def container(data: bytes, *, kind: str = "rsa", pss: bool = False) -> bytes:
    chosen = hashes.SHA384() if kind == "ec" else hashes.SHA256()
    scheme = padding.PSS(padding.MGF1(chosen), padding.PSS.DIGEST_LENGTH) if pss else None
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data)
    builder = builder.add_signer(certificate(kind=kind), key(kind), chosen, rsa_padding=scheme)
    wanted = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.sign(serialization.Encoding.DER, wanted)


def signed(
    path: Path,
    sign: Callable[[bytes], bytes] = container,
    *,
    subfilter: str = "/adbe.pkcs7.detached",
) -> Path:
    """A page with one signed field; ``sign`` gets the covered bytes."""
    pdf = pdfs.blank_pdf([pdfs.A4])
    value = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name(subfilter),
        M="D:20190510100000+08'00'",
        Contents=b"CONTENTS-PLACE",
        ByteRange=Name("/RANGE-PLACE"),
    )
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T="sig",
        V=pdf.make_indirect(value),
        Rect=[0, 0, 0, 0],
    )
    fields = Array([pdf.make_indirect(field)])
    pdf.pages[0].obj.Annots = fields
    pdf.Root.AcroForm = Dictionary(Fields=fields, SigFlags=3)
    plain = pdfs.as_bytes(pdf).decode("latin-1")
    plain = plain.replace(f"<{b'CONTENTS-PLACE'.hex()}>", _HOLE).replace("/RANGE-PLACE", _RANGE)
    assert _HOLE in plain
    assert _RANGE in plain
    start = plain.index(_HOLE)
    end = start + len(_HOLE)
    numbers = f"[0 {start} {end} {len(plain) - end}]".ljust(len(_RANGE))
    data = plain.replace(_RANGE, numbers).encode("latin-1")
    made = sign(data[:start] + data[end:]).hex().ljust(2 * _ROOM, "0")
    assert len(made) == 2 * _ROOM
    path.write_bytes(data[: start + 1] + made.encode() + data[end - 1 :])
    with pikepdf.open(path) as check:
        assert len(check.pages) == 1
    return path
