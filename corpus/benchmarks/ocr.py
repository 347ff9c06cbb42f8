"""Compares readers of scans: ``python -m corpus.benchmarks.ocr --count 2``.

Ours, plain pytesseract, OCRmyPDF + pdfplumber and img2table read the same made documents, one
engine after another in one run, and are scored on one yardstick; paces are told as ratios to
OCRmyPDF's, because minutes differ from machine to machine. Then born-digital papers, the whole way
to rows. Documents of a seed that no test and no floor uses.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.benchmarks.engines import ENGINES, Engine, one_thread_a_job
from corpus.benchmarks.memory import Watch
from corpus.benchmarks.yardstick import Run, score, table
from corpus.maker import Case, make
from corpus.report import PICTURES

PROFILES_READ = ("clean", "scan", "bad", "fax", "half-ruled-scan", "unruled-scan")
BASE = "OCRmyPDF+pdfplumber"
WARM_SEED = 1  # of a document that is read before the clock starts


def main() -> None:
    """Make the documents, let every engine read them, print what came of it."""
    parser = argparse.ArgumentParser(prog="corpus.benchmarks.ocr", description="Compare readers.")
    parser.add_argument("--seed", type=int, default=65_000, help="the same seed, the same papers")
    parser.add_argument("--count", type=int, default=2, help="documents of each profile")
    parser.add_argument("--profiles", nargs="+", choices=PICTURES, default=PROFILES_READ)
    parser.add_argument("--engines", nargs="+", choices=[e.name for e in ENGINES], default=None)
    parser.add_argument("--jobs", type=int, default=2, help="cores that each engine may use")
    parser.add_argument("--digital", type=int, default=8, help="born-digital papers; 0 for none")
    options = parser.parse_args()
    one_thread_a_job()
    chosen = [engine for engine in ENGINES if not options.engines or engine.name in options.engines]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        home = Path(folder)
        cases = [
            case
            for profile in options.profiles
            for case in make(options.seed, options.count, home / profile, profile)
        ]
        sys.stdout.write(compare(chosen, cases, _warm(home), options.jobs))
        if options.digital:
            sys.stdout.write(digital(options.seed, options.digital, home, options.jobs))


def _warm(home: Path) -> Path:
    return make(WARM_SEED, 1, home / "warm", "clean")[0].path


def compare(
    engines: Sequence[Engine],
    cases: Sequence[Case],
    warm: Path,
    jobs: int,
    clock: Callable[[], float] = time.perf_counter,
) -> str:
    """Let engines read the same documents, one engine after another; return the table.

    Each reads ``warm`` first, off the clock. ``jobs`` are the cores it may use.
    """
    golds = [case.gold for case in cases]
    pages = sum(gold["document"]["pages"] for gold in golds)
    runs, lines = [], [f"{len(cases)} documents, {pages} pages, {jobs} jobs\n"]
    paths = [_as_pdf(case.path) for case in cases]
    for engine in engines:
        if reason := _unable(engine, warm):
            lines.append(f"{engine.name}: skipped, {reason}\n")
            continue
        with Watch() as watch:
            started = clock()
            readings = engine.read(paths, jobs)
            seconds = clock() - started
        runs.append(Run(engine.name, pages, seconds, watch.peak, score(readings, golds)))
    return "".join(lines) + table(runs, BASE)


def _unable(engine: Engine, warm: Path) -> str | None:
    """Read a document off the clock; return why the engine can't, where it can't."""
    if missing := engine.missing():
        return f"not installed: {', '.join(missing)}"
    try:
        engine.read([warm], 1)
    except Exception as fault:  # another's code: its failure costs it its line, not the comparison
        return f"failed: {type(fault).__name__}: {fault}"
    return None


def _as_pdf(path: Path) -> Path:
    """Return a document as PDF, which all engines take; pictures are put into one untouched."""
    if path.suffix == ".pdf":
        return path
    from PIL import Image, ImageSequence

    target = path.with_name(f"{path.name}.pdf")
    with Image.open(path) as picture:
        first, *others = [frame.copy() for frame in ImageSequence.Iterator(picture)]
        resolution = float(picture.info.get("dpi", (200, 200))[0])
    first.save(target, "PDF", resolution=resolution, save_all=True, append_images=others)
    return target


def digital(seed: int, count: int, home: Path, jobs: int) -> str:
    """Measure born-digital papers, the whole way to rows: pages a second and memory."""
    (engine,) = (engine for engine in ENGINES if engine.name == "ours")
    cases = make(seed, count, home / "born-digital", "born-digital")
    pages = sum(case.gold["document"]["pages"] for case in cases)
    paths = [case.path for case in cases]
    engine.read(paths[:1], 1)
    with Watch() as watch:
        started = time.perf_counter()
        readings = engine.read(paths, jobs)
        seconds = time.perf_counter() - started
    awards = score(readings, [case.gold for case in cases]).awards
    return (
        f"\nborn-digital: {pages} pages, {pages / seconds:.1f} pages/s, "
        f"awards {awards.recall or 0:.3f}, {watch.peak:.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
