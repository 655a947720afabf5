"""Contradictions without equal dates: known answers for each kind, and what is no contradiction."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims.claim import Claim
from contested.claims.contradictions import KINDS
from contested.claims.examined import contradictions
from contested.claims.unused import unused


def claim(claimant, day, quantity, value=None, low=None, high=None, **changes):
    month, number = divmod(day, 100)
    plain = {"end_date": None, "place": "Orvania", "actor": "Vell", "side": "independent", "country": "Orvania"}
    return Claim(date=date(2031, month, number), quantity=quantity, value=value, low=low, high=high,
                 claimant=claimant, **(plain | changes))  # fmt: skip


def kinds(*claims, **options):
    return [(c.kind, c.less_party, c.more_party, c.most, c.least) for c in contradictions(claims, **options)]


def test_shares_announced_on_two_days_contradict_the_protocols_of_a_third():
    share = [claim("Commission", 729, "vote_share", 67), claim("Commission", 802, "vote_share", 67),
             claim("Protocols", 728, "vote_share", 43)]  # fmt: skip
    (one,) = contradictions(share)
    assert (one.kind, one.most, one.least) == ("same election", 43, 67) and one.factor == pytest.approx(67 / 43)
    assert one.remark == "5 days apart; the same number on 2031-07-29"


@pytest.mark.parametrize(("quantity", "less", "more"), [("votes", 1_000_000, 2_500_000), ("turnout_share", 48.5, 81.4)])
def test_every_result_of_one_election_is_compared_whatever_its_day(quantity, less, more):
    assert kinds(claim("A", 728, quantity, less), claim("B", 1120, quantity, more)) == [
        ("same election", "A", "B", less, more)
    ]


def test_a_preliminary_result_is_a_revision_and_its_party_is_held_to_the_final_one():
    found = contradictions([
        claim("Commission", 729, "vote_share", 80.23, note="preliminary"),
        claim("Commission", 803, "vote_share", 71.1, note="final"),
        claim("Observers", 728, "vote_share", 75),
    ])  # fmt: skip
    assert {(c.remark, c.most, c.least) for c in found} == {
        ("preliminary against final, same party", 71.1, 80.23), ("6 days apart", 71.1, 75),
    }  # fmt: skip


@pytest.mark.parametrize(
    "others",
    [
        [("vote_share", 80.1, {}), ("vote_share", 80, {})],  # rounded
        [("vote_share", 60, {"note": "first round"}), ("vote_share", 40, {"note": "second round"})],
        [("vote_share", 60, {"note": "presidential"}), ("vote_share", 40, {"note": "parliamentary election"})],
        [("vote_share", 60, {}), ("vote_share", 40, {"note": "at monitored stations"})],
        [("vote_share", 60, {}), ("vote_share", 40, {"place": "Sele"})],
        [("vote_share", 60, {}), ("vote_share", 40, {"actor": "Brun"})],
        [("vote_share", 60, {}), ("exit_poll_share", 40, {})],
        [("crowd", 60, {}), ("crowd", 4000, {})],  # another day is another crowd
        [("detained", 60, {}), ("detained", 400, {})],
    ],
)
def test_what_speaks_of_two_things_contradicts_nothing(others):
    days = (728, 802)
    claims = [claim(who, day, q, v, **more) for who, day, (q, v, more) in zip("AB", days, others)]
    assert kinds(*claims) == []


def test_elections_half_a_year_apart_are_two():
    assert kinds(claim("A", 101, "vote_share", 60), claim("B", 1120, "vote_share", 40)) == []


def test_shares_of_one_party_that_sum_above_a_hundred():
    shares = [claim("Poll", 729, "exit_poll_share", v, actor=a) for a, v in (("Vell", 61), ("Brun", 38), ("none", 9))]
    (one,) = contradictions(shares)
    assert (one.kind, one.most, one.least, one.remark) == ("shares above 100", 100, 108, "3 shares sum to 108 percent")
    rounded = [claim("Poll", 729, "exit_poll_share", v, actor=a) for a, v in (("Vell", 61), ("Brun", 38), ("none", 2))]
    assert kinds(*rounded) == []  # 101 after rounding


@pytest.mark.parametrize("quantity", ["turnout_share", "vote_share", "exit_poll_share"])
def test_a_share_above_a_hundred_is_impossible_alone_and_is_in_no_sum(quantity):
    over = claim("Commission", 729, quantity, 104)
    assert kinds(over) == kinds(over, claim("Commission", 729, quantity, 30, actor="Brun")) == []
    (why,) = unused([over])
    assert why == ("number impossible", "a share above 100 %")


def test_a_running_total_does_not_fall_within_or_between_parties():
    street = {"actor": "protesters"}
    found = kinds(claim("Ministry", 812, "detained_cum", 6700, 6700, **street),
                  claim("Ministry", 820, "detained_cum", 5000, **street),
                  claim("UN", 913, "detained_cum", 6000, None, 6000, **street))  # fmt: skip
    assert {(k, a, b) for k, a, b, *_ in found} == {
        ("falling total", "Ministry", "Ministry"), ("falling total", "UN", "Ministry"),
    }  # fmt: skip
    assert kinds(claim("Ministry", 812, "detained_cum", 6700, **street),
                 claim("UN", 913, "detained_cum", 9000, **street)) == []  # fmt: skip


def test_periods_that_do_not_contain_each_other_are_two_totals():
    street = {"actor": "protesters"}
    campaign = claim("A", 508, "detained_cum", 1700, end_date=date(2031, 8, 8), **street)
    assert kinds(campaign, claim("B", 809, "detained_cum", 900, end_date=date(2031, 8, 20), **street)) == []
    within = claim("B", 501, "detained_cum", 900, end_date=date(2031, 8, 20), **street)
    assert [k for k, *_ in kinds(campaign, within)] == ["falling total"]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (("detained", 500, {"place": "Sele", "actor": "protesters"}), ("detained", 300, {"actor": "protesters"})),
        (("detained", 500, {"actor": "women"}), ("detained", 300, {"actor": "all"})),
        (("injured", 500, {"actor": "protesters"}), ("injured_cum", 300, {"actor": "protesters"})),
        (("votes_protocols", 500_000, {}), ("votes", 300_000, {})),
        (("votes", 500_000, {}), ("votes", 300_000, {"actor": "all_ballots"})),
        (("votes", 500_000, {"actor": "all_ballots"}), ("registered", 300_000, {"actor": "electorate"})),
        (("dead", 5, {"place": "Sele", "admin1": "Coast", "actor": "protesters"}),
         ("dead", 3, {"place": "Coast", "actor": "protesters"})),
    ],
)  # fmt: skip
def test_a_part_is_not_larger_than_its_whole(part, whole):
    (q, v, more), (of, total, about) = part, whole
    assert kinds(claim("A", 728, q, v, **more), claim("B", 728, of, total, **about)) == [
        ("part above whole", "B", "A", total, v)
    ]
    assert kinds(claim("A", 728, q, total, **more), claim("B", 728, of, v, **about)) == []
    assert kinds(claim("A", 728, q, v, **more), claim("B", 728, of, total, total, **about)) == []  # at least


def test_contestants_do_not_have_more_votes_together_than_were_cast():
    votes = [claim("Commission", 803, "votes", v, actor=a)
             for a, v in (("Vell", 700_123), ("Brun", 400_456), ("all_ballots", 1_000_000))]  # fmt: skip
    (one,) = contradictions(votes)
    assert (one.kind, one.most, one.least) == ("part above whole", 1_000_000, 1_100_579)


def test_events_of_a_database_are_no_totals_of_their_day():
    event = {"actor": "", "source_url": "UCDP GED 7"}
    town = claim("Wire", 728, "dead", 9, place="Sele", actor="", source_url="UCDP GED 8")
    assert kinds(claim("Wire", 728, "dead", 3, **event), town) == []
    of_one = claim("Wire", 728, "dead", 5, **(event | {"actor": "civilians"}))
    assert [k for k, *_ in kinds(claim("Wire", 728, "dead", 3, **event), of_one)] == ["part above whole"]


def test_what_changes_slowly_is_compared_within_a_week_and_anything_within_a_window_asked_for():
    staff = [claim("A", 728, "employees", 9000), claim("B", 801, "employees", 12_345)]
    (one,) = contradictions(staff)
    assert (one.kind, one.remark) == ("nearby days", "4 days apart, window 7 days")
    assert kinds(staff[0], claim("B", 901, "employees", 12_345)) == []
    crowds = [claim("A", 728, "crowd", 300, None, 300), claim("B", 729, "crowd", 5000)]
    assert kinds(*crowds) == []
    (two,) = contradictions(crowds, window=1)
    assert two.remark == "1 day apart, window 1 day"


QUANTITIES = ["vote_share", "votes", "detained", "detained_cum", "registered", "votes_protocols", "crowd", "employees"]
numbers = st.integers(0, 120)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(701, 709), st.sampled_from(QUANTITIES), numbers, numbers,
       st.sampled_from(["Orvania", "Sele", ""]), st.sampled_from(["all", "Vell", "women"])), max_size=8))  # fmt: skip
def test_every_contradiction_is_one_by_its_own_numbers(rows):
    claims = [claim(who, day, q, None, min(a, b), max(a, b), place=place, actor=actor)
              for who, day, q, a, b, place, actor in rows]  # fmt: skip
    for one in contradictions(claims, window=3):
        assert one.less is not one.more
        assert one.kind in KINDS and one.gap > 0 and one.factor > 1 and (one.kind == "same day") != bool(one.remark)
        if one.kind not in ("shares above 100", "part above whole"):
            assert one.less.bounds[1] < one.more.bounds[0] and one.less.quantity == one.more.quantity
