"""Scores of one made document: what ``extract`` said against the maker's exact truth.

Everything is a pure function from a contract object (design, section 4) and a gold line to tallies
keyed by what is scored. A value that differs is both wrong and missed; a gold value of null says
that the right answer is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from corpus import normal
from corpus.fragment_scorer import score_fragments
from corpus.matching import (
    Json,
    match,
    pairs_close,
    pairs_exact,
    pairs_near,
    rows_exact,
    tally_awards,
)
from corpus.page_scorer import score_pages
from corpus.tally import Tally, of_field, of_sets

Scores = dict[str, Tally]

# The steps a gold status goes with: an award handed over has been recognised.
STEPS = {
    "recognised": frozenset({"recognised", "certified", None}),
    "proposed": frozenset({"proposed", "passed", None}),
    "registered": frozenset({"registered", None}),
}


def score_made(said: Json, gold: Json) -> Scores:
    """Score one document of the maker: head, round, citations, counts, awards, tables, text."""
    scores: Scores = {}
    scores["kind"] = of_value(said["document"]["kind"], gold["document"]["kind"])
    scores["in_programme"] = of_value(
        said["document"]["in_programme"], gold["document"]["in_programme"]
    )
    scores["state"] = Tally(right=1) if _state_fits(said, gold) else Tally(wrong=1, missed=1)
    if gold["decision"]:
        scores |= {f"decision.{k}": v for k, v in score_decision(said, gold).items()}
    if gold["round"] and gold["document"]["in_programme"]:
        scores |= {f"round.{k}": v for k, v in score_round(said, gold["round"]).items()}
    scores |= score_citations(said, gold)
    scores["parts"] = score_parts(said.get("parts") or (), gold.get("parts") or ())
    if not gold["draft"]:
        scores |= score_made_awards(said, gold)
        scores["counts"] = of_sets(counts_said(said, gold["step"]), _true_counts(gold))
    scores |= score_pages(said.get("pages") or (), gold)
    if any(page.get("frags") for page in gold["pages"]):
        scores["letters"] = score_fragments(said.get("pages") or (), gold)
    scores["record"] = _record(scores)
    return scores


def of_value(said: object, truth: object) -> Tally:
    """Tally a field by plain equality."""
    return of_field(said == truth, said is not None, truth is not None)


def _state_fits(said: Json, gold: Json) -> bool:
    """Tell whether a paper was read at all, and a draft not taken for an issued decision."""
    if said["document"]["state"] == "quarantined":
        return False
    return not gold["draft"] or (said["decision"] or {}).get("number") is None


def score_decision(said: Json, gold: Json) -> Scores:
    """Score a decision's own head and foot."""
    truth = gold["decision"]
    found = said["decision"] or {}
    signer, true_signer = found.get("signer") or {}, truth["signer"]
    province = (gold["round"] or {}).get("province")
    hand = gold.get("hand", {})

    def by(key: Callable[[str | None], object], name: str) -> Tally:
        one = key(found.get(name))
        if truth[name] is None and name in hand and one == key(hand[name]):
            return Tally()  # read a hand rightly: neither asked for nor wrong
        return of_value(one, key(truth[name]))

    return {
        "number": by(normal.number, "number"),
        "date": by(lambda text: text, "date"),
        "issuer": by(lambda text: normal.office(text, province), "issuer"),
        "place": by(normal.place, "place"),
        "title": of_field(
            normal.close(normal.title(found.get("title")), normal.title(truth["title"]), 0.02),
            found.get("title") is not None,
            truth["title"] is not None,
        ),
        "signed_at": _moment(found.get("signed_at"), truth["signed_at"]),
        "signer": of_value(_plain(signer.get("name")), _plain(true_signer["name"])),
        "signer_position": of_value(
            _plain(signer.get("position")), _plain(true_signer["position"])
        ),
    }


def _moment(said: str | None, truth: str | None) -> Tally:
    """Score the time of a digital signature: the same moment, in whatever zone it is told."""
    one = datetime.fromisoformat(said) if said else None
    other = datetime.fromisoformat(truth) if truth else None
    if one and other and one.tzinfo is None:
        one = one.replace(tzinfo=other.tzinfo)
    return of_value(one, other)


def _plain(text: str | None) -> str | None:
    return normal.plain(text) if text else None


def score_round(said: Json, truth: Json) -> Scores:
    """Score the round's fields, province and region by name."""
    found = said["round"]
    return {
        "level": of_value(found["level"], truth["level"]),
        "region": of_value(_plain(found["region"]), _plain(truth["region"])),
        "province": _province(found["province"], truth),
        "year": of_value(found["year"], truth["year"]),
        "edition": of_value(found["edition"], truth["edition"]),
    }


def _province(said: str | None, truth: Json) -> Tally:
    """Score a province; where the text does not name it, empty and right are both right."""
    key, true_key = normal.place(said), normal.place(truth["province"])
    if truth.get("province_in_text") is False:
        return Tally(wrong=int(key is not None and key != true_key))
    return of_value(key, true_key)


def score_parts(said: Sequence[Json], truths: Sequence[Json]) -> Tally:
    """Score the papers of a file by kind and pages; where there is one, none must be told."""
    found = {(part["kind"], *part["pages"]) for part in said}
    if len(truths) < 2:
        return Tally(wrong=len(found)) if found else Tally(right=1)
    return of_sets(found, {(part["kind"], part["first"], part["last"]) for part in truths})


def score_citations(said: Json, gold: Json) -> Scores:
    """Score cited numbers, and of those found their dates and roles; the own number is none."""
    own = normal.number((gold["decision"] or {}).get("number"))
    own = own or normal.number(gold.get("hand", {}).get("number"))
    bound = {normal.number(part["number"]) for part in gold.get("parts", ())}
    truths = {normal.number(act["number"]): act for act in gold["citations"]}
    found = {normal.number(act["number"]): act for act in said["citations"]}
    for number in {own, *bound} - truths.keys():  # a paper of this file is no citation
        found.pop(number, None)
    dates, roles = Tally(), Tally()
    for number in truths.keys() & found.keys():
        truth, act = truths[number], found[number]
        dates += of_value(act["date"], truth["date"])
        right = act["role"] in (truth.get("roles") or [truth["role"]])
        roles += Tally(right=1) if right else Tally(wrong=1, missed=1)
    return {
        "citations": of_sets(found, truths),
        "citations.date": dates,
        "citations.role": roles,
    }


def score_made_awards(said: Json, gold: Json) -> Scores:
    """Score award rows whole, near and within 5 %, and of matched rows their other fields."""
    awards, truths = said["awards"], gold["awards"]
    scores = {
        "awards.row": tally_awards(awards, truths, rows_exact),
        "awards.pair": tally_awards(awards, truths, pairs_exact),
        "awards.close": tally_awards(awards, truths, pairs_close),
        "awards.near": tally_awards(awards, truths, pairs_near),
    }
    if not truths:
        scores["awards.none"] = Tally(right=1) if not awards else Tally(wrong=1, missed=1)
    keys: dict[str, Callable[[str | None], object]] = {
        "grade": _grade,
        "group": normal.group,
        "serial": normal.serial,
        "points": _points,
    }
    for name in keys:
        scores[f"awards.{name}"] = Tally()
    for i, j in match(awards, truths, pairs_near):
        for name, key in keys.items():
            said_value, truth = key(awards[i].get(name)), key(truths[j].get(name))
            if truth is not None or name == "grade":
                scores[f"awards.{name}"] += of_value(said_value, truth)
    return scores


def _grade(text: str | None) -> str | None:
    return normal.plain(text).removeprefix("giải ") if text else None


def _points(text: str | None) -> str | None:
    if not text:
        return None
    return normal.plain(text).replace(",", ".").removesuffix(".0")


def counts_said(said: Json, step: str | None) -> set[tuple[str, int]]:
    """Return the counts said at a step, as a set to compare."""
    steps = STEPS.get(step or "", frozenset())
    return {(item["of"], item["value"]) for item in said["counts"] if item["step"] in steps}


def _true_counts(gold: Json) -> set[tuple[str, int]]:
    return {(item["of"], item["value"]) for item in gold["counts"]}


def _record(scores: Scores) -> Tally:
    """Score the record as a whole: number, date, issuer, signer and every row exact."""
    wanted = (
        "decision.number",
        "decision.date",
        "decision.issuer",
        "decision.signer",
        "awards.row",
    )
    parts = [scores[name] for name in wanted if name in scores]
    if not parts:
        return Tally()
    flawless = all(part.wrong == 0 and part.missed == 0 for part in parts)
    return Tally(right=1) if flawless else Tally(wrong=1, missed=1)
