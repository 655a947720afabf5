"""The table of facts holds exactly when the run keeps to its targets, and says so row by row."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from contested.report.facts import SCHEMA, agreement, checks, facts, series, verdict
from contested.report.numbers import Summary
from contested.report.pages import nation_tables
from contested.report.run_data import gather
from contested.scenarios.folders import builtin
from tests.cli.terminal import typed
from tests.report.made_run import make_run


@pytest.mark.parametrize(
    ("median", "least", "most", "word"),
    [(5, 1, 9, "holds"), (1, 1, 9, "holds"), (9, 1, 9, "holds"), (0.9, 1, 9, "fails"), (9.1, 1, 9, "fails"),
     (60, None, 60, "holds"), (61, None, 60, "fails"), (None, 1, 9, "not reached"), (5, None, None, "-")],
)  # fmt: skip
def test_verdict(median, least, most, word):
    assert verdict(median, least, most) == word


def test_a_headline_can_lie_in_the_band_without_the_median():
    assert agreement(Summary(1.0, 0.0, 6.0), 2, 2) == "in the band"
    assert agreement(Summary(1.0, 0.0, 1.5), 2, 2) == "differs"
    assert agreement(Summary(1.0, None, None), 2, 2) == "differs"
    assert agreement(Summary(2.0, 0.0, 6.0), 2, 2) == "agrees"


def verdicts(material):
    return {f.item: f.row()["verdict"] for f in checks(material)}


def test_the_table_has_every_target_and_then_the_headlines(made, material):
    table = facts(made)
    assert dict(table.schema) == SCHEMA
    items = table["item"].to_list()
    assert items[:4] == [f"detained on {n} August" for n in (9, 10, 11, 12)]
    assert sum(item.startswith("crowd on Sunday") for item in items) == 4
    assert len(list(checks(material))) == 13
    assert [h.item for h in material.scenario.headlines] == items[13 : 13 + len(material.scenario.headlines)]


def test_the_ministry_is_read_from_its_own_claims(material):
    targets = {f.item: f.target for f in checks(material)}
    assert targets["detained on 9 August"] == "ministry 3,000, within a factor of 2: 1,500 to 6,000"
    assert "700" in targets["detained on 12 August"]


BREAKS = {
    "detained on 9 August": ("detained", lambda a: a * np.where(np.arange(len(a)) == 0, 5, 1)[:, None]),
    "detained on 10 August": ("detained", lambda a: a * np.where(np.arange(len(a)) == 1, 0.3, 1)[:, None]),
    "most detained on a day, 13 to 22 August": ("detained", lambda a: a + (np.arange(len(a)) == 8)[:, None] * 100),
    "crowd on 16 August": ("crowd", lambda a: a * np.where(np.arange(len(a)) == 7, 0.1, 1)[:, None]),
    "crowd on Sunday 27 September": ("crowd", lambda a: a * np.where(np.arange(len(a)) == 49, 0.1, 1)[:, None]),
    "median weekday of September, as a share of its median Sunday": ("crowd", lambda a: np.maximum(a, 1e4)),
}


def calm(a):
    """No street detentions in the pause."""
    return a * np.where((np.arange(len(a)) >= 4) & (np.arange(len(a)) < 14), 0, 1)[:, None]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A made-up run that keeps to every target."""
    great = lambda a: a * np.where(np.arange(len(a)) == 7, 1.2, 1)[:, None]  # noqa: E731
    changes = {"detained": calm, "crowd": great}
    return verdicts(
        gather(make_run(tmp_path_factory.mktemp("kept") / "run", replicates=1, days=60, seed=4, changes=changes))
    )


def test_a_run_that_keeps_to_its_targets_holds_everywhere(kept):
    assert set(kept.values()) == {"holds"}, kept


@pytest.mark.parametrize("item", BREAKS)
def test_breaking_one_figure_turns_its_verdict(item, kept, tmp_path):
    name, change = BREAKS[item]
    great = lambda a: a * np.where(np.arange(len(a)) == 7, 1.2, 1)[:, None]  # noqa: E731
    changes = {"detained": calm, "crowd": great}
    base = changes[name]
    changes[name] = lambda a: change(base(a))
    broken = verdicts(gather(make_run(tmp_path / "run", replicates=1, days=60, seed=4, changes=changes)))
    assert kept[item] == "holds" and broken[item] == "fails"


def test_days_not_played_are_not_reached(tmp_path):
    found = verdicts(gather(make_run(tmp_path / "run", replicates=1, days=5)))
    assert found["detained on 9 August"] != "not reached"
    assert found["crowd on 16 August"] == found["crowd on Sunday 6 September"] == "not reached"


def test_a_scenario_without_targets_gets_headline_rows_only(played):
    items = facts(played)["item"].to_list()
    assert not [i for i in items if "September" in i]
    assert "detained in all" in items


def test_the_share_of_no_votes_is_not_zero():
    """In the second of two replicates nobody voted."""
    share = xr.DataArray([[np.nan, 0.0], [np.nan, 0.0]], dims=("replicate", "day"), coords={"replicate": [0, 1]})
    cast = [{"official_votes": np.array([5.0, 0.0])}, {"official_votes": np.array([0.0, 0.0])}]
    material = SimpleNamespace(results={"official_share": share}, votes=cast, replicates=2)
    assert series(material, "official_share").values[:, 1].tolist() == pytest.approx([0.0, np.nan], nan_ok=True)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Two made-up replicates of three days in which one of them sees one death, with headlines of its own."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copytree(builtin("belarus-2020"), folder / "mine")
    with (folder / "mine" / "headlines.csv").open("a", encoding="utf-8") as file:
        file.write("over days to come,x,crowd,largest,1,,person,2020-08-10,2020-08-12,,,assumed,\n")
        file.write("over days gone,x,crowd,largest,1,,person,2020-08-09,2020-08-11,,,assumed,\n")
        file.write("held in Minsk,x,custody,last,1,,person,2020-08-11,2020-08-11,Minsk,,assumed,\n")
        file.write("strikers in Minsk,x,plant_strikers,last,1,,person,2020-08-11,2020-08-11,Minsk,,assumed,\n")
        file.write("announced,x,official_share,largest,0.7,,share,2020-08-09,2020-08-11,,,assumed,\n")
    dead = iter((0.0, 1.0))
    changes = {
        "killed_street": lambda a: np.eye(*a.shape) * [[1.0], [0.0], [0.0]] * next(dead),
        "killed_custody": np.zeros_like,
        "official_share": lambda a: np.array([np.nan, 0.8, 0.8]),
    }
    return make_run(folder / "run", folder / "mine", replicates=2, days=3, changes=changes)


def test_nothing_is_judged_over_days_that_the_run_does_not_reach(told):
    rows = {row["item"]: row for row in facts(told).iter_rows(named=True)}
    for item in ("over days to come", "futures whose largest crowd is Sunday 16 August (share)"):
        assert rows[item]["verdict"] == "not reached" and rows[item]["simulated"] is None
    assert rows["over days gone"]["verdict"] == "agrees"


def test_a_share_announced_within_the_days_is_the_largest_of_them(told):
    rows = {row["item"]: row for row in facts(told).iter_rows(named=True)}
    assert rows["announced"]["simulated"] == 0.8


def test_sites_and_employers_count_where_they_are(told):
    material = gather(told)
    for name, some in (("custody", "sites"), ("plant_strikers", "enterprises")):
        parts = getattr(material.country, some)
        here = [k for k, part in enumerate(parts) if material.country.places[part.place].name == "Minsk"]
        assert 0 < len(here) < len(parts)
        wanted = material.results[name].values[..., here].sum(axis=-1)
        assert series(material, name, "Minsk").values == pytest.approx(wanted)


def test_the_terminal_shows_each_number_as_the_page_does(told):
    """A median of half a person, and shares in percent."""
    lines = typed("show", told.path, "--facts").stdout.splitlines()
    for item, cell in nation_tables.tiles(gather(told)):
        line = next(line for line in lines if line.strip().startswith(item))
        ends = cell.band.split(" to ") if cell.band else []
        shown = [part.strip() for part in line.strip().removeprefix(item).split("  ") if part.strip()]
        assert [shown[0], *(shown[1:3] if ends else [])] == [cell.text, *ends], line
