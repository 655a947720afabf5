"""Claims about looting under police, beyond the model's targets."""

import numpy as np
import pytest

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.davies_2013.model import ARRESTED, DONE, HOME, Riots, deprivation, init, origins, sent, sites, step
from contested.zoo.davies_2013.theory import at_home
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_chance

LONDON = zoo.load("davies-2013")


def course(params, steps, seed=1):
    """States one after another."""
    state = init(params, seed)
    for k in range(steps):
        yield step(state, params, Tick(k, seed))


def test_everybody_is_somewhere_and_the_sums_agree():
    params = Riots(police=1200)
    for state in course(params, 40):
        where = state["where"]
        assert (np.bincount(where[where >= 0], minlength=30) == state["at_site"]).all()
        assert (where == ARRESTED).sum() == state["arrested"][0]
        gone = (where != HOME).sum() - params.spark
        assert gone == state["gone_to"].sum() == state["gone_from"].sum()
        assert state["police_at"].sum() == pytest.approx(1200)
    assert (where == DONE).any() and state["arrested"][0] > 0


def test_the_arrested_and_the_spent_never_come_back():
    before = None
    for state in course(Riots(police=1500), 30):
        if before is not None:
            assert (state["where"][before < HOME] == before[before < HOME]).all()
            riot = before >= 0
            assert np.isin(state["where"][riot], [ARRESTED, DONE]).sum() + (
                state["where"][riot] == before[riot]).sum() == riot.sum(), "nobody changes site"
        before = state["where"].copy()


def test_police_follow_news_that_is_as_old_as_the_delay():
    params = Riots(delay=3, police=900)
    rioters = [init(params, 1)["at_site"].copy()]
    for k, state in enumerate(course(params, 12)):
        heard = rioters[k - 3] if k >= 3 else np.zeros(30, np.int64)
        assert state["police_at"] == pytest.approx(sent(heard, 900, 1))
        rioters.append(state["at_site"].copy())


def test_sending_police():
    assert sent(np.array([0, 0]), 10, 1) == pytest.approx([5, 5]), "no news: evenly"
    assert sent(np.array([1, 3, 0]), 8, 1) == pytest.approx([2, 6, 0])
    assert sent(np.array([1, 3, 0]), 10, 2) == pytest.approx([1, 9, 0])
    assert sent(np.array([1, 3, 0]), 8, 0) == pytest.approx([4, 4, 0]), "no police where nobody riots"


def test_one_officer_a_rioter_is_the_brink():
    """Rounded down: 49 officers for 50 rioters do nothing, 50 do, though a quotient falls short by rounding."""
    alone = {"sites": 1, "side": 1, "spark": 50, "readiness": 0, "leaving": 0, "arrest_rate": 50}
    arrested = [trajectory(LONDON.model({**alone, "police": q}), steps=1)["arrested"][0] for q in (49, 49.999, 50, 99)]
    assert arrested == [0, 0, 50, 50]
    # 30 sites share 3: a tenth of an officer each is no officer, nor do thirds of three fall short of one
    assert np.floor(3 * (1 / 3) * 1.0 + 1e-9) == 1


def test_a_lone_rioter_counts_himself():
    """Where nobody riots yet police deter whoever might be the first, rather than dividing by nobody."""
    quiet = {"spark": 0, "deterrence": 100, "sites": 5}
    assert trajectory(LONDON.model({**quiet, "police": 5}), steps=20)["set_out"][-1] == 0
    assert trajectory(LONDON.model({**quiet, "police": 4.9}), steps=20)["set_out"][-1] > 0


def test_deprivation_sends_people_out():
    path = trajectory(LONDON.model({"police": 0}), steps=3)
    params = Riots()
    rho = deprivation(*origins(12, 30), 30)
    assert rho.min() >= 0 and rho.max() <= 1 and rho.mean() == pytest.approx(0.5)
    from_each = path["gone_from"][-1]
    assert from_each[rho > 0.8].mean() > 3 * from_each[rho < 0.2].mean()
    assert params.sites == len(path["gone_to"][-1])


def test_leaving_home_has_its_chance():
    one = {"side": 1, "residents": 20_000, "spark": 0, "police": 0, "leaving": 0}
    stays = at_home(LONDON.choose(one), 2)
    gone = trajectory(LONDON.model(one), steps=2)["set_out"][1]
    assert_chance(int(gone), 20_000, 1 - stays, detects=0.05)


def test_crowds_protect_each_other():
    """The only contagion: with a site's crowd above the police there, more set out for it than with none."""
    few = {"sites": 1, "police": 60, "delay": 200, "readiness": 0.5, "leaving": 0}
    lit = trajectory(LONDON.model({**few, "spark": 50, "residents": 100}), steps=15)["set_out"][-1]
    dark = trajectory(LONDON.model({**few, "spark": 0, "residents": 100}), steps=15)["set_out"][-1]
    assert lit > dark


def test_more_police_mean_more_arrests_and_a_smaller_peak():
    some, many = (trajectory(LONDON.model({"police": q}), steps=60) for q in (300, 1500))
    assert many["arrested"][-1] > some["arrested"][-1]
    assert many["rioting"].max() < some["rioting"].max()


def test_nobody_goes_home_where_none_leaves_and_none_is_arrested():
    path = trajectory(LONDON.model({"police": 0, "leaving": 0}), steps=30)["rioting"]
    assert (np.diff(path) >= 0).all()
    home = trajectory(LONDON.model({"police": 0, "leaving": 1}), steps=3)
    assert home["rioting"][0] == home["joining"][0], "who sets out stays at least for the step"


def test_sizes_and_places_of_sites():
    x, y, size = sites(30, 30.0)
    assert size.mean() == pytest.approx(1) and (np.diff(size) < 0).all()
    assert min(x.min(), y.min()) >= 0 and max(x.max(), y.max()) < 30
    assert len(set(zip(x, y))) == 30


def test_too_many_people_are_refused():
    with pytest.raises(ParameterError, match="spark"):
        LONDON.model({"spark": 60})
    with pytest.raises(ParameterError, match="residents"):
        LONDON.model({"side": 400, "residents": 100_000})
