"""The floors of quality: every promised figure has one, and CI holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from corpus.report import Report

FILE = Path(__file__).with_name("floors.toml")
Floors = Mapping[str, Mapping[str, float]]


def load(path: Path = FILE) -> Floors:
    """Return the floors: figures that must be ``at_least``, and those ``at_most``."""
    return tomllib.loads(path.read_text("utf-8"))


def check(report: Report, floors: Floors | None = None) -> list[str]:
    """Return the figures that miss their floor, each in words.

    A figure whose documents were not part of the run is not judged. Raises ``ValueError`` where a
    figure has no floor or a floor no figure: a typing slip must not switch a floor off.
    """
    floors = load() if floors is None else floors
    least, most = floors["at_least"], floors["at_most"]
    figures = {figure.key: figure for figure in report.figures()}
    if strangers := figures.keys() ^ {*least, *most}:
        raise ValueError(f"floors and figures differ: {', '.join(sorted(strangers))}")
    misses = []
    for key, figure in figures.items():
        if figure.value is None:
            continue
        if key in least and figure.value < least[key]:
            misses.append(f"{figure.label}: {figure.value:.3f} < {least[key]:g}")
        if key in most and figure.value > most[key]:
            misses.append(f"{figure.label}: {figure.value:g} > {most[key]:g}")
    return misses
