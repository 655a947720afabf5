"""`contested forecast` as a person types it: tables with lost comparisons, a ledger to score, one clear error each."""

from __future__ import annotations

import json

import pytest

from contested.claims import write
from tests.cli.terminal import told_once, typed
from tests.studies.spoken_study import later, made


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return made(tmp_path_factory.mktemp("forecast") / "study")


def test_a_forecast_is_printed_kept_and_scored_later(study, tmp_path):
    words = ("forecast", study, "--horizon", 10, "--origins", "2031-05-24", "--draws", 60, "--runs", 20, "--executor",
             "serial", "--no-report")  # fmt: skip
    said = typed(*words, "--out", tmp_path / "out")
    assert said.exit_code == 0, said.stderr
    for part in ("the truth", "Ministry of Order", "the nation against", "mixture learnt", "if it had known",
                 "best until then", "verdict", "ledger.jsonl"):
        assert part in said.stdout
    opened = typed(*words, "--out", tmp_path / "out", "--json")
    best = next(t for t in json.loads(opened.stdout)["tables"] if "best single baseline" in t["title"])["rows"]
    assert best and all({"verdict until then", "verdict in hindsight", "which is"} <= row.keys() for row in best)
    file = tmp_path / "later.csv"
    file.write_bytes(write.as_bytes(later(), ".csv"))
    scoring = ("forecast", "--score", tmp_path / "out/ledger.jsonl", "--claims", file)
    said = typed(*scoring)
    assert said.exit_code == 0, said.stderr
    assert "log_score" in said.stdout and "were added" in said.stderr + said.stdout
    assert "recorded against" in said.stdout and "ETS/ARIMA" in said.stdout and "too few to tell (" in said.stdout
    again = typed(*scoring)
    assert again.exit_code == 0 and "no claim in the file is new" in again.stderr + again.stdout


def test_what_is_wrong_is_told_once(study, tmp_path):
    told_once(typed("forecast"), "InputError", "got neither")
    told_once(typed("forecast", study, "--score", "book.jsonl"), "InputError", "got both")
    told_once(typed("forecast", tmp_path), "CheckpointError", "not a calibration")
    told_once(typed("forecast", study, "--horizon", 0), "InputError", "horizon: expected at least 1")
    told_once(typed("forecast", study, "--seed", 2**63), "InputError", "--seed: expected 0 to 2^63 - 1; got 9223")
    told_once(typed("forecast", study, "--origins", "yesterday"), "InputError", "origins")
    told_once(typed("forecast", "--score", "book.jsonl"), "InputError", "--claims: expected a file")
    told_once(typed("forecast", "--score", "book.jsonl", "--claims", "a.csv"), "InputError", "no such file")


def test_a_scenario_is_no_study_and_the_way_to_one_is_named():
    done = typed("forecast", "teaching")
    assert done.exit_code == 2 and "first contested calibrate SCENARIO --fit-until DATE" in done.stderr
