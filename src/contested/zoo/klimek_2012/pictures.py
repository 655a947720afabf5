"""The fingerprint: stations by turnout and winner's share, and what else gives fraud away."""

from __future__ import annotations

import numpy as np

from contested.zoo.klimek_2012.targets import returns
from contested.zoo.picture import Layer, Panel, Picture, long

CASES = {"honest": (0.0, 0.0), "f_i 0.64": (0.64, 0.0), "f_i 0.64, f_e 0.033": (0.64, 0.033)}
UNITS = 20_000
#: cells of the fingerprint along each side
CELLS = 25


def pictures() -> tuple[Picture, ...]:
    """Fingerprints of three elections that differ in fraud alone, and their histograms and cumulated votes."""
    return (_fingerprints(), _signs())


def _fingerprints() -> Picture:
    middle = 100 * (np.arange(CELLS) + 0.5) / CELLS
    panels = []
    for title, (fi, fe) in CASES.items():
        count, _, _ = np.histogram2d(*returns(fi, fe, UNITS), bins=CELLS, range=((0, 1), (0, 1)))
        x, y = np.meshgrid(middle, middle, indexing="ij")
        some = count > 0
        panels.append(
            Panel("turnout (%)", "winner's share (%)", (
                Layer("heat", {"x": x[some], "y": y[some], "value": np.log10(count[some])}, "log10 of stations"),
            ), title=title, x_range=(0, 100), y_range=(0, 100))
        )  # fmt: skip
    return Picture(
        "fingerprint",
        "Honest returns are a round cloud; stuffing smears it towards the corner",
        f"{UNITS:,} simulated stations in each panel, by reported turnout and winner's share; darker is more stations "
        "(logarithm). The same honest voters in all three: turnout 50 % and share 40 %, each give or take 10 %.",
        tuple(panels),
        columns=3,
    )


def _signs() -> Picture:
    percent = np.arange(101)
    shares, risen = {}, {}
    for title, (fi, fe) in CASES.items():
        turnout, share = returns(fi, fe, UNITS)
        shares[title] = np.bincount(np.floor(100 * share + 0.5).astype(int), minlength=101) / UNITS * 100
        order = np.argsort(turnout)
        votes = np.cumsum((turnout * share)[order])
        risen[title] = 100 * np.interp(percent / 100, turnout[order], votes, left=0.0) / turnout.sum()
    return Picture(
        "signs",
        "Where the votes come from",
        "The same three simulated elections. Left: stations by the winner's share. Right: the winner's votes in "
        "stations with at most so much turnout, as a part of all votes cast: in an honest election the curve levels "
        "off, stuffed votes keep it rising to the end.",
        (
            Panel("winner's share (%)", "stations (%)", (Layer("line", long(percent, shares)),), x_range=(0, 100)),
            Panel("turnout at most (%)", "winner's votes so far (% of all)", (Layer("line", long(percent, risen)),),
                  x_range=(0, 100)),
        ),
    )  # fmt: skip
