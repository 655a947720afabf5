"""The built-in scenario adds up to the published totals, and keeps claims out of its inputs."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from contested.nation.acts import ACT_KINDS
from contested.scenarios.check import check
from contested.scenarios.load import load
from contested.scenarios.scenario import ASSUMED


@pytest.fixture(scope="module")
def belarus():
    return load("belarus-2020")


@pytest.fixture(scope="module")
def country(belarus):
    return belarus.country


def test_it_is_sound_and_nothing_in_it_is_odd():
    report = check("belarus-2020")
    assert report.errors == () and report.warnings == ()


def test_28_towns_and_the_rest_of_six_oblasts(country):
    kinds = Counter(p.kind for p in country.places)
    assert kinds == {"capital": 1, "regional_centre": 5, "town": 22, "countryside": 6}
    assert len(country.regions) == 7


def test_people_add_up_to_belstat_in_the_country_and_in_each_oblast(country):
    assert country.population == 9_410_259
    assert _by_region(country, "population") == {
        "Brest_oblast": 1_347_240, "Vitebsk_oblast": 1_133_625, "Gomel_oblast": 1_386_824,
        "Grodno_oblast": 1_025_680, "Minsk_oblast": 1_473_247, "Mogilev_oblast": 1_023_510,
        "Minsk": 2_020_133,
    }  # fmt: skip


def test_voters_add_up_to_the_register_with_those_abroad_in_the_capital(country):
    assert sum(p.voters for p in country.places) == 6_844_932
    assert _by_region(country, "voters") == {
        "Brest_oblast": 984_601, "Vitebsk_oblast": 849_472, "Gomel_oblast": 1_069_567,
        "Grodno_oblast": 751_084,
        "Minsk_oblast": 1_142_043, "Mogilev_oblast": 801_825, "Minsk": 1_241_021 + 5_319,
    }  # fmt: skip


def test_stations_add_up_to_5767(country):
    assert sum(p.stations for p in country.places) == 5_767


def test_towns_and_countryside_together_give_back_the_reanalysis_of_each_region(belarus, country):
    """Regional figures of the re-analysis are claims; the residuals must not have lost them."""
    said = {
        (c.place, c.actor if c.quantity == "vote_share" else "turnout"): c.value / 100
        for c in belarus.claims
        if "re-analysis" in c.claimant and c.quantity in ("vote_share", "turnout_share")
    }
    for region in country.regions:
        here = [p for p in country.places if p.region == region]
        cast = sum(p.voters * p.turnout for p in here)
        assert cast / sum(p.voters for p in here) == pytest.approx(said[region, "turnout"], abs=0.0015)
        for role, actor in (("incumbent", "Lukashenko"), ("challenger", "Tikhanovskaya")):
            share = sum(p.voters * p.turnout * getattr(p, role) for p in here) / cast
            assert share == pytest.approx(said[region, actor], abs=0.0015), (region, role)


def test_the_announced_result_comes_to_80_and_10_percent(country):
    voters = _by_region(country, "voters")
    cast = {o.region: o.turnout * voters[o.region] for o in country.official}
    total = sum(cast.values())
    assert sum(o.incumbent * cast[o.region] for o in country.official) / total == pytest.approx(
        0.801, abs=0.005
    )
    assert sum(o.challenger * cast[o.region] for o in country.official) / total == pytest.approx(
        0.101, abs=0.005
    )


def test_early_votes_come_to_the_number_announced(country):
    voters = _by_region(country, "voters")
    assert sum(o.early * voters[o.region] for o in country.official) == pytest.approx(2_806_640, rel=0.005)


def test_about_nine_thousand_officers_can_be_out_half_of_them_wherever_needed(country):
    out = sum(u.officers * u.deployable for u in country.units)
    mobile = sum(u.officers * u.deployable for u in country.units if u.place < 0)
    assert 8_000 <= out <= 9_000
    assert 0.4 <= mobile / out <= 0.6


def test_it_runs_145_days_with_the_origin_at_the_end_of_october(country):
    assert (country.days, country.origin, country.election_day, country.announcement_day) == (145, 83, 0, 0)
    assert all(0 <= a.day <= a.until <= country.origin for a in (*country.acts, *country.calls))


def test_every_day_to_the_origin_has_exactly_one_tactic(country):
    for day in range(country.origin + 1):
        held = {a.form for a in country.acts if a.act == "tactic" and a.day <= day <= a.until}
        assert len(held) == 1, (day, held)


def test_every_sunday_from_16_august_to_the_origin_has_a_march_in_one_series(country):
    marches = [c for c in country.calls if c.form == "march"]
    assert [(c.day, c.until, c.every, c.places) for c in marches] == [(7, 77, 7, ())]


def test_no_level_is_a_guess_where_an_act_has_a_usual_one(belarus):
    """What many came to is explained by the model: only levels that somebody states, or that nothing stands in for."""
    assert all(a.level is None for a in belarus.acts if a.act in ("call", "tactic"))
    guessed = {(a.act, a.place) for a in belarus.acts if a.level_source == ASSUMED}
    # a loss of mobile internet is no full cut
    assert guessed == {("shutdown", "Minsk"), ("council_formed", ""), ("reserve", "")}


def test_acts_with_a_reported_number_carry_that_number(belarus):
    assert [a.level for a in belarus.acts if a.act == "sanctions"] == [30, 98, 8, 11, 40, 8, 31]
    assert [a.level for a in belarus.acts if a.act == "loan"] == [1500]


def test_acts_come_from_every_actor_and_most_kinds(belarus):
    assert {a.actor for a in belarus.acts} == {"incumbent", "opposition", "patron", "abroad"}
    # nobody reported how much was raised for strikers; no unit is known to have refused, and the vote is shock enough
    assert set(ACT_KINDS) - {a.act for a in belarus.acts} == {"strike_fund", "shock", "refusal"}


def test_every_number_has_a_source_that_is_known(belarus):
    assert len(belarus.numbers) > 500
    assert all(n.unit for n in belarus.numbers)
    assert {n.source for n in belarus.numbers} <= {ASSUMED, *belarus.sources}


def test_every_headline_of_the_wire_report_is_there(belarus):
    told = {h.quantity for h in belarus.headlines}
    assert told == {"official_share", "detained", "injured", "killed", "crowd", "released", "plant_strikers"}


def test_claims_are_complete_and_are_no_part_of_the_country(belarus, country, tmp_path):
    assert len(belarus.claims) == 459
    without = tmp_path / "without"
    without.mkdir()
    for name in belarus.files:
        text = (belarus.folder / name).read_text("utf-8")
        (without / name).write_text(text if name != "claims.csv" else text.split("\n")[0] + "\n", "utf-8")
    again = load(without)
    assert again.claims == ()
    assert again.country == country
    assert again.hash != belarus.hash


def test_roles_and_not_names_are_in_the_country(country):
    assert not any(name in repr(replace(country, acts=(), calls=())) for name in ("Lukashenko", "Tikhanovskaya"))


@pytest.mark.skipif("CONTESTED_SHARED_DATA" not in os.environ, reason="CONTESTED_SHARED_DATA names no folder")
def test_claims_are_a_full_copy_of_the_compiled_table(belarus):
    compiled = Path(os.environ["CONTESTED_SHARED_DATA"]) / "belarus_2020" / "claims.csv"
    today = compiled.read_bytes().replace(b",turnout,", b",crowd,").replace(b",held,", b",remanded,")
    assert (belarus.folder / "claims.csv").read_bytes() == today


def _by_region(country, what: str) -> dict[str, int]:
    totals = Counter()
    for p in country.places:
        totals[p.region] += getattr(p, what)
    return dict(totals)
