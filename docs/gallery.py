"""Draw what each scenario gives beside what was claimed: `python docs/gallery.py [NAME ...]`.

Numbers go to `docs/scenarios.json` (other scenarios' stay), pictures to `docs/images/scenarios`. The page is made from
both by `docs/generate.py`, which runs no model.
"""

from __future__ import annotations

import json
import math
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from contested.scenarios import Scenario
    from contested.zoo.picture import Layer, Picture

DOCS = Path(__file__).resolve().parent
STORE = DOCS / "scenarios.json"
IMAGES = DOCS / "images" / "scenarios"
#: replicates, and about how many agents each has
REPLICATES, AGENTS = 20, 100_000
#: nothing smaller is drawn: the axis is logarithmic
LEAST = 10.0


def kept() -> dict[str, Any]:
    """What was drawn before: scenario -> what `drawn` gives; empty if nothing was."""
    found: dict[str, Any] = json.loads(STORE.read_text(encoding="utf-8")) if STORE.is_file() else {}
    return found


def drawn(name: str) -> dict[str, Any]:
    """Run a scenario, draw it, and say what was run: version, date, scale, replicates, targets met and missed."""
    import vl_convert

    import contested
    from contested.report.charts.published import specification
    from contested.tasks.scenarios import load_scenario

    scenario = load_scenario(name)
    scale = max(1, round(scenario.country.population / AGENTS))
    run = contested.simulate(name, scale=scale, replicates=REPLICATES, seed=1)
    data = run.to_xarray()
    IMAGES.mkdir(parents=True, exist_ok=True)
    picture = picture_of(scenario, data["crowd"])
    drawing = vl_convert.vegalite_to_svg(specification(picture))
    (IMAGES / f"{name}.svg").write_text(drawing, encoding="utf-8")
    ended = data["ended"].isel(day=-1).mean("replicate").to_series()
    return {
        "version": contested.__version__, "date": date.today().isoformat(), "scale": scale, "replicates": REPLICATES,
        "targets": targets_met(run.facts(), [t.item for t in scenario.targets]),
        "ended": {k: round(float(v), 3) for k, v in ended.items() if v > 0},
        "title": picture.title,
    }  # fmt: skip


def targets_met(facts: Any, items: list[str]) -> tuple[int, int]:
    """In how many of a scenario's targets the median of runs lies, of how many its days reach."""
    verdicts = [row["verdict"] for row in facts.iter_rows(named=True) if row["item"] in items]
    return verdicts.count("holds"), sum(v in ("holds", "fails") for v in verdicts)


def picture_of(scenario: Scenario, crowd: Any) -> Picture:
    """Crowds by day, the middle of runs and nine tenths of them, and what parties claimed of one day."""
    from contested.zoo.picture import Layer, Panel, Picture

    where = place_of(scenario)
    series = (crowd.sel(place=where) if where else crowd.sum("place")).transpose("replicate", "day").values
    low, middle, high = (np.maximum(LEAST, x) for x in np.quantile(series, [0.05, 0.5, 0.95], axis=0))
    days = np.arange(series.shape[1], dtype=float)
    layers: list[Layer] = [
        Layer("band", {"x": days, "low": low, "high": high}, key="runs: nine tenths"),
        Layer("line", {"x": days, "y": middle}, key="runs: median"),
    ]
    layers += [Layer("points", {"x": x, "y": y}, key=f"claimed by {side}") for side, x, y in claimed(scenario, where)]
    wanted = [
        ((t.first - scenario.country.start).days, math.sqrt(max(LEAST, t.low or LEAST) * t.high))
        for t in scenario.targets
        if t.observable == "crowd" and t.summary == "sum" and t.first == t.last and t.high and t.place == where
    ]
    if wanted:
        x, y = zip(*wanted)
        layers.append(Layer("points", {"x": [float(v) for v in x], "y": list(y)}, key="target: middle of its bounds"))
    script = {"end of script": float(scenario.country.origin)} if scenario.country.origin < series.shape[1] - 1 else {}
    panel = Panel(
        x=f"days from {scenario.country.start}", y="people", layers=tuple(layers), y_log=True, x_rules=script,
    )  # fmt: skip
    where_in_words = f"in {where.replace('_', ' ')}" if where else "of the whole country"
    return Picture(scenario.name, f"{scenario.name}: crowds {where_in_words}", "", (panel,), columns=1)


def place_of(scenario: Scenario) -> str:
    """Where most single days are claimed of, or most targets if nothing is; empty for the whole country."""
    days = [c.place for c in scenario.claims if c.quantity == "crowd" and c.end_date is None]
    days = days or [t.place for t in scenario.targets if t.observable == "crowd"]
    known = [p if p in {q.name for q in scenario.country.places} else "" for p in days]
    return max(sorted(set(known)), key=known.count) if known else ""


def claimed(scenario: Scenario, where: str) -> list[tuple[str, list[float], list[float]]]:
    """Claims of the opposition's crowds on one day in that place, by the side of who claims."""
    sides: dict[str, tuple[list[float], list[float]]] = {}
    country = scenario.words["country"]
    for c in scenario.claims:
        if c.quantity != "crowd" or c.end_date or c.actor != "opposition" or c.place != (where or country):
            continue
        ends = [x for x in (c.low, c.high) if x]
        value = c.value or (math.exp(sum(map(math.log, ends)) / len(ends)) if ends else 0.0)
        day = (c.date - scenario.country.start).days
        if value >= LEAST and 0 <= day < scenario.country.days:
            x, y = sides.setdefault(c.side, ([], []))
            x.append(float(day))
            y.append(value)
    return [(side, x, y) for side, (x, y) in sorted(sides.items())]


def main(names: list[str]) -> None:
    """Draw the scenarios named, or all."""
    from contested import list_scenarios

    shipped = [s.name for s in list_scenarios()]
    found = kept()
    for name in names or shipped:
        found[name] = drawn(name)
        print(name, found[name]["targets"], found[name]["ended"], flush=True)
    ordered = {name: found[name] for name in shipped if name in found}
    STORE.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
