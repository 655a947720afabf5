"""`contested compare` as a person types it."""

from __future__ import annotations

import re

import pytest

from contested.studies.comparison.comparison import Comparison
from tests.cli.terminal import told_once, typed

TINY = ("--scale", 100, "--days", 5, "--pairs", 2, "--executor", "serial", "--no-report")
SHORT = ("--scale", 20, "--days", 10, "--pairs", 4, "--executor", "serial")


def test_it_says_what_differs_how_surely_and_through_what(tmp_path):
    out = tmp_path / "study"
    said = typed("compare", "teaching", *SHORT, "--set", "election.mechanism=none", "--out", out)
    assert said.exit_code == 0, said.stderr
    for part in (
        "A: teaching as it is", "B: election.mechanism = none", "Conditional on the model", "crowd.sum", "100 %",
        "efficiency", "election_reported", "protocols (election)", "4 of 4 finished", "report.html",
    ):  # fmt: skip
        assert part in said.stdout, part
    assert (out / "report.html").is_file() and not (out / "figures").exists()
    assert Comparison(out).tables["indicators"].height > 100


def test_the_same_loan_twice_is_twice_the_money_and_money_is_named_by_its_unit(tmp_path):
    loan = "2031-05-06,,patron,loan,,5,million USD"
    said = typed("compare", "teaching", "--add-act", loan, "--add-act", loan, *TINY, "--of", "lent.last",
                 "--out", tmp_path / "study")  # fmt: skip
    assert said.exit_code == 0, said.stderr
    assert re.search(r"In B [^0-9]*, at the end, is 10 million USD higher than in A", " ".join(said.stdout.split()))


def test_one_pair_that_does_not_differ_is_one_pair_without_a_difference(tmp_path):
    words = ("compare", "teaching", "teaching", *TINY, "--pairs", 1, "--out", tmp_path / "study")
    assert "No difference: A and B are exactly the same in 1 pair." in typed(*words).stdout
    assert "No difference in custody.max, in 1 pair." in typed(*words, "--of", "custody.max").stdout


def test_the_same_arms_have_no_difference_and_it_says_so(tmp_path):
    said = typed("compare", "teaching", "teaching", *SHORT, "--no-report", "--out", tmp_path / "study")
    assert said.exit_code == 0, said.stderr
    assert "No difference: A and B are exactly the same in each of 4 pairs." in said.stdout
    assert "crowd.sum" not in said.stdout and not (tmp_path / "study/report.html").exists()


def test_an_order_that_reaches_nobody_is_neither_the_same_nor_a_difference(tmp_path):
    """On its third day nobody is in custody yet: half of nobody is set free."""
    act = ("--add-act", "2031-05-05,,incumbent,release,,0.5,share")
    said = typed("compare", "teaching", "--scale", 100, "--days", 3, "--pairs", 2, "--executor", "serial", *act,
                 "--out", tmp_path / "study")  # fmt: skip
    assert said.exit_code == 0, said.stderr
    assert "No reported number differs on average over 2 pairs, though A and B do. It begins on" in said.stdout
    assert "exactly the same in each" not in said.stdout and "detention_release" in said.stdout
    assert "B larger" not in said.stdout, "there is no row for a table"


def test_acts_are_dropped_and_added_and_named(tmp_path):
    said = typed(
        "compare", "teaching", *SHORT, "--no-report", "--drop-act", "shutdown",
        "--add-act", "2031-05-05,,incumbent,release,,0.5,share", "--without", "workplaces", "--out", tmp_path / "study",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    for part in ("dropped: 2031-05-04 to 2031-05-06 shutdown 0.9 share", "added: 2031-05-05 release 0.5 share",
                 "without workplaces", "media_shutdown"):  # fmt: skip
        assert part in said.stdout, part


def test_draws_and_a_file_of_changes(tmp_path):
    (tmp_path / "draws.csv").write_text("street.cost\n1.0\n1.2\n")
    (tmp_path / "change.toml").write_text('name = "open net"\ndrop_acts = ["shutdown"]\n')
    said = typed(
        "compare", "teaching", tmp_path / "change.toml", *SHORT[:4], "--executor", "serial", "--no-report",
        "--posterior", tmp_path / "draws.csv", "--out", tmp_path / "study",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    assert "B: open net" in said.stdout and "2 of 2 finished" in said.stdout


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        (("--drop-act", "shutdwn"), "ScenarioError", "did you mean 'shutdown'?"),
        (("--drop-act", "2031-05-09/shutdown"), "ScenarioError", "there is 2031-05-04/shutdown"),
        (("--add-act", "tomorrow"), "ScenarioError", "expected 4 to 13 cells"),
        (("--add-act", "2031-05-05,,incumbent,release,,50,share"), "ScenarioError", "write it as a share: 0.5"),
        (("--set", "detention.hold_limit=48"), "ParameterError", "48 hours is 2 days"),
        (("--set", "election.mechanism=fair"), "ParameterError", "none, stuffing, ordered"),
        (("--without", "medya"), "ParameterError", "did you mean 'media'?"),
        (("--posterior", "nowhere.csv"), "InputError", "there is none"),
        (("--pairs", "0"), "InputError", "pairs: expected 1 to"),
        (("belarus-2020",), "InputError", "no common random numbers"),
        (("--add-act", "2031-05-08,2031-05-20,incumbent,leader_jailed,,2,person", "--set", "street.cost=1.9",
          "--branch", "2031-05-14"), "InputError", "not over before 2031-05-14; leader_jailed on 2031-05-08 is"),
        (("change.toml",), "ScenarioError", "expected TOML, the file of a change; got none"),
    ],
)
def test_what_makes_no_sense_is_told_once(tmp_path, words, kind, part):
    said = typed("compare", "teaching", *words, "--scale", 20, "--executor", "serial", "--out", tmp_path / "study")
    told_once(said, kind, part)
    assert list(tmp_path.iterdir()) == []


def test_a_change_alone_must_name_its_scenario(tmp_path):
    (tmp_path / "change.toml").write_text('drop_acts = ["shutdown"]\n')
    told_once(typed("compare", tmp_path / "change.toml"), "ScenarioError", 'add a line scenario = "teaching"')


@pytest.fixture(scope="module")
def two(stored, tmp_path_factory):
    """The stored run of the other tests, and the same where going costs more."""
    out = tmp_path_factory.mktemp("two") / "cost"
    said = typed(
        "simulate", "teaching", "--seed", 3, "--scale", 10, "--days", 10, "--replicates", 2, "--set",
        "street.cost=1.4", "--out", out, "--no-report",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    return stored, out


def test_two_stored_runs_are_compared_and_nothing_is_simulated(two, tmp_path):
    said = typed("compare", *two, "--of", "crowd.max", "--out", tmp_path / "study")
    assert said.exit_code == 0, said.stderr
    for part in ("fewer people who marched, at the highest, than A (90 % interval of the mean", "2 pairs", "first in"):
        assert part in said.stdout.replace("\n", " "), part
    assert (tmp_path / "study/report.html").is_file() and Comparison(tmp_path / "study").tables["first"].height
    bare = typed("compare", *two)
    assert bare.exit_code == 0 and "--out FOLDER keeps the tables" in bare.output


def test_days_and_replicates_that_are_not_compared_are_told(tmp_path):
    how = ("--scale", 100, "--replicates", 2, "--no-report")
    base, branch = tmp_path / "base", tmp_path / "branch"
    first = typed("simulate", "teaching", *how, "--seed", 4, "--days", 8, "--checkpoint", 4, "--out", base)
    assert first.exit_code == 0, first.stderr
    second = typed("simulate", "--from", base / "checkpoints/r0000_day004.npz", *how[2:], "--days", 4, "--out", branch)
    assert second.exit_code == 0, second.stderr
    said = typed("compare", base, branch, "--out", tmp_path / "study")
    assert said.exit_code == 0, said.stderr
    assert "exactly the same in 1 pair." in said.stdout
    about = typed("show", tmp_path / "study").stdout
    for shown in (said.stderr, about, (tmp_path / "study/report.html").read_text()):
        text = " ".join(shown.split()).replace("&#39;", "'")
        assert "compared: 3 days, 2031-05-09 to 2031-05-11; left out: A's first 5 days, B's last day" in text
        assert "left out, having no pair: 1 of A's 2 runs, 1 of B's 2" in text


def test_two_stored_runs_are_simulated_again_to_tell_through_whom(two):
    said = typed("compare", *two, "--people", "--executor", "serial")
    assert said.exit_code == 0, said.stderr
    text = said.stdout.replace("\n", " ")
    assert "It begins on 2031" in text and "first reached through" in text


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("teaching",), "expected the folder of a result, like the other one"),
        (("SELF", "--pairs", 3), "--pairs: changes what is simulated"),
        (("SELF", "--of", "crowds.sum"), "expected an indicator of the comparison; got 'crowds.sum'"),
        (("SELF@2",), "expected a point of a sweep"),
    ],
)
def test_stored_results_that_cannot_be_compared(stored, words, part):
    told_once(typed("compare", stored, *(str(w).replace("SELF", str(stored)) for w in words)), "InputError", part)


def test_interventions_have_names(tmp_path):
    out = tmp_path / "study"
    said = typed("compare", "teaching", *SHORT, "--release-earlier", "3d", "--no-shutdown", "--no-report", "--out", out)
    assert said.exit_code == 0, said.stderr
    assert "B: detainees released 3 days earlier; no internet shutdown" in said.stdout
    assert "It begins on 2031-05-0" in said.stdout and "90 % interval of the mean" in said.stdout
    again = typed("compare", "teaching", *SHORT, "--release-earlier", "3d", "--no-report", "--out", out)
    told_once(again, "OtherStudyError", "holds another comparison")


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        (("teaching", "--release-earlier", "soon"), "InputError", "--release-earlier: expected a number of days"),
        (("khabarovsk-2020", "--release-earlier", "2d"), "ScenarioError", "expected a release of detainees"),
        (("yellow-vests-2018", "--leaders-free"), "ScenarioError", "expected a leader jailed or exiled"),
        (("khabarovsk-2020", "--no-falsification"), "ScenarioError", "expected an election"),
    ],
)
def test_interventions_that_make_no_sense(tmp_path, words, kind, part):
    told_once(typed("compare", *words, "--scale", 100, "--out", tmp_path / "study"), kind, part)


def test_an_unknown_intervention_is_no_option():
    said = typed("compare", "teaching", "--no-shutdwn")
    assert said.exit_code == 2 and "No such option" in said.stderr and "--no-shutdown" in said.stderr
