"""`contested scenarios new` on a terminal: drafts, copies, and what it refuses."""

from __future__ import annotations

import pytest

import contested
from tests.cli.terminal import told_once, typed


def test_a_draft_passes_the_check_and_runs(tmp_path):
    folder = tmp_path / "kenya"
    said = typed("scenarios", "new", folder, "--country", "KE", "--vote", "2022-08-09")
    assert said.exit_code == 0 and "contested scenarios check" in said.stdout
    said = typed("scenarios", "check", folder)
    assert said.exit_code == 0 and "51,393,010" in said.stdout
    run = contested.simulate(folder, scale=400, days=6, out=tmp_path / "run")
    assert run.to_xarray()["crowd"].sum() >= 0


def test_the_smallest_country_runs_at_one_to_one(tmp_path):
    folder = contested.new_scenario(tmp_path / "vatican", country="VA", no_vote=True)
    run = contested.simulate(folder, scale=1, days=6, out=tmp_path / "run")
    assert run.to_xarray().sizes["place"] == 1


@pytest.mark.slow
def test_the_largest_country_runs_at_one_to_a_hundred(tmp_path):
    folder = contested.new_scenario(tmp_path / "china", country="CN", vote="2022-08-09")
    run = contested.simulate(folder, scale=100, days=6, out=tmp_path / "run")
    assert run.to_xarray()["crowd"].sum() >= 0


@pytest.mark.parametrize(
    ("words", "kind", "parts"),
    [
        (("--country", "Kenia", "--no-vote"), "ScenarioError", ("--country: expected a code", "'Kenia'", "KE (Kenya)")),
        (("--country", "KE"), "InputError", ("--vote: expected either", "got neither")),
        (("--country", "KE", "--vote", "2022-08-09", "--no-vote"), "InputError", ("--vote: expected either", "both")),
        (("--country", "KE", "--vote", "2022-02-30"), "InputError", ("--vote: expected a date", "'2022-02-30'")),
        (("--country", "KE", "--vote", "9999-12-31"), "InputError", ("--vote: expected a day from 1800",)),
        (("--country", "KE", "--vote", "2022-08-09", "--start", "2022-08-01"), "InputError", ("--start",)),
        (("--country", "KE", "--no-vote", "--towns", "0"), "InputError", ("--towns: expected at least 1",)),
        (("--country", "KE", "--no-vote", "--like", "teaching"), "InputError", ("--like", "not both")),
        (("--vote", "2022-08-09"), "InputError", ("--vote: expected only with a country",)),
        (("--no-vote",), "InputError", ("--no-vote: expected only with a country",)),
        (("--like", "teachin"), "ScenarioError", ("'teachin'", "did you mean 'teaching'?")),
    ],
)
def test_what_it_refuses(tmp_path, words, kind, parts):
    told_once(typed("scenarios", "new", tmp_path / "x", *words), kind, *parts)
    assert not (tmp_path / "x").exists()


def test_a_folder_that_holds_something(tmp_path):
    (tmp_path / "thesis.txt").write_text("do not lose")
    told_once(
        typed("scenarios", "new", tmp_path, "--country", "KE", "--no-vote"), "ScenarioError", "expected an empty folder"
    )
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


HEAD = (
    "date,end_date,place,quantity,actor_or_side,value,low,high,"
    "claimant,claimant_side,source_url,read_or_recalled,note\n"
)


def test_a_ledger_without_rows_and_one_about_nothing(tmp_path):
    ledger = tmp_path / "ledger.csv"
    words = ("scenarios", "from-claims", ledger, "--scenario", "teaching", "--out", tmp_path / "out")
    ledger.write_text(HEAD)
    told_once(typed(*words), "ClaimError", f"{ledger}: expected claims; got none")
    ledger.write_text(HEAD + "2031-05-11,,Velinia,population,,5,,,Board,incumbent,,read,\n")
    told_once(typed(*words), "ScenarioError", f"{ledger}: expected claims that lead to an act", "1 about nothing")
    assert not (tmp_path / "out").exists()


def test_proposals_are_printed_and_accepted(tmp_path):
    mine, proposed = tmp_path / "mine", tmp_path / "proposed"
    assert typed("scenarios", "new", mine, "--like", "teaching").exit_code == 0
    said = typed("scenarios", "from-claims", mine / "claims.csv", "--scenario", mine, "--out", proposed)
    assert said.exit_code == 0 and "headlines proposed" in said.stdout
    told_once(typed("scenarios", "accept", proposed, "--scenario", mine), "ScenarioError", "column accept says yes")
    path = proposed / "headlines.csv"
    path.write_text(path.read_text().replace("\n,", "\nyes,"))
    said = typed("scenarios", "accept", proposed, "--scenario", mine)
    assert said.exit_code == 0, said.stderr
    assert typed("scenarios", "check", mine).exit_code == 0
