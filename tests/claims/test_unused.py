"""Every claim that is not used has one reason of the list, and every other claim none."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims import amounts
from contested.claims.ledger import QUANTITIES, comparable, counterpart
from contested.claims.reasons import MEANING, REASONS, Unused
from contested.claims.unused import counts, table, unused
from contested.inference.likelihood.cells import Cell, placed
from contested.nation import tallies
from contested.nation.observables import OBSERVABLES
from contested.scenarios.load import load

from .test_claim import claim

TEACHING = load("teaching")


def here(**changed):
    """A claim of the teaching country's first Sunday."""
    c = claim(quantity="crowd", actor="opposition", value=100.0, low=None, high=None, claimant="Courier", side="media")
    return replace(c, date=TEACHING.country.start, end_date=None, place="Orvane", **changed)


def why(c):
    (found,) = unused([c], partial(placed, scenario=TEACHING))
    return found


@pytest.mark.parametrize(
    ("changed", "reason", "words"),
    [
        ({"quantity": "event_march", "value": None}, "event without a number", ""),
        ({"quantity": "crwod"}, "quantity unknown", "crowd"),
        ({"unit": "furlong"}, "unit unknown", "person"),
        ({"quantity": "aid"}, "unit unknown", "a currency; got none"),
        ({"quantity": "polling_stations"}, "quantity without an observable", ""),
        ({"actor": "incumbent"}, "actor without an observable", ""),
        ({"quantity": "dead", "actor": "security"}, "actor without an observable", ""),
        ({"quantity": "vote_share", "actor": "Haldenn"}, "actor without a share", "halden"),
        ({"quantity": "aid", "unit": "RUB"}, "currency without an observable", "EUR"),
        ({"place": "Orvanne"}, "place unknown", "Orvane"),
        ({"quantity": "strike_sites"}, "quantity not by place", ""),
        ({"value": 1e12}, "number impossible", "the country has 50,000 people"),
        ({"value": None, "low": 50_001.0}, "number impossible", "50,000"),
        ({"quantity": "vote_share", "actor": "incumbent", "value": 180.0}, "number impossible", "above 100 %"),
        ({"quantity": "vote_share", "actor": "Haldenn", "value": 180.0}, "number impossible", "above 100 %"),
        ({"quantity": "turnout_share_10h", "value": 180.0}, "number impossible", "above 100 %"),
    ],
)
def test_each_kind_has_its_reason_and_the_nearest_names(changed, reason, words):
    place = changed.pop("place", "Orvane")
    found = why(replace(here(**changed), place=place))
    assert found.reason == reason and words in found.detail


@pytest.mark.parametrize("changed", [{"value": 50_000.0}, {"value": None, "high": 1e9}, {"value": 49_000.0}])
def test_a_number_that_the_country_allows_is_used(changed):
    assert why(here(**changed)) is None


@pytest.mark.parametrize(
    ("changed", "observable"),
    [
        ({"quantity": "vote_share", "actor": "Halden", "side": "incumbent"}, "official_share"),
        ({"quantity": "vote_share", "actor": "Halden"}, "true_share"),
        ({"quantity": "vote_share", "actor": "ORLO"}, "true_share_challenger"),
        ({"quantity": "vote_share", "actor": "others", "side": "incumbent"}, "official_share_other"),
        ({"quantity": "exit_poll_share", "actor": "Halden", "side": "incumbent"}, "true_share"),
        ({"quantity": "votes", "actor": "opposition"}, "true_votes_challenger"),
        ({"quantity": "votes", "actor": "all_ballots", "side": "incumbent"}, "official_votes"),
        ({"quantity": "votes_early", "actor": ""}, "true_votes_early"),
        ({"quantity": "turnout_share", "actor": "electorate", "side": "incumbent"}, "official_turnout"),
        ({"quantity": "crowd", "actor": "protesters"}, "crowd"),
        ({"quantity": "detained", "actor": "all"}, "detained"), ({"quantity": "injured", "actor": ""}, "injured"),
    ],
)  # fmt: skip
def test_votes_by_contestant_and_count_and_everybody_have_observables(changed, observable):
    cell = placed(here(**changed), TEACHING)
    assert isinstance(cell, Cell) and cell.observables == (observable,) and cell.rows == (0,)


def test_a_result_is_of_polling_day_whatever_day_it_was_announced_on():
    start = TEACHING.country.start
    one = here(quantity="vote_share", actor="Halden")
    later = replace(one, date=start.replace(day=start.day + 20))
    assert placed(one, TEACHING) == placed(later, TEACHING)
    early = replace(one, date=start.replace(day=start.day - 1))
    assert placed(early, TEACHING) == Unused("outside the dates")


def test_states_of_a_list_and_copies_name_the_claim_that_counts():
    first = here(quantity="detained", actor="protesters", claimant="Spring")
    more, crowd = replace(first, value=120.0), here(claimant="Spring")
    copy = replace(crowd, claimant="Wire citing Spring")
    found = unused([first, more, crowd, copy])
    assert found == [Unused("superseded", "by claim 2"), None, None, Unused("copy", "of claim 3")]
    assert counts(found) == {"superseded": 1, "copy": 1}
    assert table([first, more, crowd, copy], found)["claim"].to_list() == [1, 4]


def test_without_a_scenario_only_what_no_country_allows_is_impossible():
    said = [here(quantity="detained", actor="protesters", claimant="Spring", value=n) for n in (88.0, 900_000.0, 1e12)]
    impossible = Unused("number impossible", "more people than there are")
    assert unused(said) == [Unused("superseded", "by claim 2"), None, impossible]
    assert unused(said[::2]) == [None, impossible]


def test_numbers_in_other_units_are_converted_within_a_unit_and_never_between_currencies():
    loan = here(quantity="patron_loan", actor="patron")
    for said, factor in (("USD", 1e-6), ("million USD", 1.0), ("billion USD", 1e3), ("thousand million USD", 1e3)):
        assert comparable(replace(loan, unit=said)).factor == factor
    for said in ("RUB", "billion RUB", "EUR"):
        assert counterpart(replace(loan, unit=said)).reason == "currency without an observable"
    assert counterpart(replace(loan, unit="roubles")).reason == "unit unknown"
    assert comparable(here(unit="thousand people")).factor == 1000 and comparable(here(unit="persons")).factor == 1
    assert amounts.factor("share", "percent") == 100 and amounts.factor("%", "percent") == 1


def test_every_observable_of_the_ledger_is_one_that_the_model_gives():
    given = {o.name for o in (*OBSERVABLES, *tallies.TALLIES)}
    for quantity in QUANTITIES:
        for actor in ("incumbent", "challenger", "other", "all", "opposition"):
            for side in ("incumbent", "media"):
                found = counterpart(here(quantity=quantity, actor=actor, side=side), {})
                assert isinstance(found, Unused) or set(found.observables) <= given


texts = st.sampled_from(["", "Halden", "all", "opposition", "nobody", "x" * 50, "ß\u202e", "USD", "RUB", "person"])
made = st.builds(
    lambda q, a, p, u: replace(here(quantity=q, actor=a, unit=u, value=None if q == "event_x" else 5.0), place=p),
    st.sampled_from([*QUANTITIES, "event_x", "gold_bars", "crwod"]), texts,
    st.sampled_from(["", "Orvane", "Velinia", "outside_Orvane", "region_North", "North", "outside_", "nowhere"]), texts,
)  # fmt: skip


@given(st.lists(made, max_size=8))
def test_a_claim_has_one_reason_of_the_list_or_a_cell(claims):
    found = unused(claims, partial(placed, scenario=TEACHING))
    assert len(found) == len(claims)
    for c, reason in zip(claims, found):
        if reason is None or reason.reason in ("superseded", "copy"):
            assert isinstance(placed(c, TEACHING), Cell)
        else:
            assert reason.reason in REASONS
    assert set(MEANING) == set(REASONS)
