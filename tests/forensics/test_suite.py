"""All tests of a count together: none stumbles, none depends on the order of a file, none stands without its words."""

import warnings

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from contested.forensics import suite
from contested.forensics.finding import Finding
from contested.forensics.models.synthetic import falsify, honest_election, of_case
from contested.forensics.table.returns import ReturnsTable
from tests.forensics.odd_cases import ODD

UNITS = ("region", "territory")
NAMES = ("leader", "all others")


def again(frame: pl.DataFrame) -> ReturnsTable:
    """A table of the same stations, as another file would give them."""
    return ReturnsTable.of(frame.drop("row", "line"), NAMES, "leader", "test", units=UNITS)


@pytest.fixture(scope="module")
def returns():
    case = falsify(honest_election(450, regions=3, territories=15, seed=5), stuffing=0.3, switching=0.2, seed=5).case
    frame = of_case(case, "test").frame
    return again(frame.with_columns(cast=pl.when(pl.col("row") == 7).then(pl.col("registered") + 9).otherwise("cast")))


@pytest.fixture(scope="module")
def audited(returns):
    return suite.examine(returns)


def apart(frame):
    """Split into files, one of them sorted otherwise, and put together."""
    return pl.concat([frame[200:].sort("registered"), frame[:200]])


def with_empty(frame):
    row = frame.head(1).with_columns(
        pl.lit("territory 1 / new").alias("station"), pl.lit(700).cast(pl.Int64).alias("registered"),
        *(pl.lit(0).cast(pl.Int64).alias(c) for c in ("issued", "cast", "valid", "invalid", *NAMES)),
    )  # fmt: skip
    return pl.concat([frame, row])


@pytest.mark.parametrize("change", [lambda f: f.sample(fraction=1.0, shuffle=True, seed=3), apart, with_empty])
def test_no_finding_depends_on_order_files_or_empty_stations(returns, audited, change):
    other = suite.examine(again(change(returns.frame)))
    assert list(other.by_name) == list(audited.by_name)
    for name, want in audited.by_name.items():
        found = other.by_name[name]
        for part in ("value", "low", "high"):
            a, b = getattr(found, part), getattr(want, part)
            assert a == (None if b is None else pytest.approx(b, rel=1e-9)), (name, part)
        assert found.alarm == want.alarm, name
        says = want.says if change is not with_empty else want.says.replace(" of 450 ", " of 451 ")
        assert found.says == says, name
    if change is not with_empty:
        assert_frame_equal(other.regions, audited.regions)


def test_every_finding_has_its_words(audited):
    names = [f.name for f in audited.findings]
    assert len(set(names)) == len(names)
    for f in audited.findings:
        assert f.title and f.says.endswith("."), f.name
        assert f.kind == "proof" or f.fails_when, f.name
        assert f.assumes or f.kind != "estimate", f.name
        assert f.rule or f.alarm is None, f.name
        assert f.range_is or (f.low is None and f.high is None), f.name
        assert (f.low is None) or f.value is not None, f.name


def test_proofs_come_before_estimates(audited):
    kinds = [f.kind for f in audited.findings]
    assert kinds[: len(suite.PROOFS)] == ["proof"] * len(suite.PROOFS)
    assert "proof" not in kinds[len(suite.PROOFS) :]
    assert audited.by_name["exceeding"].alarm and audited.by_name["exceeding"].value == 9
    assert audited.verdict[0].startswith("Proved by arithmetic: ")


def test_the_table_of_findings_says_what_findings_say(audited):
    assert audited.frame.height == len(audited.findings)
    for row, f in zip(audited.frame.iter_rows(named=True), audited.findings, strict=True):
        assert (row["name"], row["kind"], row["says"], row["alarm"]) == (f.name, f.kind, f.says, f.alarm)
        assert row["value"] == (None if f.value is None else pytest.approx(f.value))


def test_regions_add_up_to_the_case(audited):
    case = audited.case
    table = audited.regions
    assert table["registered"].sum() == case.registered.sum()
    assert (table["registered"] * table["turnout"]).sum() == pytest.approx(case.issued.sum())
    assert table["stations"].sum() == case.stations == len(audited.names)
    curve = audited.by_name["turnout-curve"]
    assert table["anomalous ballots"].sum() == pytest.approx(curve.value)


def test_a_station_that_cannot_be_used_is_flagged_and_left_out_of_estimates_only(returns, audited):
    assert audited.case.stations == returns.stations - 1
    assert returns.quality.filter(~pl.col("used"))["stations"].sum() >= 1


def test_honest_elections_are_for_what_spoke(audited):
    held = suite.with_controls(audited, elections=1)
    spoke = {f.name for f in audited.findings if f.alarm is not None and f.kind == "estimate"}
    assert {c.name for c in held.controls} <= spoke
    assert {"turnout-curve", "integer-percentages", "mixture"} <= {c.name for c in held.controls}
    assert held.findings == audited.findings


def test_two_findings_of_one_name_are_told_apart():
    one = Finding(name="a", title="A", kind="description", says="so.")
    other = Finding(name="b", title="B", kind="description", says="so.")
    assert [f.name for f in suite.distinct([one, other, one, one])] == ["a", "b", "a-2", "a-3"]


@pytest.mark.parametrize("name", ODD)
def test_no_indicator_stumbles_over_an_odd_election(name):
    case = ODD[name]()
    for words, find in suite.INDICATORS.items():
        found = find(case, seed=1)
        assert found.says and "nan" not in found.says, words
        for part in ("value", "low", "high"):
            number = getattr(found, part)
            assert number is None or np.isfinite(number), (words, part)
        if found.value is None:
            assert found.alarm is None and found.low is None, words


@pytest.mark.parametrize("name", [name for name in ODD if name != "no station"])
def test_no_audit_stumbles_over_an_odd_file(name):
    audited = suite.examine(of_case(ODD[name](), name))
    assert audited.verdict[-1].startswith("Silence is no proof")
    assert audited.frame.height == len(audited.findings)


def test_no_audit_stumbles_where_no_station_can_be_used():
    frame = pl.DataFrame({"station": ["1", "2"], "registered": [0, 10], "cast": [5, 90], "A": [1, 2], "B": [3, None]})
    audited = suite.examine(ReturnsTable.of(frame, ("A", "B"), "A", "nothing"))
    assert audited.case.stations == 0
    assert all(f.alarm is None for f in audited.findings if f.kind == "estimate")
    assert any("Nothing could be said by" in s for s in audited.verdict)
    assert suite.with_controls(audited, elections=2).controls == ()


@pytest.mark.parametrize("odd", ["all the same", "two countries"])
def test_no_warning_of_a_number_that_is_none_reaches_a_user(odd):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        for find in (suite.INDICATORS["klimek"], suite.INDICATORS["mixture"]):
            assert find(ODD[odd](), seed=1).says


def test_a_proof_that_could_compare_nothing_does_not_hold():
    n = 30
    zero = {name: [0] * n for name in ("issued", "cast", "invalid", "A", "B")}
    nobody = ReturnsTable.of(pl.DataFrame({"registered": [500] * n, **zero}), ["A", "B"], "A", "no ballot")
    one = ReturnsTable.of(pl.DataFrame({"cast": range(90, 90 + n), "A": range(40, 40 + n)}), ["A"], "A", "one")
    for returns, able in ((nobody, set()), (one, {"exceeding"})):
        found = suite.examine(returns).by_name
        proofs = {name for name in suite.PROOFS if found[name].alarm is not None}
        assert proofs == able and all((found[name].value is None) == (name not in able) for name in suite.PROOFS)
    assert suite.examine(nobody).verdict[0] == "Nothing could be checked by arithmetic alone."
    assert "1 check that needs no assumption holds" in suite.examine(one).verdict[0]
    # a single false line among stations without a ballot is a contradiction all the same
    broken = nobody.frame.with_columns(pl.when(pl.col("row") == 3).then(7).otherwise("A").alias("A"))
    false = suite.examine(ReturnsTable.of(broken.drop("valid"), ["A", "B"], "A", "no ballot")).by_name
    assert false["exceeding"].tables["stations"]["above"].to_list() == [7] and false["exceeding"].alarm is not None
