"""Check the signature container of a PDF (CMS, RFC 5652) against the bytes that it speaks of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

INTACT = "签名完整，文件内容与签名时一致"
CHANGED = "签名与文件内容不符，签名之后内容被改动过"
FORGED = "签名值与签名人的证书不符"
UNCHECKED = "签名算法本程序不能核对，未验证"
UNREADABLE = "签名数据读不出，未验证"

#: Digest algorithms by the names and numbers under which signatures give them.
_DIGESTS: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "1.2.156.10197.1.401": hashes.SM3,  # GM/T 0006
}

#: What kinds of signatures (ISO 32000-1, 12.8.3; ETSI EN 319 142) hold a container.
_OF_THE_BYTES = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"})
_OF_THEIR_SHA1 = "/adbe.pkcs7.sha1"
_TIME_STAMP = "/ETSI.RFC3161"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a container shows: the signer by the certificate, the time by its own word."""

    verdict: str
    signer: str = ""
    time: str = ""


def check(container: bytes, covered: bytes, kind: str) -> Checked:
    """Compare a signature with the bytes that it covers.

    Args:
        container: the signature, padded with noughts as in a PDF.
        covered: the signed bytes of the file.
        kind: the PDF's name for its form (``/SubFilter``).
    """
    if kind not in _OF_THE_BYTES | {_OF_THEIR_SHA1, _TIME_STAMP}:
        return Checked(UNCHECKED)
    try:
        signed = cms.ContentInfo.load(container, strict=False)["content"]
        info = signed["signer_infos"][0]
        certificate = _certificate(signed, info)
        signer, time = _subject(certificate), _time(info)
    except Exception:  # a parser of hostile input may raise anything
        return Checked(UNREADABLE)
    try:
        verdict = _verdict(signed, info, certificate, covered, kind)
    except (UnsupportedAlgorithm, _UnknownError):
        verdict = UNCHECKED
    except Exception:  # as above
        verdict = UNREADABLE
    return Checked(verdict, signer, time)


class _UnknownError(Exception):
    """An algorithm that is not known here."""


def _verdict(signed: Any, info: Any, certificate: Any, covered: bytes, kind: str) -> str:
    algorithm = _digest(info["digest_algorithm"]["algorithm"])
    if not _speaks_of(signed, covered, kind):
        return CHANGED
    content = _inner(signed)
    attributes = info["signed_attrs"]
    if attributes.native:
        stated = _attribute(attributes, "message_digest")
        if stated is None or stated.native != _hash(content or covered, algorithm):
            return CHANGED
        spoken = attributes.untag().dump()
    else:
        spoken = content or covered
    if certificate is None:
        return UNCHECKED
    return INTACT if _fits(info, certificate, spoken, algorithm) else FORGED


def _speaks_of(signed: Any, covered: bytes, kind: str) -> bool:
    """Whether what the container holds inside is the digest of the file's bytes."""
    content = _inner(signed)
    if kind == _TIME_STAMP:
        imprint = tsp.TSTInfo.load(content)["message_imprint"]
        chosen = _digest(imprint["hash_algorithm"]["algorithm"])
        return bool(imprint["hashed_message"].native == _hash(covered, chosen))
    if kind == _OF_THEIR_SHA1:
        return content == _hash(covered, _DIGESTS["sha1"]())
    return content in (b"", covered)


def _inner(signed: Any) -> bytes:
    content = signed["encap_content_info"]["content"]
    return bytes(content) if isinstance(content, core.ParsableOctetString) else b""


def _digest(name: Any) -> hashes.HashAlgorithm:
    known = _DIGESTS.get(name.native) or _DIGESTS.get(name.dotted)
    if known is None:
        raise _UnknownError
    return known()


def _hash(data: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(data)
    return digest.finalize()


def _fits(
    info: Any, certificate: asn1_x509.Certificate, spoken: bytes, digest: hashes.HashAlgorithm
) -> bool:
    """Whether the signature value was made with the certificate's key."""
    key = serialization.load_der_public_key(certificate.public_key.dump())
    value, method = info["signature"].native, info["signature_algorithm"]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            scheme: padding.AsymmetricPadding = padding.PKCS1v15()
            if method.signature_algo == "rsassa_pss":
                parameters = method["parameters"]
                digest = _digest(parameters["hash_algorithm"]["algorithm"])
                length = int(parameters["salt_length"].native)
                scheme = padding.PSS(padding.MGF1(digest), length)
            key.verify(value, spoken, scheme, digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, spoken, ec.ECDSA(digest))
        else:
            raise _UnknownError
    except InvalidSignature:
        return False
    return True


def _certificate(signed: Any, info: Any) -> asn1_x509.Certificate | None:
    """The certificate that the signature names, out of those that the container holds."""
    chosen = info["sid"].chosen
    for entry in signed["certificates"]:
        found = entry.chosen
        if not isinstance(found, asn1_x509.Certificate):
            continue
        if isinstance(chosen, cms.IssuerAndSerialNumber):
            same = found.serial_number == chosen["serial_number"].native
            if same and found.issuer.dump() == chosen["issuer"].dump():
                return found
        elif found.key_identifier == chosen.native:
            return found
    return None


def _subject(certificate: asn1_x509.Certificate | None) -> str:
    """The name in a certificate's subject, with control characters left out."""
    if certificate is None:
        return ""
    subject = certificate.subject.native
    name = subject.get("common_name") or subject.get("organization_name") or ""
    shown = name[0] if isinstance(name, list) else name
    return "".join(char for char in str(shown) if char.isprintable())[:60]


def _time(info: Any) -> str:
    found = _attribute(info["signed_attrs"], "signing_time")
    return f"{found.native:%Y-%m-%d %H:%M} UTC" if found is not None else ""


def _attribute(attributes: Any, name: str) -> Any:
    if not attributes.native:
        return None
    return next((a["values"][0] for a in attributes if a["type"].native == name), None)
