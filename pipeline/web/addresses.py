"""Where things are: the addresses of records, of pages, and of places on pages."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from pipeline.store.views import Proof

EVIDENCE = "dan-chung"  # the fragment that a page scrolls to


def decision_address(key: str) -> str:
    """Return the address of a decision; its key may hold slashes, as numbers do."""
    return f"/qd/{quote(key, safe='')}"


def record_address(kind: str, key: str) -> str:
    """Return the address of a record of any kind that has a page."""
    if kind == "decision":
        return decision_address(key)
    return f"/{kind}s/{quote(key, safe='')}"


def page_address(sha256: str, number: int) -> str:
    """Return the address of a page of a document."""
    return f"{record_address('document', sha256)}/pages/{number}"


def proof_address(proof: Proof, record: str = "", field: str = "") -> str | None:
    """Return the address of the place that says so, or None for a value without a place.

    With a record ("award:…") the page shows all of it; the address then outlives a re-read.
    """
    if proof.page is None or proof.start is None or proof.end is None:
        return None
    asked = {"record": record, "field": field} if record else {"at": f"{proof.start}-{proof.end}"}
    return f"{page_address(proof.document, proof.page)}?{urlencode(asked)}#{EVIDENCE}"
