"""A headline or target that no simulated number can answer is refused by the check, on the line where it stands."""

from __future__ import annotations

import pytest

from contested.scenarios.check import check
from contested.scenarios.load import load
from tests.cli.terminal import typed

TARGETS = "item,observable,summary,place,first,last,low,high,unit,side,factor,basis,source,note\n"
WEEK = "2031-05-11,2031-05-13"
NO_NUMBER = {
    "a crowd at an employer": (
        f"crowd,largest,10,15,person,{WEEK},,Tesk Nitrogen", "enterprise",
        "expected an empty cell, for 'crowd' is not known by employer; plant_strikers is; got 'Tesk Nitrogen'"),
    "deaths at an employer": (f"killed,sum,1,,person,{WEEK},,Tesk Nitrogen", "enterprise", "'killed' is not known by"),
    "an employer elsewhere": (
        f"plant_strikers,largest,1,,person,{WEEK},Dolna,Tesk Nitrogen", "place",
        "expected 'Tesk', where 'Tesk Nitrogen' is"),
    "people in custody where nobody is held": (
        f"custody,largest,1,,person,{WEEK},Dolna,", "place", "a place or region with a site of sites.csv"),
    "named employers where there is none": (
        f"plant_strikers,largest,1,,person,{WEEK},Dolna,", "place", "with an employer of enterprises.csv"),
    "reserves of a town": (
        f"treasury,last,1,,million USD,{WEEK},Dolna,", "place", "'treasury' is known of the whole country only"),
    "officers of a force by town": (f"refusing,last,1,,officer,{WEEK},Dolna,", "place", "of the whole country only"),
    "loyalty of all forces": (
        f"force_loyalty,last,0.5,1,share,{WEEK},,", "quantity",
        "'force_loyalty', which differs by force and is not added up"),
    "a crowd as two audiences are told": (
        f"told_crowd,last,1,,person,{WEEK},,", "quantity", "'told_crowd', which differs by segment"),
    "shares of several days": (
        f"legitimacy,sum,0.5,1,share,{WEEK},,", "over",
        "expected 'largest' or 'last' for several days of a share, 'legitimacy'; got 'sum'"),
}  # fmt: skip


@pytest.mark.parametrize("what", NO_NUMBER)
def test_a_headline_that_no_number_answers_is_refused(folder, what):
    row, field, words = NO_NUMBER[what]
    line = add(folder / "headlines.csv", f'new,"x",{row},invented,\n')
    said = typed("scenarios", "check", folder)
    assert said.exit_code != 0
    assert said.stderr.count("Error: ") == 1
    assert f"headlines.csv:{line}, {field}: " in said.stderr and words in said.stderr, said.stderr


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (f"threat,largest,Dolna,{WEEK},,0.5,share,,,,invented,", "place", "'threat' is known of the whole country"),
        (f"fear,sum,,{WEEK},,0.5,level,,,,invented,", "summary", "expected 'largest' for several days of a level"),
    ],
)
def test_a_target_that_no_number_answers_is_refused(folder, row, field, words):
    (folder / "targets.csv").write_text(f"{TARGETS}new,{row}\n")
    said = typed("scenarios", "check", folder)
    assert f"targets.csv:2, {field}: " in said.stderr and words in said.stderr, said.stderr


@pytest.mark.parametrize(
    "row",
    [
        f"plant_strikers,largest,1,,person,{WEEK},Tesk,Tesk Nitrogen",
        f"plant_strikers,largest,1,,person,{WEEK},Tesk,",
        f"custody,largest,1,,person,{WEEK},Tesk,",
        f"refusing,last,1,,officer,{WEEK},,",
        f"fear,largest,0.1,,level,{WEEK},Dolna,",
        "legitimacy,sum,0.5,1,share,2031-05-11,2031-05-11,,",
    ],
)
def test_parts_that_can_be_added_are_taken(folder, row):
    add(folder / "headlines.csv", f'new,"x",{row},invented,\n')
    assert check(folder).sound
    assert load(folder).headlines[-1].item == "new"


def add(file, row):
    """Append a row; the number of its line."""
    text = file.read_text("utf-8")
    file.write_text(text + row, "utf-8")
    return text.count("\n") + 1
