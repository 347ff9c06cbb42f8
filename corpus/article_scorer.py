"""Scores of one article against gold in the format of the shared articles' README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import normal
from corpus.matching import Json, match, pairs_exact, pairs_near, tally_awards
from corpus.scorer import STEPS, Scores, counts_said, of_value, score_round
from corpus.tally import Tally, of_field, of_sets, total


def score_article(said: Json, gold: Json) -> Scores:
    """Score one article in the format of the shared articles' README."""
    scores: Scores = {
        "in_programme": of_value(said["document"]["in_programme"], gold["in_programme"])
    }
    if not gold["in_programme"]:
        quiet = not said["awards"]
        scores["outside.awards"] = Tally(wrong=len(said["awards"]))
        scores["outside.none"] = Tally(right=1) if quiet else Tally(wrong=1, missed=1)
        return scores
    scores |= _article_acts(said, gold)
    pairs = [award for award in said["awards"] if award["producer"]]
    scores["pairs.near"] = tally_awards(pairs, gold["awards"], pairs_near)
    scores["pairs.exact"] = tally_awards(pairs, gold["awards"], pairs_exact)
    scores["pairs.place"] = _places(pairs, gold["awards"])
    scores["counts"] = of_sets(counts_said(said, gold["status"]), _article_counts(gold))
    truth = {**gold, "edition": gold.get("edition")}
    scores |= {
        f"round.{name}": tally
        for name, tally in score_round(said, truth).items()
        if name != "edition" or "edition" in gold
    }
    if gold["status"] in STEPS:
        scores["step"] = _step(said["step"], gold["status"])
    scores["people"] = of_sets(
        {normal.plain(person["name"]) for person in said["people"]},
        {normal.plain(person["name"]) for person in gold["persons"]},
    )
    scores["published"] = of_value(said["document"]["published"], gold["published"])
    scores["event"] = _event(said, gold["event_date"])
    return scores


def _article_acts(said: Json, gold: Json) -> Scores:
    """Score award decisions apart from other acts: one taken for the other is wrong."""
    awarding = {
        normal.number(act["number"]): act for act in said["citations"] if act["role"] == "award"
    }
    own = said["decision"]
    if own and own["number"]:
        awarding.setdefault(normal.number(own["number"]), own)
    others = {
        normal.number(act["number"]): act
        for act in said["citations"]
        if normal.number(act["number"]) not in awarding
    }
    truths = {normal.number(act["number"]): act for act in gold["decisions"]}
    refs = {normal.number(act["number"]): act for act in gold["legal_refs"]}
    scores = {
        "decisions": of_sets(awarding, truths),
        "decisions.date": _dates(awarding, truths),
        "refs": of_sets(others, refs),
        "refs.date": _dates(others, refs),
    }
    roles = [
        of_value(others[number]["role"], refs[number]["role"])
        for number in others.keys() & refs.keys()
        if "role" in refs[number]
    ]
    return {**scores, "refs.role": total(roles)} if roles else scores


def _dates(found: Mapping[str | None, Json], truths: Mapping[str | None, Json]) -> Tally:
    """Tally the dates of the acts found."""
    both = found.keys() & truths.keys()
    return total(of_value(found[number]["date"], truths[number]["date"]) for number in both)


def _places(pairs: Sequence[Json], truths: Sequence[Json]) -> Tally:
    tallies = []
    for i, j in match(pairs, truths, pairs_near):
        said, truth = pairs[i]["place"], truths[j].get("place")
        alike = bool(said and truth) and normal.place(said) == normal.place(truth)
        tallies.append(of_field(alike, said is not None, truth is not None))
    return total(tallies)


def _article_counts(gold: Json) -> set[tuple[str, int]]:
    return {(of, value) for of, value in gold["counts"].items() if value is not None}


def _step(said: str | None, status: str) -> Tally:
    right = said is not None and said in STEPS[status]
    return of_field(right, said is not None, True)


def _event(said: Json, truth: str | None) -> Tally:
    """Score the day of the event: found if any event has it; others are not judged."""
    if truth is None:
        return Tally()
    days = {event["date"] for event in said["events"]}
    return of_field(truth in days, bool(days - {None}), True)
