"""A fault at every step of a command: what is unfinished says so, and the same command ends as if nothing had been."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import contested
from contested.forensics import suite
from contested.forensics.models.synthetic import falsify, honest_election, of_case
from contested.ground.errors import CheckpointError
from contested.inference.forecast import ledger as book
from contested.inference.forecast.backtest import Backtest
from contested.studies.forecasting import stages
from contested.studies.forecasting.forecast import SeriesForecast
from contested.tasks.open import show
from tests.studies import small_study, spoken_study
from tests.studies.faults import fault, goes_on, tree


@pytest.fixture(params=["few", pytest.param("every", marks=pytest.mark.slow)])
def steps(request):
    """Of the steps of a command that repeats one: the first of a kind in the fast run, every one in the slow run."""
    return lambda few: few if request.param == "few" else None


def _says_so(path):
    """Every way to look at an unfinished folder says that it is."""
    marker = path / "UNFINISHED.txt"
    assert marker.is_file() and "unfinished" in marker.read_text()
    shown = dict(show(path))
    try:
        contested.open(path)
    except CheckpointError as error:
        assert "unfinished" in str(error)
    return "unfinished" in shown


def test_a_run_ends_as_if_nothing_had_been(tmp_path):
    def command(out):
        contested.simulate("epstein-2002", steps=4, replicates=2, checkpoints=[1], seed=3, out=out)

    assert goes_on(command, tmp_path, _says_so) > 20


def test_a_branch_ends_as_if_nothing_had_been(tmp_path):
    first = contested.simulate("epstein-2002", steps=4, checkpoints=[1], seed=3, out=tmp_path / "first")

    def command(out):
        contested.simulate(
            "epstein-2002", steps=4, seed=4, checkpoint=first.path / "checkpoints/r0000_day001.npz", out=out
        )

    assert goes_on(command, tmp_path / "faults", _says_so, lambda n: (0, 1, n // 2, n - 1)) >= 5


def test_a_sweep_ends_as_if_nothing_had_been(tmp_path, steps):
    def command(out):
        contested.sweep("epstein-2002", "legitimacy", points=4, steps=3, sensitivity="morris", executor="serial",
                        out=out)  # fmt: skip

    assert goes_on(command, tmp_path, _says_so, steps(lambda n: (0, 2, n - 3, n - 2, n - 1))) >= 6


def test_a_comparison_ends_as_if_nothing_had_been(tmp_path, steps):
    def command(out):
        contested.compare("teaching", settings={"street.cost": 2.0}, pairs=2, days=4, scale=100, executor="serial",
                          out=out)  # fmt: skip

    assert goes_on(command, tmp_path, _says_so, steps(lambda n: (0, 1, 3, 4, n - 2, n - 1))) >= 8


@pytest.fixture
def quick(monkeypatch):
    """An audit of two proofs and two estimates."""
    monkeypatch.setattr(suite, "INDICATORS", {n: suite.INDICATORS[n] for n in ("integer-percentages", "digits")})
    monkeypatch.setattr(suite, "PROOFS", {"identities": suite.PROOFS["identities"]})


@pytest.fixture(scope="module")
def returns():
    return of_case(falsify(honest_election(120, regions=2, territories=6, seed=3), stuffing=0.3, seed=3).case, "Made")


def test_an_audit_ends_as_if_nothing_had_been(tmp_path, returns, quick, steps):
    def command(out):
        contested.audit(returns, elections=2, out=out)

    def unfinished(path):
        assert not (path / "audit.json").exists()
        assert not any("honest elections" in p.read_text() for p in path.glob("*.csv"))
        return _says_so(path)

    few = steps(lambda n: sorted({*range(0, n - 8, 8), *range(n - 8, n)}))
    assert goes_on(command, tmp_path, unfinished, few) > 15


def test_honest_elections_are_examined_once(tmp_path, returns, quick, monkeypatch):
    real, seen = suite.INDICATORS["digits"], []

    def counts(case, *, seed=1):
        seen.append(seed)
        return real(case, seed=seed)

    monkeypatch.setitem(suite.INDICATORS, "digits", counts)
    contested.audit(returns, elections=3, out=tmp_path / "straight")
    straight, seen[:] = list(seen), []
    from contested.store import points

    real_append, rows = points.Points.append, []

    def dies(self, row):
        real_append(self, row)
        rows.append(row)
        if len(rows) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(contested.Stopped, match="the same command with --out"):
        patched.setattr(points.Points, "append", dies)
        contested.audit(returns, elections=3, out=tmp_path / "two")
    contested.audit(returns, elections=3, out=tmp_path / "two")
    assert seen == straight
    assert tree(tmp_path / "two") == tree(tmp_path / "straight")


def test_another_audit_is_refused_with_what_differs(tmp_path, returns, quick):
    contested.audit(returns, elections=0, out=tmp_path / "one")
    with pytest.raises(CheckpointError, match="honest elections was 0, is 1"):
        contested.audit(returns, elections=1, out=tmp_path / "one")
    changed = of_case(honest_election(120, regions=2, territories=6, seed=4), "Made")
    with pytest.raises(CheckpointError, match="returns was"):
        contested.audit(changed, elections=0, out=tmp_path / "one")
    assert contested.audit(returns, elections=0, out=tmp_path / "one").verdict


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    return spoken_study.made(tmp_path_factory.mktemp("spoken") / "study", runs=24)


@pytest.fixture
def forecast(spoken, monkeypatch):
    """A forecast whose draws are made up and which is not scored: what is left is to write folder and ledger."""

    def draws(model, series, horizon, draws, seed):
        drawn = np.random.default_rng(seed).gamma(2.0, 100.0, (2, draws, horizon))
        leads = np.arange(1, horizon + 1)
        return {key: SeriesForecast(one.claims[-1].side, leads, *drawn) for key, one in series.items()}

    nothing = Backtest(pl.DataFrame(), pl.DataFrame({"weight": []}), *[pl.DataFrame({"why": []})] * 2)
    monkeypatch.setattr(stages, "_of_series", draws)
    monkeypatch.setattr(stages, "_backtest", lambda *_: nothing)
    monkeypatch.setattr(stages, "_emulated", lambda *_: stages.Forecasters(None, {}, 10, {}))

    def command(out, **changed):
        asked = {"origins": ["2031-05-15"], "runs": 10, "draws": 20, "executor": "serial", **changed}
        return contested.forecast(spoken, 3, out=out, **asked)

    return command


def test_a_forecast_ends_as_if_nothing_had_been(tmp_path, forecast):
    def unfinished(path):
        assert not (path / "forecast.json").exists()
        return _says_so(path)

    assert goes_on(forecast, tmp_path, unfinished) > 14


def test_a_ledger_has_every_series_of_a_forecast_once(tmp_path, forecast):
    """Also one that holds forecasts of before, and that several forecasts share."""
    shared = tmp_path / "book.jsonl"
    first = forecast(tmp_path / "first", ledger=shared)
    lines = book.read(shared)
    assert len(lines) == first.record["series"] == 2
    with fault() as counted:
        forecast(tmp_path / "straight", ledger=shared, seed=2)
    straight = book.read(shared)
    assert len(straight) == 4 and straight[:2] == lines
    for at in range(counted.steps - 4, counted.steps):
        for kind in ("before", "full"):
            own = tmp_path / f"{kind}-{at}.jsonl"
            out = tmp_path / f"{kind}-{at}"
            forecast(tmp_path / f"{kind}-{at}-first", ledger=own)
            with fault(kind, at), pytest.raises(BaseException):  # noqa: B017  # a kill is no Exception
                forecast(out, ledger=own, seed=2)
            assert len(book.read(own)) in (2, 4), "all series of a forecast, or none"
            forecast(out, ledger=own, seed=2)
            assert book.read(own) == straight


@pytest.mark.slow
def test_a_calibration_ends_as_if_nothing_had_been(tmp_path):
    def some(steps):
        return (0, 100, steps - 25, steps - 2)

    assert goes_on(small_study.calibrated, tmp_path, _says_so, some) >= 5
