"""Two states of one count: sums by hand, votes taken back, added votes that cannot be, honest counting left alone."""

import numpy as np
import polars as pl

from contested.forensics.comparisons import snapshots
from contested.forensics.comparisons.every import Others, findings
from contested.forensics.table.returns import ReturnsTable
from contested.report.language.catalogue import Language
from tests.forensics.comparisons.made import NAMES, table, two


def states(seed=1, n=300):
    """A count at half of its ballots at half of the stations, and at its end."""
    registered, town, (cast, votes), _, rng = two(seed, n=n, towns=20)
    part = np.where(rng.random(n) < 0.5, 0.5, 1.0)
    early = np.array([rng.binomial(v, part) for v in votes])
    return registered, town, cast, votes, early.sum(axis=0), early


def held(registered, town, now, before, last=300):
    cast, votes = now
    early_cast, early = before
    at = slice(None, last)
    found = findings(
        table(registered, cast, votes, town),
        Others(snapshot=table(registered[at], early_cast[at], early[:, at], town[at])),
    )
    return {f.name: f for f in found}


def test_an_honest_count_only_grows():
    for seed in range(10):
        registered, town, cast, votes, early_cast, early = states(seed)
        found = held(registered, town, (cast, votes), (early_cast, early), last=250)
        assert found["votes-taken-back"].value == 0 and not found["votes-taken-back"].alarm
        assert not found["added-votes"].alarm, found["added-votes"].says
        assert f"50 stations with {cast[250:].sum():,} ballots were added" in found["added-votes"].says
        added = found["added-votes"].tables["contestants"]
        want = (votes - early)[:, :250].sum(axis=1)
        assert dict(added.select("contestant", "added").iter_rows()) == dict(zip("ABC", want, strict=True))


def test_votes_taken_back_are_counted():
    registered, town, cast, votes, early_cast, early = states()
    early[1, 7], early_cast[7] = votes[1, 7] + 120, early_cast[7] + votes[1, 7] + 120
    early[2, 9] = votes[2, 9] + 3
    found = held(registered, town, (cast, votes), (early_cast, early))["votes-taken-back"]
    assert found.value == 123 and found.kind == "proof"
    assert "B 120" in found.says and "C 3" in found.says
    assert set(found.tables["stations"]["station"]) == {"S 0007", "S 0009"}
    assert found.alarm == (snapshots.ALARM_SHARE * early.sum() < 123)


def test_many_votes_taken_back_are_proof():
    registered, town, cast, votes, _early_cast, early = states()
    early[1] = votes[1] + 30
    assert held(registered, town, (cast, votes), (early.sum(axis=0), early))["votes-taken-back"].alarm


def test_stations_that_the_later_state_does_not_list_are_lost_with_their_votes():
    registered, town, cast, votes, _early_cast, early = states()
    early_cast = early.sum(axis=0)
    names = [f"S {k:04}" for k in range(300)]
    gone = [3, 17, 40]
    left = [k for k in range(300) if k not in gone]
    now = table(registered[left], cast[left], votes[:, left], town[left], stations=[names[k] for k in left])
    before = table(registered, early_cast, early, town, stations=names)
    found = {f.name: f for f in findings(now, Others(snapshot=before))}["votes-taken-back"]
    lost = int(early[:, gone].sum())
    assert found.value == lost and found.alarm and lost > 300
    assert f"3 stations of the earlier state, with {lost:,} votes, are not in the later one: " in found.says
    assert set(found.tables["stations no longer listed"]["station"]) == {"S 0003", "S 0017", "S 0040"}


def test_totals_repeats_and_rows_without_a_count_are_no_stations_that_disappeared():
    registered, town, cast, votes, early_cast, early = states()
    names = [f"S {k:04}" for k in range(300)]
    # the earlier state ends with a station typed in twice and with the total of all
    again = np.r_[np.arange(300), 5]
    sums = [np.r_[x[..., again], x.sum(axis=-1, keepdims=True)] for x in (registered, early_cast, *early)]
    before = table(sums[0], sums[1], sums[2:], np.r_[town[again], 0], stations=[*names, names[5], "Total"])
    whole = table(registered, cast, votes, town).frame
    read = pl.when(pl.col("row") != 8)  # one is listed, but its row holds no count
    blank = whole.with_columns(read.then(name).alias(name) for name in ("cast", "issued", *NAMES))
    now = ReturnsTable.of(blank.drop("valid", "invalid"), NAMES, "A", "made", units=("region", "town"))
    found = {f.name: f for f in findings(now, Others(snapshot=before))}["votes-taken-back"]
    assert found.value == 0 and not found.alarm and found.tables["stations no longer listed"].is_empty()


def test_added_votes_for_one_only_are_implausible():
    registered, town, cast, votes, early_cast, early = states(2)
    at = np.argsort(votes[0] / cast)[:3]  # where one more half is not nearly all
    for k in at:
        early[:, k], early_cast[k] = votes[:, k], cast[k]
        votes[0, k] += 90
        cast[k] += 90
    found = held(registered, town, (cast, votes), (early_cast, early))["added-votes"]
    assert found.alarm and found.value == 3
    assert set(found.tables["stations"]["station"]) == {f"S {k:04}" for k in at}
    assert set(found.tables["stations"]["contestant"]) == {"A"}


def test_more_votes_than_ballots_are_implausible():
    registered, town, cast, votes, early_cast, early = states(3)
    early[:, 4], early_cast[4] = votes[:, 4], cast[4]
    votes[0, 4] += 8
    votes[1, 4] += 7
    found = held(registered, town, (cast, votes), (early_cast, early))["added-votes"]
    assert found.tables["stations"].filter(station="S 0004")["more than ballots"].to_list() == [True]


def test_no_station_in_common():
    registered, town, cast, votes, _early_cast, _early = states()
    other = table(registered, cast, votes, town, stations=[f"x{k}" for k in range(300)])
    (found,) = findings(table(registered, cast, votes, town), Others(snapshot=other))
    assert "no station" in found.says and found.alarm is None


def blanked(whole, rows, *names):
    """Returns with some columns of some rows left blank."""
    read = pl.when(~pl.col("row").is_in(rows))
    frame = whole.frame.with_columns(read.then(name).alias(name) for name in names).drop("valid", "invalid")
    return ReturnsTable.of(frame, NAMES, "A", "made", units=("region", "town"))


def test_stations_listed_before_they_were_counted_are_new():
    registered, town, cast, votes, early_cast, early = states()
    now, before = table(registered, cast, votes, town), table(registered, early_cast, early, town)
    before = blanked(before, range(30), "cast", "issued", *NAMES)
    found = {f.name: f for f in findings(now, Others(snapshot=before))}["added-votes"]
    assert f"30 stations with {cast[:30].sum():,} ballots were added" in found.says


def test_stations_that_the_earlier_state_has_twice_are_not_new():
    registered, town, cast, votes, early_cast, early = states()
    at = np.r_[np.arange(300), 5]
    names = [f"S {k:04}" for k in at]
    early_cast, early = early_cast[at], early[:, at]
    early_cast[300] += 1
    before = table(registered[at], early_cast, early, town[at], stations=names)
    found = {f.name: f for f in findings(table(registered, cast, votes, town), Others(snapshot=before))}["added-votes"]
    assert "0 stations with 0 ballots were added" in found.says


def test_ballots_of_stations_that_disappeared_are_named_where_their_votes_are_unknown():
    registered, town, cast, votes, early_cast, early = states()
    now = table(registered[2:], cast[2:], votes[:, 2:], town[2:], stations=[f"S {k:04}" for k in range(2, 300)])
    whole = table(registered, early_cast, early, town)
    for rows, content in (
        ([0, 1], f"{early_cast[:2].sum():,} ballots whose votes are not known"),
        ([1], f"{early[:, 0].sum():,} votes and {early_cast[1]:,} ballots whose votes are not known"),
    ):
        found = {f.name: f for f in findings(now, Others(snapshot=blanked(whole, rows, *NAMES)))}["votes-taken-back"]
        assert f"2 stations of the earlier state, with {content}, are not in the later one" in found.says
        say = Language("ru", "A")
        say(found.says)
        assert not say.missing
