"""`contested.forecast`: from a study's folder to a forecast's, and from its ledger to scores."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import numpy as np
import polars as pl
import pytest

import contested
from contested.claims import write
from contested.ensemble import executors
from contested.ensemble.points import Point
from contested.ensemble.recipes import nation
from contested.ground.errors import CheckpointError, InputError
from contested.inference.forecast import baselines
from contested.inference.forecast import ledger as book
from contested.inference.forecast.series import Key
from contested.inference.likelihood.cells import cells_of
from contested.scenarios.load import load
from contested.studies.calibration import waves
from contested.studies.forecasting.forecast import Forecast
from contested.studies.forecasting.runs_ahead import simulator
from contested.tasks.forecast import score, skill, unscored
from tests.inference.saying import say
from tests.studies.spoken_study import UNTIL, claims, later, made

START = load("teaching").country.start
UNTIL_DAY = START + timedelta(days=UNTIL)
QUICK = {"draws": 100, "runs": 40, "executor": "serial",
         "origins": [START + timedelta(days=20), START + timedelta(days=UNTIL)]}  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return made(tmp_path_factory.mktemp("forecast") / "study")


@pytest.fixture(scope="module")
def done(study):
    return contested.forecast(study, 12, **QUICK)


def test_parties_differ_by_their_bias_and_share_one_truth(done):
    frame = done.to_polars()
    assert set(frame["voice"]) == {"Ministry of Order", "Council"}
    assert sorted(set(frame["lead"])) == list(range(1, 13))
    by = {(r["voice"], r["kind"], r["lead"]): r for r in frame.iter_rows(named=True)}
    # the Sunday after the study's last day is marched on, and the two count it as they did before: 0.4 and 1.5
    sunday = (date(2031, 6, 1) - START).days - UNTIL
    ratio = by["Council", "claim", sunday]["q50"] / by["Ministry of Order", "claim", sunday]["q50"]
    assert 2 < ratio < 7
    truths = [[by[voice, "truth", k]["q50"] for k in range(1, 13)] for voice in ("Council", "Ministry of Order")]
    assert truths[0] == truths[1]
    assert by["Council", "truth", sunday]["q50"] > 10 * by["Council", "truth", sunday + 1]["q50"]


def test_every_claim_is_scored_for_every_forecaster_and_lost_comparisons_stand(done):
    scores, against = done.tables["scores"], done.tables["against"]
    names = set(scores["forecaster"])
    assert {"nation", "climatology", "last_value", "damped_trend", "mixture_equal", "mixture_learnt"} <= names
    counts = scores.group_by("forecaster").len()["len"]
    assert counts.n_unique() == 1
    due = [c for c in claims() for o in QUICK["origins"] if o < c.date <= o + timedelta(days=12)]
    assert counts[0] == len(due)
    whole = against.filter((pl.col("quantity") == "") & pl.col("horizon").is_null() & (pl.col("score") == "crps_log"))
    assert set(whole["against"]) == names - {"nation"}
    mean = {n: scores.filter(pl.col("forecaster") == n)["crps_log"].mean() for n in names}
    for row in whole.iter_rows(named=True):
        assert row["difference"] == pytest.approx(mean["nation"] - mean[row["against"]])
    assert set(against["verdict"]) <= {"wins", "loses", "even", "too few"}


def test_later_claims_score_and_are_never_forecast_from(study, done, tmp_path):
    changed = [c for c in claims() if (c.date - START).days <= UNTIL] + list(later(7.0))
    other = contested.forecast(study, 12, claims=changed, out=tmp_path / "other", **QUICK)
    assert other.to_polars().equals(done.to_polars())
    assert not other.tables["scores"]["crps"].equals(done.tables["scores"]["crps"])


def test_the_ledger_is_scored_once_by_what_came(study, tmp_path):
    done = contested.forecast(study, 12, out=tmp_path / "one", ledger=tmp_path / "book.jsonl", **QUICK)
    lines = book.read(done.ledger)
    assert [line["kind"] for line in lines] == ["forecast", "forecast"]
    found = score(done.ledger, later())
    assert len(found) == len(later()) and set(found["voice"]) == {"Ministry of Order", "Council"}
    # a country of the future is forecast on its own last day, ahead of what is said of later ones
    assert found["ahead"].all()
    assert not score(done.ledger, later()).height
    assert len(book.read(done.ledger)) == 2 + len(later())
    # the quantiles in the book are those of the table
    row = done.to_polars().filter((pl.col("kind") == "claim") & (pl.col("voice") == lines[0]["series"]["voice"]))
    half = [np.quantile(q, 0.5) for q in lines[0]["quantiles"]]
    assert half == pytest.approx(row["q50"].to_list(), rel=0.05, abs=0.5)


TOWN = load("teaching").country.places[0].name


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A study of what two parties said of one town, and a forecast that is scored by what they said of it later."""
    known = tuple(c for c in claims(TOWN) if (c.date - START).days <= UNTIL)
    folder = made(tmp_path_factory.mktemp("town") / "study", told=known)
    after = [c for c in claims(TOWN) if (c.date - START).days > UNTIL]
    return folder, known, after


def test_later_claims_about_a_place_are_scored_against_the_place(town, tmp_path):
    folder, known, after = town
    odd = {
        "place": replace(after[0], place="Atlantis"),
        "quantity": replace(after[0], quantity="survey_share", value=40.0),
        "total": replace(after[0], quantity="detained_cum", actor="protesters",
                         end_date=after[0].date + timedelta(days=1)),
        "other": replace(after[0], place=load("teaching").country.places[1].name),
        "end": replace(after[0], date=START + timedelta(days=5000)), "copy": replace(after[0], source_url="again"),
        "event": replace(after[0], quantity="event_march", value=None),
        "before": replace(after[0], date=START - timedelta(days=1)),
    }  # fmt: skip
    file = tmp_path / "later.csv"
    file.write_bytes(write.as_bytes([*after, *odd.values()], ".csv"))
    done = contested.forecast(folder, 12, claims=file, out=tmp_path / "out", **{**QUICK, "origins": [UNTIL_DAY]})
    scores, unscored = done.tables["scores"], done.tables["unscored"]
    mine = scores.filter(pl.col("forecaster") == "nation")
    due = [k for k, c in enumerate(after, 1) if (c.date - UNTIL_DAY).days <= 12]
    assert len(due) == len(after) == 8
    assert sorted(mine["claim"]) == due and set(mine["place"]) == {TOWN}
    assert set(scores["forecaster"]) == {*baselines.BASELINES, "mixture_equal", "mixture_learnt", "nation",
                                         "nation_and_baselines", "best_so_far"}  # fmt: skip
    assert scores.group_by("forecaster").len()["len"].n_unique() == 1
    reason = dict(zip(unscored["claim"], unscored["reason"]))
    wanted = ["place unknown", "count of votes", "total over several days", "series too short", "outside the dates",
              "copy", "event without a number", "outside the dates"]  # fmt: skip
    assert [reason[len(after) + k] for k in range(1, len(odd) + 1)] == wanted
    # what was known before comes from the study, since the file has later claims only
    assert unscored.height == len(odd) + len(known)
    assert set(unscored["reason"].tail(len(known))) == {"known at every origin"}
    page = done.report(tmp_path / "page.html", pictures=False).read_text()
    assert "8 were scored and" in page and "only 8 claims of 4 days" in page and "place unknown" in page
    # every later claim of the town is in the fan of its voice
    assert set(done.tables["claims"].filter(~pl.col("known"))["date"]) == {c.date for c in after}
    nation = contested.forecast(folder, 12, claims=[*known, *after], out=tmp_path / "whole", **QUICK)
    assert nation.to_polars().equals(done.to_polars())


def test_coverage_stands_beside_the_prior_s(done, tmp_path):
    """Both are shares of the same claims; a claim that two origins forecast is one."""
    scores = done.tables["scores"]
    found = done.coverage()
    both = scores.filter(pl.col("forecaster") == "prior_acts_known")
    mine = scores.filter(pl.col("forecaster") == "nation").join(both.select("origin", "claim"), on=["origin", "claim"])
    assert both.height == mine.height > found.claims == both["claim"].n_unique() > 0
    for forecaster, share in ((mine, found.share), (both, found.prior)):
        assert share == pytest.approx(np.average(forecaster["covered"], weights=forecaster["weight"]))
    page = done.report(tmp_path / "page.html", pictures=False).read_text()
    assert found.text() in page


def test_four_days_are_too_few_to_tell_and_never_even(town, tmp_path):
    folder, _, after = town
    done = contested.forecast(folder, 12, claims=after, out=tmp_path / "out", **{**QUICK, "origins": [UNTIL_DAY]})
    assert set(done.tables["against"]["verdict"]) == {"too few"}
    page = done.report(tmp_path / "page.html", pictures=False).read_text()
    assert "Too few claims to tell: over all horizons" in page and "too few to tell (8 claims)" in page
    assert "even with" not in page and ">even<" not in page


def test_a_ledger_is_scored_beside_all_seven_baselines(town, tmp_path):
    folder, known, after = town
    told = {"origins": [UNTIL_DAY]}
    done = contested.forecast(folder, 12, claims=[*known, *after], out=tmp_path / "out", **{**QUICK, **told})
    found = score(done.ledger, after)
    assert len(found) == len(after)
    lines = [line for line in book.read(done.ledger) if line["kind"] == "score"]
    assert all(set(line["baselines"]) == {*baselines.BASELINES, "mixture_equal"} for line in lines)
    # the same baselines as those of the backtest from that day, but for 199 quantiles in place of the draws
    of = done.tables["scores"].group_by("forecaster").agg(pl.col("crps_log").mean())
    mean = dict(of.iter_rows())
    for name in (*baselines.BASELINES, "mixture_equal"):
        assert np.mean([line["baselines"][name]["crps_log"] for line in lines]) == pytest.approx(mean[name], rel=0.03)
    table = skill(done.ledger)
    assert set(table["against"]) == {*baselines.BASELINES, "mixture_equal"} and set(table["claims"]) == {len(after)}
    row = table.row(by_predicate=(pl.col("against") == "climatology") & (pl.col("score") == "crps_log"), named=True)
    assert row["difference"] == pytest.approx(found["crps_log"].mean() - mean["climatology"], rel=0.03)
    assert set(table["verdict"]) == {"too few"}  # four days
    assert not score(done.ledger, after).height and skill(done.ledger).equals(table)


def test_claims_that_a_ledger_is_not_scored_by_have_a_reason(town, tmp_path):
    folder, known, after = town
    done = contested.forecast(folder, 12, claims=[*known, *after], out=tmp_path / "out", **QUICK)
    odd = [
        (replace(after[0], place="Atlantis"), "no such forecast"),
        (replace(after[0], end_date=after[-1].date), "total over several days"),
        (replace(after[0], date=START + timedelta(days=UNTIL - 1)), "known at every origin"),
        (replace(after[0], date=START + timedelta(days=UNTIL + 13)), "beyond the horizon"),
        (replace(after[0], quantity="event_march", value=None), "event without a number"),
        (replace(after[0], value=1e12), "number impossible"),
    ]  # fmt: skip
    table = unscored(done.ledger, [*after, *(c for c, _ in odd)])
    assert dict(zip(table["claim"], table["reason"])) == {len(after) + k: r for k, (_, r) in enumerate(odd, 1)}
    score(done.ledger, after)
    assert set(unscored(done.ledger, after)["reason"]) == {"scored before"}


def test_a_masked_voice_is_never_taken_for_the_same_number_in_another_file(town, tmp_path):
    known = tuple(replace(c, claimant="Anna Ivanova") if c.claimant == "Council" else c for c in town[1])
    other = tuple(replace(c, claimant="Olga Smirnova") if c.claimant == "Council" else c for c in town[2])
    folder = made(tmp_path / "study", told=known)
    done = contested.forecast(folder, 12, claims=other, out=tmp_path / "out", **{**QUICK, "origins": [UNTIL_DAY]})
    assert {"private person 1"} < set(done.to_polars()["voice"])
    assert set(done.tables["scores"]["voice"]) == {"Ministry of Order"}
    strangers = done.tables["unscored"].filter(pl.col("claimant") == "private person 2")
    assert set(strangers["reason"]) == {"series too short"} and strangers.height == len(other) / 2
    assert set(score(done.ledger, other)["voice"]) == {"Ministry of Order"}
    assert set(unscored(done.ledger, other)["reason"]) == {"masked voice", "scored before"}


def test_a_ledger_without_a_past_is_scored_alone(tmp_path):
    path, key = tmp_path / "book.jsonl", Key("crowd", "opposition", "Velinia", "Council")
    book.record(path, key, UNTIL_DAY, np.arange(1, 13), np.full((50, 12), 900.0), maker="before", today=UNTIL_DAY)
    assert len(score(path, later())) == len(later()) / 2
    assert not skill(path).height


def test_the_page_shows_fans_wins_and_losses(done, tmp_path):
    page = done.report(tmp_path / "page.html", pictures=False).read_text()
    headings = ("Where claims fell", "Skill against other forecasters")
    for part in ("fan_1", "fan_2", *headings, "mixture learnt", "Ministry of Order"):
        assert part in page
    assert "loses" in page or "wins" in page or "even" in page


def test_a_reader_of_the_forecast_is_warned_as_one_of_the_study_is(study, done, tmp_path):
    warned = [f"the study: {text}" for text in contested.open(study).warnings()]
    assert warned == ["the study: 2 claims are not used (no such place 2)"]
    assert done.warnings() == warned and ("warning", warned[0]) in done.overview()
    page = done.report(tmp_path / "page.html", pictures=False).read_text()
    assert page.index("The study: 2 claims are not used (no such place 2).") < page.index("How to read this")
    # a forecast whose own chains did not agree says so first
    apart = Forecast(done.path)
    apart.record["converged"] = {**apart.record["converged"], "2031-05-24": False}
    assert apart.warnings()[0].startswith("the chains of the posterior did not agree from 2031-05-24")
    assert apart.warnings()[1:] == warned


def test_a_seed_is_a_forecast_and_plays_nothing_twice(study, done, tmp_path, monkeypatch):
    def refused(*args, **options):
        raise AssertionError("a run was played again")

    monkeypatch.setattr("contested.ensemble.executors.run", refused)
    again = contested.forecast(study, 12, out=tmp_path / "again", **QUICK)
    assert again.to_polars().equals(done.to_polars()) and again.tables["scores"].equals(done.tables["scores"])


def test_a_forecast_that_was_killed_goes_on(study, done, tmp_path, monkeypatch):
    own = tmp_path / "study"
    shutil.copytree(study, own)
    shutil.rmtree(own / "ahead")
    play, seen = executors.run, []

    def dies(*args, **options):
        for k, result in enumerate(play(*args, **options)):
            if k == 50:
                raise KeyboardInterrupt
            seen.append(result.point.key)
            yield result

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("contested.ensemble.executors.run", dies)
        contested.forecast(own, 12, out=tmp_path / "out", **QUICK)
    assert len(seen) == 50 and not (tmp_path / "out").exists()

    def counts(*args, **options):
        for result in play(*args, **options):
            seen.append(result.point.key)
            yield result

    monkeypatch.setattr("contested.ensemble.executors.run", counts)
    whole = contested.forecast(own, 12, out=tmp_path / "out", **QUICK)
    assert len(seen) == len(set(seen)) == 2 * QUICK["runs"]
    assert whole.to_polars().equals(done.to_polars())


def test_no_forecast_knows_an_act_that_is_dated_later(study, tmp_path):
    """The calendar behind the origin is torn out: every number of a run stays as it was, up to the last bit."""
    origin, days = 20, 34
    torn = tmp_path / "torn"
    shutil.copytree(study / "scenario", torn)
    with (torn / "acts.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    last = (START + timedelta(days=origin)).isoformat()
    kept = [[r[0], min(r[1], last) if r[1] else "", *r[2:]] for r in rows[1:] if r[0] <= last]
    assert len(kept) < len(rows) - 1
    with (torn / "acts.csv").open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *kept])
    claims_of_days = [replace(claims()[0], date=START + timedelta(days=d)) for d in range(days)]
    cells = cells_of(load("teaching"), claims_of_days)[0]
    point, given = Point(2, origin, 0, 0, {}), {"scale": 40, "world": tmp_path / "world", "settings": {}}

    def crowd(scenario):
        return simulator(scenario, {origin: (days, cells)}, **given)(point)["cells"]

    cut = crowd(torn)
    assert np.array_equal(cut, crowd(study / "scenario"))
    # and the acts would have been seen: the same chance with the whole script, and no day before the origin differs
    read = partial(waves.summarise, cells=cells)
    informed = nation(study / "scenario", days=days, read=read, **given)(point)["cells"]
    before = slice(0, origin + 1)
    assert np.array_equal(informed[before], cut[before])
    assert not np.array_equal(informed[origin + 1 :], cut[origin + 1 :])


def test_what_later_acts_are_worth_stands_beside_it_and_under_a_name_of_its_own(done):
    names = set(done.tables["scores"]["forecaster"])
    assert {"nation", "nation_acts_known", "nation_and_baselines", "best_so_far"} <= names
    best = done.tables["best"]
    assert set(best["best"]) <= names - {"nation", "nation_acts_known", "nation_and_baselines", "best_so_far"}
    assert {line["kind"] for line in book.read(done.ledger)} == {"forecast"}
    page = done.report(done.path / "page.html", pictures=False).read_text()
    assert "the nation if it had known later acts" in page and "is no forecast" in page


@pytest.mark.parametrize(("options", "match"), [
    ({"horizon": 0}, "horizon: expected at least 1"),
    ({"by": "village"}, "by: expected party or side"),
    ({"origins": ["2031-13-40"]}, "origins"),
    ({"origins": ["2030-01-01"]}, "origins: expected days from"),
    ({"origins": []}, "origins: expected at least one"),
    ({"draws": 3}, "draws: expected at least 20"),
    ({"runs": 3}, "runs: expected at least 10"),
    ({"runs": 5000}, "runs: expected at most 1000"),
    ({"executor": "nobody"}, "executor: expected one of"),
    ({"claims": "nowhere.csv"}, "nowhere.csv"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said_before_anything_is_written(study, tmp_path, options, match):
    with pytest.raises(InputError, match=match):
        contested.forecast(study, out=tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_folders_of_another_kind_are_told(study, tmp_path):
    with pytest.raises(CheckpointError, match="not a calibration"):
        contested.forecast(tmp_path)
    with pytest.raises(CheckpointError, match="not a forecast"):
        Forecast(study)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/file").write_text("mine")
    with pytest.raises(InputError, match="taken"):
        contested.forecast(study, out=tmp_path / "taken")
    with pytest.raises(InputError, match="no such file"):
        score(tmp_path / "none.jsonl", claims())
    (tmp_path / "bad.jsonl").write_text(json.dumps({"kind": "forecast"}) + "\n")
    with pytest.raises(InputError, match="changed"):
        score(tmp_path / "bad.jsonl", claims())


TOTALS = {3: 40, 7: 90, 14: 400, 20: 520, 24: 600, 28: 700, 35: 900}


@pytest.fixture(scope="module")
def totals_only(tmp_path_factory):
    """A study that knows running totals and nothing else, half of them as totals since the first day."""
    told = [say(float(n), what="detained_cum", day=d, by="Spring", side="independent") for d, n in TOTALS.items()]
    told = [replace(c, date=START, end_date=c.date) if k % 2 else c for k, c in enumerate(told)]
    known = [c for c in told if (c.end_date or c.date) <= UNTIL_DAY]
    folder = made(tmp_path_factory.mktemp("totals") / "study", told=known)
    return contested.forecast(folder, 12, claims=told, **QUICK), told


def test_running_totals_are_forecast_by_what_is_added_to_the_last(totals_only):
    done, _ = totals_only
    frame = done.to_polars().filter(kind="claim").sort("lead")
    assert set(frame["quantity"]) == {"detained_cum"} and frame["lead"].to_list() == list(range(1, 13))
    assert frame["q05"].min() >= 600, "a total never falls below what it had reached"
    assert frame["q50"].is_sorted()


def test_later_totals_are_scored(totals_only):
    done, _ = totals_only
    mine = done.tables["scores"].filter(forecaster="nation", origin=UNTIL_DAY)
    assert mine["date"].to_list() == [START + timedelta(days=28), START + timedelta(days=35)]
    assert set(done.tables["unscored"]["reason"]) == {"known at every origin", "series too short"}


def test_what_stands_in_the_way_of_a_forecast_is_said(totals_only):
    done, told = totals_only
    odd = [replace(c, date=START + timedelta(days=2), end_date=START + timedelta(days=4)) for c in told[:1]]
    with pytest.raises(InputError) as said:
        contested.forecast(done.path.parent.parent, 3, claims=odd, **{**QUICK, "origins": [UNTIL_DAY]})
    assert "the scenario ends there" not in str(said.value)
