"""What an audit says of made-up returns whose right answers are known: arithmetic."""

from __future__ import annotations

import pytest

from contested.forensics import suite
from contested.forensics.proofs import exceeding, identities
from contested.forensics.samples import evidence, joined
from tests.forensics import made

SEEDS = (11, 12)


@pytest.mark.parametrize("seed", SEEDS)
def test_announced_totals_far_below_the_file_are_contradicted_by_counting(seed):
    table = made.returns("plain", seed=seed)
    sums = table.frame.select("A", "B").sum().row(0)
    more = f"[announced]\nsource = 'a radio'\n[announced.votes]\nA = {sums[0] // 2}\nB = {sums[1]}\n"
    found = suite._announced(made.returns("plain", more, seed=seed))[0]
    assert found.name == "partial-sums" and found.alarm and found.value == sums[0] - sums[0] // 2
    assert f"{sums[0]:,} votes for A" in found.says


@pytest.mark.parametrize("seed", SEEDS)
def test_blank_votes_in_a_column_of_their_own(seed):
    counts = "[counts]\nregistered = 'voters'\ncast = 'cast'\ninvalid = "
    bare = made.MAP.replace('[counts]\nregistered = "voters"\ncast = "cast"', counts + '"invalid"')
    found = identities.find(made.returns("blank", column_map=bare, seed=seed))
    assert not found.alarm and "a column is probably missing or means something else" in found.says
    mapped = bare.replace('"invalid"', '["invalid", "blank"]')
    found = identities.find(made.returns("blank", column_map=mapped, seed=seed))
    assert not found.alarm and found.value == 0 and found.tables["violations"].is_empty()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_ballot_too_many_is_listed_and_no_headline(seed):
    found = exceeding.find(made.returns("one_over", seed=seed))
    assert not found.alarm
    assert found.tables["stations"].filter(part="cast", whole="registered")["above"].to_list() == [1]


@pytest.mark.parametrize("seed", SEEDS)
def test_official_counts_with_ballots_added_beside_parallel_ones(seed):
    table = made.returns("official_plus_60", seed=seed)
    mapped = made.folder(seed) / "parallel.toml"
    mapped.write_text('key = "station"\n[parallel]\nA = "A"\nB = "B"\n')
    known = evidence.read(made.folder(seed) / "parallel.csv", mapped)
    found = next(f for f in joined.findings(table, known) if f.name == "parallel-counts")
    rows = {r["contestant"]: r for r in found.tables["differences"].iter_rows(named=True)}
    assert 700 < rows["A"]["more"] < 900 and rows["A"]["fewer"] == 0 and rows["A"]["net"] == 60 * rows["A"]["more"]
    assert rows["B"]["gross"] == 0 and found.alarm and "one-sided" in found.says


@pytest.mark.parametrize("name", ["plain", "honest_villages", "honest_two_blocs", "honest_class_gradient"])
def test_arithmetic_contradicts_no_honest_file(name):
    table = made.returns(name)
    for test in suite.PROOFS.values():
        assert not test(table).alarm, test
