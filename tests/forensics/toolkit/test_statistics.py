"""All contestants at once: numbers by hand, published means, intervals that hold the truth, modes that are seen."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import polars as pl
import pytest
from scipy.stats import kurtosis, skew

from contested.forensics.models.synthetic import honest_election, of_case
from contested.forensics.table.returns import ReturnsTable
from contested.forensics.toolkit import statistics
from contested.forensics.toolkit.features import EXPECTED
from tests.forensics import files


def made(n=400, seed=1, **more):
    """Three contestants in a country of towns."""
    return of_case(honest_election(n, regions=4, territories=40, seed=seed, **more), "made")


def one(table, contestant, level="country", unit=""):
    some = table.filter(level=level, unit=unit, contestant=contestant)
    return {r["statistic"]: r for r in some.iter_rows(named=True)}


def test_every_number_by_hand():
    returns = made()
    case = returns.case()
    found = one(statistics.tabulate(returns), "leader")
    votes, share = case.leader, case.leader / case.cast
    last = votes[votes >= 100]
    percent = [int((Decimal(int(v) * 100) / int(c)).quantize(Decimal(1), ROUND_HALF_UP))
               for v, c in zip(votes, case.cast, strict=True)]  # fmt: skip
    want = {
        "2BL": np.mean([int(str(v)[1]) for v in votes if v >= 10]),
        "LastC": (last % 10).mean(),
        "C05s": np.isin(last % 10, (0, 5)).mean(),
        "P05s": np.isin(np.array(percent) % 10, (0, 5)).mean(),
        "Skew": skew(share),
        "Kurt": kurtosis(share, fisher=False),
    }
    for name, value in want.items():
        assert found[name]["value"] == pytest.approx(value), name
        assert found[name]["expected"] == EXPECTED[name]
        assert found[name]["low"] < value < found[name]["high"], name
    assert found["DipT"]["low"] is None and 0 < found["DipT"]["value"] <= 1


def test_every_level_has_every_contestant_and_statistic():
    returns = made()
    table = statistics.tabulate(returns)
    for level, unit in (("country", ""), ("region", "region 2")):
        some = table.filter(level=level, unit=unit)
        assert set(some["contestant"]) == {"turnout", *returns.contestants}
        assert some.height == 3 * len(EXPECTED)
    here = returns.case().where(np.flatnonzero(returns.case().region == 1))
    assert returns.case().regions[1] == "region 2"
    assert one(table, "leader", "region", "region 2")["Skew"]["value"] == pytest.approx(skew(here.result))


def test_towns_of_one_name_in_two_regions_are_two():
    frame = made().frame.drop("row", "line").with_columns(territory=pl.lit("Centre"))
    table = statistics.tabulate(ReturnsTable.of(frame, ("leader", "all others"), "leader", "x",
                                                units=("region", "territory")))  # fmt: skip
    assert table.filter(level="territory")["unit"].n_unique() == 4


def test_many_units_have_no_intervals():
    table = statistics.tabulate(made(), most=3)
    assert table.filter(level="region", statistic="2BL")["low"].null_count() == 12
    assert table.filter(level="country", statistic="2BL")["low"].null_count() == 0


def test_without_voters_there_is_no_turnout():
    frame = made().frame.drop("row", "line", "registered", "issued")
    returns = ReturnsTable.of(frame, ("leader", "all others"), "leader", "x", units=("region", "territory"))
    assert "turnout" not in set(statistics.tabulate(returns)["contestant"])


def test_two_blocs_have_two_modes_and_one_country_has_one():
    rng = np.random.default_rng(4)
    cast = rng.integers(600, 1500, 500)
    for share, p_low in ((np.where(np.arange(500) % 2, 0.3, 0.6), True), (np.full(500, 0.45), False)):
        a = rng.binomial(cast, np.clip(share + rng.normal(0, 0.03, 500), 0, 1))
        frame = pl.DataFrame({"registered": cast * 2, "cast": cast, "A": a, "B": cast - a})
        found = statistics.find(ReturnsTable.of(frame, ("A", "B"), "A", "x"))
        assert ("Shares with more than one mode: A, B" in found.says) == p_low


def test_honest_large_stations_meet_what_is_expected_and_rounded_counts_do_not():
    rng = np.random.default_rng(5)
    cast = rng.integers(1000, 4000, 2000)
    a = rng.binomial(cast, np.clip(rng.normal(0.45, 0.1, 2000), 0.2, 0.8))
    rounded = np.where(rng.random(2000) < 0.3, a // 5 * 5, a)
    for votes, far in ((a, False), (rounded, True)):
        frame = pl.DataFrame({"registered": cast * 2, "cast": cast, "A": votes, "B": cast - votes})
        found = one(statistics.tabulate(ReturnsTable.of(frame, ("A", "B"), "A", "x")), "A")
        assert (found["C05s"]["low"] > 0.25) == far
        assert (found["C05s"]["low"] <= 0.2 <= found["C05s"]["high"]) == (not far)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    hits = []
    for seed in range(60):
        found = one(statistics.tabulate(made(800, seed, between_sd=0.0)), "leader")
        hits.append((found["LastC"]["low"] <= 4.5 <= found["LastC"]["high"],
                     found["C05s"]["low"] <= 0.2 <= found["C05s"]["high"]))  # fmt: skip
    assert (np.mean(hits, axis=0) >= 0.8).all()


@pytest.mark.slow
def test_means_that_were_published():
    # second digits of the leader's counts of 10 or more
    for returns, leader, mean in ((files.returns_2011(), "United Russia", 4.2369),
                                  (files.returns_2018(), "Putin", 4.0170)):  # fmt: skip
        found = statistics.find(returns).tables["country"].filter(contestant=leader)["2BL"][0]
        assert float(found.split()[0]) == pytest.approx(mean, abs=5e-4)
