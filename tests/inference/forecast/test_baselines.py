import subprocess
import sys
import tomllib
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from contested.ground.draws import uniforms
from contested.ground.errors import InputError, MissingExtra
from contested.inference.forecast import baselines, count_models, pooling, smoothing
from contested.inference.forecast.count_models import quantile
from contested.inference.forecast.series import Past
from tests.laws import assert_law

MONDAY = date(2020, 8, 3).toordinal()
LEADS = np.array([1, 3, 7, 14, 28])
SEVEN = ["climatology", "last_value", "same_weekday", "autoregression", "self_exciting", "ets_arima", "damped_trend"]
HAVE, MISSING = baselines.available()
MARCHES = Past(  # Sundays of 100,000, a few smaller days between, many days without a claim
    MONDAY + np.array([6, 9, 13, 16, 20, 22, 27, 30, 34, 41, 48]),
    np.array([2e5, 2000, 1.5e5, 1500, 1e5, 900, 1.2e5, 2000, 9e4, 1e5, 8e4]),
    MONDAY + 49,
)


def median(name, past=MARCHES, leads=LEADS):
    return np.median(baselines.forecast(name, past, np.asarray(leads), 2000, 3), axis=0)


def test_there_are_seven_with_what_the_package_declares_and_what_is_missing_says_why(monkeypatch):
    assert list(baselines.BASELINES) == list(HAVE) == SEVEN and not MISSING
    monkeypatch.setattr(baselines, "find_spec", lambda name: None)
    have, missing = baselines.available()
    assert list(have) == [name for name in SEVEN if name != "ets_arima"]
    assert missing == {"ets_arima": "statsforecast is not installed"}
    monkeypatch.setitem(sys.modules, "statsforecast.models", None)
    with pytest.raises(MissingExtra, match="statsforecast"):
        baselines.forecast("ets_arima", MARCHES, LEADS, 10, 1)


@pytest.mark.parametrize("extra", ["inference", "dev"])
def test_what_the_seven_need_is_declared(extra):
    table = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert any(one.startswith("statsforecast") for one in table["project"]["optional-dependencies"][extra])


def test_ets_and_arima_are_silent_and_the_same_again(capfd, recwarn):
    """Odd series too: equal numbers, zeros, a jump, one day, a long gap."""
    rows = ([5.0] * 5, [0.0] * 30, [1, 2, 0, 0, 9e6], [3.0], list(range(40)), [0.0] * 20 + [1e6])
    for values, silence in product(rows, (0, 60)):
        past = Past(MONDAY + np.arange(len(values)), np.array(values, float), MONDAY + len(values) - 1 + silence)
        draws = baselines.forecast("ets_arima", past, np.array([1, 28]), 20, 1)
        assert np.isfinite(draws).all() and (draws >= 0).all()
        smoothing._searched.cache_clear()  # what was kept is the same anyway
        assert (draws == baselines.forecast("ets_arima", past, np.array([1, 28]), 20, 1)).all()
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


def test_statsforecast_is_loaded_only_where_its_baseline_is_asked_for():
    code = "import sys, contested.inference.forecast.baselines; assert 'statsforecast' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_climatology_has_the_quantiles_of_the_past():
    draws = baselines.forecast("climatology", MARCHES, LEADS, 8000, 1)
    ordered = np.sort(MARCHES.values)
    for column in draws.T:
        assert_law(column, lambda x: np.searchsorted(ordered, x, "right") / ordered.size, detects=0.075)


def test_last_value_stays_where_it_was_and_is_less_sure_of_a_month_than_of_a_day():
    """A walk whose steps double or halve: spread grows with the square root of days."""
    steps = np.where(uniforms(300, 5, 1) < 0.5, -0.3, 0.3)
    past = Past(MONDAY + np.arange(300), np.exp(12 + np.cumsum(steps)), MONDAY + 299)
    draws = baselines.forecast("last_value", past, np.array([1, 16]), 8000, 2)
    assert np.median(np.log(draws), axis=0) == pytest.approx(np.log(past.values[-1]), abs=0.35)
    sd = np.log(draws).std(axis=0)
    assert 2.0 < sd[1] / sd[0] < 4.5, "4 for single gaps; half to twice the gap are taken together"


def test_same_weekday_goes_on_with_sundays_on_sundays_only():
    sunday, tuesday, saturday = 6, 1, 5  # days behind the origin, which is a Monday
    got = median("same_weekday", leads=[tuesday, saturday, sunday])
    assert got[2] == pytest.approx(8e4, rel=0.3)
    assert got[0] == pytest.approx(900, rel=0.7)
    assert set(baselines.forecast("same_weekday", MARCHES, np.array([saturday]), 300, 1)[:, 0]) <= set(MARCHES.values)


def fitted(kind, past):
    model = kind(past)
    return model.unpack(model.fit())


def autoregressive(n, level, phi, over, weekday, seed):
    """Daily counts by the law as it is written, started far from its usual level."""
    y, last = np.empty(n), 10.0
    u = uniforms(n, seed, 2)
    for t in range(n):
        day = MONDAY + t
        mean = np.exp(level + weekday[day % 7] + phi * (np.log1p(last) - level - weekday[(day - 1) % 7]))
        last = y[t] = quantile(u[t], mean, over)
    return Past(MONDAY + np.arange(n), y, MONDAY + n - 1)


def test_the_autoregression_finds_the_numbers_it_was_made_with():
    weekday = np.zeros(7)
    weekday[(MONDAY + 6) % 7] = 1.5  # Sundays
    fit = fitted(count_models.autoregressive, autoregressive(1500, 6.0, 0.6, 0.2, weekday, 11))
    assert fit.phi == pytest.approx(0.6, abs=0.06)
    assert fit.over == pytest.approx(0.2, abs=0.03)
    days = fit.level + fit.weekday
    assert days[(MONDAY + 6) % 7] - days[(MONDAY + 2) % 7] == pytest.approx(1.5, abs=0.15)
    assert days[(MONDAY + 2) % 7] == pytest.approx(6.0, abs=0.25)


def test_the_autoregression_steps_over_days_without_a_claim():
    """With two of three days missing it still sees the memory; taken for zeros they would ruin it."""
    whole = autoregressive(3000, 6.0, 0.8, 0.1, np.zeros(7), 12)
    kept = uniforms(3000, 12, 3) < 1 / 3
    fit = fitted(count_models.autoregressive, Past(whole.days[kept], whole.values[kept], whole.origin))
    assert fit.phi == pytest.approx(0.8, abs=0.08)
    assert fit.level == pytest.approx(6.0, abs=0.5)


def excited(n, background, branching, memory, over, seed):
    """Daily counts by the law as it is written."""
    y, e = np.empty(n), background / (1 - branching)
    u = uniforms(n, seed, 4)
    for t in range(n):
        y[t] = quantile(u[t], background + branching * e, over)
        e = memory * e + (1 - memory) * y[t]
    return Past(MONDAY + np.arange(n), y, MONDAY + n - 1)


@pytest.mark.parametrize("branching", [0.2, 0.8])
def test_the_branching_ratio_is_found(branching):
    past = excited(3000, 20.0 * (1 - branching), branching, 0.5, 0.05, 21)
    fit = fitted(count_models.exciting, past)
    assert fit.branching == pytest.approx(branching, abs=0.09)
    assert fit.background / (1 - fit.branching) == pytest.approx(20.0, rel=0.1)


def test_days_without_a_claim_are_no_quiet_days():
    past = excited(3000, 5.0, 0.75, 0.5, 0.05, 22)
    kept = uniforms(3000, 22, 5) < 0.5
    fit = fitted(count_models.exciting, Past(past.days[kept], past.values[kept], past.origin))
    assert fit.background / (1 - fit.branching) == pytest.approx(20.0, rel=0.15), "half of that, were they zero"


def test_after_an_outburst_a_self_exciting_process_calms_down():
    past = excited(400, 5.0, 0.75, 0.5, 0.05, 23)
    burst = Past(past.days, np.append(past.values[:-1], 300.0), past.origin)
    calm, loud = (median("self_exciting", p, [1, 14, 90]) for p in (past, burst))
    assert loud[0] > 3 * calm[0]
    assert loud[0] > loud[1] > loud[2]
    assert loud[2] == pytest.approx(20, rel=0.4), "what it is on average"


def test_a_damped_trend_goes_on_but_by_less_each_day():
    past = Past(MONDAY + np.arange(60), np.exp(2 + 0.1 * np.arange(60)), MONDAY + 59)
    x = np.log(median("damped_trend", past, [1, 7, 14, 28]))
    assert x[0] == pytest.approx(2 + 0.1 * 60, abs=0.1)
    slopes = np.diff(x) / [6, 7, 14]
    assert (slopes > 0).all()
    assert (np.diff(slopes) < 0).all()


def test_a_damped_trend_that_jumps_at_random_says_so():
    """Errors of one log unit and no trend: nine tenths lie within 1.6 units of the level, as far as we look ahead."""
    x = 8 + np.sqrt(12) * (uniforms(200, 6, 1) - 0.5)
    past = Past(MONDAY + 2 * np.arange(200), np.exp(x), MONDAY + 400)
    draws = np.log(smoothing.damped_trend(past, np.array([1, 28]), 4000, 1))
    assert draws.std(axis=0) == pytest.approx(1.0, abs=0.25)


def test_ets_and_arima_follow_a_weekly_season():
    values = np.where(np.arange(70) % 7 == 6, 1e5, 1e3) * np.exp(0.1 * (uniforms(72, 7, 1)[:70] - 0.5))
    past = Past(MONDAY + np.arange(70), values, MONDAY + 69)
    got = np.median(smoothing.ets_arima(past, np.array([3, 7]), 400, 1), axis=0)
    assert got == pytest.approx([1e3, 1e5], rel=0.2)


@pytest.mark.parametrize("name", HAVE)
@pytest.mark.parametrize("days", [1, 2, 5])
def test_a_few_days_are_enough_for_an_unsure_forecast(name, days):
    past = Past(MARCHES.days[:days], MARCHES.values[:days], int(MARCHES.days[days - 1]))
    draws = baselines.forecast(name, past, LEADS, 200, 1)
    assert draws.shape == (200, 5)
    assert np.isfinite(draws).all()
    assert (draws >= 0).all()
    if days > 1 or name not in ("climatology", "same_weekday"):  # these only know what was
        assert (draws.std(axis=0) > 0).all()


@pytest.mark.parametrize("name", HAVE)
def test_other_leads_and_more_draws_change_no_draw(name):
    few = baselines.forecast(name, MARCHES, np.array([7]), 200, 9)
    many = baselines.forecast(name, MARCHES, LEADS, 400, 9)
    assert (many[:200, 2] == few[:, 0]).all() or name == "ets_arima"
    assert (baselines.forecast(name, MARCHES, np.array([7]), 200, 10) != few).any()


def test_what_lies_behind_the_origin_is_refused():
    with pytest.raises(InputError, match="none after the origin"):
        baselines.forecast("climatology", Past(MARCHES.days, MARCHES.values, MONDAY), LEADS, 10, 1)
    with pytest.raises(InputError, match="from 1 on"):
        baselines.forecast("climatology", MARCHES, np.array([0]), 10, 1)
    with pytest.raises(InputError, match="not below 0"):
        baselines.forecast("climatology", Past(MARCHES.days, -MARCHES.values, MARCHES.origin), LEADS, 10, 1)


def test_a_pool_draws_each_forecast_as_often_as_its_weight():
    draws = np.stack([np.full((6000, 2), float(k)) for k in range(3)])
    got = pooling.pool(draws, np.array([0.5, 0.2, 0.3]), np.array([1, 7]), 1)
    for column in got.T:
        assert [(column == k).mean() for k in range(3)] == pytest.approx([0.5, 0.2, 0.3], abs=0.04)


def test_weights_go_to_who_was_right_and_are_equal_before_anything_was_seen():
    assert pooling.learnt(np.empty((0, 4)), np.empty(0)) == pytest.approx([0.25] * 4)
    losses = np.tile([1.0, 3.0, 3.0], (50, 1))
    few, many = (pooling.learnt(losses[:n], np.ones(n)) for n in (2, 50))
    assert many.sum() == pytest.approx(1)
    assert few[0] < many[0]
    assert many[0] > 0.9
    assert many[1] == pytest.approx(many[2])
    assert (many > 0).all()


def test_learnt_weights_find_the_shares_a_mixture_was_drawn_with():
    """Seven of ten claims from one law, three from another far away."""
    first = uniforms(1000, 8, 1) < 0.7
    losses = np.where(first[:, None], [1.0, 9.0], [9.0, 1.0])
    assert pooling.learnt(losses, np.ones(1000))[0] == pytest.approx(first.mean(), abs=0.01)
