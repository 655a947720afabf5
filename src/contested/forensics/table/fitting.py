"""Whether columns of numbers add up: what decides between columns whose headings read alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contested.forensics.table.columns import Column
from contested.forensics.table.headings import plain


def summed(columns: Sequence[Column], like: Column) -> np.ndarray:
    """The sum of columns, by row; zeros, as many as `like` has rows, without any."""
    return np.sum([c.numbers for c in columns], axis=0) if columns else np.zeros(like.numbers.size)


def equal(left: np.ndarray, right: np.ndarray) -> float:
    """Part of rows where both are the same."""
    known = np.isfinite(left) & np.isfinite(right)
    return float((left[known] == right[known]).mean()) if known.any() else 0.0


def at_least(upper: np.ndarray, lower: np.ndarray) -> float:
    """Part of rows where `upper` is at least `lower`."""
    known = np.isfinite(upper) & np.isfinite(lower)
    return float((upper[known] >= lower[known]).mean()) if known.any() else 0.0


def families(free: list[Column]) -> list[list[Column]]:
    """All columns, and those of them that share their last word or their first."""
    out = [free]
    for at in (-1, 0):
        shared: dict[str, list[Column]] = {}
        for c in free:
            shared.setdefault((plain(c.name).split() or [""])[at], []).append(c)
        out += [group for group in shared.values() if 1 < len(group) < len(free)]
    return out


def run_of(free: Sequence[Column], target: np.ndarray) -> tuple[list[Column], float]:
    """The longest run of columns, in order of the file, that adds up to the target at most rows; and at how many."""
    if not free:
        return [], 0.0
    known = np.flatnonzero(np.isfinite(target) & (target > 0))
    known = known[np.linspace(0, known.size - 1, min(known.size, 400)).astype(int)] if known.size else known
    if not known.size:
        return [], 0.0
    table = np.nan_to_num(np.array([c.numbers[known] for c in free]))
    prefix = np.vstack([np.zeros(known.size), np.cumsum(table, axis=0)])
    best, run = 0.0, (0, 0)
    for start in range(len(free)):
        fit = (prefix[start + 1 :] - prefix[start] == target[known]).mean(axis=1)
        for i in np.flatnonzero(fit >= max(best, 0.3)):
            if fit[i] > best or i + 1 > run[1] - run[0]:
                best, run = float(fit[i]), (start, start + int(i) + 1)
    chosen = list(free[run[0] : run[1]])
    # a column of nothing but zeros fits everywhere: it stays if it is called as its neighbour is
    while len(chosen) > 1 and not chosen[0].total and not _akin(chosen[0], chosen[1]):
        chosen.pop(0)
    while len(chosen) > 1 and not chosen[-1].total and not _akin(chosen[-1], chosen[-2]):
        chosen.pop()
    return (chosen, best) if len(chosen) > 1 else ([], 0.0)


def _akin(one: Column, other: Column) -> bool:
    left, right = plain(one.name).split(), plain(other.name).split()
    return bool(left and right) and (left[0] == right[0] or left[-1] == right[-1])
