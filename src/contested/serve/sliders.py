"""Which parameters a page offers to move: those that moved crowds and detentions most when each was moved alone.

The table was measured on belarus-2020 at 1:100 (docs/explain/what-moves-what.md; `tools/moves.py` extracts it). Another
country may hang on others; `--set` reaches all of them.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

from contested.engine.params import walk
from contested.files import read_csv, refusing
from contested.ground.errors import InputError
from contested.scenarios.scenario import Scenario

#: how many, and steps of each
COUNT, STEPS = 10, 40
#: of the way from an end to the own value, beyond which the slider then goes so far
ROOM = 0.25
#: of a model's parameter, how far its slider goes at most, in times of the value
AROUND = 4.0
TABLE = Path(__file__).with_name("moves.csv")


@cache
def moves() -> tuple[tuple[str, float, float], ...]:
    """(parameter, low, high) of the table, what moves most first."""
    table = read_csv(TABLE, refusing(InputError, f"{TABLE.name}: expected a table", "install the package again"))
    return tuple(table.select("parameter", "low", "high").iter_rows())


def sliders(scenario: Scenario) -> list[dict[str, Any]]:
    """The sliders of a scenario: name, meaning, unit, value, low, high, step, source.

    The ends are those of the measurement, moved outwards where the scenario's own value lies beyond one. Pages
    round to the step, and to the own value near it.
    """
    declared = {name: (value, d) for name, value, d in walk(scenario.country.params)}
    shown: list[dict[str, Any]] = []
    for name, low, high in moves():
        if name not in declared or len(shown) == COUNT:
            continue
        value, d = declared[name]
        if d.choices or d.whole:
            continue
        if not low < value < high:
            low, high = min(low, value - ROOM * (high - value)), max(high, value + ROOM * (value - low))
        low, high = max(d.within[0], low), min(d.within[1], high)
        shown.append({
            "name": name, "meaning": d.meaning, "unit": d.unit, "value": value,
            "low": low, "high": high, "step": _step(low, high), "source": d.source,
        })  # fmt: skip
    return shown


def _step(low: float, high: float) -> float:
    step = 10.0 ** math.floor(math.log10((high - low) / STEPS))
    while (high - low) / step > 2.5 * STEPS:
        step *= 2
    return float(f"{step:.6g}")


def model_sliders(params: Any) -> list[dict[str, Any]]:
    """A slider for each number of a published model, as `sliders`.

    A declared range that is much wider than the value is cut to `AROUND` times the value, or to 1 about a value of 0:
    an address reaches the rest.
    """
    shown = []
    for name, value, d in walk(params):
        if d.choices:
            continue
        reach = AROUND * abs(value) or 1.0
        low, high = max(d.within[0], min(0.0, -reach if value < 0 else 0.0)), min(d.within[1], reach)
        if d.within[1] - d.within[0] <= reach:
            low, high = d.within
        step = _step(low, high)
        if d.whole:
            step = max(1.0, math.ceil(step))
        shown.append({
            "name": name, "meaning": d.meaning, "unit": d.unit, "value": value, "low": low, "high": high, "step": step,
            "source": d.source,
        })  # fmt: skip
    return shown
