"""A made case: the file on disk and its truth, in the shape of the contract (design, section 4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.maker.drafting import Draft
from corpus.maker.grids import Award
from corpus.maker.laws import Act
from corpus.maker.locating import PageTruth
from corpus.maker.printing import MARK, SUBJECT

Gold = dict[str, Any]  # Any: a JSON object; its shape is the contract's


@dataclass(frozen=True, slots=True)
class Case:
    """One made document: where it lies and what a careful reader finds in it."""

    id: str
    path: Path
    gold: Gold


@dataclass(frozen=True, slots=True)
class Part:
    """One document of several in a file: what it is, its number, its first and last page."""

    kind: str
    number: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Carrier:
    """How a draft was turned into a file; what of its truth that changes."""

    media_type: str
    text_source: str
    profile: str
    damage: dict[str, object] = field(default_factory=dict)
    pages: int | None = None  # where they have no truth of their own
    beside: tuple[str, ...] = ()  # what stands on the page and is not the paper's
    signed: bool = False  # a signature tells its time, though no lines of it are printed
    parts: tuple[Part, ...] = ()  # where the file holds more than one document


def gold(draft: Draft, data: bytes, pages: tuple[PageTruth, ...], carrier: Carrier) -> Gold:
    """Return the truth of a file made from a draft."""
    told = _told(draft, data, pages, carrier)
    if carrier.signed:
        told["decision"]["signed_at"] = draft.signed_at
    if carrier.parts:
        told["parts"] = [asdict(part) for part in carrier.parts]
    return told


def _told(draft: Draft, data: bytes, pages: tuple[PageTruth, ...], carrier: Carrier) -> Gold:
    return {
        "made": True,
        "source": SUBJECT,
        "profile": carrier.profile,
        "damage": carrier.damage,
        "layout": draft.layout,
        "document": {
            "sha256": hashlib.sha256(data).hexdigest(),
            "media_type": carrier.media_type,
            "kind": draft.kind,
            "in_programme": draft.in_programme,
            "title": None,
            "published": None,
            "publisher": None,
            "pages": carrier.pages or len(pages),
            "text_source": carrier.text_source,
        },
        "decision": _decision(draft) if draft.kind == "decision" else None,
        "hand": _written_by_hand(draft),
        "draft": draft.paper.draft,
        "round": _round(draft) if draft.step or draft.kind == "plan" else None,
        "step": draft.step,
        "citations": [_citation(act) for act in draft.acts],
        "awards": [_award(award) for award in draft.awards],
        "awards_in": ("prose" if draft.prose else "table") if draft.awards else None,
        "counts": [{"of": of, "value": value, "step": draft.step} for of, value in draft.counts],
        "people": _people(draft),
        "events": [],
        "furniture": [MARK, *draft.paper.overlay, *draft.paper.received, *carrier.beside],
        "pages": [page.as_gold() for page in pages],
    }


def _decision(draft: Draft) -> Gold:
    """Return the head and foot as they can be read; what a hand wrote or nobody did is null."""
    paper, occasion, wish = draft.paper, draft.occasion, draft.wish
    missing = {*wish.hand, *wish.blank}
    number = day = issuer = place = None
    if occasion:
        number = None if "number" in missing else occasion.number
        day = None if "date" in missing else occasion.signed.isoformat()
        issuer, place = occasion.office.issuer, occasion.office.place
    return {
        "number": number,
        "date": day,
        "issuer": issuer,
        "place": place,
        "title": paper.title,
        "signer": {"name": paper.signer or None, "position": _position(draft)},
        "signed_at": draft.signed_at if paper.overlay else None,
    }


def _written_by_hand(draft: Draft) -> Gold:
    """Return what a hand wrote: readable to a person, not to be confirmed by a machine."""
    occasion = draft.occasion
    if occasion is None:
        return {}
    values = {"number": occasion.number, "date": occasion.signed.isoformat()}
    return {name: values[name] for name in draft.wish.hand}


def _people(draft: Draft) -> list[Gold]:
    name = draft.paper.signer
    return [{"name": name, "position": _position(draft)}] if name else []


def _position(draft: Draft) -> str | None:
    lines = draft.paper.signature
    if not lines:
        return None
    last = lines[-1]
    return last[0] + last[1:].lower() if last != "PHÓ CHỦ TỊCH" else "Phó Chủ tịch"


def _round(draft: Draft) -> Gold:
    occasion = draft.occasion
    assert occasion is not None
    local = not occasion.whole_country
    return {
        "level": occasion.level,
        "region": occasion.region,
        "province": occasion.province.name if local else None,
        "province_in_text": occasion.province.name.lower() in _text(draft) if local else None,
        "year": occasion.year,
        "edition": occasion.edition,
    }


def _text(draft: Draft) -> str:
    paper = draft.paper
    rows = [
        text
        for appendix in paper.appendices
        for _, grid in appendix.grids
        for row in (*grid.header, *grid.rows)
        for text in row.texts()
    ]
    captions = [line for appendix in paper.appendices for line in appendix.lines]
    return "\n".join((*paper.lines(), *captions, *rows)).lower()


def _citation(act: Act) -> Gold:
    return {
        "number": act.number,
        "date": act.date.isoformat() if act.date else None,
        "issuer": act.issuer,
        "role": act.roles[0],
        "roles": list(act.roles),
    }


def _award(award: Award) -> Gold:
    return {
        "product": award.product,
        "producer": award.producer,
        "place": award.place,
        "place_also": list(award.place_also),
        "address": award.address,
        "grade": award.grade,
        "group": award.group,
        "serial": award.serial,
        "points": award.points,
    }


def write_gold(cases: Iterable[Case], target: Path) -> Path:
    """Write ``gold.jsonl`` beside the made files, one line a case."""
    lines = []
    for case in cases:
        line = {"id": case.id, "file": case.path.name, **case.gold}
        lines.append(json.dumps(line, ensure_ascii=False, sort_keys=True))
    path = target / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read_gold(folder: Path) -> tuple[Case, ...]:
    """Read the cases of a folder that ``write_gold`` wrote."""
    cases = []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        cases.append(Case(gold["id"], folder / gold["file"], gold))
    return tuple(cases)
