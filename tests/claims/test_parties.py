"""Names of claimants, and who stands behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contested.claims.parties import Names, parties, speaker

from .test_claim import claim


def said(*claimants, side="media"):
    return [claim(claimant=name, side=side) for name in claimants]


@pytest.mark.parametrize(
    ("claimant", "by", "carrier"),
    [
        ("TASS citing MVD", "MVD", "TASS"),
        ("Interior Ministry (MVD) via Sputnik", "Interior Ministry (MVD)", "Sputnik"),
        ("authorities as cited by wire", "authorities", "wire"),
        ("Mediazona as reported by PAP", "Mediazona", "PAP"),
        ("Courier, according to the police", "the police", "Courier"),
        ("Viasna", "Viasna", ""),
    ],
)
def test_who_is_quoted_says_it_and_who_quotes_carries_it(claimant, by, carrier):
    assert speaker(claimant) == (by, carrier)


def test_three_names_of_one_ministry_are_one_party_on_its_own_side():
    own = said("Interior Ministry (MVD)", side="incumbent")
    (party,) = parties([*own, *said("TASS citing MVD", "interior ministry via Sputnik", "Reuters citing MVD")])
    assert (party.name, party.side, party.claims) == ("Interior Ministry (MVD)", "incumbent", 4)
    assert party.sides == ("incumbent", "media")


def test_a_bracket_that_is_no_abbreviation_stays_part_of_the_name():
    assert len(parties(said("wire report", "wire report (AP based)"))) == 2


def test_the_press_is_nobody_so_two_outlets_that_quote_it_are_two_parties():
    assert len(parties(said("press via Courier", "press via Evening Post"))) == 2


def test_what_names_do_not_tell_is_given_as_an_alias():
    told = said("police headquarters", "Interior Ministry (MVD)")
    assert len(parties(told)) == 2
    assert len(parties(told, {"Interior Ministry (MVD)": ["police headquarters"]})) == 1


def test_a_party_is_mentioned_as_a_word_and_not_as_a_part_of_one():
    names = Names(["Interior Ministry (MVD)"])
    assert names.mentions("press sum of MVD daily figures", "Interior Ministry (MVD)")
    assert not names.mentions("MVDX", "Interior Ministry (MVD)")


def test_parties_with_most_claims_come_first():
    told = [claim(claimant="A"), claim(claimant="B"), replace(claim(claimant="B"), place="Brest")]
    assert [(p.name, p.claims) for p in parties(told)] == [("B", 2), ("A", 1)]
