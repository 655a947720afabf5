from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from contested.claims.reasons import REASONS
from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference.block_bootstrap import block_interval
from contested.inference.forecast import backtest as tested
from contested.inference.forecast import pooling
from contested.inference.forecast.backtest import backtest
from contested.inference.forecast.skill import BEST_SO_FAR, averages, beside_best, best_so_far, differences
from contested.scenarios.load import load
from tests.inference.one_voice import START, said

ORIGINS = [START + timedelta(days=d) for d in (30, 45, 60)]
NOISE = normals(120, 3, 1)
CLAIMS = [said(d, round(1000 * np.exp(0.3 * NOISE[d]))) for d in range(0, 120, 2)]


def right(series, leads, draws, seed):
    """The law the claims were drawn from."""
    return 1000 * np.exp(0.3 * normals(draws * len(leads), seed, 5).reshape(draws, len(leads)))


def too_high(series, leads, draws, seed):
    """The same, three times as large."""
    return 3 * right(series, leads, draws, seed)


@pytest.fixture(scope="module")
def done():
    return backtest(CLAIMS, ORIGINS, {"right": right, "too high": too_high}, draws=200)


def test_no_forecast_sees_what_comes_after_its_origin(done):
    """Everything later is told differently, by new parties too: the forecasts of the first origin stay as they were."""
    seen = {}

    def spy(name):
        def forecaster(series, leads, draws, seed):
            seen.setdefault(name, []).append((series.until, series.claims))
            return right(series, leads, draws, seed)

        return {"spy": forecaster}

    first = ORIGINS[0]
    changed = [c if c.date <= first else said(c.date, 7 * c.value) for c in CLAIMS]
    changed += [said(first + timedelta(days=40), 5, claimant="Daily (DD)", side="opposition")]
    before = backtest(CLAIMS, [first], spy("a"), draws=100)
    after = backtest(changed, [first], spy("b"), draws=100)
    assert seen["a"] == seen["b"]
    assert all(c.date <= until for until, claims in seen["a"] for c in claims)
    assert before.weights.equals(after.weights)
    quantiles = quantile_table(CLAIMS, first)
    assert quantiles.keys() == quantile_table(changed, first).keys()
    for name, values in quantile_table(changed, first).items():
        assert (values == quantiles[name]).all(), name


def quantile_table(claims, origin):
    """Draws of every baseline and mixture, through the door that the backtest uses."""
    have, _ = tested.baselines.available()
    leads = np.array([1, 7, 28])
    shares = np.full(len(have), 1 / len(have))
    (series,) = tested.series_of(claims, origin).values()
    return tested._forecasts(series, {}, have, shares, leads, 100, tested.seed_at(1, series.key, origin))


def test_learnt_weights_at_an_origin_do_not_change_when_later_claims_do():
    last = ORIGINS[1]
    changed = [c if c.date <= last else said(c.date, 50 * c.value) for c in CLAIMS]
    one, other = (backtest(claims, ORIGINS, draws=100).weights for claims in (CLAIMS, changed))
    early = pl.col("origin") <= last
    assert one.filter(early).equals(other.filter(early))
    assert not one.equals(other)


def test_each_claim_is_scored_once_for_each_forecaster_in_the_horizon_that_reaches_it(done):
    rows = done.scores.filter((pl.col("forecaster") == "right") & (pl.col("origin") == ORIGINS[0]))
    assert rows["lead"].to_list() == list(range(2, 29, 2))
    want = [next(h for h in (1, 3, 7, 14, 28) if h >= lead) for lead in rows["lead"]]
    assert rows["horizon"].to_list() == want
    assert done.scores.group_by("forecaster").len()["len"].n_unique() == 1


def test_the_right_law_wins_against_a_shifted_one_and_that_one_loses(done):
    won = differences(done.scores, "right", by=()).filter(pl.col("against") == "too high")
    lost = differences(done.scores, "too high", by=()).filter(pl.col("against") == "right")
    assert won["verdict"].to_list() == ["wins"]
    assert lost["verdict"].to_list() == ["loses"]
    assert won["difference"][0] == pytest.approx(-lost["difference"][0])
    assert won["low"][0] < won["difference"][0] < won["high"][0] < 0
    assert won["better"][0] + lost["better"][0] == pytest.approx(1)


def test_against_independent_days_climatology_is_hard_to_beat(done):
    """Only the law itself is better, and a mixture that learns leans to those who are near it."""
    table = averages(done.scores, ())
    place = table["forecaster"].to_list()
    assert place.index("right") < place.index("climatology") < place.index("last_value") < place.index("too high")
    last = done.weights.filter(pl.col("origin") == ORIGINS[-1])
    share = dict(zip(last["forecaster"], last["weight"]))
    assert share["climatology"] > share["last_value"]
    assert sum(share.values()) == pytest.approx(1)


def test_a_mixture_with_a_forecaster_trusts_it_by_what_had_come():
    mixed = backtest(CLAIMS, ORIGINS, {"right": right, "too high": too_high}, mix="too high", draws=200)
    weight = mixed.weights.filter(pl.col("forecaster") == "too high")["weight"].to_list()
    # half while nothing has been scored, then less and less
    assert weight[0] == 0.5 and weight[0] > 2 * weight[1] > 2 * weight[2]
    mean = {r["forecaster"]: r["crps_log"] for r in averages(mixed.scores, ()).iter_rows(named=True)}
    assert mean["right"] < mean["too high_and_baselines"] < mean["too high"]
    good = backtest(CLAIMS, ORIGINS, {"right": right}, mix="right", draws=200)
    assert good.weights.filter(pl.col("forecaster") == "right")["weight"].to_list()[2] > 0.5


def test_the_best_so_far_is_chosen_by_what_had_come_and_the_best_in_hindsight_is_not(done):
    among = ["climatology", "last_value", "too high"]
    table = pl.concat([done.scores, best_so_far(done.scores, among, "too high")])
    picked = table.filter(pl.col("forecaster") == BEST_SO_FAR)
    for origin, name in zip(ORIGINS, ("too high", "climatology", "climatology")):
        own = done.scores.filter(pl.col("origin") == origin, pl.col("forecaster") == name)
        assert picked.filter(pl.col("origin") == origin)["crps_log"].equals(own["crps_log"])
    # claims of days behind an origin cannot decide what is chosen there
    later = pl.when(pl.col("date") > ORIGINS[1], pl.col("forecaster") == "too high").then(0.0).otherwise("crps_log")
    changed = best_so_far(done.scores.with_columns(crps_log=later), among, "too high")
    second = changed.filter(pl.col("origin") == ORIGINS[1])
    assert second["crps_log"].equals(picked.filter(pl.col("origin") == ORIGINS[1])["crps_log"])
    best = beside_best(table, "right", among, ("horizon",))
    for row in best.iter_rows(named=True):
        part = table.filter(pl.col("horizon") == row["horizon"])
        mean = {r["forecaster"]: r["crps_log"] for r in averages(part, ()).iter_rows(named=True)}
        assert row["hindsight_score"] == min(mean[name] for name in among) <= row["so_far_score"]
        assert row["so_far_difference"] == pytest.approx(row["score"] - row["so_far_score"])


def test_averages_say_how_many_claims_only_give_bounds():
    claims = [*CLAIMS[:16], said(31, 1000, 1000), said(33, None, None, 2000), said(33, 900, claimant="Weekly")]
    table = averages(backtest(claims, [ORIGINS[0]], draws=50).scores, ())
    assert set(table["claims"]) == {3}
    assert set(table["exact"]) == {1}


def test_a_day_told_by_many_counts_as_one_day():
    crowd = [said(33, 5000, claimant=f"Paper {i}") for i in range(9)]
    scores = backtest([*CLAIMS[:16], said(31, 1000), *crowd], [ORIGINS[0]], draws=50).scores
    assert scores.filter(pl.col("forecaster") == "climatology")["weight"].sum() == pytest.approx(2)


def test_what_is_not_forecast_is_listed_with_its_reason():
    claims = [*CLAIMS, *(said(d, 5, quantity="detained", actor="protesters") for d in (1, 2, 40))]
    skipped = backtest(claims, [ORIGINS[0]], draws=50).skipped.filter(pl.col("origin").is_not_null())
    assert skipped["subject"].to_list() == ["detained protesters Town media"]
    assert skipped["reason"][0].startswith("2 days")


def test_another_series_more_changes_no_score(done):
    more = [said(d, 5 + d, quantity="detained", actor="protesters") for d in range(0, 100, 3)]
    both = backtest([*CLAIMS, *more], ORIGINS, {"right": right, "too high": too_high}, draws=200).scores
    alone = (pl.col("quantity") == "crowd") & (pl.col("forecaster") != tested.LEARNT)
    assert both.filter(alone).equals(done.scores.filter(pl.col("forecaster") != tested.LEARNT))


def test_blocks_widen_the_interval_of_days_that_go_together():
    """Runs of eight equal days hold an eighth of the information."""
    day = np.arange(160)
    runs = np.repeat(normals(20, 4, 1), 8)
    mixed = runs[np.argsort(normals(160, 4, 2))]
    width = {k: np.diff(block_interval(v, np.ones(160), day, 1))[0] for k, v in (("runs", runs), ("mixed", mixed))}
    assert width["runs"] > 1.6 * width["mixed"]


def test_the_interval_of_independent_days_holds_the_truth_as_often_as_it_says():
    hits = 0
    for seed in range(200):
        low, high = block_interval(normals(100, seed, 6), np.ones(100), np.arange(100), seed)
        hits += low <= 0 <= high
    assert 168 <= hits <= 199, f"{hits} of 200; 95 % are asked, and short series give a little less"


def test_a_forecaster_that_breaks_the_contract_is_named():
    with pytest.raises(InputError, match="bad: expected"):
        backtest(CLAIMS, ORIGINS, {"bad": lambda s, leads, draws, seed: np.full((draws, leads.size), -1.0)}, draws=20)
    with pytest.raises(InputError, match="climatology"):
        backtest(CLAIMS, ORIGINS, {"climatology": right})
    with pytest.raises(InputError, match="at least one day"):
        backtest(CLAIMS, [])


def test_belarus_has_enough_claims_for_a_verdict():
    """Sides' claims from one origin: arrests and rallies are scored, at horizons of a week and more by five days."""
    result = backtest(load("belarus_2020").claims, [date(2020, 9, 26)], draws=100)
    assert {"crowd", "detained"} <= set(result.scores["quantity"])
    table = differences(result.scores, tested.EQUAL, by=())
    assert table.height == result.scores["forecaster"].n_unique() - 1
    assert (table["days"] >= 5).all()
    decided = table.filter(pl.col("verdict") != "too few")
    assert set(decided["verdict"]) <= {"wins", "loses", "even"} and decided.height >= table.height / 2


def scored_days(days, difference, noise=0.0, claims=1, origins=1):
    """Scores of one forecaster that differ from another's 1.0 by a difference, with noise by day."""
    rows = [
        {"origin": START - timedelta(days=o), "claim": d * claims + k + 1, "date": START + timedelta(days=d),
         "weight": 1 / claims, "forecaster": name, "crps_log": 1.0 + (name == "mine") * (difference + noise * NOISE[d])}
        for name in ("mine", "theirs") for o in range(origins) for d in range(days) for k in range(claims)
    ]  # fmt: skip
    return pl.DataFrame(rows)


@pytest.mark.parametrize(("days", "difference", "noise", "verdict"), [
    (40, -0.5, 0.1, "wins"), (40, 0.5, 0.1, "loses"), (40, 0.0, 0.05, "even"), (40, 0.0, 2.0, "too few"),
    (6, 0.0, 0.5, "too few"), (6, -0.05, 0.5, "too few"), (4, -5.0, 0.0, "too few"), (1, -5.0, 0.0, "too few"),
    (2, 0.0, 0.0, "too few"), (40, 0.0, 0.0, "even"), (40, -0.02, 0.0, "wins"),
])  # fmt: skip
def test_even_is_a_finding_and_never_stands_for_too_few_to_tell(days, difference, noise, verdict):
    row = differences(scored_days(days, difference, noise), "mine", by=()).row(0, named=True)
    assert row["verdict"] == verdict, row
    assert row["low"] <= row["difference"] <= row["high"]


def test_a_claim_that_several_origins_forecast_counts_once():
    row = differences(scored_days(6, 0.0, claims=2, origins=5), "mine", by=()).row(0, named=True)
    assert (row["claims"], row["days"]) == (12, 6)


def test_where_one_has_no_forecast_the_others_are_compared_on_what_both_have():
    table = scored_days(20, -0.5, 0.1)
    table = table.filter((pl.col("forecaster") == "mine") | (pl.col("claim") > 8))
    assert differences(table, "mine", by=()).row(0, named=True)["claims"] == 12
    nowhere = table.filter((pl.col("forecaster") == "mine") | (pl.col("claim") > 90))
    assert not differences(nowhere, "mine", by=()).height


@pytest.mark.parametrize("days", [5, 7, 10, 20])
def test_the_interval_of_few_days_holds_the_truth_as_often_as_it_says(days):
    spans = [block_interval(normals(days, s, 6), np.ones(days), np.arange(days), s) for s in range(200)]
    assert sum(low <= 0 <= high for low, high in spans) >= 184


def test_a_forecaster_may_have_no_forecast_of_some_days():
    def some(series, leads, draws, seed):
        return np.where(leads > 7, np.nan, right(series, leads, draws, seed))

    scores = backtest(CLAIMS, ORIGINS, {"some": some}, mix="some", draws=50).scores
    of = {name: part for (name,), part in scores.group_by("forecaster")}
    assert of["some"]["lead"].max() == of["some_and_baselines"]["lead"].max() <= 7 < of["climatology"]["lead"].max()
    assert not scores["crps"].is_nan().any()


def test_every_claim_is_scored_or_listed_with_a_reason_of_the_closed_list():
    ahead, day = ORIGINS[0], timedelta(days=1)
    odd = {
        "event": replace(CLAIMS[0], quantity="event_march", value=None, date=ahead + day),
        "total": replace(CLAIMS[0], quantity="detained_cum", actor="protesters", date=ahead + day),
        "period": replace(CLAIMS[0], date=ahead + day, end_date=ahead + 3 * day),
        "copy": replace(CLAIMS[16], source_url="again"),
        "short": replace(CLAIMS[0], place="Elsewhere", date=ahead + 5 * day),
        "far": replace(CLAIMS[0], date=ORIGINS[-1] + 40 * day, place="Elsewhere"),
        "known": replace(CLAIMS[0], date=ahead, place="Elsewhere"),
        "no run": replace(CLAIMS[0], place="Nowhere", date=ahead + day),
    }
    claims = [*CLAIMS, *odd.values()]
    nowhere = {id(c): "place unknown" for c in claims if c.place == "Nowhere"}
    found = backtest(claims, ORIGINS[:1], unusable=lambda c: nowhere.get(id(c)), draws=50)
    scored, unscored = set(found.scores["claim"]), found.unscored
    assert scored.isdisjoint(unscored["claim"]) and scored | set(unscored["claim"]) == set(range(1, len(claims) + 1))
    assert unscored["claim"].is_unique().all() and set(unscored["reason"]) <= set(REASONS)
    of = dict(zip(unscored["claim"], unscored["reason"]))
    wanted = ["event without a number", "total over several days", "total over several days", "copy",
              "series too short", "beyond the horizon", "known at every origin", "place unknown"]  # fmt: skip
    assert [of[len(CLAIMS) + k] for k in range(1, len(odd) + 1)] == wanted
    assert of[1] == "known at every origin" and of[len(CLAIMS)] == "beyond the horizon"


def test_claims_that_the_mixed_forecaster_did_not_forecast_teach_nothing_of_its_weight():
    """A forecaster without days beyond a week gets the weight that it has on the days it forecast."""
    def nearest(series, leads, draws, seed):
        return np.where(leads > 7, np.nan, right(series, leads, draws, seed))

    mixed = backtest(CLAIMS, ORIGINS, {"nearest": nearest}, mix="nearest", draws=200)
    assert mixed.weights["weight"].is_finite().all()
    last = mixed.weights.filter(pl.col("forecaster") == "nearest")["weight"].to_list()
    assert last[0] == 0.5 and last[-1] > 0.5
    both = mixed.scores.pivot("forecaster", index=["origin", "claim", "date", "weight"], values="log_score")
    shared = both.filter(pl.col("date") <= ORIGINS[-1], pl.col("origin") < ORIGINS[-1]).drop_nulls("nearest")
    want = pooling.learnt(shared.select(tested.LEARNT, "nearest").to_numpy(), shared["weight"].to_numpy())
    assert last[-1] == pytest.approx(want[1])


@pytest.mark.parametrize(("losses", "weight", "match"), [
    ([[1, 2], [1.5, np.nan]], [1, 1], "of 2 claims 1 have none"), ([[np.inf, np.inf]], [1], "of 1 claims 1 have none"),
    ([[1, 2]], [np.nan], "weight"), ([[1, 2]], [1, 1], "weight"),
])  # fmt: skip
def test_weights_are_not_learnt_from_losses_that_are_no_numbers(losses, weight, match):
    with pytest.raises(InputError, match=match):
        pooling.learnt(np.array(losses, float), np.array(weight, float))
    sure = pooling.learnt(np.array([[1.0, np.inf]] * 8), np.ones(8))
    assert sure == pytest.approx([0.9, 0.1])  # a forecast may call a claim impossible
