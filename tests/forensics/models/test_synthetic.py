"""Made elections: honest ones as asked for, and falsified ones whose accounts close."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logit

from contested.forensics.models.synthetic import falsify, honest_election
from contested.ground.errors import ParameterError

PART = st.floats(0, 1)


def test_the_middle_station_votes_as_asked():
    case = honest_election(4000, territories=400, turnout=0.6, result=0.3, between_sd=0.2, within_sd=0.3, seed=2)
    # ten stations a territory: the median's error is that of 400 territories, and of 4,000 stations within them
    error = 1.25 * (0.2**2 / 400 + 0.35**2 / 4000) ** 0.5
    assert logit(np.median(case.turnout)) == pytest.approx(logit(0.6), abs=5 * error)
    assert logit(np.median(case.result)) == pytest.approx(logit(0.3), abs=5 * error)
    # log-normal sizes: the median's relative error is 1.25 x 0.7 / sqrt(4000)
    assert np.log(np.median(case.registered)) == pytest.approx(np.log(900), abs=5 * 1.25 * 0.7 / 4000**0.5)
    assert len(case.territories) == 400 and len(case.regions) == 6


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.6])
def test_turnout_and_result_hang_together_as_asked(correlation):
    case = honest_election(4000, voters=3000, territories=400, correlation=correlation, seed=3)
    found = np.corrcoef(logit(case.turnout), logit(case.result))[0, 1]
    # large stations lose few hundredths of it to drawing ballots; the error of 400 territories is 0.05
    assert found == pytest.approx(correlation, abs=0.2)


def test_larger_differences_between_units_are_larger():
    def between(sd):
        case = honest_election(3000, between_sd=sd, seed=4)
        return np.std([case.turnout[case.territory == k].mean() for k in range(60)])

    assert between(0.0) < 0.5 * between(0.2) < 0.5 * between(0.6)


@given(stuffing=PART, switching=PART, extreme=PART, stuffed_part=PART, switched_part=PART, seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=40)
def test_accounts_close(stuffing, switching, extreme, stuffed_part, switched_part, seed):
    honest = honest_election(80, regions=2, territories=4, voters=300, seed=1)
    honest = replace(honest, issued=np.minimum(honest.issued + 3, honest.registered))  # three took a ballot home
    planted = falsify(honest, stuffing=stuffing, switching=switching, extreme=extreme, stuffed_part=stuffed_part,
                      switched_part=switched_part, seed=seed)  # fmt: skip
    case, stuffed, switched = planted.case, planted.stuffed, planted.switched
    assert (case.issued == honest.issued + stuffed).all() and (case.cast == honest.cast + stuffed).all()
    assert (case.leader == honest.leader + stuffed + switched).all()
    assert (case.cast - case.leader == honest.cast - honest.leader - switched).all()
    assert (stuffed >= 0).all() and (switched >= 0).all()
    assert (case.issued <= case.registered).all() and (case.leader <= case.cast).all()
    assert (case.registered == honest.registered).all() and planted.honest is honest


def test_amounts_are_those_planted():
    honest = honest_election(3000, seed=5)
    planted = falsify(honest, stuffing=0.3, stuffed_part=0.2, switching=0.1, switched_part=0.3, extreme=0.05, seed=6)
    n = honest.stations
    stayed, others = honest.registered - honest.issued, honest.cast - honest.leader
    wholly = planted.stuffed > 0.8 * stayed
    for wanted, touched in ((0.05, wholly & (planted.switched > 0.5 * others)), (0.3, (planted.stuffed > 0) & ~wholly),
                            (0.1, (planted.switched > 0) & ~wholly)):  # fmt: skip
        # those where everything is done are of any kind; stations where chance moves nothing are a few in a hundred
        rate = wanted if wanted == 0.05 else wanted * 0.95
        assert touched.mean() == pytest.approx(rate, abs=0.01 + 5 * (rate * (1 - rate) / n) ** 0.5)
    some = (planted.stuffed > 0) & ~wholly
    # parts lie evenly on 0 to 0.4: standard deviation 0.115, weighed by stations that differ in size
    assert planted.stuffed[some].sum() / stayed[some].sum() == pytest.approx(0.2, abs=5 * 0.115 * 2 / some.sum() ** 0.5)
    assert planted.stuffed[wholly].sum() / stayed[wholly].sum() == pytest.approx(0.95, abs=0.01)


def test_nothing_planted_is_nothing_changed_and_the_seed_decides():
    honest = honest_election(200, seed=1)
    nothing = falsify(honest, seed=3)
    assert (nothing.case.leader == honest.leader).all() and not (nothing.stuffed.any() or nothing.switched.any())
    one, again, other = (falsify(honest, stuffing=0.5, seed=s).stuffed for s in (1, 1, 2))
    assert (one == again).all() and (one != other).any()


def test_what_cannot_be_made_is_refused():
    for wrong in ({"stations": 10, "territories": 20}, {"territories": 3, "regions": 6}, {"turnout": 1.0},
                  {"result": 0.0}, {"correlation": 1.5}):  # fmt: skip
        with pytest.raises(ParameterError, match="expected"):
            honest_election(**wrong)
    for wrong in ("stuffing", "switching", "extreme", "stuffed_part", "switched_part"):
        with pytest.raises(ParameterError, match=f"{wrong}: expected a share, 0 to 1; got 30"):
            falsify(honest_election(60), **{wrong: 30})
