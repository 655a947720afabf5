"""Ballot audits: published sample sizes, the risk limit on outcomes that are wrong, and what a card is worth."""

from __future__ import annotations

from math import ceil, log

import numpy as np
import polars as pl
import pytest
from scipy import stats

from contested.forensics.samples import ballots, martingale
from contested.forensics.samples.ballots import (
    Sample,
    average_sample_number,
    check,
    plan,
    read_sample,
    without_replacement,
)
from contested.forensics.samples.contests import Contest, assertions, read_contests
from contested.forensics.samples.doubts import doubt
from contested.ground.errors import ContestedError, ReturnsError


def test_a_fixed_mean_needs_as_many_draws_as_published():
    # test_sample_size of the reference implementation of stark2023: 1.5^8 and (0.75 x 1.5 + 0.25 x 0.5)^14 pass 20
    assert martingale.shrinkage(np.ones(20), 0, 0.75, weight=np.inf).stopped == 8
    assert martingale.shrinkage(np.full(20, 0.75), 0, 0.75, weight=np.inf).stopped == 14


# lindeman2012bravo, table 1 (recalled; its formula was read): risk limit 10 %, share -> average sample number
BRAVO = {0.70: 30, 0.65: 53, 0.60: 119, 0.58: 184, 0.55: 469, 0.54: 730, 0.53: 1294, 0.52: 2900, 0.51: 11556}


@pytest.mark.parametrize("share", BRAVO)
def test_average_sample_numbers_of_bravo(share):
    cards = 1_000_000
    contest = Contest("c", {"A": round(share * cards), "B": cards - round(share * cards)})
    found = average_sample_number(assertions(contest, cards)[0], cards, 0.1)
    assert found == pytest.approx(BRAVO[share], rel=1e-3, abs=1)


def test_half_of_bravos_audits_stop_at_the_published_median():
    # lindeman2012bravo, table 1 (recalled): with 60 % of votes and a risk limit of 10 %, half stop within 84 cards
    stops = []
    rng = np.random.default_rng(8)
    for _ in range(4000):
        x = (rng.random(1500) < 0.6).astype(float)
        stops.append(martingale.shrinkage(x, 0, 0.6, weight=np.inf, alpha=0.1).stopped or 1500)
    assert abs(np.median(stops) - 84) <= 5


def test_a_comparison_without_errors_needs_the_cards_of_the_gentle_introduction():
    # lindeman2012: 4.8 / diluted margin at a risk limit of 10 %; 2 ln(10) / margin is the least any such test needs
    for margin in (0.01, 0.02, 0.1):
        cards = 100_000
        contest = Contest("c", {"A": round(cards * (1 + margin) / 2), "B": round(cards * (1 - margin) / 2)})
        found = plan([contest], cards, method="comparison", risk_limit=0.1, overstated=(0.0, 0.0))["enough"][0]
        assert 0.95 * 2 * log(10) / margin <= found <= ceil(4.8 / margin) + 1


def polled(votes: dict[str, int], cards: int, size: int, rng: np.random.Generator) -> Sample:
    marks = [n for n, v in votes.items() for _ in range(v)] + [""] * (cards - sum(votes.values()))
    taken = rng.permutation(cards)[:size]
    hand = {(str(i), "c"): frozenset([marks[i]] if marks[i] else []) for i in taken}
    return Sample(tuple(str(i) for i in taken), hand, {}, frozenset())


@pytest.mark.parametrize("threshold", [None, 0.6])
def test_a_wrong_winner_is_confirmed_no_more_often_than_the_risk_limit(threshold):
    cards, runs, limit = 600, 400, 0.1
    reported = Contest("c", {"A": 420, "B": 120}, threshold=threshold)
    # a tie: as many for A as for B, or exactly the threshold
    true = {"A": 270, "B": 270} if threshold is None else {"A": 324, "B": 216}
    rng = np.random.default_rng(5)
    wrong = sum(bool(check([reported], polled(true, cards, 400, rng), cards, risk_limit=limit)["confirmed"][0])
                for _ in range(runs))  # fmt: skip
    assert stats.binom.sf(wrong - 1, runs, limit) > 1e-6, wrong


def test_a_wrong_winner_passes_no_comparison_either():
    cards, runs, limit = 400, 300, 0.1
    reported = Contest("c", {"A": 220, "B": 180})
    rng = np.random.default_rng(6)
    wrong = 0
    for _ in range(runs):
        system = ["A"] * 220 + ["B"] * 180
        paper = list(system)
        for i in rng.choice(220, 20, replace=False):  # 20 votes for B were reported as votes for A: a tie
            paper[i] = "B"
        taken = rng.permutation(cards)[:300]
        drawn = Sample(tuple(map(str, taken)), {(str(i), "c"): frozenset([paper[i]]) for i in taken},
                      {(str(i), "c"): frozenset([system[i]]) for i in taken}, frozenset())  # fmt: skip
        wrong += bool(check([reported], drawn, cards, method="comparison", risk_limit=limit)["confirmed"][0])
    assert stats.binom.sf(wrong - 1, runs, limit) > 1e-6, wrong


def compared(system: list[list[str]], drawn: np.ndarray) -> Sample:
    """Cards of one contest whose paper agrees with the system; an empty text: no vote; an empty list: not on it."""
    marks = {(str(i), "c"): frozenset(m for m in system[i] if m) for i in drawn if system[i]}
    return Sample(tuple(str(i) for i in drawn), marks, marks, frozenset())


def test_a_comparison_does_not_confirm_votes_that_its_cards_do_not_hold():
    contest = Contest("c", {"A": 610, "B": 240})
    rng = np.random.default_rng(4)
    system = [["A"]] * 610 + [["B"]] * 240 + [[]] * 150
    right = check([contest], compared(system, rng.permutation(1000)[:100]), 1000, method="comparison")
    assert right["confirmed"][0] and right["doubt"][0] is None
    for wrong, words in (
        ([[]] * 1000, "none of the 100 cards"),
        ([["A"]] * 305 + [["B"]] * 120 + [[]] * 575, "cards hold this contest"),
        ([[""]] * 1000, "reported A on 0 of 100 cards"),
        ([["A", "B"]] * 1000, "reported A on 0 of 100 cards"),
        ([["A"]] * 850 + [[]] * 150, "reported A on"),
        ([["A"]] * 425 + [["B"]] * 425 + [[]] * 150, "reported A on"),
    ):
        found = check([contest], compared(wrong, rng.permutation(1000)[:100]), 1000, method="comparison")
        assert not found["confirmed"][0] and found["risk"][0] == 1 and words in found["doubt"][0], words
    # of two contests only the one that is missing is doubted
    other = Contest("d", {"yes": 850, "no": 0})
    two = check([contest, other], compared(system, rng.permutation(1000)[:100]), 1000, method="comparison")
    assert two["confirmed"].to_list() == [True, False]


def test_the_chance_of_so_few_cards_is_hypergeometric_and_honest_samples_are_not_doubted():
    contest = Contest("c", {"A": 4, "B": 3})
    # 1 of 5 cards holds it, if 7 of 10 do: C(7, 1) x C(3, 4) = 0 ways; 2 of 5: C(7, 2) x C(3, 3) / C(10, 5) = 1 / 12
    assert doubt(contest, [frozenset("A")], 5, 10) is not None
    assert doubt(contest, [frozenset("A"), frozenset("B")], 5, 10) is None
    rng = np.random.default_rng(7)
    council = Contest("c", {"A": 500, "B": 450, "C": 300, "D": 1}, winners=2)
    system = [["A", "B"]] * 450 + [["A", "C"]] * 50 + [["C"]] * 250 + [["D"]] + [[""]] * 49 + [[]] * 200
    samples = [compared(system, rng.permutation(1000)[:80]) for _ in range(300)]
    assert sum(doubt(council, s.reported.values(), 80, 1000) is not None for s in samples) <= 2
    every = compared(system, np.arange(1000))
    assert doubt(council, every.reported.values(), 1000, 1000) is None


def test_a_planned_number_is_enough_as_often_as_it_says():
    cards = 20_000
    votes = {"A": 9_600, "B": 7_400, "C": 1_500}
    contest = Contest("c", votes)
    needed = plan([contest], cards)
    assert needed["loser"].to_list() == ["B", "C"] and needed["enough"][0] > needed["enough"][1]
    rng = np.random.default_rng(11)
    done = sum(bool(check([contest], polled(votes, cards, int(needed["enough"][0]), rng), cards)["confirmed"].all())
               for _ in range(200))  # fmt: skip
    assert 0.82 <= done / 200 <= 0.97  # "enough" rests on 400 simulated audits itself


def two_seats(both: bool, rng: np.random.Generator, cards: int, size: int) -> Sample:
    """Cards of a contest with two seats; votes for A and for C stand on one card as seldom as can be, or often."""
    marks = ([{"A", "C"}] * 300 + [{"A", "B"}] * 600 + [{"B", "C"}] * 100 if not both
             else [{"A", "C"}] * 400 + [{"A", "B"}] * 500 + [{"B"}] * 100)  # fmt: skip
    names = [f"{i}" for i in rng.choice(cards, size, replace=False)]
    return Sample(tuple(names), {(n, "c"): frozenset(marks[int(n)]) for n in names}, {}, frozenset())


def test_a_plan_for_two_seats_is_enough_where_cards_name_winner_and_loser():
    """900, 700 and 400 votes on 1,000 cards: 300 cards at least name A and C, and speak for neither."""
    contest = Contest("c", {"A": 900, "B": 700, "C": 400}, winners=2)
    for a in assertions(contest, 1000):
        value, number = ballots._pool(a, 1000)
        assert (number.sum(), (number >= 0).all()) == (1000, True)
        assert value @ number / 1000 == pytest.approx(a.mean)
    enough = plan([contest], 1000)["enough"][0]
    rng = np.random.default_rng(3)
    for both, least, most in ((False, 0.82, 0.97), (True, 0.9, 1.0)):
        confirmed = sum(check([contest], two_seats(both, rng, 1000, enough), 1000)["confirmed"][0] for _ in range(200))
        assert least <= confirmed / 200 <= most
    with pytest.raises(ReturnsError, match="at most one vote a card for A"):
        assertions(contest._replace(votes={"A": 1100, "B": 700, "C": 100}), 1000)


def test_cards_that_cannot_be_found_count_against_the_winner():
    contest = Contest("c", {"A": 70, "B": 30})
    rng = np.random.default_rng(3)
    seen = polled({"A": 70, "B": 30}, 100, 60, rng)
    whole = check([contest], seen, 100)
    lost = check([contest], seen._replace(lost=frozenset(seen.cards[:15])), 100)
    assert whole["confirmed"][0] and whole["risk"][0] < lost["risk"][0]


def test_a_full_count_settles_one_vote():
    contest = Contest("c", {"A": 51, "B": 49})
    every = polled({"A": 51, "B": 49}, 100, 100, np.random.default_rng(1))
    assert check([contest], every, 100)["confirmed"][0]
    tie = polled({"A": 50, "B": 50}, 100, 100, np.random.default_rng(1))
    assert not check([contest], tie, 100)["confirmed"][0]


def test_what_a_card_is_worth():
    two = Contest("council", {"A": 50, "B": 40, "C": 30, "D": 5}, winners=2)
    made = assertions(two, 100)
    assert [(a.winner, a.loser) for a in made] == [("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")]
    a = made[0]
    assert [a.value(frozenset(m)) for m in ("A", "AB", "C", "AC", "", "ABC")] == [1, 1, 0, 0.5, 0.5, 0.5]
    assert a.value(None) == 0
    above = assertions(Contest("law", {"yes": 70, "no": 20}, threshold=2 / 3), 100)[0]
    assert above.value(frozenset(["yes"])) == pytest.approx(0.75) and above.value(frozenset(["no"])) == 0
    # (70 x 0.75 + 10 x 0.5) / 100
    assert above.mean == pytest.approx(0.575)


def test_draws_without_replacement_exhaust_the_pool():
    pool = np.array([3, 0, 2])
    kinds = without_replacement(pool, np.random.default_rng(2).random(5))
    assert np.bincount(kinds, minlength=3).tolist() == [3, 0, 2]


def table(tmp_path, name: str, text: str):
    path = tmp_path / name
    path.write_text(text)
    return path


CONTESTS = """contest,candidate,votes,winners,threshold
mayor,A,60,1,
mayor,B,40,1,
law,yes,70,1,66.7
law,no,20,1,66.7
"""


def test_tables_are_read(tmp_path):
    known = read_contests(table(tmp_path, "c.csv", CONTESTS))
    law = Contest("law", {"yes": 70, "no": 20}, 1, pytest.approx(0.667))
    assert known == [Contest("mayor", {"A": 60, "B": 40}), law]
    drawn = read_sample(
        table(tmp_path, "d.csv", "card,contest,vote,reported\n7,mayor,A,A\n7,law,yes,\n3,mayor,not found,B\n9,,,\n"),
        known, "comparison",
    )  # fmt: skip
    assert drawn.cards == ("7", "3", "9") and drawn.lost == {"3"}
    assert drawn.hand["7", "law"] == {"yes"} and drawn.reported["7", "law"] == frozenset()
    found = check(known, drawn, 100, method="comparison")
    assert found["overstated"].to_list() == [0, 1] and found["cards"].to_list() == [3, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("contest,candidate,votes\nc,A,5\nc,A,4\n", "a candidate appears twice"),
        ("contest,candidate,votes\nc,A,five\nc,B,4\n", "'five'"),
        ("contest,candidate,votes\nc,A,5\n", "winners"),
        ("contest,candidate,vote\nc,A,5\n", "no such column"),
        ("contest,candidate,votes\n", "expected a row"),
    ],
)
def test_a_bad_table_of_contests_is_refused_with_its_place(tmp_path, text, words):
    with pytest.raises(ReturnsError, match=words) as caught:
        read_contests(table(tmp_path, "c.csv", text))
    assert "c.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("card,contest,vote\n1,mayor,Z\n", "expected candidates"),
        ("card,contest,vote\n1,dogs,A\n", "expected one of the contests"),
        ("card,contest,vote\n1,mayor,A\n2,mayor,A\n1,mayor,A\n", "two places"),
        ("card,contest,vote\n1,mayor,A\n1,mayor,B\n", "appears twice"),
        ("card,contest\n1,mayor\n", "no such column"),
    ],
)
def test_a_bad_table_of_cards_is_refused_with_its_line(tmp_path, text, words):
    known = read_contests(table(tmp_path, "c.csv", CONTESTS))
    with pytest.raises(ReturnsError, match=words):
        read_sample(table(tmp_path, "d.csv", text), known, "polling")


def test_what_cannot_be_audited_is_refused():
    with pytest.raises(ReturnsError, match="not reported above"):
        assertions(Contest("c", {"A": 5, "B": 5}), 10)
    with pytest.raises(ReturnsError, match="expected at most"):
        assertions(Contest("c", {"A": 5, "B": 4}), 8)
    with pytest.raises(ContestedError, match="risk limit"):
        plan([Contest("c", {"A": 5, "B": 4})], 10, risk_limit=0)
    assert ballots.plan([Contest("c", {"A": 2, "B": 1})], 3)["enough"][0] == 3  # so few cards are all counted


def test_the_best_stake_beats_its_neighbours():
    values, chances = np.array([0.52, 0.26, 0.0]), np.array([0.99, 0.008, 0.002])
    best = martingale.best_stake(values, chances)
    growth = [float(chances @ np.log1p(s * (values - 0.5))) for s in (0.95 * best, best, 1.05 * best)]
    assert growth[1] == max(growth)


def test_read_tables_survive_mutations(tmp_path):
    rng = np.random.default_rng(1)
    for _ in range(60):
        content = bytearray(CONTESTS.encode())
        for _ in range(rng.integers(1, 4)):
            content[rng.integers(len(content))] = rng.integers(256)
        path = tmp_path / "c.csv"
        path.write_bytes(bytes(content))
        try:
            assert isinstance(read_contests(path), list)
        except ContestedError as error:
            assert isinstance(error, ReturnsError)


def test_frames_of_results_have_stated_columns():
    contest = Contest("c", {"A": 60, "B": 30})
    assert plan([contest], 100).schema["enough"] == pl.Int64
