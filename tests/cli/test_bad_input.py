"""Whatever is wrong, it is told once, with what was expected, what came and what to do; nothing finished is lost."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from contested.store import layout
from contested.studies.run.run import Run
from tests.cli.terminal import environment, process, told_once, typed

SMALL = ("--scale", 10, "--days", 3, "--no-report")


@pytest.mark.parametrize(
    ("words", "kind", "parts"),
    [
        (["belorus-2020"], "ScenarioError", ["'belorus-2020'", "did you mean 'belarus-2020'?"]),
        (["teaching", "--set", "detention.hold_limits=3"], "ParameterError", ["did you mean 'detention.hold_limit'?"]),
        (["teaching", "--set", "detention.hold_limit=48"], "ParameterError", ["0 to 30 day; got 48", "48 hours is 2"]),
        (["teaching", "--set", "detention.sentenced=60"], "ParameterError", ["0 to 1 share; got 60", "60 % is 0.6"]),
        (["teaching", "--set", "detention.hold_limit=2 hours"], "ParameterError", ["a number in day; got '2 hours'"]),
        (["teaching", "--set", "detention.hold_limit=nan"], "ParameterError", ["0 to 30 day"]),
        (["teaching", "--set", "detention.hold_limit"], "InputError", ["NAME=VALUE; got 'detention.hold_limit'"]),
        (["teaching", "--set", "a.b=1", "--set", "a.b=2"], "InputError", ["given twice, 1 and 2"]),
        (["teaching", "--without", "stikes"], "ParameterError", ["--without stikes", "did you mean"]),
        (["teaching", "--scale", 0], "InputError", ["--scale: expected a whole number of at least 1; got 0"]),
        (["teaching", "--seed", -1], "InputError", ["--seed: expected 0 to"]),
        (["teaching", "--seed", 2**64], "InputError", ["--seed: expected 0 to"]),
        (["teaching", "--replicates", 0], "InputError", ["expected at least 1; got 0"]),
        (["teaching", "--days", 0], "InputError", ["--days: expected 1 to 60", "got 0"]),
        (["teaching", "--days", 61], "InputError", ["--days: expected 1 to 60", "got 61"]),
        (["teaching", "--until", "2031-05-03"], "InputError", ["from 2031-05-04 to 2031-07-02; got 2031-05-03"]),
        (["teaching", "--until", "3 May"], "InputError", ["YYYY-MM-DD; got '3 May'"]),
        (["teaching", "--until", "2031-05-09", "--days", 3], "InputError", ["give one"]),
        (["teaching", "--checkpoint", "someday"], "InputError", ["a day number or a date", "got 'someday'"]),
        (["teaching", "--checkpoint", "²"], "InputError", ["a day number or a date as YYYY-MM-DD; got '²'"]),
        (["teaching", "--replicates", 10**8], "InputError", ["at most 1,000,000; got 100000000"]),
        ([""], "InputError", ["NAME: expected a name"]),
        (["teaching", "--from", ""], "InputError", ["--from: expected a name"]),
        (["teaching", "--from", "c" * 300], "InputError", ["--from: expected a path", "(300 characters)"]),
        (["teaching", "--days", 3, "--checkpoint", 3], "InputError", ["a day that is simulated, 0 to 2; got 3"]),
        (["teaching", "--threads", 0], "InputError", ["--threads: expected 1 to"]),
        (["teaching", "--from", "none.npz"], "CheckpointError", ["none.npz: no such checkpoint"]),
    ],
)  # fmt: skip
def test_what_was_asked_makes_no_sense(tmp_path, words, kind, parts):
    told_once(typed("simulate", *words, "--out", tmp_path / "run"), kind, *parts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["simulate", "teaching", "--days", "many"], "valid integer"),
        (["simulate", "teaching", "--colour", "red"], "--colour"),
        (["simulate"], "NAME"),
        (["simulat", "teaching"], "simulat"),
    ],
)
def test_what_was_typed_makes_no_sense(words, says):
    said = typed(*words)
    assert said.exit_code == 2
    assert says in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("out", "part"),
    [("", "--out: expected a name"), ("o" * 300, "--out: expected a path"), ("afile", "it is a file")],
)
def test_an_out_that_can_be_no_folder(tmp_path, monkeypatch, out, part):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "afile").write_text("in the way")
    told_once(typed("simulate", "teaching", *SMALL, "--out", out), "InputError", part)
    assert [p.name for p in tmp_path.iterdir()] == ["afile"]


def test_a_refusal_leaves_no_folder_it_named_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert typed("simulate", "teaching", "--days", 0).exit_code == 2
    assert typed("simulate", "belorus-2020").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_finished_run_is_never_written_over(stored):
    before = Run(stored).integrity.hashes()
    told_once(
        typed("simulate", "teaching", *SMALL, "--out", stored), "InputError", "it holds a run", "contested resume"
    )
    told_once(
        typed("simulate", "teaching", "--seed", 4, "--scale", 10, "--replicates", 1, "--out", stored), "InputError",
        "it holds a run, and another one: seed was 3, is 4; replicates was 2, is 1",
    )
    assert Run(stored).integrity.hashes() == before


def test_an_edited_table_is_refused_and_resume_makes_it_again(stored, tmp_path):
    path = shutil.copytree(stored, tmp_path / "run")
    file = layout.table(path, "by_place")
    pl.read_parquet(file).with_columns(crowd=pl.lit(5.0)).write_parquet(file)
    for words in (("show", path), ("show", path, "--facts"), ("export", path, "--to", "csv", "--out", tmp_path / "x")):
        told_once(typed(*words), "CheckpointError", "by_place.parquet: edited or damaged", "makes the tables again")
    (path / "scenario" / "._places.csv").write_bytes(b"\0\x05\x16\x07")  # a Mac writes these beside what it copies
    assert typed("resume", path).exit_code == 0 and typed("show", path).exit_code == 0
    assert Run(path).to_polars("place").equals(Run(stored).to_polars("place"))


@pytest.mark.parametrize("name", ["places.csv", "headlines.csv"])
def test_an_edited_copy_of_the_scenario_is_refused(stored, tmp_path, name):
    path = shutil.copytree(stored, tmp_path / "run")
    with (path / "scenario" / name).open("a", encoding="utf-8") as file:
        file.write("# a word\n")
    export = ("export", path, "--to", "csv", "--out", tmp_path / "x")
    comparison = ("compare", stored, path, "--no-report", "--out", tmp_path / "x")
    for words in (("show", path, "--facts"), export, ("resume", path), comparison):
        told_once(typed(*words), "CheckpointError", f"scenario/{name}: edited or damaged", "put it back as it was")
    assert not (tmp_path / "x").exists()


def test_an_option_of_the_other_kind_says_what_to_do_instead():
    told_once(typed("simulate", "teaching", "--preset", "x"), "InputError", "hint: a preset is a named set of", "--set")
    told_once(typed("simulate", "teaching", "--steps", 3), "InputError", "hint: say how long with --days")
    told_once(typed("simulate", "granovetter-1978", "--scale", 5), "InputError", "hint: how many agents a model has")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_page_that_does_not_fit_is_one_error(stored):
    said = typed("report", stored, "--out", "/dev/full")
    told_once(said, "DiskError", "/dev/full: the report cannot be written", "hint: free some space", code=1)
    assert "resume" not in said.stderr


@pytest.mark.parametrize(
    ("command", "part"),
    [("show", "folder of a run"), ("report", "folder of a run"), ("resume", "not a run"), ("replay", "not a run")],
)
def test_a_folder_that_is_no_run(tmp_path, command, part):
    told_once(typed(command, tmp_path / "none"), "CheckpointError", "no such folder")
    told_once(typed(command, tmp_path), "CheckpointError", part)


@pytest.mark.parametrize("command", ["show", "resume", "replay", "report"])
def test_a_run_without_a_name(command):
    told_once(typed(command, ""), "InputError", ": expected a path; got ''")


def test_a_new_scenario_without_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told_once(typed("scenarios", "new", ""), "InputError", "DIR: expected a path; got ''")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["show", "replay", "report"])
@pytest.mark.parametrize("damage", ["provenance", "numbers", "note", "table"])
def test_a_damaged_run(stored, tmp_path, command, damage):
    path = shutil.copytree(stored, tmp_path / "run")
    if damage == "provenance":
        text = layout.provenance(path).read_text()
        layout.provenance(path).write_text(text[: len(text) // 2])
        part = "provenance.json: expected the record of a run; got no JSON that can be read"
    elif damage == "numbers":
        chunk = next(c for c in (layout.observables(path) / "crowd/c/1").rglob("0") if c.is_file())
        chunk.write_bytes(chunk.read_bytes()[:20])
        part = "crowd: replicate 1 cannot be read"
    elif damage == "note":
        layout.member(path, 0).write_text("{")
        part = "expected the note of replicate 0; got no JSON that can be read"
    else:
        layout.table(path, "returns").write_bytes(b"PAR1")
        part = "returns.parquet: expected a table; got no Parquet file that can be read"
    if damage == "provenance":
        told_once(typed(command, path), "CheckpointError", part)
        return
    told_once(typed(command, path), "CheckpointError", part, f"`contested resume {path}` plays what is damaged again")
    assert typed("resume", path, "--no-report").exit_code == 0
    assert typed("show", path).exit_code == 0
    assert Run(path).integrity.hashes() == Run(stored).integrity.hashes()


def test_days_lost_before_a_checkpoint_are_played_again_and_never_filled_with_nothing(stored, tmp_path):
    path = shutil.copytree(stored, tmp_path / "run")
    next(c for c in (layout.observables(path) / "crowd/c/0").rglob("0") if c.is_file()).unlink()
    told_once(typed("show", path, "--facts"), "CheckpointError", "crowd of replicate 0 does not match", "resume")
    layout.member(path, 0).unlink()  # as somebody may who wants to help
    said = typed("resume", path, "--no-report")
    assert said.exit_code == 0, said.stderr
    assert Run(path).integrity.hashes() == Run(stored).integrity.hashes()
    assert Run(path).to_polars("place").equals(Run(stored).to_polars("place"))
    assert not Run(path).to_xarray()["crowd"].isnull().any()


def test_a_replay_of_an_unfinished_run_says_what_was_compared(stored, tmp_path):
    path = shutil.copytree(stored, tmp_path / "run")
    layout.member(path, 1).unlink()
    said = typed("replay", path)
    assert said.exit_code == 0
    assert "1 of 2 replicates are finished; only those were compared" in said.stderr


def test_a_run_with_nothing_finished_has_nothing_to_show(stored, tmp_path):
    path = shutil.copytree(stored, tmp_path / "run")
    for r in (0, 1):
        layout.member(path, r).unlink()
    for words in (["report", path], ["replay", path], ["show", path, "--facts"]):
        told_once(typed(*words), "CheckpointError", "no replicate is finished", f"contested resume {path}")
    assert "0 of 2 finished" in typed("show", path).stdout


@pytest.mark.parametrize("kept", [0, 0.3, 0.999])
def test_a_half_written_checkpoint(stored, tmp_path, kept):
    whole = layout.checkpoint(stored, 0, 4).read_bytes()
    half = tmp_path / "half.npz"
    half.write_bytes(whole[: int(kept * len(whole))])
    said = typed("simulate", "teaching", "--scale", 10, "--from", half, "--out", tmp_path / "run", "--no-report")
    told_once(said, "CheckpointError", "half.npz: not a readable checkpoint", "damaged or cut off")


def test_a_checkpoint_of_another_scale(stored, tmp_path):
    said = typed(
        "simulate", "teaching", "--scale", 20, "--from", layout.checkpoint(stored, 0, 4), "--out", tmp_path / "r"
    )
    told_once(said, "CheckpointError", "there 10, here 20", "the checkpoint knows both")


def test_a_checkpoint_damaged_inside_is_refused_before_it_is_played(stored, tmp_path):
    content = bytearray(layout.checkpoint(stored, 0, 4).read_bytes())
    content[len(content) // 2] ^= 0xFF
    bad = tmp_path / "bad.npz"
    bad.write_bytes(content)
    said = typed("simulate", "teaching", "--scale", 10, "--from", bad, "--out", tmp_path / "run", "--no-report")
    told_once(said, "CheckpointError", "not a readable checkpoint")
    assert not (tmp_path / "run").exists()


def test_not_enough_memory_names_a_scale_that_fits(tmp_path):
    environ = environment(CONTESTED_MEMORY_MB="900")
    said = process("simulate", "belarus-2020", "--out", tmp_path / "run", cwd=tmp_path, env=environ)
    told_once(said, "NotEnoughMemory", "0.9 GB are available", "--scale 2", code=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on files there")
def test_a_full_disk_keeps_what_is_finished_and_can_be_continued(stored, tmp_path):
    """Files may grow to 400 kB: enough for the run, too little for the checkpoint of day 4."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    words = ["simulate", "teaching", "--seed", 3, "--days", 10, "--replicates", 2, "--no-report"]
    said = process(*words, "--checkpoint", 4, "--out", tmp_path / "run", cwd=tmp_path, preexec_fn=limit)
    told_once(said, "DiskError", "do not fit on the disk", f"contested resume {tmp_path / 'run'}", code=1)
    assert not list((tmp_path / "run").rglob("*.part"))
    assert typed("resume", tmp_path / "run", "--no-report").exit_code == 0
    assert typed(*words, "--out", tmp_path / "straight").exit_code == 0
    assert Run(tmp_path / "run").integrity.hashes() == Run(tmp_path / "straight").integrity.hashes()


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    said = typed("simulate", "teaching", *SMALL, "--out", tmp_path / "file" / "run")
    told_once(said, "DiskError", "cannot be written", "--out", code=1)


CLOSED = (
    ("simulate", "teaching", "--days", 2, "--out", "closed/run"), ("show", "closed/run"), ("resume", "closed/run"),
    ("audit", "closed/returns.csv"), ("audit", "--demo", "--out", "closed/audit"), ("read", "closed/report.txt"),
)  # fmt: skip


def test_a_path_that_may_not_be_entered_is_the_caller_s_mistake(tmp_path):
    """Root may enter every folder, so as root the process gives up that right first."""
    (tmp_path / "closed").mkdir(mode=0o000)
    script = (
        "import sys\nfrom typer.testing import CliRunner\nfrom contested.cli.main import app\n"
        f"for words in {[list(map(str, words)) for words in CLOSED]}:\n"
        "    said = CliRunner().invoke(app, words)\n"
        "    print(said.exit_code, said.stderr.split('\\n')[0], 'hint: ' in said.stderr, sep='|')\n"
    )
    command = [sys.executable, "-c", script]
    if os.geteuid() == 0:
        if (setpriv := shutil.which("setpriv")) is None:
            pytest.skip("root may enter every folder")
        rights = "-dac_override,-dac_read_search"
        command = [setpriv, "--bounding-set", rights, "--inh-caps", rights, *command]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = [line.split("|") for line in done.stdout.splitlines()]
    assert len(lines) == len(CLOSED)
    for words, (code, message, hint) in zip(CLOSED, lines, strict=True):
        assert (code, hint) == ("2", "True") and message.startswith("InputError: closed/"), (words, message)
        assert "permission denied" in message.lower(), message
    assert list(tmp_path.iterdir()) == [tmp_path / "closed"]


def test_a_scenario_changed_after_the_run_began(stored, tmp_path):
    path = shutil.copytree(stored, tmp_path / "run")
    places = layout.scenario(path) / "places.csv"
    places.write_text(places.read_text() + "\n")
    told_once(typed("replay", path), "CheckpointError", "scenario files changed: places.csv")


def test_a_run_of_another_format(stored, tmp_path):
    path = shutil.copytree(stored, tmp_path / "run")
    record = json.loads(layout.provenance(path).read_text())
    layout.provenance(path).write_text(json.dumps({**record, "format": 99}))
    told_once(typed("show", path), "CheckpointError", "expected run format 1 or 2; got 99")


def test_a_defect_is_told_as_one_and_shown_whole_on_request(monkeypatch, stored):
    def broken(_):
        raise ZeroDivisionError("no crowd")

    monkeypatch.setattr("contested.tasks.open.show", broken)
    said = typed("show", stored)
    assert said.exit_code == 1
    assert "defect in contested" in said.stderr
    assert "ZeroDivisionError: no crowd" in said.stderr
    assert "Traceback" not in said.stderr
    with pytest.raises(ZeroDivisionError):
        typed("--debug", "show", stored)
