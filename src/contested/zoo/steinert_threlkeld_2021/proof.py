"""The numbers the model must reproduce, the abstract's signs among them; pictures of the puzzle and of its answer."""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np

from contested.engine.model import State
from contested.engine.params import override
from contested.ground.draws import member_seed, uniforms
from contested.zoo.kit.trajectories import settled
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.steinert_threlkeld_2021.model import ACTIVE, STREAMS, Streets, make
from contested.zoo.steinert_threlkeld_2021.theory import complete_end, ring_end
from contested.zoo.target import Target

RATE, STRUCTURE, SAMPLE = STREAMS(10), STREAMS(11), STREAMS(12)
#: the paper's grids: largest rate of repression and its steps; the parameter of the network, and its values
GRIDS: dict[str, tuple[float, int, str, np.ndarray]] = {
    "scale-free": (0.15, 101, "exponent", np.linspace(2.0, 2.25, 11)),
    "small-world": (0.075, 51, "rewired", np.concatenate([[0.0], np.geomspace(1e-3, 1.0, 20)])),
    "clustered": (0.075, 51, "closing", np.linspace(0.0, 0.9, 21)),
}
#: simulated protests of each kind of network; regressions, and protests in the sample of each
TRIALS, REGRESSIONS, EACH = 600, 400, 100
#: of a normal law: a coefficient beyond so many standard errors is called significant
SURE = 1.96


class Protests(NamedTuple):
    """Simulated protests, a row each.

    Parameters
    ----------
    rate, structure : float64 arrays
        Repression, and the network's parameter.
    began, density, degree : float64 arrays
        Those there at the start: how many, ties among them per pair, mean ties.
    size, calm : float64 arrays, person
        Active at the end; and with the same network, thresholds and starter without repression.
    """

    rate: np.ndarray
    structure: np.ndarray
    began: np.ndarray
    density: np.ndarray
    degree: np.ndarray
    size: np.ndarray
    calm: np.ndarray


def ended(params: Streets, seed: int) -> tuple[State, State]:
    """A protest at its very start and at its end."""
    played = make(params)
    start = played.init(params, seed)
    return start, settled(played, seed=seed, until=lambda state: bool(state["resting"][0]))


def _active(state: State) -> int:
    return int(np.count_nonzero(state["status"] == ACTIVE))


@cache
def protests(network: str, trials: int = TRIALS) -> Protests:
    """Protests with rates and networks spread over the paper's grid, each beside itself without repression."""
    most, rates, name, values = GRIDS[network]
    rate = np.floor(uniforms(trials, 2021, RATE) * rates) * most / (rates - 1)
    structure = values[(uniforms(trials, 2021, STRUCTURE) * values.size).astype(int)]
    rows = []
    for r in range(trials):
        params = override(Streets(), {"network": network, name: float(structure[r]), "repression": float(rate[r])})
        seed = member_seed(2021, r)
        start, end = ended(params, seed)
        calm = ended(override(params, {"repression": 0.0}), seed)[1]
        here = np.flatnonzero(start["first"])
        degree = np.diff(start["offsets"])[here]
        owners = np.repeat(start["first"], np.diff(start["offsets"]))
        inside = np.count_nonzero(owners & start["first"][start["ends"]])
        pairs = max(1, here.size * (here.size - 1))
        rows.append((here.size, inside / pairs, degree.mean(), _active(end), _active(calm)))
    return Protests(rate, structure, *np.array(rows, float).T)


def slope(columns: list[np.ndarray], outcome: np.ndarray) -> tuple[float, float]:
    """Coefficient of the first column and its t, by least squares with a constant; t is NaN where it cannot be had."""
    x = np.column_stack([np.ones(outcome.size), *columns])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return float("nan"), float("nan")
    found, *_ = np.linalg.lstsq(x, outcome, rcond=None)
    left = outcome - x @ found
    variance = left @ left / (outcome.size - x.shape[1]) * np.linalg.inv(x.T @ x)[1, 1]
    return float(found[1]), float(found[1] / np.sqrt(variance))


@cache
def regressions(network: str, each: int = EACH, most: float = 1.0) -> np.ndarray:
    """t of the repression rate in regressions of log10 of protest size, one a sample drawn with replacement.

    Parameters
    ----------
    each : int
        Protests in a sample.
    most : float
        Only of protests with rates of at most that.
    """
    p = protests(network)
    allowed = np.flatnonzero(p.rate <= most)
    found = []
    for r in range(REGRESSIONS):
        some = allowed[(uniforms(each, 2021, SAMPLE, day=r, draw=each) * allowed.size).astype(int)]
        columns = [c[some] for c in (p.rate, p.structure, p.began, p.density, p.degree)]
        found.append(slope(columns, np.log10(1.0 + p.size[some]))[1])
    return np.array(found)


def shares(network: str, each: int = EACH, most: float = 1.0) -> tuple[float, float, float]:
    """Parts of the regressions that find a significant decrease, nothing, and a significant increase."""
    t = regressions(network, each, most)
    t = t[np.isfinite(t)]
    return float((t <= -SURE).mean()), float((np.abs(t) < SURE).mean()), float((t >= SURE).mean())


def effect(network: str) -> float:
    """What repression did to the size of a protest, in the mean of all: each beside itself without repression."""
    p = protests(network)
    return float((p.size - p.calm).mean())


# targets --------------------------------------------------------------------------------------------------------------


def _end(**settings: object) -> float:
    return float(_active(ended(override(Streets(), settings), 1)[1]))


def _ties(**settings: object) -> float:
    return float(make(override(Streets(), settings)).init(override(Streets(), settings), 1)["ends"].size / 2)


def _larger() -> float:
    return float(sum(int((protests(network).size > protests(network).calm).sum()) for network in GRIDS))


def _occurs(network: str, which: int, each: int, most: float) -> float:
    return float(shares(network, each, most)[which] > 0)


#: network -> mean effect of repression on size, and three standard errors of it
EFFECTS = {"scale-free": (-165.7, 24.3), "small-world": (-24.5, 7.4), "clustered": (-22.0, 5.6)}
#: rates that stand for those of real campaigns
LOW = 0.01


def targets() -> tuple[Target, ...]:
    """Closed forms, the law that repression shrinks, then the abstract's three signs for each kind of network."""
    found = [
        *(Target(f"active at the end, 200 people all tied, rate {rate}", complete_end(200, rate), 0, "derived",
                 partial(_end, people=200, network="complete", repression=rate), where="people - int(rate x people)",
                 runs=1) for rate in (0.0, 0.05, 0.29)),
        *(Target(f"active at the end, ring of 1,000, 14 neighbours, all thresholds {threshold}, no repression",
                 ring_end(1000, 14, threshold), 0, "derived",
                 partial(_end, network="small-world", rewired=0.0, thresholds="fixed", threshold=threshold,
                         repression=0.0), where="7 of the 14 neighbours of the next person are active", runs=1)
          for threshold in (0.5, 0.51)),
        Target("ties of the clustered network", 2991, 0, "derived", partial(_ties, network="clustered"),
               where="m (n - m), m 3, n 1,000", runs=1),
        Target("of 1,800 protests, number larger than the same protest without repression", 0, 0, "derived", _larger,
               where="by induction over steps, see Where versions differ", runs=3600),
    ]  # fmt: skip
    for network, (mean, tolerance) in EFFECTS.items():
        found.append(Target(f"mean effect of repression on the size, {network}", mean, tolerance, "own run",
                            partial(effect, network), where="each protest minus the same protest without repression",
                            runs=2 * TRIALS))  # fmt: skip
        for words, which, each, most in (
            (f"regressions find significant decreases in samples of {EACH}", 0, EACH, 1.0),
            ("regressions find no significant effect in samples of 20", 1, 20, 1.0),
            (f"regressions find significant increases in samples of 20 with rates up to {LOW}", 2, 20, LOW),
        ):
            found.append(Target(f"{words}, {network} (1 for yes)", 1, 0, "read",
                                partial(_occurs, network, which, each, most), where="abstract, the sign",
                                runs=REGRESSIONS))  # fmt: skip
    return tuple(found)


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """What regressions say by sample size, beside the effect that each protest really had."""
    sizes = np.array([20, 50, 100, 200, 300])
    words = ("significant decrease", "not significant", "significant increase")
    panels = []
    for most, rates in ((1.0, "all rates"), (LOW, f"rates up to {LOW}")):
        for network in GRIDS:
            found = np.array([shares(network, int(each), most) for each in sizes])
            lines = {name: 100 * found[:, k] for k, name in enumerate(words)}
            panels.append(Panel("protests in a sample", "regressions (%)", (Layer("line", long(sizes, lines)),),
                                title=f"{network}, {rates}", y_range=(0, 100)))  # fmt: skip
    kept = []
    for network, (most, _, _, _) in GRIDS.items():
        p = protests(network)
        edges = np.linspace(0, most, 7)
        bins = np.clip(np.digitize(p.rate, edges) - 1, 0, 5)
        middle = (edges[1:] + edges[:-1]) / 2
        part = [100 * p.size[bins == b].sum() / p.calm[bins == b].sum() for b in range(6)]
        kept.append(Layer("line", {"x": 100 * middle, "y": part}, network))
    return (
        Picture(
            "puzzle",
            "Repression never increases protest, but regressions need not find this",
            f"{REGRESSIONS} regressions of log protest size on the rate of repression and properties of the start, "
            f"each on a sample drawn from {TRIALS} simulated protests. Lines: share of the regressions that find a "
            "significant decrease, no significant effect, and a significant increase. Top: all rates of the paper's "
            "grid. Bottom: low rates only.",
            tuple(panels),
            columns=3,
        ),
        Picture(
            "effect",
            "True effect of repression",
            "People active at the end, in percent of those in the same protest (same network, thresholds and initial "
            "participants) without repression, against the rate of repression; sums over 600 protests for each "
            "network.",
            (Panel("active people removed per step (%)", "size (% of that without repression)", tuple(kept),
                   y_range=(0, 100)),),
            columns=1,
        ),
    )  # fmt: skip
