"""Copied protocols are found if they are large; honest coincidences of small stations are not accused."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import multinomial

from contested.forensics.proofs import twins
from contested.forensics.table.returns import ReturnsTable
from tests.forensics import files

NAMES = ["A", "B", "C", "D"]


def election(seed, ballots=900, stations=600, units=30):
    rng = np.random.default_rng(seed)
    cast = rng.poisson(ballots, stations) + 5
    lean = rng.dirichlet([9, 6, 3, 1.5, 0.4], units)[np.arange(stations) % units]
    votes = np.array([rng.multinomial(n, p) for n, p in zip(cast, lean)])
    frame = pl.DataFrame({n: votes[:, j] for j, n in enumerate([*NAMES, "invalid"])})
    return frame.with_columns(
        station=pl.Series([f"s{i}" for i in range(stations)]), cast=pl.Series(cast), registered=pl.Series(cast * 2),
        unit=pl.Series([f"u{i % units}" for i in range(stations)]),
    )  # fmt: skip


def returns(frame):
    return ReturnsTable.of(frame, NAMES, "A", "title", units=["unit"])


def test_the_chance_of_a_repetition_is_multinomial():
    counts = np.array([[5, 3, 2], [10, 0, 0], [300, 200, 100]])
    want = [float(multinomial.logpmf(c, c.sum(), c / c.sum())) for c in counts]
    assert twins.log_repeat(counts) == pytest.approx(want, abs=1e-9)


def test_where_no_two_protocols_can_be_compared_nothing_is_said():
    frame = election(1, stations=40)
    one = frame.select("station", "unit", "cast", "registered", "A")
    no_ballot = frame.with_columns(pl.lit(0).alias(name) for name in ("cast", "invalid", *NAMES))
    for given, names in ((one, ["A"]), (no_ballot, NAMES), (frame.head(1), NAMES)):
        found = twins.find(ReturnsTable.of(given, names, "A", "title", units=["unit"]))
        assert found.alarm is None and found.value is None and "could compare" in found.says
    assert twins.find(returns(frame)).alarm is False


def test_honest_elections_alarm_less_often_than_stated():
    # the stated bound is 1 in 1,000 elections, for tiny stations too; two of 60 would come once in 500 times
    for ballots in (3, 30, 300):
        assert sum(twins.find(returns(election(s, ballots))).alarm for s in range(60)) < 2, ballots
    assert twins.twins(returns(election(1, 3))).height > 5, "tiny stations do coincide"


def test_a_copied_protocol_is_found_and_only_in_its_unit():
    frame = election(4).with_row_index()
    copied = ["cast", "invalid", *NAMES]
    onto = lambda row: frame.with_columns(  # noqa: E731
        pl.when(pl.col("index") == row).then(pl.col(n).get(1)).otherwise(pl.col(n)).alias(n) for n in copied
    ).drop("index")
    found = twins.find(returns(onto(31)))
    assert found.alarm and found.value == 2
    assert found.tables["units"]["stations"][0].to_list() == ["s1", "s31"]
    assert not twins.find(returns(onto(32))).alarm, "s32 is of another unit"
    school = pl.when(pl.col("station").is_in(["s1", "s32"])).then(pl.lit("School 5"))
    roof = onto(32).with_columns(address=school)
    assert twins.find(returns(roof)).value == 2, "but under one roof"


def test_order_of_rows_changes_nothing():
    frame = election(5, 3)
    a, b = (twins.twins(returns(f)).drop("lines") for f in (frame, frame.reverse()))
    key = lambda t: sorted((sorted(s), c, round(e, 9)) for s, c, e, _ in t.rows())  # noqa: E731
    assert key(a) == key(b)


def test_three_pairs_of_belarusian_protocols_repeat_each_other():
    found = twins.find(files.belarus())
    assert found.alarm and found.value == 6
    assert ["05-141-0021", "05-141-0025"] in found.tables["units"]["stations"].to_list()


def test_russian_files_hold_no_copy_beyond_chance():
    for table in (files.returns_2011(), files.returns_2018()):
        assert not twins.find(table).alarm
