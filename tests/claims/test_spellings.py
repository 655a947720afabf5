"""One place and one party under several spellings: by rule, by a table, proposed and never applied."""

from __future__ import annotations

from datetime import date

import pytest

from contested.claims import Aliases, examine, read_aliases, write
from contested.claims.claim import Claim
from contested.claims.spellings import applied, common
from contested.claims.spellings.places import key_of
from contested.ground.errors import ClaimError


def crowd(place, value=100, claimant="Courier", **more):
    plain = {"end_date": None, "quantity": "crowd", "actor": "protesters", "low": None, "high": None, "side": "media"}
    return Claim(date=date(2031, 5, 4), place=place, value=value, claimant=claimant, **(plain | more))


def merged(*claims, **options):
    return {(s.name, s.also) for s in examine(claims, **options).spellings if s.kind == "place"}


def proposed(*claims, **options):
    return {(p.kind, p.name, p.also) for p in examine(claims, **options).proposals}


def test_one_event_of_four_databases_has_one_place_one_party_each_and_four_contradictions():
    acled = {"admin1": "Orv", "country": "Orvania", "source_url": "ACLED ORV1"}
    deaths = {"quantity": "dead", "actor": ""}
    found = examine([
        crowd("Orvane", 2000, "Agence France Presse; Courier", low=1800, high=2200, **acled),
        crowd("Orvane, OV", 20_000, "courier.example", admin1="OV"),
        crowd("Orvane", None, "press read by Mass Mobilization", low=200, high=999, country="Orvania"),
        crowd("Orvane", 3, "Agence France Presse; Courier", **deaths, **acled),
        crowd("Orvane town", 9, "AFP", low=9, high=9, admin1="Orv province", source_url="UCDP GED 4", **deaths),
    ])  # fmt: skip
    assert [(s.name, set(s.also)) for s in found.spellings] == [
        ("Orvane", {"Orvane, OV", "Orvane town"}), ("Agence France Presse", {"AFP"}),
    ]  # fmt: skip
    assert [p.name for p in found.parties] == [
        "Agence France Presse", "courier.example", "press read by Mass Mobilization",
    ]  # fmt: skip
    assert len(found.contradictions) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [("Orvane", "ORVANE"), ("Orvane", "Orváne"), ("Novi_Sad", "Novi Sad"), ("Orvane", "City of Orvane"),
     ("Orvane", "Orvane municipality"), ("Orvane", "Orvane, OV")],
)  # fmt: skip
def test_spellings_that_a_rule_reads_as_one(one, other):
    assert merged(crowd(one), crowd(other)) in ({(one, (other,))}, {(other, (one,))})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (crowd("Minsk"), crowd("Minsk_oblast")),
        (crowd("Orvane, OV"), crowd("Orvane, SE")),
        (crowd("Orvane", admin1="Coast"), crowd("Orvane town", admin1="Hills")),
        (crowd("Orvane", country="Orvania"), crowd("orvane", country="Selia")),
        (crowd("Orvane", latitude=50.0, longitude=20.0), crowd("Orvane town", latitude=52.0, longitude=20.0)),
        (crowd("North Orvane"), crowd("South Orvane")),
        (crowd("District 1 of Sele"), crowd("District 2 of Sele")),
    ],
)
def test_two_places_are_neither_merged_nor_proposed(one, other):
    assert merged(one, other) == set() and proposed(one, other) == set()


def test_what_is_only_alike_is_proposed_and_changes_nothing():
    claims = [crowd("Orvanesk", 100), crowd("Orvanesc", 900, "Herald"), crowd("Orvanesk", 100, "The Herald")]
    found = examine(claims)
    assert [(p.kind, p.name, p.also) for p in found.proposals] == [
        ("party", "Herald", "The Herald"), ("place", "Orvanesk", "Orvanesc"),
    ]  # fmt: skip
    assert found.spellings == () and found.contradictions == () and len(found.parties) == 3


def test_coordinates_speak_for_names_that_are_less_alike():
    near = {"latitude": 53.0, "longitude": 27.0}, {"latitude": 53.003, "longitude": 27.002}
    claims = [crowd("Babruisk", **near[0]), crowd("Bobruysk", **near[1])]
    (one,) = examine(claims).proposals
    assert "coordinates 0.4 km apart" in one.why
    assert proposed(crowd("Babruisk"), crowd("Bobruysk")) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [("courier.example", "Courier"), ("Orvane Free Radio", "OFR"), ("Evening Post", "The Evening Post")],
)
def test_parties_that_may_be_one(one, other):
    assert {frozenset(p[1:]) for p in proposed(crowd("A", claimant=one), crowd("A", claimant=other))} == {
        frozenset((one, other))
    }


def test_accepted_proposals_are_a_table_of_aliases(tmp_path):
    claims = [crowd("Orvanesk", 100), crowd("Orvanesc", 900, "Wire"), crowd("Orvanesk", 100)]
    path = tmp_path / "aliases.csv"
    path.write_bytes(write.aliases(examine(claims).proposals))
    found = examine(claims, read_aliases(path))
    assert [(s.name, s.also, s.why) for s in found.spellings] == [("Orvanesk", ("Orvanesc",), "table of aliases")]
    assert found.proposals == () and len(found.contradictions) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind,name,also\ntown,Orvane,Orvanesk\n", "kind"),
        ("kind,name\nplace,Orvane\n", "also"),
        ("kind,name,also\nplace,Orvane,O\nplace,Sele,O\n", "one name"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path, text, message):
    path = tmp_path / "aliases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimError, match=message):
        read_aliases(path)


def test_the_common_table_applies_where_two_spellings_occur_and_the_users_goes_before_it():
    assert common().places["Kyiv"] == ("Kiev",)
    assert merged(crowd("Kiev")) == set()
    assert merged(crowd("Kiev"), crowd("Kyiv")) == {("Kyiv", ("Kiev",))}
    own = Aliases(places={"Kiev": ("Kyiv",)})
    assert merged(crowd("Kiev"), crowd("Kyiv"), aliases=own) == {("Kiev", ("Kyiv",))}


def test_a_name_without_what_a_rule_takes_away():
    assert [key_of(p, ("Coast",)) for p in ("Town of Sele", "Sele, Coast", "Sele, Inland", "Town")] == [
        "sele", "sele", "sele, inland", "town",
    ]  # fmt: skip


def test_a_table_applied_leaves_one_name_for_each_place_and_party(tmp_path):
    file = tmp_path / "aliases.csv"
    parties = "party,Interior Ministry,MVD\nparty,Interior Ministry,police\n"
    file.write_text(f"kind,name,also\nplace,Orvane,Orwane\n{parties}")
    claimants = ("MVD", "TASS citing MVD", "mvd", "police via Courier", "Courier", "Interior Ministry")
    claims = [Claim(date(2031, 5, 1), None, place, "crowd", "", 10, None, None, who, "media")
              for who, place in zip(claimants, ("Orwane", "orwane", "Orvane", "", "Tar", "Orwane"))]  # fmt: skip
    found = applied(claims, file)
    assert [c.claimant for c in found] == [
        "Interior Ministry", "TASS citing Interior Ministry", "Interior Ministry", "Interior Ministry via Courier",
        "Courier", "Interior Ministry",
    ]  # fmt: skip
    assert [c.place for c in found] == ["Orvane", "Orvane", "Orvane", "", "Tar", "Orvane"]
    assert applied(claims, {"Interior Ministry": "MVD"})[0].claimant == "Interior Ministry"
    assert applied(claims, {}) == tuple(claims)
