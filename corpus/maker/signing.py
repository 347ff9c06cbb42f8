"""Digital signatures as signed papers bear them: a dictionary with its time, and printed lines.

The signature is a dummy: a container of one self-made certificate, which signs nothing. The key is
a fixed one, so that a seed gives the same bytes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from random import Random

from corpus.maker.printing import MARK, SUBJECT

_ROOM = 4096  # bytes kept for the signature's container
_NUMBER = 1_111_111_111  # of ten digits, to be written over where the container's place is known
_BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
_KEY = bytes(range(32))


def with_signature(data: bytes, body: str, when: str, rng: Random) -> bytes:
    """Sign a finished PDF in the name of a body, at a time in ISO form with its zone."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            ByteRange=pikepdf.Array([0, *(_NUMBER + at for at in range(3))]),
            Contents=pikepdf.String(_container(body).ljust(_ROOM, b"\0")),
            M=pikepdf.String(_time(when, rng)),
            Reason=pikepdf.String(SUBJECT),
        )
        if rng.random() < 0.7:
            value.Name = pikepdf.String(body)
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("Signature1"),
            F=132,
            Rect=pikepdf.Array([0, 0, 0, 0]),
            V=document.make_indirect(value),
            P=document.pages[0].obj,
        )
        made = document.make_indirect(field)
        document.pages[0].Annots = pikepdf.Array([made])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made]), SigFlags=3)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.disable  # the dictionary must lie open to be measured
        document.save(out, deterministic_id=True, object_stream_mode=mode)
    return _measured(out.getvalue())


def _measured(data: bytes) -> bytes:
    """Write the true byte range: all of the file but the container's digits."""
    begin = data.index(b"/Contents <") + len(b"/Contents ")
    end = data.index(b">", begin) + 1
    for at, value in enumerate((begin, end, len(data) - end)):
        data = data.replace(str(_NUMBER + at).encode(), str(value).rjust(10).encode(), 1)
    return data


def _time(when: str, rng: Random) -> str:
    """Write a time as PDF does: in its own zone, or in universal time."""
    moment = datetime.fromisoformat(when)
    if rng.random() < 0.3:
        return f"D:{moment.astimezone(UTC):%Y%m%d%H%M%S}Z"
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:]}'"


def _container(body: str) -> bytes:
    """Return a PKCS #7 container that holds a certificate of the body and no signature."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
    from cryptography.x509.oid import NameOID

    key = Ed25519PrivateKey.from_private_bytes(_KEY)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, body[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, body[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, MARK),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{MARK} CA")]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(_BEGIN)
        .not_valid_after(_BEGIN + timedelta(days=9000))
        .sign(key, None)
    )
    return pkcs7.serialize_certificates([certificate], Encoding.DER)


def printed_lines(rng: Random, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Reword the printed lines of a signature as other signing tools print them."""
    shape = rng.random()
    if not lines or shape < 0.4:
        return lines
    time = lines[-1].removeprefix("Thời gian ký: ")
    day, clock, zone = time.split(" ")
    body = lines[0].removeprefix("Người ký: ")
    if shape < 0.7:
        return (f"Ký bởi: {body}", f"Ngày ký: {day.replace('.', '-')} {clock} {zone}")
    return (f"Ký bởi: {body}", f"Cơ quan: {body}", f"Thời gian ký: {day.replace('.', '/')} {clock}")
