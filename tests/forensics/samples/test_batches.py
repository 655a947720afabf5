"""Audits by batch: a published example to its last digit, and a wrong outcome that is hardly ever confirmed."""

import numpy as np
import pytest

from contested.forensics.samples import ballots, batches, contests
from contested.ground.errors import InputError, ReturnsError

#: Lindeman (2010): California's third district in 2008, batches that were drawn: ballots, reported Lungren, Durston,
#: Tuma, Padilla, times drawn, and what the hand count changed in these four
LINDEMAN = """
424 231 149 13 12 1 -1 1 0 0|447 244 152 15 15 2|319 159 115 15 12 1|919 440 392 30 16 2 2 1 0 0|990 493 377 34 30 1
990 528 332 34 33 2 0 0 2 0|1119 597 393 35 39 1|440 152 197 4 35 1|644 254 294 9 25 1|685 290 284 14 36 2
382 158 172 14 15 1 0 10 0 0|685 260 316 23 27 1|710 290 323 22 25 1|628 294 228 13 36 1|684 387 220 10 9 1 0 0 0 2
623 238 257 25 32 1|670 289 266 20 23 1|688 274 301 12 34 1|381 202 118 11 24 1|706 402 210 10 30 1 1 1 0 0
467 216 182 13 15 1|579 247 247 14 34 1|442 215 163 16 21 1 0 1 0 0|436 168 180 21 27 1|417 201 156 12 14 1
435 164 224 9 18 1|736 323 330 19 26 1 1 4 0 0|724 359 270 14 22 1|538 297 166 13 23 1|527 217 247 15 21 1
444 204 185 13 16 1|716 364 285 8 17 1|591 279 246 13 14 1|544 291 195 12 13 1 2 1 0 0|1020 570 395 14 12 1
863 474 330 16 6 1|537 261 191 10 40 1|592 162 309 5 50 1|338 186 86 7 15 1|606 313 174 17 43 1|634 336 229 26 21 2
209 105 80 4 6 1
"""
NAMES = ("Lungren", "Durston", "Tuma", "Padilla")
#: reported margins of Lungren over the three, in the whole district, and the sum of all bounds as published
MARGINS, TOTAL = (17_453, 148_151, 142_046), 20.47


def lindeman():
    rows = [[int(x) for x in part.split()] for part in LINDEMAN.replace("\n", "|").split("|") if part.strip()]
    size = np.array([r[0] for r in rows])
    votes = np.array([r[1:5] for r in rows])
    # one batch more holds the rest of the district, so that the margins are the published ones
    short = [m - int((votes[:, 0] - votes[:, k]).sum()) for k, m in enumerate(MARGINS, start=1)]
    rest = np.array([max(short), *(max(short) - s for s in short)])
    made = batches.Batches(
        (*(f"b{k}" for k in range(len(rows))), "the rest"), np.append(size, rest.sum()),
        {"house": batches.Counted(NAMES, np.vstack([votes, rest]), 1)},
    )  # fmt: skip
    hand = {f"b{k}": {"house": dict(zip(NAMES, (votes[k] + (r[6:] or [0, 0, 0, 0])).tolist(), strict=True))}
            for k, r in enumerate(rows)}  # fmt: skip
    return made, hand, [f"b{k}" for k, r in enumerate(rows) for _ in range(r[5])]


def test_the_published_example_comes_out():
    made, hand, draws = lindeman()
    bound = batches.bounds(made)
    assert bound[10] == pytest.approx(0.021085200252105654)
    found = batches.check(made, draws, hand, risk_limit=0.1, total=TOTAL)
    assert len(draws) == 47 and found.draws["risk"][-1] == pytest.approx(0.098616, abs=2e-6)
    taint = dict(found.draws.select("batch", "taint").iter_rows())
    assert taint["b0"] == pytest.approx(0.003953, abs=1e-6) and taint["b10"] == pytest.approx(0.027174, abs=1e-6)
    assert found.stopped == 47


def file(tmp_path, seed=1, gap=0.05, n=60):
    rng = np.random.default_rng(seed)
    size = rng.integers(150, 600, n)
    ann = rng.binomial(size, 0.5 + gap / 2)
    lines = ["batch,ballots,candidate,votes"]
    for k in range(n):
        lines += [f"p{k},{size[k]},Ann,{ann[k]}", f"p{k},{size[k]},Bob,{size[k] - ann[k]}"]
    path = tmp_path / "batches.csv"
    path.write_text("\n".join(lines) + "\n")
    return path, size, ann


def test_without_errors_as_many_draws_confirm_as_were_planned(tmp_path):
    path, size, ann = file(tmp_path)
    made = batches.read_batches(path)
    n = batches.needed(made, 0.05)
    draws = batches.draw(made, n, 7)["batch"].to_list()
    hand = {f"p{k}": {"the contest": {"Ann": int(ann[k]), "Bob": int(size[k] - ann[k])}} for k in range(size.size)}
    found = batches.check(made, draws, hand)
    assert found.stopped == n and found.risk <= 0.05
    assert batches.check(made, draws[: n - 1], hand).stopped == 0


def test_a_wrong_outcome_is_confirmed_no_more_often_than_the_limit(tmp_path):
    path, size, ann = file(tmp_path)
    made = batches.read_batches(path)
    excess = int(2 * ann.sum() - size.sum())
    moved = np.minimum(ann, -(-excess * size // (2 * size.sum())) + 1)  # spread evenly: a tie, or a little worse
    assert 2 * (ann - moved).sum() <= size.sum()
    hand = {f"p{k}": {"the contest": {"Ann": int(ann[k] - moved[k]), "Bob": int(size[k] - ann[k] + moved[k])}}
            for k in range(size.size)}  # fmt: skip
    confirmed = [batches.check(made, batches.draw(made, 400, seed)["batch"].to_list(), hand, risk_limit=0.1).stopped > 0
                 for seed in range(100)]  # fmt: skip
    assert sum(confirmed) <= 16  # 10 on average at most


def test_a_batch_that_cannot_be_counted_confirms_nothing(tmp_path):
    path, size, ann = file(tmp_path)
    made = batches.read_batches(path)
    hand = {f"p{k}": {"the contest": {"Ann": int(ann[k]), "Bob": int(size[k] - ann[k])}} for k in range(size.size)}
    assert batches.check(made, ["p1", *["p2"] * 500], {**hand, "p1": None}).stopped == 0
    with pytest.raises(InputError, match="were not counted, such as 'p3'"):
        batches.check(made, ["p3"], {})


TWO = "batch,ballots,contest,candidate,votes,contest_ballots\n"
X1, Y2 = "b1,100,X,A,60,\nb1,100,X,B,40,\n", "b2,1000,Y,C,900,\nb2,1000,Y,D,100,\n"
NO_Y, NO_X = "b1,100,Y,C,0,0\n", "b2,1000,X,A,0,0\n"


def two(tmp_path, *rows):
    (tmp_path / "two.csv").write_text(TWO + "".join(rows))
    return batches.read_batches(tmp_path / "two.csv")


def test_a_winner_who_lost_by_hand_in_a_batch_without_a_report_is_not_confirmed(tmp_path):
    """B leads 940 to 60: all votes of X in b2 are missing from the report."""
    made = two(tmp_path, X1, Y2, NO_Y)
    assert batches.bounds(made).tolist() == [120 / 20, 1000 / 20]
    hand = {"b1": {"X": {"A": 60, "B": 40}}, "b2": {"Y": {"C": 900, "D": 100}, "X": {"A": 0, "B": 900}}}
    found = batches.check(made, ["b2", "b1"] * 500, hand)
    assert found.stopped == 0 and found.risk == 1
    assert dict(found.draws.select("batch", "taint").iter_rows())["b2"] == pytest.approx(0.9)
    (note,) = found.notes
    assert "Contest 'X' has no reported votes in 1 of 2 batches, such as 'b2'" in note


def test_a_missing_upload_is_confirmed_no_more_often_than_the_limit(tmp_path):
    """X is reported of 20 batches, Y of all; four uploads are missing that would have made X a tie."""
    rows = [f"p{k},100,X,A,60,\np{k},100,X,B,40,\n" for k in range(20)]
    rows += [f"q{k},100,Y,C,60,\nq{k},100,Y,D,40,\n" for k in range(8)] + [f"p{k},100,Y,C,0,0\n" for k in range(20)]
    made = two(tmp_path, *rows)
    hand = {f"p{k}": {"X": {"A": 60, "B": 40}} for k in range(20)}
    hand |= {f"q{k}": {"X": {"A": 0, "B": 100 * (k < 4)}, "Y": {"C": 60, "D": 40}} for k in range(8)}
    confirmed = [batches.check(made, batches.draw(made, 120, seed)["batch"].to_list(), hand, risk_limit=0.1).stopped > 0
                 for seed in range(100)]  # fmt: skip
    assert sum(confirmed) <= 16  # 10 on average at most


def test_a_contest_that_was_not_on_the_ballots_costs_no_draws_and_hides_no_error(tmp_path):
    made = two(tmp_path, X1, Y2, NO_Y, NO_X)
    assert batches.bounds(made).tolist() == [120 / 20, 1800 / 800] and batches.unreported(made) == []
    one = {"b1": {"X": {"A": 60, "B": 40}}}
    for y in ({"C": 900, "D": 100}, {"C": 950, "D": 50}):  # what Y was understated by does not speak for X
        found = batches.check(made, ["b2"], {**one, "b2": {"Y": y}})
        assert found.draws["taint"].to_list() == [0]
    with pytest.raises(InputError, match="the hand count has 900 votes of 'X', and at most 0 ballots"):
        batches.check(made, ["b2"], {**one, "b2": {"Y": {"C": 900, "D": 100}, "X": {"B": 900}}})
    assert batches.check(made, ["b2"], {**one, "b2": None}).draws["taint"].to_list() == [1]


def test_a_hand_count_must_cover_each_contest_that_may_be_there(tmp_path):
    made = two(tmp_path, X1, Y2, NO_Y)
    with pytest.raises(InputError, match="batch 'b2' was counted by hand, but not for 'X'"):
        batches.check(made, ["b2"], {"b2": {"Y": {"C": 900, "D": 100}}})
    for wrong, says in (("b2,1000,X,A,0,2000\n", "at most 1,000; got 2,000"), ("b1,100,X,Q,0,50\n", "100 votes of 'X'"),
                        ("b2,1000,X,A,0,0\nb2,1000,X,B,0,9\n", "expected one number of ballots with 'X'")):  # fmt: skip
        with pytest.raises(ReturnsError, match=says):
            two(tmp_path, X1, Y2, NO_Y, wrong)


@pytest.mark.parametrize(
    ("text", "says"),
    [("batch,ballots,candidate,votes\np,10,A,8\np,10,B,8\n", "16 votes"),
     ("batch,ballots,candidate,votes\np,10,A,5\np,10,B,5\n", "tied"),
     ("batch,ballots,candidate,votes\np,10,A,5\np,12,B,4\n", "2 numbers of ballots"),
     ("batch,ballots,candidate,votes\np,10,A,5\np,10,A,4\n", "appears twice"),
     ("batch,ballots,candidate,votes,rank\np,10,A,5,1\np,10,B,4,2\n", "ranked ballots are not supported")],
)  # fmt: skip
def test_bad_batches(tmp_path, text, says):
    (tmp_path / "b.csv").write_text(text)
    with pytest.raises(ReturnsError, match=says):
        batches.read_batches(tmp_path / "b.csv")


@pytest.mark.parametrize("text", [
    "contest,candidate,votes,method\nm,A,5,IRV\nm,B,4,IRV\n", "contest,candidate,votes,Rank 1\nm,A,5,1\nm,B,4,1\n",
])  # fmt: skip
def test_ranked_contests_are_refused(tmp_path, text):
    (tmp_path / "c.csv").write_text(text)
    with pytest.raises(ReturnsError, match="ranked ballots are not supported"):
        contests.read_contests(tmp_path / "c.csv")


def test_ranked_cards_are_refused(tmp_path):
    (tmp_path / "s.csv").write_text("card,contest,vote\n1,m,A > B\n")
    known = [contests.Contest("m", {"A": 5, "B": 4})]
    with pytest.raises(ReturnsError, match="ranked ballots are not supported"):
        ballots.read_sample(tmp_path / "s.csv", known, "polling")
