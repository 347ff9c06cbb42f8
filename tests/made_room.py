"""Two made papers for a reading room: a decision with a picture, an article that is only text."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from fastapi.testclient import TestClient
from made_facts import article, at, citation, decision

from pipeline.archive import Archive
from pipeline.document import Metadata
from pipeline.facts import IssueFact, Role
from pipeline.settings import Settings
from pipeline.store.load import load
from pipeline.store.session import open_store

# What a hostile title would try; it must come out as the text that it is.
ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">"\'&{{7*7}}'


@dataclass(frozen=True)
class Room:
    """The room's visitor, and the hashes of the papers in it."""

    visitor: TestClient
    decision: str
    article: str

    def read(self, address: str, status: int = 200) -> str:
        """Return a page's HTML."""
        answer = self.visitor.get(address)
        assert answer.status_code == status, answer.text
        return answer.text


def blank_pdf() -> bytes:
    """Return one empty A4 page."""
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(595, 842)
    held = io.BytesIO()
    pdf.save(held)
    pdf.close()
    return held.getvalue()


def fill(home: Path) -> tuple[str, str]:
    """Load a decision and an article into a home, and return their hashes."""
    settings = Settings(home=home)
    archive = Archive(settings.archive)
    rows = (
        ("1", "Miến dong Phia Đén", "HTX Tân Hòa", "huyện Nguyên Bình"),
        ("2", ATTACK.replace(" ", "_"), "Công ty TNHH Bình An", ""),
    )
    paper, facts = decision(rows=rows, stated=3)
    paper = replace(
        paper, sha256=archive.put(blank_pdf()), metadata=Metadata(title="MẪU")
    )  # what the maker writes into its papers
    message = "Điều 1 ghi 3 sản phẩm nhưng danh sách có 2 dòng."
    issue = IssueFact("count-mismatch", message, None, at(paper, "QUYẾT ĐỊNH"))
    facts = replace(facts, issues=(issue,))
    told, told_facts = article(
        ATTACK,
        "Theo Quyết định 2222/QĐ-UBND",
        rows=[("Rổ tre", "HTX Mẫu Mây")],
        citations=(citation("2222/QĐ-UBND", role=Role.AWARD),),
    )
    told = replace(told, sha256=archive.put(b"<p>x</p>"), media_type="text/html")
    told = replace(told, pages=(replace(told.pages[0], width=None, height=None),), words=())
    store = open_store(settings.database)
    with store.begin() as session:
        load(session, paper, facts, sightings=["a/<b>1918.pdf"], fingerprint="f/1")
        load(session, told, told_facts, sightings=["b/bai.html"], fingerprint="f/1")
    store.close()
    return paper.sha256, told.sha256
