"""What is wrong with the acts of a folder is said once, and folders of earlier versions are read with a note."""

from __future__ import annotations

import shutil

import pytest

from contested.scenarios.folders import builtin
from contested.scenarios.load import load
from tests.cli.terminal import told_once, typed

FORMER = """date,end_date,actor,act,place,level,unit,source,level_source,note
2031-05-04,2031-05-07,incumbent,tactic_crackdown,,1,level,invented,invented,first nights
2031-05-05,2031-05-06,opposition,call_march,,0.35,share,invented,invented,evenings
"""


@pytest.fixture
def folder(tmp_path):
    """A copy of `teaching`."""
    shutil.copytree(builtin("teaching"), tmp_path / "mine")
    return tmp_path / "mine"


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("2031-05-20,,opposition,call,,,,march,week,,invented,,", ["end_date", "(every week); got an empty cell"]),
        ("2031-05-20,,opposition,call,,,,parade,,,invented,,", ["form", "a row of the table forms", "got 'parade'"]),
        ("2031-05-20,2031-05-30,opposition,call,,,,march,monthly,,invented,,", ["every", "day, week", "'monthly'"]),
        ("2031-05-20,2031-05-10,opposition,call,,,,march,week,,invented,,", ["end_date", "not before the date"]),
        ("2031-05-20,2031-05-22,incumbent,tactic,,,,crackdown,,,invented,,", ["form", "one tactic in the whole"]),
        ("2031-05-20,,events,shock,,-1,level,,,,invented,invented,", ["level", "0 to 5 (level); got -1"]),
    ],
)  # fmt: skip
def test_acts_that_make_no_sense(folder, tmp_path, row, parts):
    with (folder / "acts.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    line = len((folder / "acts.csv").read_text("utf-8").splitlines())
    told_once(typed("simulate", folder, "--out", tmp_path / "run"), "ScenarioError", f"mine/acts.csv:{line}", *parts)
    assert not (tmp_path / "run").exists()
    assert typed("scenarios", "check", folder).exit_code == 2


def test_a_vote_is_spoken_of_where_nobody_votes(folder, tmp_path):
    text = (folder / "scenario.toml").read_text("utf-8")
    start, end = text.index("[election]"), text.index("[claims]")
    (folder / "scenario.toml").write_text(text[:start] + text[end:], "utf-8")
    said = typed("scenarios", "check", folder)
    assert said.exit_code == 2
    for words in ("names a side of a vote", "official.csv:2, region: expected no rows", "needs no election"):
        assert words in " ".join(said.stderr.split())


def test_acts_of_an_earlier_version_are_read_with_one_note_and_converted(folder, tmp_path):
    (folder / "acts.csv").write_text(FORMER, "utf-8")
    said = typed("plan", folder)
    assert said.exit_code == 0 and "crackdown" in said.stdout
    assert said.stderr.count("note: ") == 1 and "2 acts are written as in earlier versions" in said.stderr
    assert typed("scenarios", "convert", folder, "--out", tmp_path / "new").exit_code == 0
    assert typed("plan", tmp_path / "new").stderr == ""
    assert load(tmp_path / "new").country == load(folder).country


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2031-05-20,2031-05-25,events,shock,,0.5,level,,,,invented,invented,", "shock happens once, on 2031-05-20;"),
        ("2031-05-20,2031-05-25,incumbent,leader_jailed,,1,person,,,,invented,invented,", "leader_jailed happens once"),
        ("2031-05-20,2031-05-25,forces,refusal,,0.1,share,,,,invented,invented,", "refusal happens once"),
        ("2031-05-20,2031-05-25,patron,guarantee,,0.7,level,,,,invented,invented,", "until the next guarantee;"),
        ("2031-06-13,2031-06-30,incumbent,shutdown,,0.9,share,,,,invented,invented,", "after the forecast origin,"),
        ("2031-06-01,2031-06-30,opposition,call,,,,march,week,,invented,,", "the model's rules say whether it goes on"),
    ],
)  # fmt: skip
def test_an_end_date_without_effect_is_told(folder, row, said):
    with (folder / "acts.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    line = len((folder / "acts.csv").read_text("utf-8").splitlines())
    told = typed("scenarios", "check", folder)
    flat = " ".join((told.stdout + told.stderr).split())
    assert told.exit_code == 0
    for part in (f"acts.csv:{line}: ", said, row.split(",")[1], "is ignored"):
        assert part in flat, flat


@pytest.mark.parametrize(
    "row",
    ["2031-05-20,2031-05-20,events,shock,,0.5,level,,,,invented,invented,",
     "2031-06-10,2031-06-13,incumbent,shutdown,,0.9,share,,,,invented,invented,",
     "2031-05-20,2031-05-25,incumbent,rally,,1,level,,,,invented,invented,"],
)  # fmt: skip
def test_nothing_is_told_of_an_end_date_that_holds(folder, row):
    with (folder / "acts.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    told = typed("scenarios", "check", folder)
    assert told.exit_code == 0 and "end_date" not in told.stdout + told.stderr


def test_a_cell_of_a_table_of_kinds_can_be_set(tmp_path):
    small = ("--scale", 50, "--days", 1, "--no-report", "--out", tmp_path / "run")
    assert typed("simulate", "teaching", "--set", "forms.march.base=0.4", *small).exit_code == 0
    said = typed("simulate", "teaching", "--set", "forms.marsh.base=0.4", "--out", tmp_path / "other")
    told_once(said, "ParameterError", "did you mean 'forms.march.base'?")
