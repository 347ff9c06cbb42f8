"""Scores the whole reader: made documents of a seed no test uses, article cases, the two seeds.

``run`` makes the documents in a folder of its own, reads every file as ``tieubieu extract`` would,
and returns a ``Report``: tallies by section, the figures that were promised, what was wrong.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.article_scorer import score_article
from corpus.matching import Json
from corpus.outcomes import outcomes as outcomes_of
from corpus.report import Report, Section
from corpus.scorer import Scores, score_made
from corpus.tally import Tally
from pipeline.errors import InputError
from pipeline.settings import Settings

SEED = 48_611  # the tests use others
CASES = Path(__file__).parent / "cases"
MADE = {"born-digital": 30, "unruled": 6, "split": 3, "other": 8, "docx": 3, "html": 3, "text": 2}
SCANS = {
    "clean": 8,
    "scan": 4,
    "bad": 3,
    "fax": 3,
    "half-ruled-scan": 2,
    "unruled-scan": 2,
    "handwritten": 2,
    "signed": 2,
    "legacy-font": 2,
    "bundle": 3,
    "wrong-layer": 1,
    "mixed": 1,
}

Extract = Callable[[Path], dict[str, Any]]  # Any: the contract's JSON object


@dataclass(frozen=True, slots=True)
class Task:
    """A file with its gold; ``made`` tells which of the two formats the gold is in."""

    section: str
    path: Path
    gold: Json
    made: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one file."""

    task: Task
    scores: Scores
    outcomes: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def run(
    settings: Settings,
    cases: Path | None = None,
    *,
    scans: bool = True,
    made: Mapping[str, int] = MADE,
    scanned: Mapping[str, int] = SCANS,
) -> Report:
    """Score the reader on the built-in cases, or on those of one folder with a ``gold.jsonl``."""
    extract = reader(settings)
    if cases is not None:
        return evaluate(extract, load(cases), settings.workers)
    with tempfile.TemporaryDirectory(prefix="tieubieu-evaluate-") as folder:
        wanted = {**made, **(scanned if scans else {})}
        tasks = chain(make_tasks(Path(folder), wanted), case_tasks(), original_seeds())
        return evaluate(extract, tasks, settings.workers)


def reader(settings: Settings) -> Extract:
    """Return what is scored: a file in, the published object out, with its pages."""
    from pipeline.analysis import analyse
    from pipeline.contract import to_contract

    # No home: what is scored is what the readers do now, not pages they kept from before.
    settings = settings.model_copy(update={"home": Path(os.devnull, "none")})

    def extract(path: Path) -> dict[str, Any]:  # Any: the contract's JSON object
        analysis = analyse(path, settings, extractors="extractors")
        return to_contract(analysis.document, analysis.facts, pages=True)

    return extract


def evaluate(extract: Extract, tasks: Iterable[Task], workers: int = 1) -> Report:
    """Read and score every file; ``extract`` must be safe to call from several threads."""
    with ThreadPoolExecutor(workers) as pool:
        verdicts = list(pool.map(lambda task: judge(extract, task), tasks))
    sections = {verdict.task.section: None for verdict in verdicts}
    return Report(tuple(_section(name, verdicts) for name in sections))


def judge(extract: Extract, task: Task) -> Verdict:
    """Read one file and score it."""
    started = time.perf_counter()
    said = extract(task.path)
    seconds = time.perf_counter() - started
    if not task.made:
        return Verdict(task, score_article(said, task.gold), seconds=seconds)
    outcomes = outcomes_of(said, task.gold)
    return Verdict(task, score_made(said, task.gold), outcomes, seconds)


def _section(name: str, verdicts: Sequence[Verdict]) -> Section:
    own = [verdict for verdict in verdicts if verdict.task.section == name]
    scores: dict[str, Tally] = {}
    outcomes: dict[str, int] = {}
    faults: list[str] = []
    for verdict in own:
        for key, tally in verdict.scores.items():
            scores[key] = scores.get(key, Tally()) + tally
            if tally.wrong or tally.missed:
                counts = f"right {tally.right} wrong {tally.wrong} missed {tally.missed}"
                faults.append(f"{verdict.task.path.name}: {key}: {counts}")
        for key, said in verdict.outcomes.items():
            outcomes[f"{key}.{said}"] = outcomes.get(f"{key}.{said}", 0) + 1
    seconds = sum(verdict.seconds for verdict in own)
    return Section(name, len(own), seconds, scores, outcomes, tuple(faults))


# --- where the files come from --------------------------------------------------------------------


def make_tasks(folder: Path, wanted: Mapping[str, int]) -> Iterator[Task]:
    """Make documents into a folder, each while those before are read; a profile is a section."""
    from corpus.maker import each

    for profile, count in wanted.items():
        for case in each(SEED, count, folder / profile, profile):
            yield Task(profile, case.path, case.gold, made=True)


def case_tasks() -> list[Task]:
    """Return the gold cases of this package: articles and the two seeds in our words."""
    return [
        task
        for folder in sorted(CASES.iterdir())
        if (folder / "gold.jsonl").exists()
        for task in load(folder)
    ]


def original_seeds() -> list[Task]:
    """Return the seeds as published, where ``TIEUBIEU_SEEDS`` says they lie; else none."""
    folder = os.environ.get("TIEUBIEU_SEEDS")
    if not folder:
        return []
    tasks = []
    for line in (CASES / "seeds" / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        paths = sorted(Path(folder).glob(f"{gold['id']}*.txt"))
        tasks += [Task("seeds-as-published", path, gold, made=False) for path in paths]
    return tasks


def load(folder: Path) -> list[Task]:
    """Read a folder's gold: made documents name their file, articles lie as ``<id>.txt``."""
    path = folder / "gold.jsonl"
    if not path.is_file():
        raise InputError(f"Không có {path}: thư mục ca phải có tệp gold.jsonl.")
    tasks = []
    for line in filter(str.strip, path.read_text("utf-8").splitlines()):
        gold = json.loads(line)
        made = bool(gold.get("made"))
        name = gold["file"] if made else f"{gold['id']}.txt"
        section = gold["profile"] if made else folder.name
        tasks.append(Task(section, folder / name, gold, made))
    return tasks
