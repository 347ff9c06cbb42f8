"""Scanned pages laid on sheets: two on one A3, or fed in on their side or upside down."""

from __future__ import annotations

from random import Random

import numpy as np

from corpus.maker.ink import Raster
from corpus.maker.locating import PageTruth

FOLD = 0.012  # of a page's width: how far the shadow of the fold reaches on each side


def two_up(pages: list[Raster], rng: Random) -> list[Raster]:
    """Lay pages of one size two by two on sheets, left then right, with the fold's shadow."""
    blank = np.full_like(pages[0], 255)
    whole = [*pages, blank] if len(pages) % 2 else pages
    shade = rng.uniform(0.0, 0.35)
    sheets = [
        np.concatenate((left, right), axis=1)
        for left, right in zip(whole[::2], whole[1::2], strict=True)
    ]
    return [_folded(sheet, shade) for sheet in sheets]


def _folded(sheet: Raster, shade: float) -> Raster:
    """Darken a sheet along its middle."""
    width = sheet.shape[1]
    away = np.abs(np.arange(width) - width / 2) / (FOLD * width / 2)
    light = 1 - shade * np.clip(1 - away, 0, 1)
    shaped = light[None, :, None] if sheet.ndim == 3 else light[None, :]
    darkened: Raster = np.clip(sheet * shaped, 0, 255).astype(np.uint8)
    return darkened


def two_up_truths(truths: tuple[PageTruth, ...]) -> tuple[PageTruth, ...]:
    """Return the truth of sheets: what stands on the left page, then what stands on the right."""
    sheets = []
    for number, at in enumerate(range(0, len(truths), 2), start=1):
        pair = truths[at : at + 2]
        lines = [line for truth in pair for line in truth.lines]
        tables = [table for truth in pair for table in truth.tables]
        frags = [piece for truth in pair for piece in truth.frags]
        sheets.append(PageTruth(number, lines, tables, frags))
    return tuple(sheets)


def turned(page: Raster, angle: int) -> Raster:
    """Return a page turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(page, -angle // 90))


def choose_angles(pages: list[Raster], rng: Random) -> list[int]:
    """Choose how each page is turned: wide ones onto their side, else now and then all or one."""
    wide = [page.shape[1] > page.shape[0] for page in pages]
    side, odd = rng.choice((90, 270)), rng.choice((90, 180, 180, 270))
    if any(wide):
        return [side if is_wide else 0 for is_wide in wide]
    if rng.random() < 0.5:
        return [odd] * len(pages)
    chosen = rng.randrange(len(pages))
    return [odd if at == chosen else 0 for at in range(len(pages))]
