"""Forecasts of claims see no claim behind their origin, and are right where the model is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import kstest

from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.inference.forecast import scores
from contested.inference.forecast.backtest import backtest
from contested.inference.forecast.claim_forecast import ClaimForecast, cell_of, cells_ahead
from contested.inference.forecast.series import series_of
from contested.inference.forecast.spread import SpreadParams
from contested.inference.likelihood import claim_simulator
from contested.inference.likelihood.cells import Cells, cells_of
from contested.inference.likelihood.claim_params import ClaimModel
from contested.studies.forecasting.origins import Origins, StudyRuns
from tests.inference.saying import ready, say, teaching

DAYS, ORIGIN, LEADS = 14, 8, (1, 2, 5)
START = teaching().country.start
PARTIES = (("Ministry", "incumbent"), ("Viasna", "opposition"))


def told(figures=None):
    """Two parties name a crowd on every second day, and one of them the arrests."""
    places = [(d, by, side, "crowd") for d in range(0, DAYS) for by, side in PARTIES]
    places += [(d, *PARTIES[0], "detained") for d in range(0, DAYS, 2)]
    numbers = np.full(len(places), 1000.0) if figures is None else np.round(figures)
    return [say(float(v), day=d, by=by, side=side, what=what) for v, (d, by, side, what) in zip(numbers, places)]


def world(rng, runs=400, d=3):
    """Runs of a straight world: the truth of every cell, its parameters, and how to make more of it."""
    spoken = cells_of(teaching(), told())[0].each
    every = [cell_of(teaching(), key, on(d)) for key in series_of(told(), date.max) for d in range(DAYS)]
    cells = Cells(tuple(dict.fromkeys((*spoken, *every))), START)
    n = len(cells)
    slope, pattern = 0.5 * rng.normal(size=(d, n)), 0.3 * rng.normal(size=(2, n))

    def play(z):
        shared = rng.normal(size=(len(z), 2)) @ pattern
        return np.exp(7 + z @ slope + shared + 0.2 * rng.normal(size=(len(z), n)))

    z = rng.normal(size=(runs, d))
    return StudyRuns(z, cells, play(z), floor=1e-6), play


def on(day):
    return START + timedelta(days=day)


def forecaster(claims, played, *origins, claim_model=None, seed=3, draws=200):
    """With truth to come from the emulator: in this world nobody acts."""
    found = Origins(teaching(), claims, played, claim_model=claim_model, seed=seed)
    known = {on(o): found.at(on(o)).known for o in origins}
    return ClaimForecast(teaching(), known, {day: found.acts_known(day, draws) for day in known})


def forecasts(claims, played, claim_model=None, origin=ORIGIN, draws=200):
    made = forecaster(claims, played, origin, claim_model=claim_model, draws=draws)
    return {
        key: made(series, np.array(LEADS), draws, 11)
        for key, series in series_of(claims, on(origin), "party").items()
    }


def as_reported(plain, **options):
    """The same forecaster, of days that are worth a report."""
    return ClaimForecast(plain.scenario, plain.known, plain.ahead, reported=True, **options)


def test_days_since_the_first_claim_show_of_what_nobody_spoke():
    claims = [say(50.0, day=d, by="Ministry", side="incumbent", what="detained") for d in (3, 7)]
    ahead, both = (cells_ahead(teaching(), claims, on(ORIGIN), 2, past=past).each for past in (False, True))
    assert sorted(c.first for c in ahead) == [9, 10]
    assert sorted(c.first for c in both) == [3, 4, 5, 6, 7, 8, 9, 10]


def test_a_voice_of_every_day_is_not_lifted_and_crowds_are_narrowed_about_their_median():
    played, _ = world(np.random.default_rng(1))
    made = forecaster(told(), played, ORIGIN)
    for key, series in series_of(told(), on(ORIGIN), "party").items():
        plain, wide, shown = (f(series, np.array(LEADS), 200, 11) for f in (
            made, as_reported(made, spread=SpreadParams(crowds=1.0)), as_reported(made)))  # fmt: skip
        if key.quantity == "crowd":
            assert wide == pytest.approx(plain)
            assert np.median(shown, axis=0) == pytest.approx(np.median(plain, axis=0), rel=0.01)
            factor = SpreadParams().crowds
            assert np.log1p(shown).std(axis=0) == pytest.approx(factor * np.log1p(plain).std(axis=0), rel=0.01)
        else:
            assert (np.median(shown, axis=0) > np.median(plain, axis=0)).all(), "arrests of every second day"


def test_later_claims_change_no_forecast():
    rng = np.random.default_rng(1)
    played, _ = world(rng)
    claims = told(np.exp(rng.normal(7, 1, len(told()))))
    one = forecasts(claims, played)
    later = [replace(c, value=c.value * 50) if c.date > on(ORIGIN) else c for c in claims]
    later += [say(77, day=ORIGIN + 1, by="Somebody new", side="foreign", what="detained")]
    two = forecasts(later, played)
    assert set(one) == set(two) and len(one) == 3
    assert all(np.array_equal(one[key], two[key]) for key in one)
    # and what was known does change it
    known = [replace(c, value=c.value * 50) if c.date == on(ORIGIN) else c for c in claims]
    three = forecasts(known, played)
    assert not any(np.array_equal(one[key], three[key]) for key in one)


@pytest.mark.slow
def test_where_the_model_is_the_truth_its_pit_is_uniform():
    rng = np.random.default_rng(2)
    played, play = world(rng, runs=1500)
    frame = ready(*told())
    at = [played.cells.each.index(cell) for cell in frame.cells.each]
    trials, found = 80, []
    for trial in range(trials):
        truth = play(rng.normal(size=(1, 3)))[:, at]
        claims = told(claim_simulator.simulate_figures(truth, frame, seed=trial)[0])
        made = forecaster(claims, played, ORIGIN, seed=trial)
        row = []
        for key, series in series_of(claims, on(ORIGIN), "party").items():
            draws = made(series, np.array(LEADS), 200, trial)
            for k, lead in enumerate(LEADS):
                said = [c for c in claims if c.date == on(ORIGIN + lead) and c.claimant == key.voice
                        and c.quantity == key.quantity]  # fmt: skip
                if said:
                    bounds, u = np.full((1, 2), said[0].value), uniforms(1, trial, 900)
                    row.append(scores.pit(draws[:, k][None], bounds, u)[0])
        found.append(row)
    pit = np.array(found)
    assert pit.shape == (trials, 7)
    chance = [kstest(column, "uniform").pvalue for column in pit.T]
    assert min(chance) > 0.01 / len(chance), np.round(chance, 4)
    # forecasts that are too narrow throw claims to both ends; trials are independent, claims within one are not
    spread = 12 * ((pit - 0.5) ** 2).mean(axis=1)
    assert abs(spread.mean() - 1) < 3.3 * spread.std() / np.sqrt(trials), spread.mean()


def test_a_party_goes_on_bending_as_it_did():
    rng = np.random.default_rng(3)
    played, play = world(rng)
    frame = ready(*told())
    at = [played.cells.each.index(cell) for cell in frame.cells.each]
    truth = play(np.zeros((1, 3)))[0, at][frame.cell]
    factor = np.array([0.2 if c.claimant == "Ministry" else 2.0 for c in frame.claims])
    claims = told(truth * factor)
    made = forecasts(claims, played)
    middle = {key.voice: np.median(d, axis=0) for key, d in made.items() if key.quantity == "crowd"}
    assert (middle["Viasna"] > 4 * middle["Ministry"]).all()
    # a party left out of the posterior is forecast with all that a bias may be
    wide = forecasts(claims, played, ClaimModel().doubting("Ministry", spread=np.inf))
    key = next(k for k in made if k.voice == "Ministry" and k.quantity == "crowd")
    assert np.log1p(wide[key]).std() > 1.2 * np.log1p(made[key]).std()


def test_it_is_a_forecaster_of_the_backtest():
    rng = np.random.default_rng(4)
    played, _ = world(rng)
    claims = told(np.exp(rng.normal(7, 0.5, len(told()))))
    made = forecaster(claims, played, 6, 9)
    found = backtest(claims, [on(6), on(9)], {"nation": made}, by="party", horizons=(1, 3), least=3, draws=50)
    table = found.scores
    assert set(table["forecaster"]) >= {"nation", "climatology", "mixture_equal", "mixture_learnt"}
    assert table.filter(table["forecaster"] == "nation").height * len(set(table["forecaster"])) == table.height


def test_what_was_not_played_is_said():
    played, _ = world(np.random.default_rng(5))
    made = forecaster(told(), played, ORIGIN)
    series = next(iter(series_of(told(), on(ORIGIN), "party").values()))
    with pytest.raises(InputError, match="20 days ahead"):
        made(series, np.array([1, 20]), 10, 1)
    with pytest.raises(InputError, match="none of 0 claims"):
        Origins(teaching(), told(), played).at(date(2031, 5, 1))
