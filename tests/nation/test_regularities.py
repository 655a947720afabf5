"""Regularities of crises as laws of the model: small ensembles over prior draws, never one crisis at one setting.

benchmarks/dynamics measures the same over 200 draws and two countries, beside bands fixed before any run was looked at.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.dynamics import measures as m
from benchmarks.dynamics.cuts import collapse, reported, weekly, won
from benchmarks.dynamics.ensembles import ensemble, permute_z, play_changed, prior_draws, with_tactic
from benchmarks.dynamics.playing import Outcome, play, world_of
from scipy import stats

from contested.nation.country import Act, Call
from contested.nation.world import World, build
from contested.scenarios.load import load
from tests.nation.countries import place, small_world

DRAWS = 20


@pytest.fixture(scope="module")
def world() -> World:
    """The fictional country, a row for two persons."""
    return build(load("teaching").country, 2)


@pytest.fixture(scope="module")
def draws(world) -> list[dict[str, float]]:
    """Settings drawn from all priors."""
    return prior_draws(world.country, DRAWS)


@pytest.fixture(scope="module")
def runs(world, draws) -> list[Outcome]:
    """The scenario played to its forecast origin under each of them."""
    return ensemble(world, draws, days=world.country.origin + 1)


@pytest.mark.slow
def test_what_calls_ask_for_explains_less_than_half_of_log_crowds(world):
    """Of twenty draws the share scatters between 0.36 and 0.51, so there are eighty."""
    days = world.country.origin + 1
    runs = ensemble(world, prior_draws(world.country, 80), days=days)
    logs = np.array([np.log(r.total("crowd") + 2) for r in runs])
    signs = m.inputs_by_day(world.country, days)
    called = [k for k, sign in enumerate(signs) if sign[0]]
    assert 0 < m.between_groups(logs, signs) < 0.5
    assert m.between_groups(logs[:, called], [signs[k] for k in called]) < 0.5


def test_z_permuted_among_calls_of_a_form_leaves_the_shape_of_the_ensemble(world):
    calls = (Call(1, 40, 1, "night", ()), Call(2, 40, 3, "march", ()), Call(3, 40, 2, "march", ()))
    there = replace(world, country=replace(world.country, calls=calls))
    settings = {"opposition.spread": 0.8}  # the chance of calls outweighs all other chance
    plain = ensemble(there, [settings] * 30, days=21)
    other = [play_changed(there, 500 + k, settings, 21, permute_z(calls, k)) for k in range(30)]
    weeks = [np.log1p(np.array([m.by_week(r.total("crowd")) for r in of])) for of in (plain, other)]
    trends = [w[:, -1] - w[:, 0] for w in weeks]  # an author's z would follow the story
    tests = [*zip(*(w.T for w in weeks), strict=True), trends]
    assert min(stats.ks_2samp(a, b).pvalue for a, b in tests) * len(tests) > 0.01


def test_z_moves_crowds(world, draws):
    def first_z(value: float) -> float:
        def change(state):
            state["opposition_z"][:] = value

        marches = [play_changed(world, 3, d, 8, change).total("crowd")[7] for d in draws[:8]]  # the first is on day 7
        return float(np.log(np.array(marches) + 2).mean())

    assert first_z(-1.5) < first_z(1.5) - 0.2


def test_arrests_per_marcher_fall_with_the_size_of_crowds_and_stay_within_what_crises_show(runs):
    each, slopes = [], []
    for r in runs:
        crowd, detained = r.total("crowd"), r.total("detained")
        each.append(detained.sum() / max(1.0, crowd.sum()))
        slopes.append(m.slope_of_logs(np.divide(detained, crowd, out=np.zeros_like(crowd), where=crowd > 0), crowd))
    falling = [s < 0 for s in slopes if np.isfinite(s)]
    assert len(falling) > DRAWS / 3
    assert np.mean(falling) >= 0.9
    assert np.mean([0.001 <= e <= 0.15 for e in each]) >= 0.7
    assert 0.001 <= np.median(each) <= 0.15


def test_more_denial_lowers_today_s_crowd(world, draws):
    ratios = []
    for k, d in enumerate(draws):
        pause, crackdown = (
            play(world, k, d, days=8, acts=with_tactic(world.country, tactic, 7, 7)).total("crowd")
            for tactic in ("pause", "crackdown")
        )
        assert (pause[:7] == crackdown[:7]).all()
        if pause[7] > 20:
            ratios.append(crackdown[7] / pause[7])
    assert len(ratios) > DRAWS / 2
    assert max(ratios) <= 1
    assert 0.02 < np.median(ratios) < 0.9


def test_a_weekly_rhythm_comes_with_weekly_series_only(world, draws):
    last = world.country.days - 1

    def busiest(form: str, every: int) -> float:
        """Each week counts alike: a crowd that fades within days would make its first weekday the busiest."""
        calls = (Call(1, last, every, form, ()),)
        of = ensemble(world, draws, days=43, calls=calls, origin=last)
        weeks = [r.total("crowd")[1:].reshape(-1, 7) for r in of]
        shares = [w[w.sum(axis=1) > 0] / w[w.sum(axis=1) > 0].sum(axis=1, keepdims=True) for w in weeks]
        return float(np.median([s.mean(axis=0).max() for s in shares if len(s)]))

    # a seventh is no rhythm
    assert busiest("march", 7) > 0.4
    assert busiest("night", 1) < 0.25
    assert busiest("night", 3) < 0.3


def test_crowds_by_place_and_day_are_heavy_tailed(runs):
    shares, decades = [], []
    for r in runs:
        x = r.arrays["crowd"].ravel()
        x = x[x > 0]
        if len(x) >= m.FEWEST:
            shares.append(m.share_of_largest(x))
            decades.append(np.log10(x.max() / np.quantile(x, 0.1)))
    assert len(shares) > DRAWS / 2
    assert 0.4 < np.median(shares) < 0.97
    assert np.median(decades) > 2


def test_participants_are_counted_once(world, runs):
    for r in runs:
        crowd, ever = r.total("crowd"), r.arrays["participants"]
        assert (np.diff(ever, axis=0) >= 0).all()
        assert (ever[-1] <= [p.population + world.scale for p in world.country.places]).all()
        assert crowd.max() <= ever[-1].sum() <= crowd.sum()
    again = [r.total("crowd").sum() / r.total("participants")[-1] for r in runs if r.total("crowd").max() > 200]
    assert 1.2 < np.median(again) < 15  # people come again


def test_scales_agree_within_chance_deaths_included():
    """The same calls and chance of strength at both scales; people and whatever befalls them differ."""
    calls = (Call(1, 20, 3, "march", ()), Call(2, 20, 2, "night", ()))
    acts = (Act(1, 20, "tactic", -1, 1.0, "crackdown"),)
    settings = {
        "street.cost": 0.9, "citizens.severity": 1.0, "security.deaths_per_injury": 0.02,
        "security.injuries_per_arrest": 0.5,
    }  # fmt: skip
    numbers = {}
    for scale in (4, 20):
        town = place(population=200_000, voters=150_000)
        there = small_world(scale, acts=acts, origin=29, places=(town,))
        of = [play(there, k, settings, days=10, calls=calls) for k in range(12)]
        numbers[scale] = np.array([
            [np.log(r.total("crowd").sum()), np.log(r.total("detained").sum()),
             r.total("killed_street").sum() + r.total("killed_custody").sum()] for r in of
        ])  # fmt: skip
    apart = numbers[20] - numbers[4]
    assert numbers[4][:, 2].mean() > 5
    assert np.abs(apart[:, :2].mean(axis=0)).max() < 0.25  # of few injured agents news is coarser: concave in persons
    assert abs(m.standard_errors(apart[:, 2])) < 4
    assert 0.6 < numbers[20][:, 2].mean() / numbers[4][:, 2].mean() < 1.6


def test_acts_and_calls_after_the_origin_are_not_read(world, draws):
    country = world.country
    early = {
        "acts": tuple(a for a in country.acts if a.day <= 7),
        "calls": tuple(c if c.day <= 7 else replace(c, day=c.day + 3, until=c.until + 9, form="rally", places=())
                       for c in country.calls),
    }  # fmt: skip
    for k, d in enumerate(draws[:2]):
        whole, cut = play(world, k, d, days=30, origin=7), play(world, k, d, days=30, origin=7, **early)
        for name in ("crowd", "detained", "ended", "effort"):
            assert np.array_equal(whole.total(name), cut.total(name)), name


def test_a_crisis_goes_on_by_itself_after_a_script_cut_on_its_third_day(world, draws):
    futures = [play(world, k, d, days=45, origin=2).total("crowd")[3:] for k, d in enumerate(draws)]
    again = [f.max() > 0.002 * world.country.population for f in futures]
    assert 0.1 < np.mean(again) < 1
    weekdays = {int(f.argmax()) % 7 for f, big in zip(futures, again, strict=True) if big}
    assert len(weekdays) > 1  # whoever calls after the cut does not read the calendar of one country


@pytest.mark.slow
def test_cut_at_election_day_futures_hold_the_real_august_collapse_and_success():
    """belarus-2020 at 1:100; the table of cuts has the weeks one by one."""
    world = world_of("belarus-2020", 100)
    futures = ensemble(world, prior_draws(world.country, 60), days=84, origin=0)
    found, real = weekly(futures), reported()
    for name in ("crowd", "detained"):
        low, high = np.quantile(found[name], [0.05, 0.95], axis=0)
        august = np.isfinite(real[name][:3])
        inside = ((low <= real[name]) & (real[name] <= high))[:3][august]
        assert inside.all(), name
    assert np.mean([r.total("crowd").argmax() < 21 for r in futures]) >= 1 / 3
    assert 0 < np.mean([collapse(r, 0) for r in futures]) < 0.7
    assert 0 < np.mean([won(r, 30) for r in futures]) < 0.7
