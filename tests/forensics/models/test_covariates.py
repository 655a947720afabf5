"""Planted worlds: what goes with fraud is recovered with its interval; where nobody cheats, nothing is said."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.special import expit, logit

from contested.forensics import suite
from contested.forensics.models import covariates
from contested.forensics.models.design import between_territories, design
from contested.forensics.models.synthetic import honest_election, of_case


def planted(seed, effect=1.0, middle=-1.5, honest=0.0, stations=2000):
    """A case, its covariate, and which stations were stuffed with a chance that follows it."""
    rng = np.random.default_rng(seed)
    case = honest_election(stations, regions=6, territories=80, turnout=0.5, result=0.4, seed=seed)
    x = rng.normal(size=case.stations)
    if honest:  # keener and fonder where x is high, and nobody cheats because of it
        turnout = expit(logit((case.issued + 0.5) / (case.registered + 1)) + honest * x)
        issued = rng.binomial(case.registered, turnout)
        share = expit(logit((case.leader + 0.5) / (case.cast + 1)) + honest * x)
        case = replace(case, issued=issued, cast=issued, leader=rng.binomial(issued, share))
        x, case = x[issued > 0], case.where(issued > 0)
    falsified = rng.random(case.stations) < expit(middle + effect * x)
    added = rng.binomial(case.registered - case.issued, np.where(falsified, rng.uniform(0, 0.6, case.stations), 0.0))
    case = replace(case, issued=case.issued + added, cast=case.cast + added, leader=case.leader + added)
    large = case.registered >= 100
    return case.where(large), x[large], falsified[large]


def fitted(case, x):
    found = covariates.fit(case, x[:, None], ("x",))
    return found.coefficients[0, 1] / x.std(), found.errors[0, 1] / x.std(), found


def table(case, **columns):
    frame = of_case(case, "x").frame.drop("row", "line")
    frame = frame.with_columns(**{covariates.COVARIATE + k: pl.Series(v).cast(pl.String) for k, v in columns.items()})
    return suite.ReturnsTable.of(frame, ("leader", "all others"), "leader", "x", units=("region", "territory"))


@pytest.mark.slow
@pytest.mark.parametrize(("effect", "honest"), [(1.0, 0.0), (0.0, 0.0), (0.0, 0.3), (1.0, 0.3)])
def test_the_coefficient_lies_in_its_interval(effect, honest):
    inside, off = 0, []
    for seed in range(1, 6):
        b, e, found = fitted(*planted(seed, effect, honest=honest)[:2])
        inside += abs(b - effect) < 1.96 * e
        off.append(b - effect)
        assert e < 0.25 and found.gain > 100
    assert inside >= 4 and abs(np.mean(off)) < 0.15


def test_stations_that_were_stuffed_get_higher_chances_and_the_covariate_is_named():
    case, x, falsified = planted(3)
    found = covariates.find(table(case, distance=x.round(4), idle=np.arange(case.stations) % 7))[0]
    assert found.alarm and "One standard deviation more of distance multiplies" in found.says
    by_row = dict(found.tables["chances of stations"].select("row", pl.col("some") + pl.col("nearly all")).iter_rows())
    chance = np.array([by_row[k] for k in range(case.stations)])
    assert chance[falsified].mean() > 3 * chance[~falsified].mean()
    effects = found.tables["covariates"].filter(fraud="some")
    row = effects.row(0, named=True)
    assert row["covariate"] == "distance" and row["low"] < np.exp(1.0 * x.std()) < row["high"]
    assert effects.row(1, named=True)["low"] < 1 < effects.row(1, named=True)["high"]
    assert found.tables["territories of covariates"]["stations"].sum() == case.stations


def test_a_covariate_of_whole_territories_is_doubted():
    case, x, _ = planted(3)
    whole = np.random.default_rng(2).normal(size=case.territory.max() + 1)[case.territory]
    says = covariates.find(table(case, near=x.round(4), far=whole.round(4)))[0].says
    assert "Differs between territories rather than within them: far. Doubt its odds ratio" in says
    assert "Doubt" not in covariates.find(table(case, near=x.round(4)))[0].says
    # three parts in four lie between, and by chance alone none
    mixed = np.sqrt(0.75) * whole / whole.std() + 0.5 * x
    assert between_territories(mixed, case.territory) == pytest.approx(0.75, abs=0.07)
    assert abs(between_territories(x, case.territory)) < 0.05
    assert between_territories(x, case.territory * 0) == between_territories(x, np.arange(x.size)) == 0


@pytest.mark.parametrize("honest", [0.0, 0.3])
def test_where_nobody_cheats_nothing_goes_with_fraud(honest):
    case, x, _ = planted(4, middle=-99.0, honest=honest)
    found = covariates.find(table(case, x=x))[0]
    assert not found.alarm and found.value == 0 and "do not make these returns likelier" in found.says


def test_texts_are_covariates_and_gaps_leave_stations_out():
    text = pl.DataFrame({covariates.COVARIATE + "kind": ["a", "a", "b", None, "c"],
                         covariates.COVARIATE + "n": ["1", "2,5", "", "4", "5"],
                         covariates.COVARIATE + "id": list("vwxyz")})  # fmt: skip
    made = design(text)
    assert made.names[:3] == ("kind: b", "kind: c", "n") and made.x.shape[1] == len(made.names)
    assert made.known.tolist() == [True, True, False, False, True]


def test_too_few_stations_and_no_covariates():
    case, x, _ = planted(5, stations=200)
    assert "a fit needs 300" in covariates.find(table(case, x=x))[0].says
    assert covariates.find(of_case(case, "x")) == []
