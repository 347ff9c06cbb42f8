"""A PDF's digital signatures: who signed, for which body, when, as the signature itself says.

The signature's time dates the signing (0 to 23 days after the decision in real files), never the
decision. The signature is not verified: it is evidence with its own name, not a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates
from cryptography.x509.oid import NameOID

from pipeline.document import Signature
from pipeline.vietnamese import nfc

_MOST = 50
_DEEPEST = 20

# Like D:20240411161830+07'00'.
_TIME = re.compile(
    r"D:(?P<digits>\d{8,14})(?:(?P<sign>[+\-Z])(?:(?P<hours>\d{2})'?(?P<minutes>\d{2})?'?)?)?"
)


def signatures(pdf: Any) -> tuple[Signature, ...]:
    """Return the signatures of an open pikepdf file, in the order of its form's fields."""
    # pikepdf publishes objects of any kind, hence Any.
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields", []) if form is not None else []
    found = []
    for field in _walk(fields, 0):
        value = field.get("/V")
        if value is not None and "/ByteRange" in value:
            found.append(_signature(value))
        if len(found) == _MOST:
            break
    return tuple(found)


def _walk(fields: Any, depth: int) -> Iterator[Any]:
    if depth > _DEEPEST:
        return
    for field in list(fields)[:500]:
        if not hasattr(field, "get"):
            continue
        if field.get("/FT") == "/Sig":
            yield field
        yield from _walk(field.get("/Kids", []), depth + 1)


def _signature(value: Any) -> Signature:
    signer, body = _certificate(bytes(value.get("/Contents", b"")))
    named = str(value.get("/Name", "")).strip()
    return Signature(
        signer=nfc(signer or named)[:200] or None,
        body=nfc(body)[:200] if body else None,
        time=_time(str(value.get("/M", ""))),
    )


def _certificate(contents: bytes) -> tuple[str | None, str | None]:
    """Return the common name and the organisation of the signer's certificate."""
    try:
        certificates = load_der_pkcs7_certificates(_trimmed(contents))
    except (ValueError, TypeError):
        return None, None
    issuers = {certificate.issuer for certificate in certificates}
    for certificate in certificates:
        if certificate.subject not in issuers or len(certificates) == 1:
            names = {
                oid: [str(each.value) for each in certificate.subject.get_attributes_for_oid(oid)]
                for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
            }
            common, body = names[NameOID.COMMON_NAME], names[NameOID.ORGANIZATION_NAME]
            return (common[0] if common else None), (body[0] if body else None)
    return None, None


def _trimmed(contents: bytes) -> bytes:
    """Cut the zeros that pad a signature's place: DER says its own length."""
    if len(contents) < 6 or contents[0] != 0x30 or not contents[1] & 0x80:
        return contents
    width = contents[1] & 0x7F
    if not 0 < width <= 4:
        return contents
    return contents[: 2 + width + int.from_bytes(contents[2 : 2 + width])]


def _time(written: str) -> datetime | None:
    match = _TIME.match(written)
    if match is None:
        return None
    offset = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    zone = timezone(-offset if match["sign"] == "-" else offset) if match["sign"] else UTC
    digits = match["digits"].ljust(14, "0")
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
