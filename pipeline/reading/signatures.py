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

_VIETNAM = timezone(timedelta(hours=7))
_MOST = 50
_DEEPEST = 20

# DER of a container's own time: the attribute signingTime, and a time stamp's genTime
_SIGNING_TIME = re.compile(
    rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05\x31.\x17\x0d(?P<utc>\d{12})Z"
    rb"|\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05\x31.\x18.(?P<whole>\d{14})(?:\.\d+)?Z",
    re.DOTALL,
)
_STAMPED = re.compile(rb"\x18[\x0f-\x17](?P<whole>\d{14})(?:\.\d{1,6})?Z")
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
    contents = bytes(value.get("/Contents", b""))
    signer, body = _certificate(contents)
    named = str(value.get("/Name", "")).strip()
    return Signature(
        signer=nfc(signer or named)[:200] or None,
        body=nfc(body)[:200] if body else None,
        time=_time(str(value.get("/M", ""))) or _own_time(contents),
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
    # Without a zone it is the clock on the wall of an office in Vietnam.
    zone = timezone(-offset if match["sign"] == "-" else offset) if match["sign"] else _VIETNAM
    digits = match["digits"].ljust(14, "0")
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return moment.astimezone(_VIETNAM)


def _own_time(contents: bytes) -> datetime | None:
    """Return when a container says that it was signed, or else stamped; both are universal time."""
    match = _SIGNING_TIME.search(contents) or _STAMPED.search(contents)
    if match is None:
        return None
    parts = match.groupdict()
    short = parts.get("utc")
    digits = (b"20" + short if short else parts["whole"]).decode("ascii")
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment.astimezone(_VIETNAM)
