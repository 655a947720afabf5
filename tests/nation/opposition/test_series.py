"""Series of calls: on their rhythm while a script has them; then they go on, change form, end and begin by rule."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.opposition import LEADERS, NETWORK
from contested.nation.opposition.series import ONCE
from tests.laws import assert_chance, assert_same_mean
from tests.nation.countries import place, series, small_world, with_country
from tests.nation.playing import Stage, play

ORIGIN = 20
DAYS = 40
#: no series ends, changes or begins by rule
STILL = {"opposition.ending": 0.0, "opposition.ending_small": 0.0, "opposition.substitution": 0.0,
         "opposition.starting": 0.0, "opposition.newness": 1e6, "opposition.event_gain": 0.0,
         "opposition.call_gain": 0.0, "opposition.grievance_half": 0.5}  # fmt: skip


def _days(town, *calls, settings=None, origin=ORIGIN, days=DAYS):
    """On which days each series gathers: bool array of shape (days, series)."""
    stage = Stage(with_country(town, acts=calls, origin=origin, days=days), {**STILL, **(settings or {})})
    return np.array([stage.play("calls", day=day)["opposition_today"] > 0.0 for day in range(days)])


def test_a_scripted_series_gathers_exactly_on_its_rhythm(town):
    days = _days(
        town, series("march", 2, 16, every=7), series("night", 1, 4), series("rally", 3, 14, every=3),
        series("march", 6), origin=39,
    )
    on = [np.flatnonzero(days[:, k]).tolist() for k in range(4)]
    assert on == [[2, 9, 16], [1, 2, 3, 4], [3, 6, 9, 12], [6]]


def test_after_the_origin_an_open_series_goes_on_and_a_closed_one_does_not(town):
    days = _days(
        town,
        series("march", 2, 16, every=7),  # its next gathering would be on day 23
        series("march", 2, 9, every=7),  # missed one on day 16: it was over
        series("night", 15, 20),  # to the origin's evening
        series("night", 10, 18),  # over since day 19
        series("march", 20),  # called once
        series("rally", 5, 38, every=11),  # the script went on; by rule it does too
    )
    after = [(ORIGIN + 1 + np.flatnonzero(days[ORIGIN + 1 :, k])).tolist() for k in range(6)]
    assert after == [[23, 30, 37], [], list(range(21, DAYS)), [], [], [27, 38]]


def test_a_series_that_the_script_begins_later_does_not_begin_by_itself(town):
    days = _days(town, series("march", 25, 39, every=7))
    assert not days[:, 0].any()


def _after_gatherings(town, n=150, rounds=40, *, hope=0.5, crowd=5000.0, arrests=0.0, form="march", settings=None):
    """What becomes of n daily series after a gathering, again and again: how many are called off, and change form."""
    world = with_country(town, acts=tuple(series(form, 0, 1, level=0.01) for _ in range(n)), origin=1)
    stage = Stage(world, {**STILL, **(settings or {})})
    row = stage.params.forms.row(form)
    off = changed = 0
    for day in range(2, 2 + rounds):
        stage["opposition_alive"][:n] = 1
        stage["opposition_form"][:n] = row
        stage["opposition_level"][:n] = 0.01
        stage["opposition_today"][:n] = 0.01
        stage["media_hopeful"][:] = hope
        stage["street_crowd"][:] = crowd
        stage["security_arrests"][:] = arrests
        stage.play("calls", day=day)
        if day == 2:
            continue  # on the first morning after the origin series are only taken over from the script
        alive = stage["opposition_alive"][:n] == 1
        off += int((~alive).sum())
        changed += int((stage["opposition_form"][:n][alive] != row).sum())
    return off, changed, n * (rounds - 1), stage


@pytest.mark.parametrize(("hope", "chance"), [(0.5, 0.1), (0.9, 0.02), (0.1, 0.18)])
def test_a_series_is_called_off_as_often_as_declared_and_less_often_where_there_is_hope(town, hope, chance):
    off, _, of, _ = _after_gatherings(town, hope=hope, settings={"opposition.ending": 0.1})
    assert_chance(off, of, chance, detects=0.07)


def test_a_series_as_old_as_declared_is_called_off_half_as_often(town):
    """The liability of newness: each of 150 series is asked on 39 mornings, 200 days after its first gathering."""
    world = with_country(town, acts=tuple(series("march", 0, 1, level=0.01) for _ in range(150)), origin=1)
    stage = Stage(world, {**STILL, "opposition.ending": 0.2, "opposition.newness": 200.0})
    stage.play("calls", day=2)
    off = 0
    for day in range(200, 239):
        stage["opposition_alive"][:150] = 1
        stage["opposition_first"][:150] = day - 200
        stage["opposition_today"][:150] = 0.01
        stage["media_hopeful"][:] = 0.5
        stage["street_crowd"][:] = 5000.0
        stage.play("calls", day=day)
        off += int((stage["opposition_alive"][:150] == 0).sum())
    assert_chance(off, 150 * 39, 0.1, detects=0.07)


def test_a_gathering_too_small_to_count_is_called_off_more_often(town):
    settings = {"opposition.ending": 0.1, "opposition.ending_small": 0.5}
    quiet = Stage(town).params.outcome.quiet * 20_000
    off, _, of, _ = _after_gatherings(town, crowd=0.9 * quiet, settings=settings)
    assert_chance(off, of, 0.5, detects=0.1)
    off, _, of, _ = _after_gatherings(town, crowd=1.1 * quiet, settings=settings)
    assert_chance(off, of, 0.1, detects=0.06)


@pytest.mark.parametrize(("per_marcher", "chance"), [(0.0, 0.0), (0.03, 0.2), (0.27, 0.36)])
def test_forms_are_changed_more_often_the_more_marchers_are_arrested(town, per_marcher, chance):
    """At half the declared ratio, half of the declared chance; to the form that is hardest to keep apart."""
    settings = {"opposition.substitution": 0.4, "opposition.substitution_half": 0.03}
    _, changed, of, stage = _after_gatherings(town, arrests=5000 * per_marcher, settings=settings)
    if chance:
        assert_chance(changed, of, chance, detects=0.08)
        forms = stage.params.forms
        rows = set(stage["opposition_form"][:150].tolist())
        assert rows == {forms.row("march"), forms.row("district")}
        # a level that an author gave was that of the old form
        assert np.isnan(stage["opposition_level"][:150][stage["opposition_form"][:150] != forms.row("march")]).all()
    else:
        assert changed == 0


def test_a_strike_does_not_become_a_march(town):
    _, changed, _, _ = _after_gatherings(town, arrests=5000.0, form="strike", settings={"opposition.substitution": 1.0})
    assert changed == 0


FORMS = ("march", "group_march", "rally", "night", "district", "sit_in", "strike")


def _begins(world, form="march", rounds=1500, *, start=0.3, felt=0.5, hope=0.5, weekly=0.5, settings=None, set_up=None):
    """Days on which a new series of one form begins, its rhythm and its first day, from the day after the origin."""
    none = {f"forms.{f}.{column}": 0.0 for f in FORMS for column in ("start", "once")}
    stage = Stage(
        with_country(world, origin=0),
        {**STILL, "opposition.starting": 1.0, **none, f"forms.{form}.start": start, f"forms.{form}.weekly": weekly,
         **(settings or {})},
    )
    row = stage.params.forms.row(form)
    scripted = len(stage["call_until"])
    begun = []
    for day in range(1, 1 + rounds):
        stage["opposition_alive"][scripted:] = 0
        stage["opposition_every"][scripted:] = 1
        stage["citizens_shock"][:] = felt
        stage["media_hopeful"][:] = hope
        if set_up is not None:
            set_up(stage)
        stage.play("calls", day=day)
        for k in scripted + np.flatnonzero(stage["opposition_alive"][scripted:]):
            assert stage["opposition_form"][k] == row
            begun.append((day, int(stage["opposition_every"][k]), int(stage["opposition_first"][k])))
    return begun, rounds, stage


@pytest.mark.parametrize(
    ("felt", "hope", "settings", "chance"),
    [
        (0.5, 0.5, {}, 0.15),  # half of the largest rate at the declared grievance
        (0.0, 0.5, {}, 0.0),
        (1.5, 0.5, {}, 0.225),
        (0.5, 0.25, {}, 0.075),
        (0.5, 0.5, {"opposition.starting": 2.0}, 0.3),
    ],
)
def test_new_series_begin_at_declared_rates(town, felt, hope, settings, chance):
    begun, days, _ = _begins(town, felt=felt, hope=hope, settings=settings)
    if chance:
        assert_chance(len(begun), days, chance, detects=0.16)
    else:
        assert not begun


def _excitement(world, days, settings=None, shocked=()):
    """The excitement of callers on the evening of each day, and the rate of new calls of its morning."""
    stage = Stage(world, {
        **STILL, "opposition.event_gain": 8.0, "opposition.call_gain": 2.0, "opposition.gain_half_life": 4.0,
        "opposition.starting": 1.0, **(settings or {}),
    })  # fmt: skip
    found = []
    for day in range(days):
        stage["citizens_shock"][:] = 0.5
        stage["citizens_shocked"][:] = 0.5 if day in shocked else 0.0
        stage.play("calls", day=day)
        found.append((float(stage["opposition_excitement"][0]), float(stage["opposition_rate"][0])))
    return np.array(found).T


def test_events_excite_callers_and_excitement_fades_by_its_half_life(town):
    """The scenario's first day, the announcement of a result and a shock, each by its size."""
    left, days = 0.5**0.25, np.arange(12)
    world = with_country(town, origin=39)
    announced = int(Stage(world)["election_announcement_day"].max())
    assert 0 < announced < 5
    plain, rate = _excitement(world, 12)
    expected = 8.0 * left ** (days + 1.0) + np.where(days >= announced, 8.0 * left ** (days - announced + 1.0), 0.0)
    assert plain == pytest.approx(expected)
    assert rate[0] / rate[11] == pytest.approx(9.0 / (1.0 + plain[10]))
    shock, _ = _excitement(world, 12, shocked=(5,))
    assert shock - plain == pytest.approx(np.where(days >= 5, 4.0 * left ** (days - 4.0), 0.0))


def test_calls_excite_callers_whoever_makes_them(town):
    scripted, _ = _excitement(with_country(town, acts=(series("march", 3, 10), series("night", 3)), origin=39), 8)
    plain, _ = _excitement(with_country(town, origin=39), 8)
    left = 0.5**0.25
    assert scripted - plain == pytest.approx(np.where(np.arange(8) >= 3, 4.0 * left ** (np.arange(8) - 3.0), 0.0))
    ruled, _ = _excitement(with_country(town, origin=0), 8, {"forms.march.start": 1.0, "opposition.most": 1})
    assert ruled[1] - plain[1] == pytest.approx(2.0), "one call on the first day by rule"


def test_without_leaders_fewer_begin(town):
    jailed = {"opposition_free": 0.0, "opposition_jailed": 12.0}

    def lost(stage):
        for name, value in jailed.items():
            stage[name][:] = value

    begun, days, _ = _begins(town, start=0.6, set_up=lost, settings={"opposition.leaderless": 0.25})
    assert_chance(len(begun), days, 0.6 * 0.5 * 0.25, detects=0.12)


def test_as_many_new_series_are_weekly_as_declared_and_the_others_gather_at_once(town):
    begun, _, _ = _begins(town, start=1.0, felt=1e9, weekly=0.8)
    weekly = [x for x in begun if x[1] == 7]
    daily = [x for x in begun if x[1] == 1]
    assert len(begun) == 1500 == len(weekly) + len(daily)
    assert_chance(len(weekly), 1500, 0.8, detects=0.16)
    assert all(first == day for day, _, first in daily)


def test_where_no_rhythm_is_known_a_weekly_series_takes_one_of_the_next_days_off(town):
    begun, _, stage = _begins(town, start=1.0, felt=1e9, weekly=1.0)
    ahead = np.array([first - day for day, _, first in begun])
    weekday = np.array([(stage["weekday"][0] + first) % 7 for _, _, first in begun])
    assert (ahead >= 0).all() and (ahead < 7).all()
    assert_chance(int((weekday == 5).sum()), len(begun), 0.5, detects=0.18)
    assert set(weekday.tolist()) == {5, 6}


def test_a_new_weekly_series_takes_the_movement_s_own_weekday(town):
    world = with_country(town, acts=(series("march", 0, every=7),))
    begun, _, _ = _begins(world, start=1.0, felt=1e9, weekly=1.0, rounds=60)
    assert all((first - 0) % 7 == 0 and 0 <= first - day < 7 for day, _, first in begun)


def test_nothing_begins_up_to_the_origin_whatever_people_feel(town):
    stage = Stage(with_country(town, origin=10), {"opposition.starting": 100.0})
    for day in range(11):
        stage["citizens_shock"][:] = 5.0
        stage.play("calls", day=day)
        assert not stage["opposition_alive"].any()
    stage["citizens_shock"][:] = 5.0
    assert stage.play("calls", day=11)["opposition_alive"].any()


def test_a_new_series_is_a_network_s_and_at_its_form_s_base(town):
    _, _, stage = _begins(town, start=1.0, felt=1e9, rounds=1)
    assert stage["opposition_caller"][0] == NETWORK != LEADERS
    assert np.isnan(stage["opposition_level"][0])


def test_as_many_new_calls_are_for_one_place_as_declared_the_larger_the_place_the_more_often():
    """Two places of 15,000 and 5,000 people, both reached alike: three in four local calls are for the larger."""
    world = small_world(places=(place("A", population=15_000), place("B", population=5_000)))
    where = []

    def noted(stage):
        where.append(tuple(stage["opposition_where"][0].tolist()))

    _begins(world, start=1.0, felt=1e9, rounds=1500, settings={"opposition.local": 0.6}, set_up=noted)
    where = where[1:]  # the first is noted before anything was called
    large, small, both = (where.count(x) for x in ((1, 0), (0, 1), (1, 1)))
    assert large + small + both == len(where)
    assert_chance(both, len(where), 0.4, detects=0.16)
    assert_chance(large, large + small, 0.75, detects=0.2)


def test_a_call_for_one_gathering_is_over_after_it(town):
    """As many new calls as declared are for one gathering; it takes place once, on its day."""
    begun, _, _ = _begins(town, start=1.0, felt=1e9, settings={"forms.march.once": 0.4})
    once = [first for _, every, first in begun if every == ONCE]
    assert_chance(len(once), len(begun), 0.4, detects=0.16)
    stage = Stage(with_country(town, origin=0), {
        **STILL, "opposition.starting": 1.0, "forms.night.start": 1.0, "forms.night.once": 1.0, "opposition.most": 1,
    })  # fmt: skip
    gathers = []
    for day in range(1, 40):
        stage["citizens_shock"][:] = 1e9 if day == 1 else 0.0
        stage.play("calls", day=day)
        gathers.append(bool(stage["opposition_today"].any()))
    assert gathers == [True] + [False] * 38
    assert not stage["opposition_alive"].any()


@pytest.mark.parametrize("most", [0, 3])
def test_no_more_go_on_at_once_than_declared(town, most):
    stage = Stage(
        with_country(town, acts=(series("march", 0, 20),)), {"opposition.most": most, "opposition.starting": 100.0}
    )
    alive = []
    for day in range(ORIGIN, DAYS):
        stage["citizens_shock"][:] = 5.0
        stage["street_crowd"][:] = 5000.0
        stage.play("calls", day=day)
        alive.append(int(stage["opposition_alive"][1:].sum()))
    assert max(alive) == most


def test_a_series_conditioned_on_gathers_as_strongly_as_its_draw_says(town):
    """What inference sets for one gathering is seen on its day, and on no day before."""
    world = with_country(town, acts=(series("march", 1, 6, every=5, level=0.3),), mechanism="ordered", days=8)
    crowds = {}
    for z in (-3.0, 0.0, 3.0):
        stage = Stage(world, {"forms.march.deniable": 0.0, "street.cost": 0.6})
        stage["opposition_z"][0, 6] = z
        crowds[z] = []
        for day in range(7):
            stage.day(day)
            crowds[z].append(stage["street_crowd"].sum())
    assert crowds[-3.0][:6] == crowds[0.0][:6] == crowds[3.0][:6]
    assert crowds[-3.0][6] < crowds[0.0][6] < crowds[3.0][6]


def test_the_ensemble_is_the_same_whichever_gathering_has_which_draw():
    """Draws of a form's gatherings are exchangeable: nobody's hand is in one of them."""
    calls = tuple(series("march", day, level=0.25) for day in range(6))
    world = small_world(places=(place(population=2000, voters=1500),), acts=calls, days=6, units=())
    settings = {"street.cost": 0.4, "opposition.spread": 0.6}
    rng = np.random.default_rng(1)

    def crowds(seeds, permuted):
        out = []
        for seed in seeds:
            stage = Stage(world, settings, seed=seed)
            z = stage["opposition_z"]
            if permuted:
                own = z[np.arange(6), np.arange(6)][rng.permutation(6)]
                z[np.arange(6), np.arange(6)] = own
            out.append([])
            for day in range(6):
                stage.day(day)
                out[-1].append(stage["street_crowd"].sum())
        return np.log1p(np.array(out))

    plain, permuted = crowds(range(150), False), crowds(range(1000, 1150), True)
    assert_same_mean(plain.mean(axis=1), permuted.mean(axis=1), detects=0.6)
    assert_same_mean(plain.std(axis=1), permuted.std(axis=1), detects=0.5)


def test_runs_with_other_draws_differ_only_once_somebody_gathers(town):
    world = with_country(town, acts=(series("march", 4, 8),), origin=29)
    one, other = (
        play(world, days=6, settings={"opposition.spread": s, "street.cost": 0.6}).numbers["crowd"] for s in (0.0, 1.0)
    )
    assert (one[:4] == other[:4]).all()
    assert (one[4] != other[4]).all()
