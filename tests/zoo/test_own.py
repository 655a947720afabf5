"""A model of one's own from plain functions, in few lines; without a card; and what is refused of one."""

from __future__ import annotations

import numpy as np
import pytest

import contested
from contested.ground.errors import BrokenInvariant, InputError, ParameterError
from contested.model import check_model, from_functions, param, trajectory, uniforms
from contested.zoo import load
from tests.cli.terminal import told_once, typed

#: 30 lines, of which every one is needed
RUMOUR = '''"""A rumour dies out before everybody has heard it."""

import numpy as np

from contested.model import own, uniforms

CALL = own()(0)  # whom a spreader calls
PARAMETERS = {"people": 1000, "towns": 400}
UNITS = {"unaware": "share"}
STEPS = 2000


def init(params, seed):
    """One person in every town knows."""
    return {"unaware": np.full(params.towns, params.people - 1), "spreading": np.ones(params.towns, int)}


def step(state, params, tick):
    """A spreader calls somebody: to whom it is news spreads it too, and who had heard silences the caller."""
    called = uniforms(params.towns, tick.seed, CALL, day=tick.step) * (params.people - 1)
    alive = state["spreading"] > 0
    news = alive & (called < state["unaware"])
    state["unaware"] -= news
    state["spreading"] += np.where(news, 1, -1) * alive


def observe(state, params):
    """Who has not heard it, and where it still goes round."""
    return {"unaware": state["unaware"].mean() / params.people, "alive": (state["spreading"] > 0).sum()}
'''


@pytest.fixture
def file(tmp_path):
    """The rumour as a file."""
    path = tmp_path / "rumour.py"
    path.write_text(RUMOUR)
    return path


def test_thirty_lines_are_a_model_that_keeps_its_promises_and_meets_sudburys_limit(file):
    assert len(RUMOUR.splitlines()) <= 31
    rumour = load(file)
    check_model(rumour.model({"towns": 20}))
    unaware = trajectory(rumour.model(), steps=2000)["unaware"]
    assert abs(unaware[-1] - 0.203) < 0.003  # Sudbury 1985
    assert rumour.title == "A rumour dies out before everybody has heard it" and rumour.card is None


def test_it_runs_from_the_command_line_with_a_page_and_is_swept_by_other_processes(file, tmp_path):
    said = typed("simulate", file, "--steps", 50, "--set", "towns=5", "--out", tmp_path / "run")
    assert said.exit_code == 0, said.stderr
    page = (tmp_path / "run/report.html").read_text()
    assert "A run of a model" in page and "A published model" not in page
    assert typed("zoo", file, "--card").exit_code == 0 and typed("zoo", file, "--check").exit_code == 0
    said = typed(
        "sweep", file, "--set", "towns=5,10", "--steps", 20, "--workers", 1, "--out", tmp_path / "s", "--no-progress"
    )
    assert said.exit_code == 0, said.stderr
    assert contested.open(tmp_path / "s").to_polars()["unaware.last"].is_finite().all()


def coin(**how):
    """A thousand coins, thrown again at each step; the state is bound anew and not changed in place."""

    def step(state, params, tick):
        return {"heads": int((uniforms(1000, tick.seed, 1000, day=tick.step) < params.chance).sum())}

    return from_functions(
        lambda params, seed: {"heads": 0}, step,
        lambda state: {"heads": state["heads"], "both": [state["heads"][0], 1]},
        parameters={"chance": 0.5, "kind": ("fair", "bent")}, name="coin", **how,
    )  # fmt: skip


def test_functions_of_a_session_are_a_model_too():
    model = coin().model({"chance": 0.25})
    check_model(model)
    heads = trajectory(model, steps=200)["heads"]
    assert abs(heads.mean() - 250) < 3 * np.sqrt(1000 * 0.25 * 0.75 / 200)
    run = contested.simulate(coin(), steps=5, replicates=2)
    assert run.to_xarray()["both"].dims == ("replicate", "step", "both_row")
    sweep = contested.sweep(coin(), settings={"chance": [0.1, 0.9]}, steps=5, executor="serial")
    assert sweep.to_polars()["heads.last"].to_list()[0] < 200 < 800 < sweep.to_polars()["heads.last"].to_list()[1]


def test_parameters_have_ranges_words_and_declarations():
    model = from_functions(
        lambda p, s: {"x": p.a}, lambda s, p, t: None, lambda s: {"x": s["x"]},
        parameters={"a": (0.5, 0, 1), "n": 3, "d": param(2, unit="day", within=(1, 9), source="assumed", meaning="d")},
    )  # fmt: skip
    with pytest.raises(ParameterError, match="0 to 1"):
        model.model({"a": 2})
    with pytest.raises(ParameterError, match="whole number"):
        model.model({"n": 2.5})
    assert model.params.declared()["d"].unit == "day" and model.model({"a": 1}).init(model.params, 1)["x"][0] == 0.5


@pytest.mark.parametrize(
    ("step", "part"),
    [
        (lambda s, p, t: {"y": 1}, "x, y differ"),
        (lambda s, p, t: {"x": 0.5}, "let init begin with numbers of that kind"),
        (lambda s, p, t: {"x": [1, 2]}, r"expected int64\(1,\)"),
    ],
)
def test_a_step_that_gives_something_else_says_so(step, part):
    model = from_functions(lambda p, s: {"x": 0}, step, lambda s: {"x": s["x"]}).model()
    with pytest.raises(BrokenInvariant, match=part):
        trajectory(model, steps=2)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("def init(p, s): return {}\n", "step, observe missing"),
        ("PUBLISHED = 3\n", "got int for PUBLISHED"),
        (RUMOUR.replace('"towns": 400', '"towns": None'), "parameter towns: expected a number"),
    ],
)
def test_a_file_that_holds_no_model_is_refused(tmp_path, text, part):
    (tmp_path / "mine.py").write_text(text)
    told_once(typed("simulate", tmp_path / "mine.py", "--out", tmp_path / "r"), "InputError", part)


def test_a_session_is_sent_to_no_other_process():
    with pytest.raises(InputError, match="which other processes cannot be sent"):
        contested.sweep(coin(), settings={"chance": [0.1, 0.9]}, steps=5)
