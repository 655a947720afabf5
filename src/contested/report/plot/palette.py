"""Colours that people with any colour vision can tell apart, each with one meaning on every page.

Okabe and Ito's set (okabe2008). Simulated figures are always ink, so that colour is left for who says so.
"""

from __future__ import annotations

INK = "#2b3a55"
GRID = "#e6e8ec"
MUTED = "#667085"
PAPER = "#ffffff"
LAND = "#f1f3f6"
BORDER = "#98a2b3"

SIDES: dict[str, str] = {
    "incumbent": "#D55E00",
    "opposition": "#0072B2",
    "independent": "#009E73",
    "media": "#CC79A7",
    "foreign": "#B8860B",
}

ACTORS: dict[str, str] = {
    "incumbent": SIDES["incumbent"],
    "opposition": SIDES["opposition"],
    "patron": "#5B3A8C",
    "abroad": SIDES["foreign"],
    "events": "#6b7785",
    "forces": "#7a5a2e",
}

SERIES: tuple[str, ...] = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#B8860B", "#5B3A8C", "#2b3a55")

#: of agents where they stand
ROLES: dict[str, str] = {
    "quiet": "#ccd5e0", "other": "#8fc1e3", "active": "#D55E00", "confined": "#B8860B", "force": INK,
}  # fmt: skip

SHAPES: dict[str, str] = {
    "one figure": "circle", "at least": "triangle-up", "at most": "triangle-down", "between": "diamond",
}  # fmt: skip


def colour_of(labels: list[str]) -> list[str]:
    """One colour a label, in order; the set repeats after eight."""
    return [SERIES[k % len(SERIES)] for k in range(len(labels))]
