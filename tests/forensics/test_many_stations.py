"""With many stations every score in standard errors is large: honest causes stay weak, added ballots strong."""

import pytest
from benchmarks.audits.elections import honest, planted

from contested.forensics import controls, suite
from contested.forensics.controls import MANY, control, control_causes
from contested.forensics.finding import Finding
from contested.forensics.indicators import shoulder
from contested.forensics.models.synthetic import honest_election
from contested.forensics.suite import as_loud
from contested.forensics.verdict import CAUSED, strength
from contested.ground.options import ELECTIONS

STATIONS = 20_000


def test_honest_elections_with_a_cause_have_as_many_stations_as_the_case():
    case, sizes = honest_election(STATIONS, territories=200, seed=1), []

    def look(case, *, seed=1):
        sizes.append(case.stations)
        return Finding(name="look", title="look", kind="estimate", value=0.0, alarm=False, rule="never", assumes="so")

    control_causes(case, [look], elections=1)
    assert len(sizes) == len(controls.CAUSES)
    assert min(sizes) > 0.99 * case.stations


@pytest.mark.parametrize("seed", [90_001, 90_002])
def test_special_stations_of_a_large_country_alarm_weakly(seed, monkeypatch):
    """Nobody cheats, and more than one in thirty honest elections of special stations says as much as these returns."""
    monkeypatch.setattr(controls, "CAUSES", ("feigned",))
    case = honest("many special stations", seed, STATIONS)
    found = shoulder.find(case)
    held = control_causes(case, [as_loud(found)], elections=30)
    assert found.alarm and found.value > 3
    assert held[0].rate > CAUSED
    assert strength(found, held) == "weak"


@pytest.mark.slow  # seven worlds of 20,000 stations
@pytest.mark.parametrize("seed", [90_011, 90_012])
def test_added_ballots_in_a_large_country_alarm_strongly(seed):
    case = planted(0.3, seed, STATIONS).case
    found = shoulder.find(case)
    held = control(case, [shoulder.find], elections=ELECTIONS)
    held += control_causes(case, [as_loud(found)], elections=MANY * ELECTIONS // 2)
    assert strength(found, held) == "strong"


def slow_test(least):
    """A slow test that alarms on `least` stations or more."""

    def find(case, *, seed=1):
        return Finding(name="coarse-shares", title="so", kind="estimate", value=1.0, alarm=case.stations >= least,
                       rule="many stations", assumes="so", says="It says so.")  # fmt: skip

    return find


@pytest.mark.parametrize(("least", "rated"), [(1_000, False), (200, True)])
def test_an_alarm_that_takes_all_stations_has_no_rate_from_fewer(least, rated, monkeypatch):
    monkeypatch.setattr(controls, "MOST", 400)
    find = slow_test(least)
    monkeypatch.setattr(suite, "INDICATORS", {"coarse-shares": find})
    case = honest_election(1_200, territories=30, seed=2)
    result = suite.AuditResult(None, case, (find(case),))
    after = suite.with_controls(result, elections=10)
    assert bool(after.controls) is rated
    says = after.findings[0].says
    assert ("rate of false alarms is not known" in says) is not rated
    if not rated:
        assert strength(after.findings[0], after.controls) == "weak"
