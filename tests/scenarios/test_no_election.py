"""A crisis without a vote: no section, no official result, no votes by place; what speaks of a vote is an error."""

from __future__ import annotations

import csv

import pytest

from contested.ground.errors import ScenarioError
from contested.nation.country import NO_ELECTION
from contested.scenarios.load import load

SECTION = """[election]
day = 2031-05-04
announcement = 2031-05-05
mechanism = "stuffing"
incumbent = "the incumbent"
challenger = "the challenger"
"""
SIDES = """incumbent = "Halden"
challenger = "Orlo"
"""
VOTES = ("turnout", "incumbent", "challenger", "vote_source")


@pytest.fixture
def voteless(folder, spoil):
    """A copy of `teaching` without its vote."""
    spoil("scenario.toml", SECTION, "")
    spoil("scenario.toml", SIDES, "")
    text = (folder / "scenario.toml").read_text("utf-8")
    first, rest = text.split("[parameters.election]")
    (folder / "scenario.toml").write_text(first + rest[rest.index("[parameters.workplaces]"):], "utf-8")
    acts = [line for line in (folder / "acts.csv").read_text("utf-8").splitlines() if "non_recognition" not in line]
    (folder / "acts.csv").write_text("\n".join(acts), "utf-8")
    (folder / "official.csv").unlink()
    with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = [{k: v for k, v in row.items() if k not in VOTES} for row in csv.DictReader(file)]
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_it_loads_without_a_day_of_election(voteless):
    country = load(voteless).country
    assert not country.election
    assert country.election_day == country.announcement_day == NO_ELECTION
    assert (country.official, country.mechanism) == ((), "none")
    assert all(p.turnout == p.incumbent == p.challenger == 0 for p in country.places)


def test_columns_of_votes_may_be_there_and_are_not_read(voteless, folder):
    assert load(voteless).country.population == 50_000


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("scenario.toml", 'country = "Velinia"', 'country = "Velinia"\nchallenger = "Orlo"', "a side of a vote"),
        ("scenario.toml", "[parameters.workplaces]",
         '[parameters.election]\nearly = { value = 0.1, unit = "share", source = "assumed" }\n[parameters.workplaces]',
         "election.early: expected a section"),
        ("acts.csv", "abroad,mediation,", "abroad,non_recognition,", "an act that needs no election"),
    ],
)  # fmt: skip
def test_what_speaks_of_a_vote_is_an_error(voteless, spoil, file, old, new, words):
    spoil(file, old, new)
    with pytest.raises(ScenarioError, match=words):
        load(voteless)


def test_an_announced_result_without_a_vote_is_an_error(voteless):
    head = "region,turnout,early,incumbent,challenger,source,early_source,note"
    (voteless / "official.csv").write_text(f"{head}\nNorth,0.8,0.3,0.6,0.3,invented,invented,\n")
    with pytest.raises(ScenarioError, match=r"official\.csv:2, region: expected no rows, since .* no section"):
        load(voteless)


def test_votes_by_place_are_needed_where_there_is_a_vote(folder, spoil):
    spoil("places.csv", ",0.72,0.22,0.61,", ",,0.22,0.61,")
    with pytest.raises(ScenarioError, match=r"places\.csv:2, turnout: expected a number .*; got an empty cell"):
        load(folder)
