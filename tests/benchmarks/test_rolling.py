"""Rolling origins: what is due is past no limit, and tables say of known scores what is true of them."""

from __future__ import annotations

import datetime as dt
import json
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.crises import rolling

from contested.ground.errors import InputError
from contested.inference.forecast import ledger

DOCS = Path(__file__).parents[2] / "docs"
RESULTS = Path(__file__).parents[2] / "benchmarks" / "results"


@pytest.fixture
def tables() -> Iterator[Any]:
    """The module of the tables, which lies outside the package."""
    sys.path.insert(0, str(DOCS))
    try:
        from tables import rolling as found

        yield found
    finally:
        sys.path.remove(str(DOCS))


def row(lead: int, day: int, in_climatology: list[int] | None = None, **crps: float) -> dict[str, Any]:
    date = (dt.date(2030, 1, 1) + dt.timedelta(days=day)).isoformat()
    return {"date": date, "quantity": "crowd", "lead": lead, "weight": 1.0, "crps": crps,
            "climatology": {"in": in_climatology or [0, 1], "wide": [1.0, 2.0]}}  # fmt: skip


def test_the_plan_has_origins_in_every_crisis_and_none_from_which_nothing_is_due():
    plan = rolling.planned()
    assert len(set(plan)) == len(plan) and {name for name, _ in plan} == set(rolling.SCALES)
    for name, day in plan:
        origin = dt.date.fromisoformat(day)
        every = rolling.due(name, origin)
        assert every
        for one in every:
            days = one.known.day
            assert days.max() <= origin.toordinal() and np.unique(days).size >= rolling.LEAST
            assert one.leads.min() >= 1 and one.leads.max() <= rolling.HORIZON


def test_of_belarus_nothing_after_october_is_read():
    last = rolling.LAST["belarus-2020"]
    for name, day in rolling.planned():
        if name == "belarus-2020":
            for one in rolling.due(name, dt.date.fromisoformat(day)):
                assert max(c.date for c in one.full.claims) <= last


class Right:
    """A forecaster that says the same of every day, and none of a day more than a fortnight ahead."""

    def __init__(self, number: float) -> None:
        self.number = number

    def where_simulated(self, series: Any, leads: np.ndarray, draws: int, seed: int) -> np.ndarray:
        spread = np.linspace(-0.1, 0.1, draws)[:, None]
        return np.where(leads[None] > 14, np.nan, self.number * np.exp(spread))


def test_forecasts_are_written_down_and_scored_from_there(tmp_path):
    """What was not simulated is scored for nobody; the pool lies between its parts; a changed book is refused."""
    origin, book = dt.date(2020, 7, 26), tmp_path / "book.jsonl"
    every = rolling.due("khabarovsk-2020", origin)
    both = rolling.Forecasters(Right(3000.0), {"prior": Right(30.0)}, 0, {})  # type: ignore[arg-type]
    hashes = rolling.written("khabarovsk-2020", origin, every, both, book)
    rows = rolling.scored(every, hashes, origin, book)
    assert rows and max(r["lead"] for r in rows) <= 14 < max(one.leads.max() for one in every)
    assert all(dt.date.fromisoformat(r["date"]) > origin for r in rows)
    for r in rows:
        assert {*tuple(rolling.POOLS), "nation", "prior", "mixture", *rolling.baselines.BASELINES} == set(r["crps"])
        assert r["crps"]["nation"] < r["crps"]["prior"]
        assert r["crps"]["pool"] <= max(r["crps"]["nation"], r["crps"]["mixture"]) + 0.05
        assert r["bands"]["nation"]["wide 50"] < r["bands"]["nation"]["wide 90"] == pytest.approx(0.18, abs=0.01)
    book.write_text(book.read_text().replace("3000", "3001", 1))
    with pytest.raises(InputError, match="changed"):
        rolling.scored(every, hashes, origin, book)


def test_the_share_of_the_nation_is_that_which_was_best_elsewhere(tables):
    """Where the nation is perfect in one crisis and hopeless in the other, each is left to what the other teaches."""
    names = tables.SHARES
    good = {n: 1.0 - share for n, share in names.items()}
    bad = dict(names)
    results = [{"scenario": "a", "rows": [row(1, 0, **good)]}, {"scenario": "b", "rows": [row(1, 0, **bad)]}]
    assert tables.share_without("a", results) == "mixture" and tables.share_without("b", results) == "nation"
    assert tables.share_without("a", results[:1]) == "pool"  # nothing elsewhere: half and half


def test_a_claim_belongs_to_the_shortest_horizon_that_reaches_it(tables):
    rows = [row(lead, lead, nation=0.0) for lead in (1, 7, 8, 14, 15, 28)]
    assert [[r["lead"] for r in tables.cell(rows, "crowd", h)] for h in tables.HORIZONS] == [[1, 7], [8, 14], [15, 28]]


def test_a_sure_difference_excludes_none_and_few_days_give_no_interval(tables):
    rows = [row(1, day, nation=0.5 + 0.01 * (day % 3), mixture=1.0) for day in range(30)]
    text = tables.difference(rows, "nation", "mixture")
    assert text.startswith("-0.49") and "to -0.4" in text
    assert tables.difference(rows[:2], "nation", "mixture") == "-0.49 (too few days)"


def test_climatology_is_compared_where_it_holds_as_much(tables):
    rows = [row(1, day, [int(day < 5), int(day < 9)]) for day in range(10)]
    assert tables.equal_coverage(rows, 0.5, [0.4, 0.9]) == (0.4, 1.0)
    assert tables.equal_coverage(rows, 0.6, [0.4, 0.9]) == (0.9, 2.0)
    assert tables.equal_coverage(rows, 0.95, [0.4, 0.9]) is None


def test_the_ledger_is_whole_and_holds_what_stood_before_each_origin_was_scored(tmp_path):
    book = tmp_path / "book.jsonl"
    book.write_bytes(lzma.decompress((RESULTS / "rolling_origins.jsonl.xz").read_bytes()))
    origins = json.loads((RESULTS / "rolling_origins.json").read_text())["results"]
    lines = ledger.read(book)
    place = {line["hash"]: k for k, line in enumerate(lines)}
    assert len(origins) == len(rolling.planned()) and all(o["ledger"] in place for o in origins)
    assert sum(o["forecasts"] for o in origins) == len(lines)
    # a line that is changed afterwards breaks the chain
    book.write_text(book.read_text().replace('"draws":300', '"draws":301', 1))
    with pytest.raises(InputError):
        ledger.read(book)
