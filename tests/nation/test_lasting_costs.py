"""Repression outrages first and deters later; either can win. Paired runs on the same draws, one difference each."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.country import Site, Unit
from tests.nation.countries import act, place, small_world
from tests.nation.playing import play

DAYS = 62
#: nothing but repression differs from day to day: no denial, no futility, no concession, and ordered tactics
STILL = {
    "street.cost": 0.9, "forms.march.deniable": 0.0, "media.hope_futility": 0.0, "incumbent.policy_concession": 0.0,
    "security.arrests_per_officer": 1.0,
}
#: what turns outrage off and dread up
FEARFUL = {
    **{f"citizens.{kind}_outrage": 0.0 for kind in ("arrest", "injury", "testimony")},
    **{f"repression.{kind}.outrage": 0.0 for kind in ("detention", "injury", "death", "testimony", "charge")},
    "media.dread": 1.0,
}
FEARLESS = {
    "media.dread": 0.0, "citizens.arrest_fear": 0.0, "citizens.severity": 2.0,
    "street.cost": 1.2,  # so that not everybody is out in any case
}
CRACKDOWN = range(4, 8)


def _world(tactic: str):
    """A town that marches every other day under cordons, but for four days under a tactic."""
    acts = (
        *(act("call_march", day, 1.0) for day in range(0, DAYS, 2)),
        act("tactic_containment", 0, until=CRACKDOWN[0] - 1),
        act(f"tactic_{tactic}", CRACKDOWN[0], until=CRACKDOWN[-1]),
        act("tactic_containment", CRACKDOWN[-1] + 1, until=DAYS),
    )
    return small_world(
        places=(place(population=50_000, voters=37_000, stations=20),), acts=acts, days=DAYS + 2, origin=DAYS + 1,
        mechanism="ordered", sites=(Site("jail", 0, 4000),), enterprises=(),
        units=(Unit("riot police", "riot_police", -1, 500, 0.8), Unit("police", "police", 0, 250, 0.5)),
    )


@pytest.fixture(scope="module")
def worlds():
    return {tactic: _world(tactic) for tactic in ("crackdown", "containment")}


def _both(worlds, seed=7, **settings):
    """Crowds under a crackdown and under cordons."""
    how = STILL | {name.replace("__", "."): value for name, value in settings.items()}
    return [play(worlds[tactic], seed=seed, days=DAYS, settings=how) for tactic in ("crackdown", "containment")]


def test_without_prosecution_more_march_a_month_later(worlds):
    crowds = [
        play(worlds["crackdown"], days=DAYS, settings=STILL | {"detention.prosecuted": x}).total("crowd")
        for x in (0.0, 0.8)
    ]
    # charged or not, they are in custody on the days that follow; only later does it matter for how long
    assert crowds[0][34:].sum() > 1.03 * crowds[1][34:].sum()


def test_a_crackdown_outrages_at_first_and_deters_once_outrage_has_faded(worlds):
    how = {"detention__prosecuted": 0.5, "media__dread": 1.0, "media__dread_half_life": 60.0,
           "citizens__outrage_half_life": 5.0}
    # one pair may have found its way back by then: the chance of the calls decides how soon
    pairs = [_both(worlds, seed, **how) for seed in range(4)]
    for hard, mild in pairs:
        for day in range(CRACKDOWN[0] + 1, CRACKDOWN[-1] + 8):
            assert hard.numbers["outrage"][day, 0] > mild.numbers["outrage"][day, 0], day
    # four half-lives of outrage on, all that is still to come
    later = [sum(arm.total("crowd")[CRACKDOWN[-1] + 20 :].sum() for arm in arms) for arms in zip(*pairs, strict=True)]
    assert later[0] < 0.75 * later[1]


def test_both_backlash_and_deterrence_are_possible(worlds):
    hard, mild = _both(worlds, **{k.replace(".", "__"): v for k, v in FEARLESS.items()})
    week = slice(CRACKDOWN[-1] + 1, CRACKDOWN[-1] + 9)
    assert hard.total("crowd")[week].sum() > 1.05 * mild.total("crowd")[week].sum()
    hard, mild = _both(worlds, **{k.replace(".", "__"): v for k, v in FEARFUL.items()})
    assert hard.total("crowd")[week].sum() < 0.95 * mild.total("crowd")[week].sum()


def test_dread_outlives_outrage(worlds):
    """A month after, at their half-lives of three weeks and five days."""
    hard, mild = _both(worlds, citizens__outrage_half_life=5.0, media__dread_half_life=21.0, media__dread_half=0.5)
    more = {name: hard.numbers[name][:, -1] - mild.numbers[name][:, -1] for name in ("outrage", "dread")}
    peak = {name: np.max(x) for name, x in more.items()}
    assert more["dread"][CRACKDOWN[-1] + 21] > 0.2 * peak["dread"]
    assert more["outrage"][CRACKDOWN[-1] + 28] < 0.2 * peak["outrage"]
