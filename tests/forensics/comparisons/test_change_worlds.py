"""Changes on one side are strong only where no honest cause that is common to many stations explains them."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.comparisons import change
from contested.forensics.comparisons.change_worlds import CHANGES, control_changes
from contested.forensics.comparisons.every import Others
from contested.forensics.comparisons.matching import match
from contested.forensics.suite import examine, with_controls
from contested.forensics.verdict import strength, verdict
from tests.forensics.comparisons.made import table, two

ELECTIONS = 20


def country(seed, kind, n=1200, towns=30):
    """Two elections; stations turn to the leader for an honest cause, or by fraud at 5 % of them."""
    registered, town, (cast_1, votes_1), (cast_2, votes_2), rng = two(seed, n=n, towns=towns)
    after = registered.copy()
    hit = np.zeros(n, bool)
    if kind == "local candidates":
        hit = (town < 3) & (rng.random(n) < 0.3)  # not most of a town's stations: it would be its usual change
    elif kind == "new houses":
        hit = rng.random(n) < 0.05
        after[hit] = (after[hit] * rng.uniform(1.15, 1.7, hit.sum())).astype(int)
    elif kind == "fraud":
        hit = rng.random(n) < 0.05
    moved = np.where(hit, (0.8 * votes_2[1]).astype(int), 0)
    votes_2[0] += moved
    votes_2[1] -= moved
    return table(after, cast_2, votes_2, town), table(registered, cast_1, votes_1, town)


def strengths(kind):
    out = []
    for seed in range(ELECTIONS):
        matched = match(*country(100 + seed, kind))
        finding = change.outliers(matched, "A", "A")
        held = control_changes(matched, "A", "A", elections=100, seed=seed) if finding.alarm else []
        out.append(strength(finding, held))
    return out


@pytest.mark.parametrize("kind", ["nothing", "local candidates", "new houses"])
def test_honest_causes_are_never_strong(kind):
    """Over 20 elections of each kind: the alarm itself comes on most with a cause, and is weak."""
    out = strengths(kind)
    assert "strong" not in out
    if kind == "nothing":
        assert out.count("quiet") >= binom.ppf(1e-4, ELECTIONS, 1 - change.ALARM_P)
    else:
        assert out.count("weak") >= 0.8 * ELECTIONS


def test_fraud_all_over_the_country_is_mostly_strong():
    """Measured: 15 of 20 strong; with one or two stations a town, and 30 towns, sides shared by towns give the rest."""
    out = strengths("fraud")
    assert out.count("strong") >= 0.6 * ELECTIONS and "quiet" not in out


def by_every_toss(matched):
    """How often coins, one for each town, put so many stations on the leader's side: all their tosses."""
    compared = change.strays(matched, "A", "A")
    far = np.abs(compared.z) > change.FAR
    stations = np.unique(matched.unit[compared.at][far], return_counts=True)[1]
    up = np.array(list(product((0, 1), repeat=stations.size))) @ stations
    return np.mean([change.one_sided(k, stations.sum() - k) < change.ALARM_P for k in up])


def test_worlds_share_a_side_as_they_say():
    matched = match(*country(3, "local candidates"))
    rates = {c.world: c.rate for c in control_changes(matched, "A", "A", elections=400, seed=1)}
    assert tuple(rates) == CHANGES
    # a station for itself is hardly ever on one side with enough others; towns are as often as coins say
    assert rates["strays"] <= 0.01
    assert rates["turned places"] == pytest.approx(by_every_toss(matched), abs=0.06)
    again = control_changes(matched, "A", "A", elections=400, seed=1)
    assert [c.rate for c in again] == list(rates.values())


def test_an_audit_holds_changes_against_them_and_says_so():
    now, before = country(4, "fraud", n=400, towns=20)
    others = Others(earlier=before)
    audited = with_controls(examine(now, others=others), elections=20, others=others)
    mine = [c for c in audited.controls if c.name == "change-outliers"]
    assert [c.world for c in mine] == list(CHANGES) and {c.elections for c in mine} == {100}
    assert "honest changes in which places turned" in " ".join(audited.verdict)
    alone = verdict([f for f in audited.findings if f.name == "change-outliers"])
    assert "not tried on honest elections" in " ".join(alone)
