"""`contested calibrate` as a person types it: what it prints, what a kill costs, what it refuses."""

from __future__ import annotations

import json
import re
import signal
import time

import numpy as np
import pytest

import contested
from contested.store import points as stored
from tests.cli.terminal import process, started, told_once, typed
from tests.studies.small_study import study, words


def test_a_finished_study_prints_parameters_biases_and_how_later_claims_fared():
    said = typed("calibrate", study().path, "--no-report")
    assert said.exit_code == 0, said.stderr
    parts = ("street.cost", "others, incumbent", "lie in 90 % bands; with the prior only", "of 2", "sources",
             "by 60 runs at the", "in its 90 % bands", "% of fitted",
             f"{study().answer['claims']}; {sum(study().answer['unused'].values())} not used")  # fmt: skip
    for part in parts:
        assert part in said.stdout, said.stdout
    assert ("confirmed by" in said.stdout) == (not study().answer["emulator"]["differs"])


def test_as_json_no_column_of_a_table_is_lost():
    said = typed("calibrate", study().path, "--no-report", "--json")
    assert said.exit_code == 0, said.stderr
    rows = json.loads(said.stdout)["tables"][0]["rows"]
    assert rows and len(rows[0]) == 6

    def width(text):
        low, high = map(float, text.split(" to "))
        return high - low

    best = rows[0]  # the claims say most about it: its interval has shrunk, and both ends are told
    assert width(best["posterior 90 %"]) < width(best["prior 90 %"])


def test_doubting_a_source_answers_in_a_folder_of_its_own_without_runs():
    before = stored.read(study().path)
    said = typed("calibrate", study().path, "--distrust", "Ministry of Order", "--no-report")
    assert said.exit_code == 0, said.stderr
    assert re.search("without trust in +Ministry of Order", said.stdout)
    assert "answers/distrusting-ministry-of-order" in said.stdout
    assert stored.read(study().path).equals(before)
    # the command that made the study, with a doubt added, is asked the same
    same = typed("calibrate", "teaching", *words(), "--executor", "serial", "--distrust", "Ministry of Order",
                 "--no-report", "--out", study().path)  # fmt: skip
    assert same.exit_code == 0 and "answers/distrusting-ministry-of-order" in same.stdout
    assert stored.read(study().path).equals(before)


@pytest.mark.slow
def test_a_study_that_is_killed_goes_on_to_the_same_posterior(tmp_path):
    out = tmp_path / "study"
    line = ("calibrate", "teaching", *words(), "--executor", "serial", "--no-report", "--out", out)
    running = started(*line, cwd=tmp_path)
    until = time.monotonic() + 240
    # in the middle of the second wave, which lies around the first one's posterior
    while not (out / "points").is_dir() or len(stored.read(out)) < 70:
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    kept = stored.read(out)
    assert 70 <= len(kept) < 120
    told_once(typed("calibrate", out, "--distrust", "Ministry of Order"), "CheckpointError", "not finished")
    said = process(*line, cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    done, straight = contested.open(out), study()
    assert np.array_equal(done.z, straight.z) and np.array_equal(done.truth, straight.truth)
    assert done.tables["biases"].equals(straight.tables["biases"])
    both = done.runs().join(kept, on=["wave", "point", "replicate"], suffix="_before")
    assert len(both) == len(kept) and (both["seconds"] == both["seconds_before"]).all(), "nothing was played twice"


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        (("--fit-until", "2031-05-11", "--parameters", "street.cots"), "ParameterError", "did you mean 'street.cost'?"),
        (("--fit-until", "2031-05-03"), "InputError", "--fit-until: expected a date from 2031-05-04"),
        (("--fit-until", "someday"), "InputError", "YYYY-MM-DD"),
        ((), "InputError", "--fit-until"),
        (("--fit-until", "2031-05-11", "--distrust", "Ministry of Odour"), "InputError", "Ministry of Order"),
        (("--fit-until", "2031-05-11", "--points", 5), "InputError", "runs a wave for"),
        (("--fit-until", "2031-05-11", "--claims", "absent.csv"), "ClaimError", "absent.csv"),
        (("--fit-until", "2031-05-11", "--set", "street.cost=1", "--parameters", "street.cost"), "InputError",
         "at once"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_once_and_nothing_is_left(tmp_path, monkeypatch, options, kind, says):
    monkeypatch.chdir(tmp_path)
    told_once(typed("calibrate", "teaching", *options), kind, says)
    assert not list(tmp_path.iterdir())


def test_a_folder_of_another_kind_is_refused(tmp_path):
    sweep = tmp_path / "sweep"
    made = typed("sweep", "granovetter-1978", "--over", "mean=0.1:0.4", "--points", 2, "--steps", 2, "--executor",
                 "serial", "--out", sweep)  # fmt: skip
    assert made.exit_code == 0
    asked = ("calibrate", "teaching", *words(), "--no-report", "--out")
    told_once(typed(*asked, sweep), "CheckpointError", "calibration", "sweep")
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    told_once(typed(*asked, full), "InputError", "not empty")
    told_once(typed(*asked, study().path, "--seed", 5), "OtherStudyError", "seed was 4, is 5")


def test_no_claims_by_then_is_told(tmp_path):
    table = tmp_path / "claims.csv"
    table.write_text(
        "date,place,quantity,actor_or_side,value,claimant,claimant_side,source_url,read_or_recalled,note\n"
        "2031-05-13,Tesk,strikers,workers,25,Committee,opposition,https://example.org,read,\n"
    )
    said = typed("calibrate", "teaching", "--fit-until", "2031-05-11", "--claims", table)
    told_once(said, "InputError", "2031-05-13")


def test_aliases_make_one_party_of_two_and_one_place_of_two(tmp_path):
    folder, file = study().path, tmp_path / "aliases.csv"
    file.write_text("kind,name,also\nparty,One Voice,Council\nparty,One Voice,Orvane Evening\nplace,Atlantis,Orvane\n")
    done = contested.calibrate(folder, aliases=file)
    heard = {c.claimant for c in done.claims()}
    assert "One Voice" in heard and not heard & {"Council", "Orvane Evening"} and done.path.parent.name == "answers"
    assert "One Voice" in set(done.tables["predicted"]["party"])
    unused = done.tables["unused_claims"].filter(reason="place unknown")
    assert "Atlantis" in set(unused["place"]) and "Orvane" not in {c.place for c in done.claims()}
