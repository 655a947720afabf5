"""Quick counts from files: samples that can be repeated, sizes from a book, coverage, and tables that are wrong."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from contested.forensics.samples.reported import estimates, outcome, read_reported, unreported_strata
from contested.forensics.samples.stations import allocate, draw, read_stations, size_for
from contested.ground.errors import ContestedError, InputError, ReturnsError
from contested.tasks import sample as task


def country(folder, strata: int = 3, seed: int = 1, stations: int = 600) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All stations, written to stations.csv, and their true counts."""
    rng = np.random.default_rng(seed)
    stratum = np.sort(rng.integers(0, strata, stations))
    voters = rng.integers(200, 1800, stations)
    cast = rng.binomial(voters, 0.6)
    a = rng.binomial(cast, np.clip(0.4 + 0.1 * stratum + rng.normal(0, 0.1, stations), 0, 1))
    frame = pl.DataFrame({"station": [f"s{i:04}" for i in range(stations)], "stratum": [f"r{k}" for k in stratum],
                          "voters": voters})  # fmt: skip
    counts = frame.select("station").with_columns(cast=pl.Series(cast), A=pl.Series(a), B=pl.Series(cast - a))
    frame.write_csv(folder / "stations.csv")
    return frame, counts


def test_a_size_from_a_book():
    # cochran1977, section 4.4: 3,200 people, a margin of 5 points at two standard errors, half of them: n = 356
    level = 0.9544997361036416  # within two standard errors
    assert size_for(0.05, 3200, spread=0.5, response=1.0, level=level) == 356
    assert size_for(0.05, 3200, spread=0.5, response=0.5, level=level) == 712


def test_anybody_can_repeat_a_draw(tmp_path):
    frame, _ = country(tmp_path)
    first = draw(frame, 90, seed=42)
    again = draw(frame.sample(fraction=1, shuffle=True, seed=3), 90, seed=42)
    assert first.equals(again) and first.height == 90 and first["station"].n_unique() == 90
    assert not first.equals(draw(frame, 90, seed=43))
    shares = dict(allocate(frame, 90).select("stratum", "sampled").iter_rows())
    assert dict(first.group_by("stratum").len().iter_rows()) == shares
    quota = {s: 90 * n / 600 for s, n in frame.group_by("stratum").len().iter_rows()}
    assert all(abs(shares[s] - q) < 1 for s, q in quota.items())


def test_every_station_is_as_likely(tmp_path):
    frame, _ = country(tmp_path, strata=1, stations=40)
    times = pl.concat([draw(frame, 10, seed) for seed in range(800)])["station"].value_counts()["count"]
    # 800 draws of a quarter: 200 +- 12.2
    assert times.len() == 40 and (times.cast(pl.Int64) - 200).abs().max() < 5 * 12.3


def test_the_truth_lies_in_95_of_100_intervals_and_silent_stations_widen_them(tmp_path):
    frame, counts = country(tmp_path)
    truth = counts["A"].sum() / counts["cast"].sum()
    inside = 0
    for seed in range(150):
        sample = draw(frame, 60, seed).select("station").join(counts, on="station", maintain_order="left")
        sample.write_csv(tmp_path / "p.csv")
        found = estimates(read_reported(tmp_path / "p.csv", read_stations(tmp_path / "stations.csv")))[0]
        inside += found.low <= truth <= found.high
    assert 0.89 <= inside / 150 <= 0.99
    silent = sample.with_columns(pl.when(pl.int_range(pl.len()) < 50).then(c).alias(c) for c in ("cast", "A", "B"))
    silent.write_csv(tmp_path / "p.csv")
    done = task.estimate(tmp_path / "p.csv", tmp_path / "stations.csv", official={"A": 0.9})
    worst = done.findings[0].tables["worst case"].row(0, named=True)
    assert done.bounded and worst["missing"] == 10 and worst["low"] < done.findings[0].low
    assert done.findings[0].alarm and done.findings[1].alarm is None


def test_an_outcome_is_confirmed_from_protocols(tmp_path):
    frame, counts = country(tmp_path, strata=1)
    sample = draw(frame, 200, seed=1).select("station").join(counts, on="station", maintain_order="left")
    sample.write_csv(tmp_path / "p.csv")
    read = read_reported(tmp_path / "p.csv", read_stations(tmp_path / "stations.csv"))
    found = outcome(read, "B", None, risk_limit=0.05)
    assert found.value < 0.05 and not found.alarm and "margin of zero or less for B is rejected" in found.says
    assert outcome(read, "A", "B", risk_limit=0.05).alarm
    with pytest.raises(InputError, match="twice"):
        outcome(read, "A", "A", risk_limit=0.05)


def test_strata_without_a_report_are_named(tmp_path):
    frame, counts = country(tmp_path)
    counts.join(frame, on="station").filter(pl.col("stratum") != "r1").drop("stratum", "voters").write_csv(
        tmp_path / "p.csv"
    )
    read = read_reported(tmp_path / "p.csv", read_stations(tmp_path / "stations.csv"))
    assert unreported_strata(read) == ["r1"] and len(estimates(read)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("station,cast,A,B\ns9999,10,5,5\n", "expected a station of the list"),
        ("station,cast,A,B\ns0001,10,5,5\ns0001,10,5,5\n", "appears twice"),
        ("station,cast,A,B\ns0001,10,5,\n", "filled in part"),
        ("station,cast,A,B\ns0001,10,8,5\n", "more votes than ballots"),
        ("station,cast,A,B\ns0001,9999,5,5\n", "more ballots than registered"),
        ("station,cast\ns0001,9\n", "a column a contestant"),
        ("station,A\ns0001,9\n", "no such column"),
    ],
)
def test_bad_protocols_are_refused_with_their_line(tmp_path, text, words):
    country(tmp_path)
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(ReturnsError, match=words) as caught:
        read_reported(tmp_path / "p.csv", read_stations(tmp_path / "stations.csv"))
    assert "p.csv" in str(caught.value) or "column" in str(caught.value)


def test_bad_lists_of_stations_and_sizes_are_refused(tmp_path):
    (tmp_path / "s.csv").write_text("station,stratum\na,x\na,x\n")
    with pytest.raises(ReturnsError, match="appears twice"):
        read_stations(tmp_path / "s.csv")
    frame, _ = country(tmp_path)
    for bad in (5, 601):
        with pytest.raises(InputError, match="two in each stratum"):
            draw(frame, bad, 1)
    with pytest.raises(ContestedError, match="error"):
        size_for(0.0, 100)
    with pytest.raises(ContestedError, match="both"):
        task.draw_stations(tmp_path / "stations.csv", size=5, error=0.1)
    (tmp_path / "there.csv").write_text("")
    with pytest.raises(ContestedError, match="is there"):
        task.draw_stations(tmp_path / "stations.csv", size=60, out=tmp_path / "there.csv")
