"""What a calendar records becomes observations that only what came before can have moved."""

from __future__ import annotations

import numpy as np
import pytest

from contested.inference import priors
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.record import ORDERED
from contested.scenarios.load import load
from contested.studies.smoothing.record import Rules, beside, gaps, record
from contested.studies.smoothing.unknowns import unknowns

END, MEMBERS = 25, 6


@pytest.fixture(scope="module")
def country():
    return load("teaching").country


@pytest.fixture(scope="module")
def learnt(country):
    return unknowns(priors.of(country.params), country, END - 1)


def _none() -> Observations:
    zero = np.zeros(0)
    return Observations(np.zeros(0, int), zero, zero, zero, zero, zero, np.zeros((0, 0)))


def test_the_record_has_what_the_calendar_dates_in_its_days(country):
    known = record(country, {"tactics.pause.effort": 0.003}, 0, END)
    assert [(s.parameter, s.first, s.last) for s in known.spells] == [
        ("tactics.crackdown.effort", 0, 3), ("tactics.pause.effort", 4, 17),
        ("tactics.containment.effort", 18, END - 1),
    ]  # fmt: skip
    assert known.spells[1].effort == 0.003, "as the study sets it"
    assert known.calls == sum(c.day < END for c in country.calls) > 0
    later = record(country, {}, 20, END)
    assert later.spells == () and later.calls < known.calls
    assert record(country, {}, 0, 500).end == country.origin + 1, "behind it there is no record"


def test_gaps_are_of_the_evenings_before_each_day_and_of_a_member_s_own_effort(country, learnt):
    known = record(country, {}, 0, END)
    wanted = np.tile(np.linspace(0.0, 1.0, END) ** 2, (MEMBERS, 1))
    u = learnt.start(MEMBERS, 3).u
    found = gaps(wanted, u, known.spells, learnt)
    root = np.linspace(0.0, 1.0, END)
    # a crackdown's effort, 1, is no unknown; that of a pause is
    assert found[:, 0] == pytest.approx(root[0:3].mean() - 1.0)
    k = learnt.priors.names.index("tactics.pause.effort")
    own = learnt.priors.to_theta(u[:, : len(learnt.priors.names)])[:, k]
    assert found[:, 1] == pytest.approx(root[3:17].mean() - np.sqrt(own))


def test_observations_stand_behind_the_claims_and_have_causes_before_them(country, learnt):
    known = record(country, {}, 0, END)
    days = np.ones((MEMBERS, END))
    rules = Rules(0.05 * days, 0.2 * days, 0.01 * days)
    u = learnt.start(MEMBERS, 3).u
    observed, y, reached = beside(
        _none(), np.zeros((MEMBERS, 0)), np.zeros((learnt.size, 0), bool), known, rules, u, learnt
    )
    assert y.shape == (MEMBERS, 2 + len(known.spells)) and reached.shape == (learnt.size, y.shape[1])
    assert np.exp(y[:, 0]) == pytest.approx(0.01 * END, abs=2e-3), "hazards of all days"
    assert np.exp(y[:, 1]) == pytest.approx(0.05 * END, abs=2e-3), "rates of calls"
    assert observed.low[0] < y[0, 0], "no ending came"
    assert (observed.low[1] > y[0, 1]) == (known.calls > 0.05 * END)
    assert observed.low[2:] == pytest.approx(0.0) and observed.error[2:] == pytest.approx(ORDERED)
    d = len(learnt.priors.names)
    assert reached[:d].all()
    for k, event in enumerate(learnt.events):
        assert reached[d + k, 2:].tolist() == [event.day < s.last for s in known.spells]


def test_without_rates_nothing_is_said_of_them(country, learnt):
    days = np.zeros((MEMBERS, END))
    known = record(country, {}, 0, END)._replace(spells=())
    observed, y, _ = beside(
        _none(), np.zeros((MEMBERS, 0)), np.zeros((learnt.size, 0), bool), known, Rules(days, days, days),
        learnt.start(MEMBERS, 3).u, learnt,
    )  # fmt: skip
    assert y.shape == (MEMBERS, 0) and len(observed.low) == 0
