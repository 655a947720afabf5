"""Old names of options still work, with a warning on stderr, and are not in `--help`."""

from __future__ import annotations

import pytest

from contested.ground.errors import InputError
from tests.cli.terminal import typed


@pytest.fixture
def given(monkeypatch):
    """What the task behind a command is given; it is not run."""
    seen = {}

    def catch(*args, **options):
        seen.update(options, args=args)
        raise InputError("caught.", "")

    for task in ("calibrate.calibrate", "compare.compare", "claims.check", "claims.import_"):
        monkeypatch.setattr(f"contested.tasks.{task}", catch)
    return seen


@pytest.mark.parametrize(
    ("dates", "fit_until", "until", "notes"),
    [
        (["--fit-until", "2031-05-11", "--until", "2031-06-14"], "2031-05-11", "2031-06-14", []),
        (["--fit-until", "2031-05-11"], "2031-05-11", None, []),
        (["--until", "2031-05-11"], "2031-05-11", None, ["--until is now called --fit-until"]),
        (["--until=2031-05-11", "--last", "2031-06-14"], "2031-05-11", "2031-06-14",
         ["--until is now called --fit-until", "--last is now called --until"]),
        (["--fit-until", "2031-05-11", "--last=2031-06-14"], "2031-05-11", "2031-06-14",
         ["--last is now called --until"]),
    ],
)  # fmt: skip
def test_the_dates_of_a_calibration(given, tmp_path, dates, fit_until, until, notes):
    said = typed("calibrate", "teaching", *dates, "--out", tmp_path / "study")
    assert (given["args"], given["until"]) == (("teaching", fit_until), until)
    assert said.stderr.count("note: ") == len(notes)
    for note in notes:
        assert note in said.stderr


@pytest.mark.parametrize("old", ["--draws", "--from"])
def test_the_posterior_of_a_comparison(given, tmp_path, old):
    said = typed("compare", "teaching", old, "draws.csv", "--out", tmp_path / "study")
    assert given["posterior"] == "draws.csv"
    assert f"note: {old} is now called --posterior" in said.stderr
    assert "note" not in typed("compare", "teaching", "--posterior", "draws.csv", "--out", tmp_path / "study").stderr


@pytest.mark.parametrize("command", ["check", "import"])
def test_the_format_of_claims(given, command):
    said = typed("claims", command, "export.csv", "--from", "acled")
    assert given["args"][:2] == ("export.csv", "acled")
    assert "note: --from is now called --format" in said.stderr


def test_old_names_are_not_listed():
    for command in (["calibrate"], ["compare"], ["claims", "check"], ["claims", "import"]):
        listed = typed(*command, "--help").stdout
        for old in ("--last", "--draws", "--from"):
            assert f"{old} " not in listed
