"""Files that give percentages and no counts: what is read, what is proved, and that nothing takes them for counts."""

import numpy as np
import polars as pl
import pytest

from contested.forensics import suite
from contested.forensics.proofs import possible_percentages
from contested.forensics.table.column_map import parse
from contested.forensics.table.drafted import drafted
from contested.forensics.table.percentages import digits_of, read, whole_numbers
from contested.forensics.table.read import read as read_returns
from contested.ground.errors import ReturnsError

MAP = {
    "title": "Percent land", "station": {"id": ["district", "number"]}, "units": {"district": "district"},
    "counts": {"registered": "voters"}, "percentages": {"turnout": "Turnout, %", "of": "cast"},
    "contestants": {"leader": "Ann", "columns": {"Ann": "Ann, %", "Bob": "Bob, %", "Eve": "Eve, %"}},
}  # fmt: skip


def stations(n=300, seed=5):
    rng = np.random.default_rng(seed)
    voters = rng.integers(200, 1500, n)
    cast = rng.binomial(voters, 0.55)
    ann = rng.binomial(cast, 0.5)
    bob = rng.binomial(cast - ann, 0.7)
    return voters, cast, ann, bob, cast - ann - bob


def write(path, digits=2, change=lambda k, turnout: turnout, decimal=","):
    voters, cast, *votes = stations()

    def shown(x):
        return f"{x:.{digits}f}".replace(".", decimal)

    lines = ["district;number;voters;Turnout, %;Ann, %;Bob, %;Eve, %"]
    for k in range(voters.size):
        turnout = change(k, shown(100 * cast[k] / voters[k]))
        shares = ";".join(shown(100 * v[k] / cast[k]) for v in votes)
        lines.append(f"d{k // 20};{k};{voters[k]};{turnout};{shares}")
    path.write_text("\n".join(lines) + "\n")
    return path


def made(tmp_path, tree=MAP, **more):
    return read_returns(write(tmp_path / "pct.csv", **more), parse(tree))


def test_texts_are_read_as_percentages():
    got = read(pl.Series(["53.1", "53,1 %", "7%", " ", "–", "abc", "-3"]))
    assert got.values.to_list() == [53.1, 53.1, 7.0, None, None, None, None]
    assert got.faults["row"].to_list() == [5, 6]
    assert read(pl.Series(["0.531"]), fractions=True).values.to_list() == [53.1]
    assert [digits_of(pl.Series(x)) for x in ([50.0, 7.0], [50.25, 7.0], [1.5])] == [0, 2, 1]


def test_a_percentage_is_a_range_of_whole_numbers():
    low, high = whole_numbers(np.array([50.0, 33.3, 50.1]), 0.1, np.array([1000, 30, 30]))
    assert low.tolist() == [500, 10, 16] and high.tolist() == [500, 10, 15]  # 50.1 % of 30 is no number of people
    rng = np.random.default_rng(3)
    n = rng.integers(1, 3000, 4000)
    k = rng.binomial(n, rng.uniform(0, 1, 4000))
    for cut in (lambda x: np.round(x, 1), lambda x: np.floor(x * 10) / 10):  # rounded, or cut off
        low, high = whole_numbers(cut(100 * k / n), 0.1, n)
        assert ((low <= k) & (k <= high)).all()


def test_no_test_of_counts_is_made_and_ranges_hold_the_truth(tmp_path):
    returns = made(tmp_path, digits=1)
    assert returns.percent_only and not returns.case().stations
    found = suite.examine(returns)
    by_name = found.by_name
    assert not set(suite.INDICATORS) & set(by_name)
    left = by_name["tests-left-out"]
    assert left.value == len(suite.INDICATORS) and "digits of the leader's votes" in left.says
    made_ = {f.title[0].lower() + f.title[1:] for f in found.findings}
    assert set(suite.RATES) <= made_
    assert not by_name["possible-percentages"].alarm
    _, cast, ann, *_ = stations()
    table = by_name["ballots-behind"].tables["ballots"]
    for row, truth in ((0, cast.sum()), (1, ann.sum())):
        assert table.row(row)[1] < truth < table.row(row)[2]
    assert abs(by_name["rates-slope"].value) < 0.4
    assert "identities" not in by_name and "statistics" not in by_name


def test_turnout_that_no_ballots_give_is_proved(tmp_path):
    honest = made(tmp_path)
    assert possible_percentages.find(honest).value == 0
    wrong = made(tmp_path, change=lambda k, t: "63,27" if k < 30 else t)
    found = possible_percentages.find(wrong)
    assert found.alarm and 20 <= found.value <= 30
    what = found.tables["impossible"]["what"]
    assert (what == "no whole number of ballots gives this turnout").sum() >= 20
    # a turnout that some number of ballots gives may still contradict the shares of these
    assert set(what) <= {"no whole number of ballots gives this turnout", "no whole number of votes gives this share"}


@pytest.mark.parametrize("digits", [1, 2])
def test_another_base_of_turnout_is_a_doubt_and_no_proof(tmp_path, digits):
    path = write(tmp_path / "pct.csv", digits=digits)
    lines = path.read_text().splitlines()
    other = [lines[0], *(";".join([a, b, str(int(v) + 7), *rest]) for a, b, v, *rest in
                         (line.split(";") for line in lines[1:]))]  # fmt: skip
    path.write_text("\n".join(other) + "\n")
    found = possible_percentages.find(read_returns(path, parse(MAP)))
    assert not found.alarm and "probably means something else" in found.says


def test_shares_above_the_whole(tmp_path):
    path = write(tmp_path / "pct.csv")
    text = path.read_text().splitlines()
    for k in (3, 50, 70, 90):
        text[k] = text[k].rsplit(";", 1)[0] + ";99,00"
    path.write_text("\n".join(text) + "\n")
    found = possible_percentages.find(read_returns(path, parse(MAP)))
    what = found.tables["impossible"].filter(what="shares add up to more than 100 %")
    assert what.height == 4 and found.alarm


def test_a_draft_of_a_map_says_percentages(tmp_path):
    path = write(tmp_path / "pct.csv")
    text = drafted(path)
    assert text.returns.percent_only and text.returns.contestants == ("Ann", "Bob", "Eve")
    assert 'turnout = "Turnout, %"' in text.text and "no test of counts can be made" in text.text
    voters, cast, ann, bob, eve = stations()
    counts = ["station,voters,cast,Ann,Bob,Eve"]
    counts += [f"{k},{voters[k]},{cast[k]},{ann[k]},{bob[k]},{eve[k]}" for k in range(voters.size)]
    (tmp_path / "counts.csv").write_text("\n".join(counts) + "\n")
    assert not drafted(tmp_path / "counts.csv").returns.percent_only


@pytest.mark.parametrize(
    ("change", "says"),
    [({"percentages": {"of": "voters"}}, "expected valid, cast, registered"),
     ({"percentages": {"turn": "x"}}, "unknown key percentages.turn"),
     ({"counts": {"cast": "voters"}}, "may have registered only"),
     ({"percentages": {"turnout": "nothing"}}, "no such column")],
)  # fmt: skip
def test_bad_maps(tmp_path, change, says):
    with pytest.raises(ReturnsError, match=says):
        made(tmp_path, tree={**MAP, **change})
