"""Growing lists, copies and contradictions: known answers, then the Belarusian table."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims import examine, scan
from contested.claims.claim import Claim
from contested.claims.examined import contradictions
from contested.claims.witnesses import clusters, current, growing, witnesses
from contested.ground.errors import ClaimError
from contested.scenarios.folders import find


def taken(claimant, value=None, low=None, high=None, **changes):
    """Somebody counts the detained of a day."""
    told = {"date": date(2031, 5, 4), "end_date": None, "place": "Orvane", "quantity": "detained",
            "actor": "protesters", "side": "independent"}  # fmt: skip
    return Claim(**(told | changes), value=value, low=low, high=high, claimant=claimant)


def test_the_longest_state_of_a_list_counts_whatever_the_order_of_the_table():
    states = [taken("Spring", 88), taken("Spring", 169), taken("Spring", 200, high=200)]
    for order in permutations(states):
        (grown,) = growing(order)
        assert grown.last is states[2] and grown.superseded == tuple(states[:2])
        assert current(order) == (states[2],)


@pytest.mark.parametrize(
    "other", [{"place": "Sele"}, {"date": date(2031, 5, 5)}, {"end_date": date(2031, 5, 9)}, {"actor": "journalists"}]
)
def test_lists_of_other_things_do_not_grow_from_this_one(other):
    assert growing([taken("Spring", 88), taken("Spring", 169, **other)]) == ()


def test_a_crowd_is_no_list_and_two_counts_of_it_by_one_voice_contradict_each_other():
    crowd = [taken("Wire", 15_000, quantity="crowd"), taken("Wire", 30_000, quantity="crowd")]
    assert growing(crowd) == () and len(contradictions(crowd)) == 1


def test_ten_reprints_are_one_witness():
    first = taken("Interior Ministry (MIV)", 700)
    reprints = [taken(f"Paper {n} citing MIV", 700) for n in range(8)]
    (cluster,) = clusters([*reprints, first, taken("press sum of MIV figures", 700, low=700)])
    assert (cluster.party, len(cluster.claims)) == ("Interior Ministry (MIV)", 10)
    assert witnesses([first, *reprints, taken("Spring", 700)]) == [0] * 9 + [1]


def test_equal_numbers_alone_make_no_copies():
    assert clusters([taken("Interior Ministry", 700), taken("Spring", 700)]) == ()
    assert clusters([taken("Interior Ministry", 700), taken("Wire citing Interior Ministry", 800)]) == ()


def test_copies_contradict_once_for_their_witness():
    ministry = [taken("Ministry", 500), taken("Wire citing Ministry", 500)]
    (told,) = contradictions([*ministry, taken("Spring", 300, high=300)])
    assert (told.less_party, told.more_party, told.gap) == ("Spring", "Ministry", 200)
    assert told.factor == pytest.approx(500 / 300)


def test_bounds_that_meet_do_not_contradict():
    assert contradictions([taken("A", 3000, low=3000), taken("B", 4500)]) == ()
    assert contradictions([taken("A", low=200, high=999), taken("B", 999)]) == ()


def test_none_against_some_is_the_largest_contradiction():
    told = contradictions([taken("A", 10), taken("B", 500), taken("C", 0)])
    assert [t.factor for t in told] == [math.inf, math.inf, 50]
    assert [t.gap for t in told] == [500, 10, 490]


def test_superseded_states_contradict_nothing():
    assert contradictions([taken("Spring", 88), taken("Spring", 169), taken("Ministry", 169)]) == ()


def test_an_impossible_number_is_no_state_of_a_list_and_displaces_no_contradiction():
    listed = [taken("Spring", n) for n in (88, 169, 900_000)]
    claims = [*listed, taken("Ministry", 100, high=100)]
    (grown,) = examine(claims, people=50_000).growing
    assert grown.last is listed[1] and grown.superseded == (listed[0],)
    found = examine(claims, people=50_000).contradictions
    assert {(c.most, c.least) for c in found} == {(100, 169), (100, 900_000)}, "the impossible one contradicts, too"
    assert examine(claims, people=1_000_000).growing[0].last is listed[2]


def test_more_people_than_live_on_earth_displace_nobody_in_whatever_country():
    listed = [taken("Spring", n) for n in (169, 10**12)]
    assert examine(listed).growing == ()
    (told,) = contradictions([*listed[:1], replace(listed[1], claimant="Wire"), taken("Wire", 160, high=160)])[1:]
    assert (told.less_party, told.most, told.least) == ("Wire", 160, 169)


def test_an_impossible_coding_of_a_story_is_not_the_one_that_is_heard():
    story = "GDELT 9 https://courier.example/a"
    first, then = (taken("Courier", n, quantity="crowd", source_url=story) for n in (10**12, 500))
    (told,) = contradictions([first, then, taken("Ministry", 50, quantity="crowd")])[1:]
    assert (told.most, told.least) == (50, 500)


def test_an_impossible_result_is_no_party_s_last_one():
    results = [taken("Commission", n, quantity="vote_share", actor="Vell", date=date(2031, 7, day))
               for n, day in ((67, 28), (670, 30))]  # fmt: skip
    other = taken("Protocols", 43, quantity="vote_share", actor="Vell", date=date(2031, 7, 29))
    of_both = [c for c in contradictions([*results, other]) if c.less is other]
    assert {c.more.value for c in of_both} == {67, 670}


def test_two_rallies_of_one_day_in_one_database_are_not_one():
    a = taken("Courier", 100, quantity="crowd", source_url="ACLED ORV1")
    b = taken("Courier", 5000, quantity="crowd", source_url="ACLED ORV2")
    assert contradictions([a, b]) == ()
    assert len(contradictions([a, replace(b, source_url="ACLED ORV1")])) == 1
    assert clusters([a, replace(a, source_url="ACLED ORV2")]) == ()
    assert len(clusters([a, a])) == 1
    elsewhere = replace(a, value=300, source_url="https://courier.example")
    assert len(contradictions([a, b, elsewhere])) == len(contradictions([elsewhere, a, b])) == 2
    assert len(contradictions([a, b, replace(elsewhere, source_url="CCC row 4")])) == 2


numbers = st.none() | st.integers(0, 60)


@given(st.lists(st.tuples(st.sampled_from("ABC"), numbers, numbers, numbers), max_size=7))
def test_a_contradiction_is_a_pair_that_no_number_satisfies(rows):
    claims = []
    for claimant, value, low, high in rows:
        try:
            claims.append(taken(claimant, value, low, high, quantity="crowd"))
        except ClaimError:
            continue
    found = contradictions(claims)
    for told in found:
        assert not any(_allows(told.less, n) and _allows(told.more, n) for n in range(62))
        assert told.gap > 0 and told.factor > 1
    every = [(a, b) for i, a in enumerate(claims) for b in claims[:i]]
    if not any(_allows(a, n) and _allows(b, n) for a, b in every for n in range(62)) and len(claims) == 2:
        assert len(found) == 1


def _allows(claim, n):
    low, high = claim.bounds
    return (low is None or low <= n) and (high is None or n <= high)


@pytest.fixture(scope="module")
def belarus():
    found = scan(find("belarus-2020") / "claims.csv")
    assert len(found.claims) == found.rows == 459 and not found.aside and not found.passed
    return examine(found.claims)


def test_the_ministry_speaks_with_four_names(belarus):
    ministry = belarus.parties[0]
    assert (ministry.name, ministry.side, ministry.claims) == ("Interior Ministry (MVD)", "incumbent", 107)
    assert "TASS citing MVD" in ministry.names


def test_viasnas_list_of_6_september_grew_to_almost_200(belarus):
    lists = {(g.party, g.last.date, g.last.place): [c.value for c in g.claims] for g in belarus.growing}
    assert lists["Viasna", date(2020, 9, 6), "Minsk"] == [88, 169, 200]
    assert lists["Interior Ministry (MVD)", date(2020, 8, 30), "Minsk"] == [125, 140]


def test_ministry_and_viasna_contradict_each_other_on_detentions(belarus):
    parties = {"Interior Ministry (MVD)", "Viasna"}
    told = {
        (t.less.date, t.less.place): (t.less_party, t.most, t.least)
        for t in belarus.contradictions
        if {t.less_party, t.more_party} == parties and t.less.quantity == "detained"
    }
    assert told[date(2020, 9, 19), "Minsk"] == ("Viasna", 323, 415)
    assert told[date(2020, 9, 20), "Minsk"] == ("Viasna", 165, 266)
    assert told[date(2020, 10, 25), "Belarus"] == ("Viasna", 300, 523)


def test_the_ministry_counts_a_fraction_of_what_the_press_sees(belarus):
    ministry = "Interior Ministry (MVD)"
    marches = [t for t in belarus.contradictions if t.less.quantity == "crowd" and t.less.actor == "opposition"]
    of_crowds = [t for t in marches if (t.less_party == ministry) != (t.more_party == ministry)]
    below = [t for t in of_crowds if t.less_party == ministry]
    assert len(below) == len(of_crowds) > 10
