"""The numbers the model must reproduce: closed forms, and regression values of our own runs.

Pictures: what police numbers and delay do, and where people go.
"""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.davies_2013.model import Riots, model
from contested.zoo.davies_2013.theory import at_home, destinations
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

RUNS = 40


@cache
def runs(steps: int, many: int = RUNS, **settings: object) -> dict[str, np.ndarray]:
    """Observables of independent runs, with the run as first dimension."""
    city = model(**settings)
    each = [trajectory(city, steps=steps, seed=member_seed(2013, r)) for r in range(many)]
    return {name: np.stack([one[name] for one in each]) for name in each[0]}


def _home(steps: int) -> float:
    params = Riots()
    everybody = params.side**2 * params.residents - params.spark
    return float(1 - runs(5, police=0)["set_out"][:, steps - 1].mean() / everybody)


def _to(site: int) -> float:
    gone = runs(5, police=0)["gone_to"][:, 0].sum(0)
    return float(gone[site] / gone.sum())


def _caught(officers: float) -> float:
    settings = {"sites": 1, "spark": 50, "police": 50 * officers, "readiness": 0, "leaving": 0, "side": 1}
    return float(runs(1, 400, **settings)["arrested"].mean() / 50)


def _mean(name: str, step: int, **settings: object) -> float:
    return float(runs(100, **settings)[name][:, step - 1].mean())


#: observable, step, settings, mean over 200 runs (the 40 measured are among them), standard deviation between runs
OWN: tuple[tuple[str, int, dict[str, float], float, float], ...] = (
    ("rioting", 5, {}, 749.735, 25.84),
    ("rioting", 20, {}, 1669.77, 33.58),
    ("rioting", 60, {}, 296.3, 27.58),
    ("arrested", 100, {}, 386.03, 19.43),
    ("set_out", 100, {}, 6592.79, 20.99),
    ("rioting", 5, {"police": 1500}, 563.82, 31.82),
    ("rioting", 20, {"police": 1500}, 939.025, 100.7),
    ("rioting", 60, {"police": 1500}, 97.5, 16.22),
    ("arrested", 100, {"police": 1500}, 3521.16, 95.42),
    ("set_out", 100, {"police": 1500}, 6299.42, 30.73),
    ("rioting", 5, {"delay": 12}, 477.92, 18.3),
    ("rioting", 20, {"delay": 12}, 1615.64, 32.58),
    ("rioting", 60, {"delay": 12}, 419.57, 22.56),
    ("arrested", 100, {"delay": 12}, 278.44, 24.59),
    ("set_out", 100, {"delay": 12}, 6537.57, 20.13),
)


def targets() -> tuple[Target, ...]:
    """Leaving home, choosing a site, arrest, and the courses of our own standard case."""
    params = Riots(police=0)
    people = params.side**2 * params.residents * RUNS
    share = destinations(params)
    first = people * (1 - at_home(params, 1))
    out = []
    for steps in (1, 5):
        q = at_home(params, steps)
        out.append(Target(
            f"share still at home after {steps} step(s) without police", q, 3 * math.sqrt(q * (1 - q) / people),
            "derived", partial(_home, steps), where="(1 - eta rho W / (1 + W))^t", runs=RUNS))
    for site in (0, 1, 9):
        q = float(share[site])
        out.append(Target(
            f"share of first journeys to site {site} without police", q, 3 * math.sqrt(q * (1 - q) / first), "derived",
            partial(_to, site), where="Z^a exp(-b d), divided by its sum over sites", runs=RUNS))
    for officers, q in ((0.98, 0.0), (1, -math.expm1(-0.1)), (3.5, -math.expm1(-0.3))):
        out.append(Target(
            f"probability of arrest in a step, {officers} officers per rioter", q, 3 * math.sqrt(q * (1 - q) / 20_000),
            "derived", partial(_caught, officers), where="1 - exp(-tau floor(Q / D))", runs=400))
    for name, step, settings, mean, sd in OWN:
        case = ", ".join(f"{k} {v:g}" for k, v in settings.items()) or "standard case"
        out.append(Target(
            f"mean {name} after {step} steps, {case}", mean, 3 * sd / math.sqrt(RUNS), "own run",
            partial(_mean, name, step, **settings), runs=RUNS))
    return tuple(out)


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """The paper's two questions, put to a made-up city."""
    steps = np.arange(1, 61)
    courses = {f"{q} officers": runs(100, police=q)["rioting"].mean(0)[:60] for q in (0, 300, 600, 1000, 1500)}
    force = np.array([0, 100, 200, 300, 450, 600, 800, 1000, 1250, 1500, 2000, 2500])
    taken = {
        f"delay {d}": [trajectory(model(police=q, delay=d), steps=100)["arrested"][-1] for q in force]
        for d in (0, 4, 12)
    }
    exact = destinations(Riots(police=0))
    gone = runs(5, police=0)["gone_to"][:, 0].sum(0)
    rank = np.arange(1, exact.size + 1)
    return (
        Picture(
            "police",
            "Police deter only where rioters do not outnumber them",
            "An invented city of 7,200 people at risk and 30 sites. Left: people rioting, mean of 40 runs, for several "
            "numbers of officers. Right: arrests in 100 steps, one run each, against the number of officers, for "
            "several delays of their allocation.",
            (
                Panel("step", "people rioting", (Layer("line", long(steps, courses)),)),
                Panel("officers in total", "arrested in 100 steps", (
                    Layer("line", long(force, taken)),
                    Layer("points", long(force, taken)),
                )),
            ),
        ),
        Picture(
            "destinations",
            "Without police, rioters go where shoppers would",
            "Share of journeys to each site in the first step, from the largest site to the smallest: exact (line) and "
            "in 40 runs (points).",
            (
                Panel("rank of the site by size", "share of journeys", (
                    Layer("line", {"x": rank, "y": exact}, "exact"),
                    Layer("points", {"x": rank, "y": gone / gone.sum()}, "simulated"),
                )),
            ),
        ),
    )  # fmt: skip
