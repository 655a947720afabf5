"""Two arms on one chance: one changed decision changes its consequences and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ensemble.paired import ARMS, Arm, pairs
from contested.ensemble.parting import COLUMNS, PERSONAL, REACHING
from contested.ensemble.points import Point
from contested.ensemble.recipes import nation
from contested.ensemble.summaries import summaries
from contested.nation.codes import STATUS
from contested.nation.plan import PHASES
from contested.scenarios.changes import Change
from contested.scenarios.folders import builtin
from contested.scenarios.load import load

TEACHING = builtin("teaching")
SCALE, DAYS = 5, 14
KINDS = len(STATUS)
SAME = Change()
PLACES = [p.name for p in load("teaching").country.places]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return tmp_path_factory.mktemp("paired") / "world"


@pytest.fixture(scope="module")
def play(world):
    """(change of a, change of b, settings) -> what came of a pair."""

    def played(a, b, settings=None, days=DAYS, replicate=0):
        play_one = pairs(Arm(TEACHING, a), Arm(TEACHING, b), scale=SCALE, days=days, world=world)
        return play_one(Point(1, 0, 0, replicate, settings or {}))

    return played


def _first(found):
    """Column -> (day, phase) of its first difference."""
    return {
        name: (int(day), PHASES[int(phase)].name)
        for name, day, phase in zip(COLUMNS, found["first/day"], found["first/phase"], strict=True)
        if day >= 0
    }


def _arms(found):
    return ({k.split("/", 1)[-1] if "/" in k else k[2:]: v for k, v in found.items() if k[:2] in (f"{arm}.", f"{arm}/")}
            for arm in ARMS)  # fmt: skip


def _identical(found):
    a, b = _arms(found)
    return (
        all(np.array_equal(a[k], b[k], equal_nan=True) for k in a)
        and found["changed"] == 0
        and not found["changed/now"].any()
        and not _first(found)
    )


def test_equal_arms_are_equal_to_the_last_bit(play):
    assert _identical(play(SAME, SAME))


def test_an_arm_is_the_run_that_is_played_alone(play, world):
    """Playing side by side, phase by phase, changes no bit of either arm."""
    change = {"street.cost": 1.0}
    found = play(SAME, Change(settings=change))
    for arm, settings in zip(ARMS, ({}, change), strict=True):
        alone = nation(TEACHING, scale=SCALE, days=DAYS, settings=settings, world=world / "a", read=summaries)
        expected = alone(Point(1, 0, 0, 0, {}))
        mine = {k[2:]: v for k, v in found.items() if k.startswith(f"{arm}.")}
        assert mine.keys() == expected.keys() and mine["crowd.sum"] > 0
        for name, value in expected.items():
            assert mine[name] == value or np.isnan(value), name


def test_an_act_on_day_five_changes_nobody_before(play):
    found = play(SAME, Change(add_acts=("2031-05-09,,incumbent,shutdown,,0.9,share",)))
    assert not found["changed/now"][:5].any() and found["changed/now"][5:].any()
    by_day = found["changed/day"].reshape(DAYS, len(REACHING)).sum(axis=1)
    assert not by_day[:5].any() and by_day[5] > 0
    first = _first(found)
    assert first["media_shutdown"] == (5, "acts"), "the act itself comes first"
    assert min(day for day, _ in first.values()) == 5
    for name in ("crowd", "fraud_belief", "threat"):
        assert np.array_equal(found[f"a/day/{name}"][:5], found[f"b/day/{name}"][:5])


def test_an_act_without_effect_changes_nobody_at_all(play):
    """A weaker shutdown on a day that already has a stronger one; added to either arm."""
    weaker = Change(add_acts=("2031-05-05,,incumbent,shutdown,,0.1,share",))
    assert _identical(play(SAME, weaker)) and _identical(play(weaker, SAME))


def test_a_call_in_one_town_reaches_that_town_and_whom_its_people_know(play):
    """Played to the end of its day: workers of the town strike, and outrage passes to nobody elsewhere."""
    here = PLACES.index("Tesk")
    found = play(SAME, Change(add_acts=("2031-05-06,,opposition,call_strike,Tesk,1,share",),), days=3)
    differs = found["b/place/strikers"] - found["a/place/strikers"]
    assert differs[here] > 0 and not np.delete(differs, here).any()
    first = _first(found)
    assert first["opposition_strike_call"] == (2, "calls")
    assert first["workplaces_by_place"] == (2, "strikes")


def test_everybody_is_counted_once_and_the_same_by_day_place_and_group(play):
    found = play(SAME, Change(settings={"election.mechanism": "none"}))
    totals = {by: found[f"changed/{by}"].sum() for by in ("day", "place", "group")}
    assert set(totals.values()) == {found["changed"]}
    assert 0 < found["changed"] <= 50_000 and found["changed/now"].max() <= found["changed"]
    through = found["changed/day"].reshape(DAYS, len(REACHING)).sum(axis=0)
    assert PHASES[REACHING[int(through.argmax())]].name == "announcement", "an honest count is believed when announced"


def test_who_marches_only_in_one_arm_is_counted_in_persons_and_days(play):
    found = play(SAME, Change(settings={"election.mechanism": "none"}))
    status = found["changed/status"].reshape(KINDS, KINDS)
    home, out = 0, 1
    fewer = found["a.crowd.sum"] - found["b.crowd.sum"]
    left, joined = status[out].sum() - status[out, out], status[:, out].sum() - status[out, out]
    assert fewer > 0 and left - joined == fewer
    assert status[out, home] > 0 and not status.diagonal().any()


def test_turning_the_arms_round_counts_the_same_people(play):
    change = Change(drop_acts=("shutdown",))
    one, other = play(SAME, change), play(change, SAME)
    assert one["a.crowd.sum"] == other["b.crowd.sum"]
    for name in ("changed/day", "changed/place", "first/day", "first/phase"):
        assert np.array_equal(one[name], other[name])
    status, turned = (found["changed/status"].reshape(KINDS, KINDS) for found in (one, other))
    assert np.array_equal(status, turned.T)


def test_both_arms_share_a_draw_and_what_an_arm_sets_goes_before(play):
    drawn = {"street.cost": 1.0}
    found = play(SAME, Change(settings=drawn), settings=drawn)
    assert _identical(found)
    plain = play(SAME, Change(settings={"street.cost": 1.25}), settings=drawn)
    assert plain["a.crowd.sum"] == found["a.crowd.sum"] != plain["b.crowd.sum"]


def test_a_part_left_out_of_one_arm_is_played_in_the_other(play):
    found = play(SAME, Change(without=("street",)))
    assert found["a.crowd.sum"] > 0 == found["b.crowd.sum"]
    assert _first(found)["street_crowd"][1] == "mobilisation"


def test_arms_with_other_populations_are_compared_in_numbers_and_not_person_by_person(play):
    found = play(SAME, Change(settings={"ties.far": 1}), days=4)
    assert not found["same_people"] and found["changed"] == 0
    assert set(_first(found)) & set(PERSONAL), "their columns differ all the same"
