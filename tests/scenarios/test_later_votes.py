"""Scenarios with several votes: sections, results by vote, and what is wrong with them."""

from __future__ import annotations

import pytest

from contested.ground.errors import ScenarioError
from contested.nation.country import LaterVote
from contested.scenarios.changes import Change, changed
from contested.scenarios.load import load
from tests.cli.terminal import told_once, typed

RUNOFF = """
[runoff]
day = 2031-05-18
announcement = 2031-05-19
mechanism = "ordered"
"""
REPEAT = """
[repeat]
day = 2031-06-01
announcement = 2031-06-01
mechanism = "none"
"""
CLAIMS = "[claims]"


@pytest.fixture
def twice(folder, spoil):
    """A copy of `teaching` with a run-off, an annulled one, and lists."""
    spoil("scenario.toml", CLAIMS, f"{RUNOFF}{REPEAT}{CLAIMS}")
    spoil("scenario.toml", 'mechanism = "stuffing"', 'mechanism = "stuffing"\npublished = "nation"\ncontest = "lists"')
    head, *rows = (folder / "official.csv").read_text("utf-8").splitlines()
    rows = [row for row in rows if row and not row.startswith("#")]
    lines = [f"vote,{head}", *(f",{row}" for row in rows), *(f"runoff,{row}" for row in rows)]
    (folder / "official.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_it_loads_with_its_votes_by_date(twice):
    country = load(twice).country
    assert country.later_votes == (LaterVote("runoff", 14, 15, "ordered"), LaterVote("repeat", 28, 28, "none"))
    assert (country.contest, country.published, country.count_day) == ("lists", "nation", 28)
    assert len(country.official) == 2 * len(country.regions)


def test_without_them_there_is_one_vote_for_an_office(folder):
    country = load(folder).country
    assert (country.later_votes, country.contest, country.published) == ((), "office", "stations")
    assert country.count_day == country.election_day


def test_an_honest_count_is_honest_at_every_vote(twice):
    arm = changed(load(twice), Change("", {"election.mechanism": "none"}))
    assert {arm.country.mechanism, *(v.mechanism for v in arm.country.later_votes)} == {"none"}


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("scenario.toml", "day = 2031-05-18", "day = 2031-05-05", ["day after 'announcement', 2031-05-05"]),
        ("scenario.toml", "announcement = 2031-05-19", "announcement = 2031-05-17",
         ["day not before 'day', 2031-05-18"]),
        ("scenario.toml", "day = 2031-06-01", "day = 2031-05-19", ["day after 'announcement', 2031-05-19"]),
        ("scenario.toml", "announcement = 2031-06-01", "", ["a key 'announcement' in [repeat]"]),
        ("scenario.toml", 'contest = "lists"', 'contest = "seats"', ["office, lists", "'seats'"]),
        ("scenario.toml", 'published = "nation"', 'published = "regions"', ["stations, nation", "'regions'"]),
        ("scenario.toml", RUNOFF, "", ["section [runoff] in scenario.toml"]),
        ("official.csv", "\nrunoff,", "\n,", ["one row for each region and vote", "again"]),
        ("official.csv", "\nrunoff,", "\nsecond,", ["runoff, repeat", "'second'"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_error(twice, spoil, file, old, new, words):
    spoil(file, old, new)
    told_once(typed("simulate", twice, "--scale", 10, "--days", 3, "--no-report"), "ScenarioError", *words)


def test_a_result_that_is_ordered_must_be_there(twice):
    text = (twice / "official.csv").read_text("utf-8").splitlines()
    (twice / "official.csv").write_text("\n".join(line for line in text if not line.startswith("runoff")), "utf-8")
    with pytest.raises(ScenarioError, match="of the runoff"):
        load(twice)


def test_a_later_vote_needs_a_first(folder, spoil):
    text = (folder / "scenario.toml").read_text("utf-8")
    first, rest = text.split("[election]")
    (folder / "scenario.toml").write_text(first + RUNOFF + "[claims]" + rest.split("[claims]", 1)[1], "utf-8")
    with pytest.raises(ScenarioError, match=r"\[election\], whose vote this one follows"):
        load(folder)
