"""A new scenario explains itself, loads as it is, holds everybody once, and never writes over anything."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest

from contested.files import gazetteer
from contested.ground.errors import DiskError, ScenarioError
from contested.nation.acts import ACT_KINDS
from contested.scenarios.check import check
from contested.scenarios.load import load
from contested.scenarios.new import ratios, readme
from contested.scenarios.new.copy import copy
from contested.scenarios.new.country import new_country
from contested.scenarios.new.places import AGENTS, TOWNS, scale_of, spots
from contested.scenarios.schema import FILES, SECTIONS

VOTE = dt.date(2022, 8, 9)
#: the smallest and the largest, one town, atolls, 212 municipalities, no capital in the table, a dateline, both Congos
TEN = ("VA", "CN", "SG", "TV", "SI", "TK", "FJ", "CD", "KE", "XK")


def sound(folder):
    report = check(folder)
    assert report.errors == () and report.warnings == (), folder
    return report.scenario


def test_a_copy_loads_without_a_warning_and_is_called_like_its_folder(tmp_path):
    scenario = sound(copy(tmp_path / "My Country", "teaching"))
    original = load("teaching")
    assert scenario.name == "my-country"
    assert scenario.country.places == original.country.places and scenario.acts[0].act == original.acts[0].act
    assert scenario.claims == original.claims


def test_every_column_and_every_act_is_explained_in_the_files(tmp_path):
    folder = copy(tmp_path / "mine", "teaching")
    for spec in FILES:
        if (folder / spec.name).exists():
            text = (folder / spec.name).read_text("utf-8")
            for column in spec.columns:
                assert f"# {column.name}: {column.meaning}" in text, (spec.name, column.name)
    acts = (folder / "acts.csv").read_text("utf-8")
    assert all(f"#   {name}" in acts for name in ACT_KINDS)
    again = copy(tmp_path / "again", folder)
    assert (again / "acts.csv").read_text() == (folder / "acts.csv").read_text()


def test_notes_that_a_spreadsheet_put_into_quotes_are_not_copied_below_the_new_ones(tmp_path):
    folder = copy(tmp_path / "mine", "teaching")
    sites, before = folder / "sites.csv", (folder / "sites.csv").read_text("utf-8")
    quoted = (f'"{line}"' if line.startswith("#") and "," in line else line for line in before.splitlines())
    sites.write_text("\n".join([*quoted, ""]), "utf-8")
    assert sites.read_text("utf-8") != before
    assert (copy(tmp_path / "again", folder) / "sites.csv").read_text("utf-8") == before


def test_settings_of_a_draft_show_every_section(tmp_path):
    text = (new_country(tmp_path / "mine", "KE", VOTE) / "scenario.toml").read_text("utf-8")
    assert all(f"[{section}]" in text for section in SECTIONS)


@pytest.mark.parametrize("begin", [lambda f: copy(f, "teaching"), lambda f: new_country(f, "KE", VOTE)])
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_it_writes_over_nothing(tmp_path, kind, begin):
    target = tmp_path / "mine"
    if kind == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("do not lose")
    else:
        target.write_text("do not lose")
    with pytest.raises(ScenarioError, match="expected an empty folder"):
        begin(target)
    kept = target / "thesis.txt" if kind == "folder" else target
    assert kept.read_text() == "do not lose"
    assert kind == "file" or len(list(target.iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_a_disk_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="cannot write"):
        new_country(tmp_path / "file" / "mine", "KE")


@pytest.mark.parametrize("code", TEN)
def test_a_draft_passes_the_check_with_a_vote_and_without(code, tmp_path):
    with_vote = sound(new_country(tmp_path / "vote", code, VOTE)).country
    without = sound(new_country(tmp_path / "none", code)).country
    assert with_vote.start == VOTE and with_vote.election_day == 0 and with_vote.mechanism == "none"
    assert without.election_day == -1 and not without.official
    nation = gazetteer.country(code)
    assert with_vote.population == without.population == nation.population


@pytest.mark.slow
def test_every_country_passes_the_check_and_a_hundred_take_less_than_two_minutes(tmp_path):
    began = time.process_time()
    codes = list(gazetteer.countries())
    for code in codes:
        sound(new_country(tmp_path / f"{code}-vote", code, VOTE))
        sound(new_country(tmp_path / f"{code}-none", code))
    seconds = (time.process_time() - began) / len(codes) * 100
    print(f"{len(codes)} countries, with a vote and without: {seconds:.1f} s for a hundred, of both")
    assert len(codes) >= 240 and seconds < 120


@pytest.mark.parametrize("code", ["KE", "RS", "DE", "SI", "MT", "US", "IN", "AU"])
def test_places_hold_everybody_once_and_are_large_enough_to_be_simulated(code):
    nation = gazetteer.country(code)
    made = spots(nation, gazetteer.towns(code))
    assert sum(s.population for s in made) == nation.population
    assert len({s.name for s in made}) == len(made)
    assert sum(s.kind == "capital" for s in made) == 1
    assert min(s.population for s in made if s.kind != "capital") >= AGENTS * scale_of(nation)
    assert TOWNS * 2 + 60 > len(made) >= 2
    for region in {s.region for s in made}:
        assert sum(s.kind == "countryside" for s in made if s.region == region) <= 1


def test_towns_are_as_in_the_table_and_ends_of_a_country_lie_where_they_lie():
    made = {s.name: s for s in spots(gazetteer.country("KE"), gazetteer.towns("KE"))}
    assert made["Nairobi"].kind == "capital"
    assert abs(made["Mombasa"].lat + 4.05) < 0.1 and abs(made["Mombasa"].lon - 39.67) < 0.1
    assert made["Mombasa"].population >= 1_208_333          # 2019 census, and what the county has besides


def test_fewer_towns_are_fewer_places(tmp_path):
    nation, towns = gazetteer.country("DE"), gazetteer.towns("DE")
    few, many = spots(nation, towns, 5), spots(nation, towns, 80)
    assert len(few) < len(many) and sum(s.population for s in few) == sum(s.population for s in many)


def test_forces_and_custody_follow_the_ratios(tmp_path):
    ratio = ratios.values("EU")
    country = sound(new_country(tmp_path / "mine", "RS", VOTE)).country
    per = 100_000 / country.population
    police = sum(u.officers for u in country.units if u.kind == "police") * per
    assert police == pytest.approx(ratio["police"], rel=0.01)
    room = sum(s.capacity for s in country.sites) * per
    assert room == pytest.approx(ratio["prisoners"] * ratio["custody"], rel=0.01)
    assert sum(p.voters for p in country.places) * per / 1e5 == pytest.approx(0.81, abs=0.001)


def test_what_is_announced_is_what_was_cast(tmp_path):
    """A draft accuses nobody of falsifying: the count is honest, and regions are announced as they voted."""
    country = sound(new_country(tmp_path / "mine", "KE", VOTE)).country
    for row in country.official:
        inside = [p for p in country.places if p.region == row.region]
        cast = sum(p.voters * p.turnout for p in inside)
        assert row.incumbent == pytest.approx(sum(p.voters * p.turnout * p.incumbent for p in inside) / cast, abs=1e-4)


def test_a_ratio_lies_within_its_spread_and_has_a_source():
    for r in ratios.RATIOS.values():
        for value in (r.value, *r.by_continent.values()):
            assert r.low <= value <= r.high, r.name
        assert (r.source == ratios.ASSUMED) == (not r.citation), r.name


def test_the_readme_lists_what_is_assumed_most_influential_first(tmp_path):
    text = (new_country(tmp_path / "mine", "KE", VOTE) / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| (.*) \| \S+ \| \S+ to \S+ \| ([\d.]+) \|", text, re.MULTILINE)
    factors = [float(x) for _, x in listed]
    assert len(factors) >= len(ratios.RATIOS) and factors == sorted(factors, reverse=True)
    assert all(any(what.startswith(r.meaning) for what, _ in listed) for r in ratios.RATIOS.values())
    quiet = (new_country(tmp_path / "quiet", "KE") / "README.md").read_text("utf-8")
    assert ratios.RATIOS["turnout"].meaning not in quiet


def test_the_order_of_assumptions_knows_every_ratio_and_only_parameters_there_are():
    from contested.engine.params import walk
    from contested.nation.params import NationParams

    known = {name for name, _, _ in walk(NationParams())}
    names = {row[0] for row in readme.influence()}
    assert set(ratios.RATIOS) <= names and names - set(ratios.RATIOS) <= known
