"""The stopwatch that every model is held to, ours too. Knows the standard library only.

A script hands over four functions; the question stands as JSON in its last argument and the answer is one line of
JSON. What is compiled on the way is compiled on a small population before anything is timed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib.metadata import version

WARM_STEPS = 3


def question() -> dict:
    """What is asked: numbers, small, seeds, steps, limit_s, threads, setting."""
    return json.loads(sys.argv[-1])


def peak_mb() -> float:
    """Largest memory of this process so far, MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def answer(setup, step, seen, *, packages, differs=(), people=None):
    """Play what is asked, and print it.

    Parameters
    ----------
    setup : (numbers, seed, steps) -> model
    step : (model, k) -> None
        Step number k.
    seen : (model) -> dict of name to number
        What is reported each step; its time counts as part of the step.
    packages : sequence of str
        Whose versions are told.
    differs : sequence of str
        Rules that could not be expressed.
    people : (model) -> int, optional
        How many are simulated, where that is not the number asked for.
    """
    asked = question()
    small = setup(asked["small"], 1, WARM_STEPS)
    for k in range(WARM_STEPS):
        step(small, k)
        seen(small)
    del small
    before = peak_mb()
    runs = []
    for seed in asked["seeds"]:
        begun = time.perf_counter()
        model = setup(asked["numbers"], seed, asked["steps"])
        set_up = time.perf_counter() - begun
        steps, series, played = [], [], 0.0
        for k in range(asked["steps"]):
            begun = time.perf_counter()
            step(model, k)
            numbers = seen(model)
            steps.append(time.perf_counter() - begun)
            series.append(numbers)
            played += steps[-1]
            if played > asked["limit_s"]:
                break
        count = people(model) if people else asked["numbers"]["people"]
        runs.append(
            {
                "seed": seed,
                "people": int(count),
                "set_up_s": set_up,
                "steps_s": steps,
                "series": {name: [float(row[name]) for row in series] for name in series[0]},
                "cut": len(steps) < asked["steps"],
            }
        )
        del model
    told = {
        "runs": runs,
        "before_mb": before,
        "peak_mb": peak_mb(),
        "versions": {name: version(name) for name in packages},
        "python": sys.version.split()[0],
        "differs": list(differs),
    }
    print(json.dumps(told))
