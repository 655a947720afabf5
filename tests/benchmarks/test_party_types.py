"""Biases of kinds of party from accounts of one event: known truths come back; the shipped table is what is used."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from benchmarks.crises.accounts import Accounts, shipped
from benchmarks.crises.party_types import ANCHORS, BETWEEN_CRISES, BETWEEN_PARTIES, TABLE, TYPE, fit

from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel, ClaimParams
from contested.inference.likelihood.claim_simulator import simulate_figures
from contested.inference.likelihood.party_types import FAMILIES
from tests.inference.saying import ready, say

LAW = ClaimParams()
KINDS = ("independent_count", "ministry", "organiser", "press")
CRISES, PARTIES, EVENTS = 5, 3, 12


def simulated(seed: int) -> tuple[Accounts, dict[str, float]]:
    """Five crises of a dozen events, each counted by about half of twelve parties, by the model that is fitted; and the
    bias of a party of each type in a sixth crisis."""
    rng = np.random.default_rng(seed)
    mean = {k: rng.normal(0, ANCHORS.get(k, TYPE)) for k in KINDS}
    crises, parties = abs(rng.normal(0, BETWEEN_CRISES)), abs(rng.normal(0, BETWEEN_PARTIES))
    rows = []
    for c in range(CRISES):
        bias = {}
        for k in KINDS:
            here = mean[k] + rng.normal(0, crises)
            for p in range(PARTIES):
                bias[f"{c} {k} {p}", k] = here + rng.normal(0, parties) + rng.normal(0, LAW.indicator_spread)
        for e in range(EVENTS):
            truth = rng.normal(8, 1.5)
            for (party, k), b in bias.items():
                if rng.random() < 0.5:
                    log = truth + b + LAW.error * rng.standard_t(4)
                    rows.append((log, c * EVENTS + e, party, str(c), k, "crowd"))
    log, event, *names = zip(*rows)
    new = {k: mean[k] + rng.normal(0, np.sqrt(crises**2 + parties**2 + LAW.indicator_spread**2)) for k in KINDS}
    return Accounts(np.array(log), np.array(event), *(list(n) for n in names)), new


@pytest.mark.slow
def test_a_new_party_s_bias_lies_where_the_fit_expects_it():
    """Twenty worlds, four types: 90 % intervals hold 80 to 98 % of biases in a crisis that was not seen, as the prior's
    do, and are half as wide."""
    held, width, by_prior, prior_width = [], [], [], []
    rng = np.random.default_rng(3)
    for seed in range(20):
        accounts, new = simulated(seed)
        found = fit(accounts, draws=400, burn=150, seed=seed)
        for kind, truth in new.items():
            low, high = np.quantile(found.new_party(kind, "crowd", LAW.indicator_spread), (0.05, 0.95))
            held.append(low <= truth <= high)
            width.append(high - low)
            n = 4000
            spread = np.sqrt(rng.normal(0, BETWEEN_CRISES, n) ** 2 + rng.normal(0, BETWEEN_PARTIES, n) ** 2
                             + ANCHORS.get(kind, TYPE) ** 2 + LAW.indicator_spread**2)  # fmt: skip
            low, high = np.quantile(spread * rng.standard_normal(n), (0.05, 0.95))
            by_prior.append(low <= truth <= high)
            prior_width.append(high - low)
    assert 0.8 <= np.mean(held) <= 0.98 and np.mean(by_prior) >= 0.8
    assert np.mean(width) < 0.75 * np.mean(prior_width)


def test_a_type_s_direction_comes_back_from_pairs_alone():
    """A ministry that says a third and an organiser that says twice as much as an archive, in two crises."""
    rng = np.random.default_rng(1)
    said = {"independent_count": 0.0, "ministry": np.log(1 / 3), "organiser": np.log(2.0)}
    each = [(e, k) for e in range(24) for k in said]
    truth = rng.normal(9, 1, 24)
    log = np.array([truth[e] + said[k] + 0.2 * rng.standard_normal() for e, k in each])
    names = ([f"{e % 2} {k}" for e, k in each], [str(e % 2) for e, _ in each], [k for _, k in each])
    found = fit(Accounts(log, np.array([e for e, _ in each]), *names, ["crowd"] * len(each)), 300, 100)
    mean = {k: float(np.mean(found.new_party(k, "crowd", 0.0))) for k in said}
    assert mean["ministry"] - mean["independent_count"] == pytest.approx(np.log(1 / 3), abs=0.45)
    assert mean["organiser"] - mean["independent_count"] == pytest.approx(np.log(2.0), abs=0.45)


def test_accounts_are_of_events_that_two_parties_count():
    accounts = shipped()
    by = {e: {p for p, f in zip(accounts.party, accounts.event) if f == e} for e in set(accounts.event.tolist())}
    assert min(map(len, by.values())) >= 2 and len(by) >= 50
    assert set(accounts.family) == set(FAMILIES)
    left = accounts.without("belarus-2020")
    assert "belarus-2020" not in left.crisis and set(left.event) == set(range(left.event.max() + 1))


def test_ministries_count_crowds_low_and_organisers_high_in_the_shipped_table():
    """Directions that every pair of counts in the literature on crowds has: police below press below organisers."""
    rows = {(r["type"], r["counts"]): r for r in csv.DictReader(TABLE.open(encoding="utf-8"))}
    mean = {k: float(rows[k, "crowd"]["mean"]) for k in ("ministry", "press", "organiser")}
    assert mean["ministry"] < -0.5 < mean["press"] < mean["organiser"] + 0.1
    assert all(0.2 < float(r["sd"]) < 1.0 and int(r["accounts"]) > 0 and r["source"] for r in rows.values())


def test_a_new_country_s_ministry_is_expected_to_do_what_ministries_did():
    """The package's default: a party of a type has its type's law, any other and a doubted one has anybody's."""
    told = ready(
        *(say(1000 + d, by="Ministry of the Interior", day=d) for d in range(6)),
        *(say(1000 + d, by="Somebody", side="independent", day=d) for d in range(6)),
        *(say(100 + d, by="Ministry of the Interior", what="detained", day=d) for d in range(6)),
    )
    of = {g.name: g for g in bias_groups(told, DEFAULT)[0]}
    rows = {(r["type"], r["counts"]): r for r in csv.DictReader(TABLE.open(encoding="utf-8"))}
    ministry = of["Ministry of the Interior"]
    assert ministry.spread == float(rows["ministry", ""]["sd"])
    assert ministry.mean_of("crowd") == float(rows["ministry", "crowd"]["mean"])
    assert ministry.mean_of("detained") == float(rows["ministry", "repression"]["mean"])
    assert (of["Somebody"].spread, of["Somebody"].mean) == (LAW.bias_spread, LAW.bias_mean)
    doubted = {g.name: g for g in bias_groups(told, DEFAULT.doubting("Ministry of the Interior"))[0]}
    assert (doubted[ministry.name].mean, doubted[ministry.name].expected) == (LAW.bias_mean, None)
    # and the claims it would make follow: the median of log(reported / true) is the type's mean in crowds
    X = np.full((4000, len(told.cells)), 1e5)
    figures = simulate_figures(X, told, DEFAULT)
    ratio = np.log(figures / 1e5)
    crowd = [k for k, c in enumerate(told.claims) if c.claimant == ministry.name and c.quantity == "crowd"]
    assert np.median(ratio[:, crowd[0]]) == pytest.approx(ministry.mean_of("crowd"), abs=0.06)
    untyped = np.log(simulate_figures(X, told, ClaimModel()) / 1e5)
    assert np.median(untyped[:, crowd[0]]) == pytest.approx(0.0, abs=0.06)
