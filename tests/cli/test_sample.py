"""`contested sample`: from a list of stations to an estimate, and from reported votes to a ballot audit."""

from __future__ import annotations

import re

import polars as pl
import pytest

from tests.cli.terminal import typed
from tests.forensics.samples.test_stations import country


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_quick_count_from_the_draw_to_the_estimate_and_the_test(tmp_path):
    _, counts = country(tmp_path, strata=1)
    stations, sample = tmp_path / "stations.csv", tmp_path / "sample.csv"
    drew = typed("sample", "draw", stations, "--error", "0.03", "--seed", "9", "--out", sample)
    assert drew.exit_code == 0 and "stations drawn" in drew.stdout
    protocols = pl.read_csv(sample).select("station").join(counts, on="station", maintain_order="left")
    protocols.write_csv(tmp_path / "protocols.csv")
    estimated = typed("sample", "estimate", tmp_path / "protocols.csv", "--stations", stations, "--official", "A=70",
                      "--official", "B=60,5%")  # fmt: skip
    assert estimated.exit_code == 0
    assert "outside" in estimated.stdout and "the official share is 70.00 %" in flat(estimated.stdout)
    tested = typed("sample", "test", tmp_path / "protocols.csv", "--stations", stations, "--winner", "B")
    assert tested.exit_code == 0 and "rejected at a risk of 0.05" in flat(tested.stdout)


CONTESTS = "contest,candidate,votes\nmayor,A,6000\nmayor,B,3500\n"


def test_a_ballot_audit_is_planned_and_ends_when_it_is_confirmed(tmp_path):
    (tmp_path / "c.csv").write_text(CONTESTS)
    planned = typed("sample", "plan", tmp_path / "c.csv", "--cards", "10000")
    size = int(re.search(r"Draw ([\d,]+) of 10,000 cards", flat(planned.stdout))[1].replace(",", ""))
    assert planned.exit_code == 0 and 60 < size < 300
    compared = typed("sample", "plan", tmp_path / "c.csv", "--cards", "10000", "--method", "comparison")
    assert int(re.search(r"Draw ([\d,]+) of", flat(compared.stdout))[1]) < size / 2
    # six votes of ten for A
    rows = [f"{i},mayor,{'AAABABAABB'[i % 10]}" for i in range(400)]
    (tmp_path / "d.csv").write_text("card,contest,vote\n" + "\n".join(rows) + "\n")
    done = typed("sample", "confirm", tmp_path / "c.csv", tmp_path / "d.csv", "--cards", "10000")
    assert done.exit_code == 0 and "400 cards confirm every reported winner" in flat(done.stdout)
    (tmp_path / "d.csv").write_text("card,contest,vote\n" + "\n".join(rows[:8]) + "\n")
    early = typed("sample", "confirm", tmp_path / "c.csv", tmp_path / "d.csv", "--cards", "10000")
    assert early.exit_code == 1 and "do not confirm 1 of 1 assertions" in flat(early.stdout)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("draw", "stations.csv"), ("a size or an error", "neither")),
        (("draw", "stations.csv", "--size", "5000"), ("5,000", "stations")),
        (("draw", "nowhere.csv", "--size", "5"), ("nowhere.csv",)),
        (("estimate", "stations.csv", "--stations", "stations.csv", "--official", "A"), ("NAME=PERCENT",)),
        (("plan", "c.csv", "--cards", "10"), ("expected at most 10 votes",)),
        (("plan", "c.csv", "--cards", "10000", "--risk-limit", "2"), ("between 0 and 1",)),
        (("plan", "c.csv", "--cards", "10000", "--method", "guess"), ("polling or comparison",)),
    ],
)
def test_what_cannot_be_done_is_one_error(tmp_path, monkeypatch, words, parts):
    country(tmp_path)
    (tmp_path / "c.csv").write_text(CONTESTS)
    monkeypatch.chdir(tmp_path)
    result = typed("sample", *words)
    assert result.exit_code == 2 and "Traceback" not in result.stderr
    for part in parts:
        assert part in flat(result.stderr)
