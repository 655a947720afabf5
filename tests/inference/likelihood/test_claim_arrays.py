"""What the claim model is given of each claim: bounds, words, lists, copies, and whose it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.ground.errors import InputError
from contested.inference import ClaimModel, arrays_of, cells_of
from contested.inference.likelihood.bias_groups import bias_groups
from contested.scenarios.load import load
from tests.inference.saying import ready, say, teaching


@pytest.mark.parametrize(
    ("claim", "low", "high"),
    [(say(3000), 2500, 3500), (say(3000, low=3000), 2999.5, np.inf), (say(300, high=300), 0, 300.5),
     (say(low=200, high=999), 199.5, 999.5), (say(1000, low=900, high=1100), 899.5, 1100.5), (say(0), 0, 0.5),
     (say(88, low=88, high=88), 87.5, 88.5)],
)  # fmt: skip
def test_the_stretch_of_a_claim(claim, low, high):
    told = ready(claim)
    assert (told.low[0], told.high[0]) == pytest.approx((low, high))


def test_money_is_in_the_observables_unit():
    belarus = load("belarus-2020")
    # said in Sochi, which is no place of this country; about the country it has a cell
    loan = [replace(c, place="") for c in belarus.claims if c.quantity == "patron_loan_usd"]
    told = arrays_of(loan, *cells_of(belarus, loan))
    assert (told.low[0], told.high[0]) == pytest.approx((1250, 1750)) and not told.counted[0]


def test_of_a_growing_list_the_last_state_is_there():
    told = ready(*(say(n, what="detained", by="Viasna") for n in (88, 169, 200)), say(88, what="detained", by="Other"))
    assert [c.value for c in told.claims] == [200, 88]
    assert told.place.tolist() == [2, 3]


def test_a_copy_is_its_witness():
    told = ready(say(300, by="Interior Ministry (MVD)"), say(300, by="Reuters citing MVD", side="media"),
                 say(300, by="Paper", side="media"))  # fmt: skip
    assert told.witness.tolist() == [0, 0, 1]
    assert [told.parties[p].name for p in told.party] == ["Interior Ministry (MVD)"] * 2 + ["Paper"]


def test_a_number_counts_once_however_often_it_is_repeated():
    told = ready(say(300), say(300), say(301, by="Paper", side="media"), say(300), say(300, day=1))
    assert told.copied.tolist() == [False, True, False, True, False] and told.numbers == 3
    assert ready().numbers == 0


def test_a_copy_that_names_its_witness_in_passing_is_the_witness_speaking():
    told = ready(say(9876, what="detained_cum", by="Interior Ministry (MVD)"),
                 say(9876, what="detained_cum", by="press sum of MVD daily figures", side="media"))  # fmt: skip
    assert told.witness.tolist() == [0, 0]
    assert {told.parties[p].name for p in told.party} == {"Interior Ministry (MVD)"}


def test_who_shares_a_bias():
    """Five witnesses make a bias of one's own; copies and lists are none, and whoever is doubted stands alone."""
    often = [say(300 + d, by="Daily", side="media", day=d) for d in range(5)]
    lists = [say(300 + d, what="detained", by="Names", side="media", day=d, note="named list") for d in range(9)]
    seldom = [say(500 + d, by=f"Paper {d}", side="media", day=d) for d in range(3)]
    told = ready(*often, *lists, *seldom, say(9))
    found, group = bias_groups(told, ClaimModel())
    assert [b.name for b in found] == ["Daily", "others, incumbent", "others, media"]
    assert found[2].parties == ("Names", "Paper 0", "Paper 1", "Paper 2")
    assert group.tolist() == [0] * 5 + [2] * 12 + [1]
    found, _ = bias_groups(told, ClaimModel().doubting("paper 1", spread=2.0))
    assert [(b.name, b.spread) for b in found][1:2] == [("Paper 1", 2.0)]
    assert [b.name for b in bias_groups(ready(*often[:4]), ClaimModel())[0]] == ["others, media"]


def test_a_list_of_names_has_no_top_and_says_so():
    named = ready(say(120, what="detained", note="named list"), say(120, what="detained", day=1))
    assert named.listed.tolist() == [True, False]
    assert (named.low[0], named.high[0]) == pytest.approx((115, np.inf))  # 120 may be rounded
    assert not ready(say(120, note="a list"), say(0, what="detained", note="nobody on any list")).listed.any()


def test_one_cell_a_claim():
    claims = [say(5), say(6, day=1)]
    with pytest.raises(InputError, match=r"shape \(2,\)"):
        arrays_of(claims, *(cells_of(teaching(), claims)[0], np.zeros(3, int)))


def test_a_death_with_two_causes_is_counted_by_both():
    """Both parties count the death, so both are evidence that somebody died; neither cause is put over the other."""
    shot = say(1, what="dead", by="Witnesses", side="independent", note="shot by police")
    bomb = say(1, what="dead", by="Ministry", note="own device")
    assert len(ready(shot, bomb)) == 2 and ready(shot, bomb).witness.tolist() == [0, 1]
