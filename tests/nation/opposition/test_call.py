"""How strong a focal point a day is: who calls, who leads, who is reached, and where people gather."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from contested.ground.exact import exp
from tests.laws import assert_law
from tests.nation.countries import act, place, series, small_world, with_country
from tests.nation.playing import Stage, play

LEADERS = 12.0
QUIET = 0.004  # street.spontaneous
#: without chance's part a gathering has the strength that was called
PLAIN = {"opposition.spread": 0.0}
#: people go out easily and are not kept apart
CROWDED = {"street.cost": 0.6, "forms.march.deniable": 0.0}


def _strength(town, *, free=LEADERS, jailed=0.0, exiled=0.0, council=0.0, aid=0.0):
    stage = Stage(town)
    stage["opposition_free"][0] = free
    stage["opposition_jailed"][0] = jailed
    stage["opposition_exiled"][0] = exiled
    stage["opposition_council"][0] = council
    stage["abroad_aid"][0] = aid
    stage.play("calls")
    return stage["opposition_leadership"][0]


def _calls(world, *calls, day=0, settings=None, **columns):
    """The morning's calls, without chance's part."""
    stage = Stage(with_country(world, acts=calls), {**PLAIN, **(settings or {})})
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("calls", day=day)


def _beside(*strengths):
    """Chance that one of several is a live question, where each is by itself."""
    return 1 - np.prod([1 - x for x in strengths])


def test_with_all_leaders_at_liberty_a_call_is_as_strong_as_called(town):
    assert _strength(town) == 1.0


def test_with_all_leaders_in_prison_it_keeps_what_needs_no_leader(town):
    assert _strength(town, free=0.0, jailed=LEADERS) == pytest.approx(0.75)


def test_a_leader_abroad_still_counts_in_part(town):
    assert _strength(town, free=0.0, exiled=LEADERS) == pytest.approx(0.75 + 0.25 * 0.6)


def test_a_council_adds_its_gain_and_aid_makes_good_for_lost_leaders(town):
    assert _strength(town, council=1.0) == pytest.approx(1.1)
    assert _strength(town, free=0.0, jailed=LEADERS, aid=50.0) == pytest.approx(0.75 + 0.25 * 0.5)
    assert _strength(town, free=0.0, jailed=LEADERS, aid=1e6) == pytest.approx(1.0)


@pytest.mark.parametrize("fate", ["leader_jailed", "leader_exiled"])
def test_losing_leaders_lowers_their_calls_and_crowds(town, fate):
    marches = tuple(act("call_march", day, 0.9) for day in range(4))
    free, lost = (
        play(with_country(town, acts=acts, mechanism="ordered"), days=4, settings={**PLAIN, **CROWDED})
        for acts in (marches, (*marches, act(fate, 2, 10.0)))
    )
    assert (lost.numbers["call"][:2] == free.numbers["call"][:2]).all()
    assert (lost.numbers["call"][2:] < free.numbers["call"][2:]).all()
    assert lost.total("crowd")[2] < free.total("crowd")[2]
    assert lost.numbers["leaders_free"].tolist() == [12, 12, 2, 2]


def test_a_network_that_has_no_leaders_loses_none(town):
    gone = {"opposition_free": 0.0, "opposition_jailed": LEADERS}
    for caller, strength in (("leaders", 0.75 * 0.4), ("network", 0.4)):
        stage = _calls(town, series("march", 0, caller=caller, level=0.4), **gone)
        assert stage["opposition_today"][0] == pytest.approx(strength)


def test_a_call_has_its_form_s_base_or_the_level_its_author_gave(town):
    stage = _calls(town, series("march", 0), series("night", 0), series("rally", 0, level=0.6))
    forms = stage.params.forms
    assert stage["opposition_today"][:3] == pytest.approx([forms["march"].base, forms["night"].base, 0.6])
    assert stage["opposition_call"][0] == pytest.approx(
        _beside(forms["march"].base, forms["night"].base, 0.6, QUIET), rel=1e-12
    )


def test_of_two_calls_each_is_a_live_question_by_itself(town):
    one = _calls(town, series("march", 0, level=0.5))["opposition_call"][0, 1]
    two = _calls(town, series("march", 0, level=0.5), series("rally", 0, level=0.2))["opposition_call"][0, 1]
    assert one == pytest.approx(_beside(0.5, QUIET))
    assert two == pytest.approx(_beside(0.5, 0.2, QUIET))


def test_a_call_reaches_towns_less_than_the_capital():
    kinds = ("capital", "regional_centre", "town", "countryside")
    world = small_world(places=tuple(place(kind.title(), kind=kind, population=4000, voters=3000) for kind in kinds))
    stage = _calls(world, series("march", 0, level=1.0))
    reach = [stage.params.places[kind].reach for kind in kinds]
    assert stage["opposition_call"][:, 0] == pytest.approx(reach)
    assert sorted(reach, reverse=True) == reach


def test_a_call_to_one_place_is_heard_there():
    world = small_world(places=(place("A"), place("B")))
    run = play(with_country(world, acts=(act("call_march", 1, place=1),)), days=2, settings=PLAIN)
    assert run.numbers["call"][1] == pytest.approx([QUIET, 1.0])


def test_a_day_nobody_called_keeps_what_is_spontaneous(town):
    stage = Stage(town).play("calls")
    assert stage["opposition_call"][0] == pytest.approx([QUIET, QUIET])


def test_a_shutdown_costs_those_online_twice_what_it_costs_the_others(town):
    stage = _calls(town, series("march", 0, level=0.8), media_shutdown=1.0)
    strength = _beside(0.8, QUIET)
    assert stage["opposition_call"][0] == pytest.approx([strength * 0.75, strength * 0.5])


def test_no_call_is_stronger_than_everybody(town):
    stage = _calls(
        town, series("march", 0, level=0.9), series("strike", 0, level=0.9),
        settings={"opposition.council_gain": 1.0}, opposition_council=1.0,
    )
    assert stage["opposition_today"].max() == 1.0
    assert stage["opposition_call"].max() == stage["opposition_strike_call"].max() == 1.0


def test_a_call_to_stop_work_calls_nobody_to_the_square(town):
    stage = _calls(town, series("strike", 0, level=0.6))
    assert stage["opposition_strike_call"][0] == pytest.approx(0.6)
    assert stage["opposition_call"][0] == pytest.approx([QUIET, QUIET])
    stage = _calls(town, series("march", 0, level=0.6), series("strike", 0, level=0.2), series("strike", 0, level=0.3))
    assert stage["opposition_strike_call"][0] == pytest.approx(0.3)  # the strongest of the day


def test_a_false_result_is_a_focal_point_of_its_own_on_its_night_only(town):
    run = play(with_country(town, mechanism="ordered"), days=4)
    night = run.model.params.street.announcement
    assert run.numbers["call"][:, 0] == pytest.approx([QUIET, night, QUIET, QUIET], rel=0.1)


@pytest.mark.parametrize("gone", [0.0, 0.5, 1.0])
def test_calls_count_for_those_who_are_not_yet_home_after_an_ending(town, gone):
    calls = series("march", 0, level=0.8), series("strike", 0, level=0.8)
    stage = _calls(town, *calls, outcome_gone=gone, settings={"street.spontaneous": 0.0})
    assert stage["opposition_call"].max() == pytest.approx(0.8 * (1 - gone) * stage["place_reach"].max())
    assert stage["opposition_strike_call"].max() == pytest.approx(0.8 * (1 - gone))


def test_chance_has_its_declared_part_in_a_gathering_s_strength(town):
    """exp(spread z): what z is set to is what it does, up to everybody."""
    stage = Stage(with_country(town, acts=(series("march", 0, level=0.2),)), {"opposition.spread": 0.5})
    for z in (-2.0, 0.0, 1.0, 9.0):
        stage["opposition_z"][0, 0] = z
        stage.play("calls")
        assert stage["opposition_today"][0] == min(1.0, 0.2 * exp(0.5 * z))


def test_one_draw_moves_its_own_gathering_and_no_other(town):
    """z belongs to a series and a day: what inference sets for one leaves all others alone."""
    world = with_country(town, acts=(series("march", 0, 9), series("rally", 0, 9)))

    def history(shift):
        stage = Stage(world)
        stage["opposition_z"][1, 4] += shift
        return np.array([stage.play("calls", day=day)["opposition_today"][:2].copy() for day in range(10)])

    plain, moved = history(0.0), history(1.0)
    assert np.argwhere(moved != plain).tolist() == [[4, 1]]
    assert moved[4, 1] == pytest.approx(plain[4, 1] * exp(0.35))


def test_z_is_one_standard_normal_draw_a_series_and_day_and_of_the_seed(town):
    z = np.concatenate([Stage(town, seed=seed)["opposition_z"].ravel() for seed in range(60)])
    assert len(np.unique(z)) == len(z)
    assert_law(z, norm.cdf, detects=0.06)
    assert (Stage(town, seed=3)["opposition_z"] == Stage(town, seed=3)["opposition_z"]).all()


def test_the_number_of_other_calls_leaves_a_call_s_draws_alone(town):
    one = Stage(with_country(town, acts=(series("march", 0, 9),)))["opposition_z"]
    two = Stage(with_country(town, acts=(series("march", 0, 9), series("rally", 0, 9))))["opposition_z"]
    assert (one[0] == two[0]).all()
    # nor does it matter which of them stands first, or that one is dropped: two arms share what they both call
    dropped = Stage(with_country(town, acts=(series("rally", 0, 9),)))["opposition_z"]
    assert (dropped[0] == two[1]).all()
    assert (dropped[0] != one[0]).any()
    assert (dropped[1:] == two[2:]).all()  # series that begin by rule


def test_people_without_a_gathering_of_their_own_travel_to_the_nearest_of_their_region():
    world = small_world(places=(
        place("A", region="R", lon=27.0), place("B", region="R", lon=27.5), place("C", region="R", lon=29.0),
        place("D", region="S", lon=27.1),
    ))  # fmt: skip
    call = series("march", 0, places=(0,), level=0.5)
    stay = _calls(world, call)
    assert stay["street_venue"].tolist() == [0, 1, 2, 3]
    assert stay["opposition_call"][1:] == pytest.approx(QUIET)
    go = _calls(world, call, settings={"forms.march.travel": 50.0})
    km = stay["place_distance"][:, 0]
    assert go["street_venue"].tolist() == [0, 0, 0, 3]  # D is nearer and of another region
    assert go["opposition_call"][:, 1] == pytest.approx(
        [_beside(0.5, QUIET), *(_beside(0.5 * exp(-km[p] / 50.0), QUIET) for p in (1, 2)), QUIET]
    )
    near = _calls(world, call, series("march", 0, places=(2,), level=0.5), settings={"forms.march.travel": 50.0})
    assert near["street_venue"].tolist() == [0, 0, 2, 3]  # C has a gathering of its own
    # and none of A's gathering reaches there: people are at one square a day
    assert near["opposition_call"][:, 1] == pytest.approx(
        [_beside(0.5, QUIET), _beside(0.5 * exp(-km[1] / 50.0), QUIET), _beside(0.5, QUIET), QUIET]
    )
    mixed = _calls(world, series("march", 0, places=(0,), level=0.5), series("rally", 0, places=(2,), level=0.9),
                   settings={"forms.march.travel": 50.0})  # fmt: skip
    assert mixed["street_venue"].tolist() == [0, 0, 2, 3]


def test_a_call_that_is_harder_to_keep_apart_makes_the_day_s_gathering_so(town):
    forms = Stage(town).params.forms
    for call in ("march", "district"):
        stage = _calls(town, series(call, 0, level=1.0), settings={"street.spontaneous": 0.0})
        assert stage["opposition_deniable"][0] == pytest.approx(forms[call].deniable)
    both = _calls(
        town, series("march", 0, level=0.6), series("district", 0, level=0.2), settings={"street.spontaneous": 0.0}
    )
    mean = (0.6 * forms["march"].deniable + 0.2 * forms["district"].deniable) / 0.8
    assert both["opposition_deniable"][0] == pytest.approx(mean)


def test_channels_that_many_read_carry_calls_to_the_countryside_while_they_are_connected():
    country = small_world(places=(place(kind="countryside"),))
    call = series("march", 0)

    def reached(hubs, cut=0.0):
        stage = _calls(country, call, settings={"media.hubs": hubs, "opposition.shutdown_loss": 0.0},
                       media_shutdown=cut)
        return stage["opposition_call"][0]

    plain, wide, cut = reached(0.0), reached(0.5), reached(0.5, cut=1.0)
    assert plain[0] == plain[1]
    assert wide[0] == plain[0] and wide[1] > 4 * plain[1]
    assert cut.tolist() == plain.tolist()
    assert plain[1] < reached(0.5, cut=0.5)[1] < wide[1]
