"""What a recorded forecast has to beat: the baselines, from the past that is recorded beside it.

A forecast's line holds what every baseline needs: one number a day up to the origin, how many draws and a seed. So they
are as much fixed beforehand as the forecast itself, take a line and no book, and are drawn when it is scored.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from contested.ground.arrays import Floats, Ints
from contested.inference.forecast import baselines, pooling
from contested.inference.forecast.backtest import EQUAL, seed_at
from contested.inference.forecast.series import Key, Past, Series

#: what a ledger's own forecasts are called in tables
RECORDED = "recorded"


def recorded(series: Series, draws: int, seed: int) -> dict[str, Any]:
    """What a line keeps of a series' past."""
    days, values, _ = series.past
    return {"days": [date.fromordinal(int(d)).isoformat() for d in days], "values": [float(f"{v:.7g}") for v in values],
            "draws": draws, "seed": seed}  # fmt: skip


def quantiles(line: Mapping[str, Any], levels: Floats) -> dict[str, Floats]:
    """The baselines' forecasts for a line, and their mixture in equal parts; none where no past was recorded.

    Returns
    -------
    dict of str to float64 array of shape (leads, levels), in the quantity's unit
    """
    if "past" not in line:
        return {}
    kept, origin = line["past"], date.fromisoformat(line["origin"])
    days = np.array([date.fromisoformat(d).toordinal() for d in kept["days"]], np.int64)
    past = Past(days, np.array(kept["values"], float), origin.toordinal())
    leads: Ints = np.array(line["leads"], np.int64)
    seed = seed_at(kept["seed"], Key.of(line["series"]), origin)
    have, _ = baselines.available()
    stack = np.stack([baselines.forecast(name, past, leads, kept["draws"], seed) for name in have])
    drawn = dict(zip(have, stack)) | {EQUAL: pooling.pool(stack, pooling.equal(len(have)), leads, seed)}
    return {name: np.quantile(one, levels, axis=0).T for name, one in drawn.items()}


def beside_baselines(lines: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Scores of a ledger's forecasts and of the baselines beside them, as `skill.differences` takes them.

    Only claims that the baselines were scored by as well; the recorded forecasts are called RECORDED.
    """
    lines = list(lines)
    forecasts = {line["hash"]: line for line in lines if line["kind"] == "forecast"}
    scored = [line for line in lines if line["kind"] == "score" and line.get("baselines")]
    number: dict[str, int] = {}
    of_day = Counter((line["forecast"], line["claim"]["date"]) for line in scored)
    rows = []
    for line in scored:
        series = forecasts[line["forecast"]]["series"]
        claim = number.setdefault(json.dumps([line["claim"], series], sort_keys=True), len(number) + 1)
        common = {"origin": line["forecast"], "claim": claim, "date": date.fromisoformat(line["claim"]["date"]),
                  "weight": 1 / of_day[line["forecast"], line["claim"]["date"]], "form": line["form"]}  # fmt: skip
        for name, got in {RECORDED: line["scores"], **line["baselines"]}.items():
            rows.append({**common, "forecaster": name, **got})
    return pl.DataFrame(rows, infer_schema_length=None)
