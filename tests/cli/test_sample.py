"""`contested sample`: from a list of stations to an estimate, and from reported votes to a ballot audit."""

from __future__ import annotations

import hashlib
import re

import polars as pl
import pytest

from contested.forensics.samples.public_seed import public_seed
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
    again = ("sample", "estimate", tmp_path / "protocols.csv", "--stations", stations, "--official", "A=70", "--out",
             tmp_path / "page.html")  # fmt: skip
    assert typed(*again).exit_code == 0
    page = (tmp_path / "page.html").read_text()
    assert "lies outside what the sample" in page and list((tmp_path / "figures").glob("intervals.svg"))
    refused = typed(*again)
    assert refused.exit_code == 2 and "expected a new file" in refused.stderr
    assert typed("sample", "test", tmp_path / "protocols.csv", "--stations", stations, "--out",
                 tmp_path / "test.html").exit_code == 0  # fmt: skip
    assert "How the test went" in (tmp_path / "test.html").read_text()


def test_protocols_without_a_ballot_keep_the_names_of_contestants(tmp_path):
    (tmp_path / "stations.csv").write_text("station,stratum,voters\n1,r0,500\n2,r0,500\n3,r1,500\n")
    for rows in ("", "1,0,0,0\n2,0,0,0\n"):
        (tmp_path / "p.csv").write_text("station,cast,A,B\n" + rows)
        said = typed("sample", "estimate", tmp_path / "p.csv", "--stations", tmp_path / "stations.csv",
                     "--official", "A=46")  # fmt: skip
        assert said.exit_code == 0 and "Quick count" not in said.stdout
        assert re.findall(r"^ ([AB]) +–", said.stdout, re.M) == ["A", "B"]
        assert said.stdout.count("No station with ballots reported.") == 1
    assert "No station reported from 1 stratum, so nothing is estimated for it: r1." in flat(said.stdout)
    (tmp_path / "p.csv").write_text("station,cast,A,B\n1,9,4,5\n")
    said = typed("sample", "estimate", tmp_path / "p.csv", "--stations", tmp_path / "stations.csv")
    assert "1 station gives A 44.44 %" in flat(said.stdout)


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
    typed("sample", "confirm", tmp_path / "c.csv", tmp_path / "d.csv", "--cards", "10000", "--out", tmp_path / "p.html")
    assert "mayor: A over B" in (tmp_path / "p.html").read_text()
    (tmp_path / "d.csv").write_text("card,contest,vote\n" + "\n".join(rows[:8]) + "\n")
    early = typed("sample", "confirm", tmp_path / "c.csv", tmp_path / "d.csv", "--cards", "10000")
    assert early.exit_code == 1 and "do not confirm 1 of 1 assertions" in flat(early.stdout)


def test_a_comparison_whose_cards_lack_the_contest_is_doubted(tmp_path):
    (tmp_path / "c.csv").write_text(CONTESTS)
    (tmp_path / "d.csv").write_text("card,contest,vote,reported\n" + "".join(f"{i},,,\n" for i in range(400)))
    words = ("sample", "confirm", tmp_path / "c.csv", tmp_path / "d.csv", "--cards", "10000", "--method", "comparison")
    done = typed(*words, "--out", tmp_path / "p.html")
    assert done.exit_code == 1 and "doubted" in done.stdout and "none of the 400 cards holds" in flat(done.stdout)
    assert "none of the 400 cards holds" in (tmp_path / "p.html").read_text()


def test_cards_drawn_by_strata_are_confirmed_together(tmp_path):
    (tmp_path / "c.csv").write_text("contest,candidate,votes,stratum\nmayor,A,3000,x\nmayor,B,1900,x\nmayor,A,3000,y\n"
                                    "mayor,B,1600,y\n")  # fmt: skip
    (tmp_path / "s.csv").write_text("stratum,cards,method\nx,5000,comparison\ny,5000,polling\n")
    cards = [f"x{i},mayor,{v},{v},x\ny{i},mayor,{v},,y" for i, v in enumerate("AAABABAABB" * 40)]
    (tmp_path / "d.csv").write_text("card,contest,vote,reported,stratum\n" + "\n".join(cards) + "\n")
    words = ("sample", "confirm", tmp_path / "c.csv", tmp_path / "d.csv")
    done = typed(*words, "--strata", tmp_path / "s.csv", "--out", tmp_path / "p.html")
    assert done.exit_code == 0 and "800 cards confirm every reported winner" in flat(done.stdout)
    page = (tmp_path / "p.html").read_text()
    assert "mayor: A over B" in page and "s.csv" in page and "Sweeter than SUITE" in page
    for more, says in (
        ((), "expected either cards or strata; got neither."),
        (("--strata", tmp_path / "s.csv", "--cards", "10000"), "expected either cards or strata; got both."),
        (("--cards", "10000"), "its votes are given by stratum"),
        (("--strata", tmp_path / "s.csv", "--method", "comparison"), "says how each is audited"),
        (("--strata", tmp_path / "c.csv"), "cards"),
    ):
        wrong = typed(*words, *more)
        assert wrong.exit_code == 2 and says in flat(wrong.stderr), wrong.stderr


def test_batches_are_drawn_counted_and_confirmed(tmp_path):
    rows = [(f"p{k}", 200 + k, c, 120 + k if c == "A" else 80) for k in range(50) for c in "AB"]
    (tmp_path / "b.csv").write_text("batch,ballots,candidate,votes\n" + "".join(f"{b},{n},{c},{v}\n"
                                                                              for b, n, c, v in rows))  # fmt: skip
    (tmp_path / "h.csv").write_text("batch,candidate,votes\n" + "".join(f"{b},{c},{v}\n" for b, _, c, v in rows))
    drew = typed("sample", "draw-batches", tmp_path / "b.csv", "--seed", "5", "--out", tmp_path / "d.csv")
    assert drew.exit_code == 0 and "draws of" in drew.stdout
    words = ("sample", "confirm-batches", tmp_path / "b.csv", tmp_path / "d.csv", tmp_path / "h.csv")
    done = typed(*words, "--out", tmp_path / "p.html")
    assert done.exit_code == 0 and "draws confirm every reported winner" in flat(done.stdout)
    assert "An audit by batch" in (tmp_path / "p.html").read_text()
    assert typed(*words, "--risk-limit", "0.0001").exit_code == 1
    (tmp_path / "h.csv").write_text("batch,candidate,votes\np0,A,120\np0,B,80\n")
    refused = typed(*words)
    assert refused.exit_code == 2 and "were not counted" in flat(refused.stderr)


def test_a_seed_of_twenty_dice_is_taken_by_a_rule_that_anybody_can_compute(tmp_path):
    """The dice of Colorado's audit of 2017-11-17; the reference is computed here with hashlib alone."""
    country(tmp_path)
    dice = "93686630803205229070"
    folded = int(hashlib.sha256(dice.encode()).hexdigest()[:16], 16) // 2
    samples = {}
    for seed in (dice, f"0{dice}", str(folded), str(int(dice) + 1)):
        file = tmp_path / f"{seed}.csv"
        drew = typed("sample", "draw", tmp_path / "stations.csv", "--size", 60, "--seed", seed, "--out", file)
        assert drew.exit_code == 0, drew.stderr
        samples[seed] = pl.read_csv(file)["station"].to_list()
    assert samples[dice] == samples[f"0{dice}"] == samples[str(folded)] != samples[str(int(dice) + 1)]
    (tmp_path / "c.csv").write_text(CONTESTS)
    plans = [typed("sample", "plan", tmp_path / "c.csv", "--cards", 10_000, "--seed", s).stdout for s in (dice, folded)]
    assert plans[0] == plans[1] and "Draw " in plans[0]


def test_a_shorter_seed_is_used_as_it_is():
    assert [public_seed(seed) for seed in (0, 9, 2**63 - 1)] == [0, 9, 2**63 - 1]
    assert 0 <= public_seed(2**63) < 2**63 and public_seed(2**63) != public_seed(2**64)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("draw", "stations.csv", "--size", "50", "--seed", "-1"), ("--seed: expected 0 or more; got -1", "hint")),
        (("plan", "c.csv", "--cards", "10000", "--seed", "-1"), ("--seed: expected 0 or more",)),
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
