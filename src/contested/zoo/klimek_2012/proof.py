"""The numbers the model must reproduce.

Pictures: the fingerprint: stations by turnout and winner's share, and what else gives fraud away.
"""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from contested.engine.clock import Tick
from contested.ground.draws import member_seed
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.klimek_2012.model import model, shares_of
from contested.zoo.klimek_2012.theory import Fit, fitted
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

#: elections with the fitted values recalled from the paper: f_i, f_e
FITTED = {"Russia 2011": (0.64, 0.033), "Russia 2012": (0.39, 0.021), "Uganda 2011": (0.49, 0.011)}
#: turnout, share, correlation, part of stations with both above 0.9
CHECKS = {
    (0.0, 0.0): (0.500, 0.400, 0.00, 0.0),
    (0.64, 0.033): (0.580, 0.511, 0.549, 0.031),
    (0.39, 0.021): (0.548, 0.471, 0.474, 0.019),
    (0.49, 0.011): (0.554, 0.473, 0.425, 0.010),
}
NAMES = {
    "turnout": "turnout", "share": "winner's share", "correlation": "correlation of turnout and share",
    "near_all": "share of stations above 0.9 in both",
}  # fmt: skip
RUNS = 20
NOISE = (
    "the value is from one election, and between elections it varies with a standard deviation of 0.0036. The mean "
    "over 60 elections is 0.4773(5)"
)
MANY = 100_000


@cache
def _means(fi: float, fe: float) -> dict[str, float]:
    election = model({"units": MANY, "incremental": fi, "extreme": fe})
    return {name: float(column.mean()) for name, column in trajectory(election, steps=RUNS, seed=2012).items()}


@cache
def returns(fi: float, fe: float, units: int, replicate: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Turnout and the winner's share of the stations of one election."""
    election = model({"units": units, "incremental": fi, "extreme": fe})
    state = election.init(election.params, 0)
    election.step(state, election.params, Tick(0, member_seed(16469, replicate)))
    return shares_of(state["winner"], state["others"], float(state["electors"][0]))


@cache
def _recovered(fi: float, fe: float, units: int, known: bool) -> Fit:
    start = model({"units": units}).params if known else None
    return fitted(*returns(fi, fe, units), start=start, distance="chi2", repeats=3, seed=3)


def targets() -> tuple[Target, ...]:
    """Country-wide figures of four elections, what happens at the ends, and fraud found again."""
    words = "a 0.5, s_a 0.1, v 0.4, s_v 0.1, theta 0.25, alpha 2.5"
    everything = {"incremental": 0.0, "extreme": 0.0}
    return (
        *(Target(f"{NAMES[name]}, f_i {fi}, f_e {fe} ({words})", value, 0.003, "own run",
                 partial(lambda fi, fe, name: _means(fi, fe)[name], fi, fe, name), runs=RUNS,
                 miss=NOISE if (fi, name) == (0.39, "correlation") else "")
          for (fi, fe), values in CHECKS.items() for name, value in zip(NAMES, values)),
        Target("winner's share, no fraud, standard deviations 0", 0.4, 1e-12, "derived",
               lambda: float(trajectory(model({**everything, "turnout_sd": 0, "share_sd": 0}), steps=1)["share"][0]),
               where="v", runs=1),
        Target("mean stuffing if every station has extreme fraud", 1 - 0.075 * np.sqrt(2 / np.pi), 1e-3, "derived",
               partial(_stuffing, 0.0, 1.0), where="1 - 0.075 sqrt(2/pi)", runs=1),
        Target("mean stuffing if every station has incremental fraud, theta 0.25",
               0.25 * np.sqrt(2 / np.pi), 1e-3, "derived",
               partial(_stuffing, 1.0, 0.0), where="theta sqrt(2/pi), except for a share of 6e-5 above 1", runs=1),
        *(Target(f"{name} recovered from 20,000 stations, honest voting known, f_i 0.64, f_e 0.033, alpha 2.5", value,
                 tolerance, "own run", partial(lambda name: getattr(_recovered(0.64, 0.033, 20_000, True), name), name),
                 runs=3)
          for name, value, tolerance in (("incremental", 0.64, 0.05), ("extreme", 0.033, 0.004),
                                         ("switching", 2.5, 0.4))),
        Target("extreme recovered from 20,000 stations, honest voting estimated from them, f_i 0.64, f_e 0.033",
               0.033, 0.006,
               "own run", lambda: _recovered(0.64, 0.033, 20_000, False).extreme, runs=3),
        Target("extreme fitted to 20,000 honest stations, honest voting estimated from them", 0.0, 0.001, "own run",
               lambda: _recovered(0.0, 0.0, 20_000, False).extreme, runs=3),
        Target("incremental fitted to 20,000 honest stations, honest voting estimated from them", 0.0, 0.05, "own run",
               lambda: _recovered(0.0, 0.0, 20_000, False).incremental, runs=3),
    )  # fmt: skip


def _stuffing(fi: float, fe: float) -> float:
    election = model({"units": 400_000, "incremental": fi, "extreme": fe})
    state = election.init(election.params, 0)
    election.step(state, election.params, Tick(0, 5))
    return float(state["stuffing"].mean())


# pictures -------------------------------------------------------------------------------------------------------------


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
        f"{UNITS:,} simulated stations in each panel, by reported turnout and winner's share; darker means more "
        "stations (logarithmic scale). Honest voting is the same in all three: turnout 50 % and winner's share 40 %, "
        "with standard deviations of 10 %. f_i and f_e are the probabilities of incremental and extreme fraud.",
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
        "Stations by the winner's share, and votes by turnout",
        "The same three simulated elections. Left: share of stations by the winner's share. Right: winner's votes in "
        "stations up to a given turnout, as a share of all votes cast. In an honest election the curve levels off; "
        "with stuffed votes it rises to the end.",
        (
            Panel("winner's share (%)", "stations (%)", (Layer("line", long(percent, shares)),), x_range=(0, 100)),
            Panel("turnout up to (%)", "winner's cumulative votes (% of all votes)",
                                       (Layer("line", long(percent, risen)),),
                  x_range=(0, 100)),
        ),
    )  # fmt: skip
