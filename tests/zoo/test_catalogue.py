"""Models are found by the name of their file, and a user's own file is a model like any other."""

import numpy as np
import pytest

from contested import zoo
from contested.ground.errors import InputError, ParameterError
from contested.zoo.kit.threshold_map import normal_equilibrium, normal_jump, smallest_equilibrium
from contested.zoo.kit.trajectories import endings, settled, trajectory

OWN = """
from contested.zoo.granovetter_1978 import PUBLISHED as theirs
from dataclasses import replace
PUBLISHED = replace(theirs, name="mine")
"""


def test_a_model_goes_by_the_name_of_its_file():
    assert zoo.load("granovetter_1978") is zoo.load("Granovetter-1978")
    assert "granovetter-1978" in zoo.names()
    for name in zoo.names():
        assert zoo.load(name).name == name == zoo.load(name).model().name


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(InputError) as error:
        zoo.load("granoveter-1978")
    assert "granovetter-1978" in error.value.hint


def test_a_file_is_a_model(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(OWN)
    assert zoo.load(file).name == "mine"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "expected a Published"), ("1 / 0", "ZeroDivisionError"), ("PUBLISHED = 3", "got int"), ("(", "SyntaxError")],
)
def test_a_file_that_is_none_says_so(tmp_path, text, said):
    file = tmp_path / "mine.py"
    file.write_text(text)
    with pytest.raises(InputError, match=said):
        zoo.load(file)
    with pytest.raises(InputError, match="no such file"):
        zoo.load(tmp_path / "other.py")


def test_presets_and_settings_are_checked():
    crowd = zoo.load("granovetter-1978")
    assert crowd.choose(preset="riot-b").thresholds == "ladder-gap"
    assert crowd.choose({"people": "7"}, "riot-b").people == 7
    for settings, preset in (({"peple": 3}, None), ({"people": 2.5}, None), ({"people": float("nan")}, None),
                             ({"thresholds": "odd"}, None), ({}, "riot-c"), ({"sd": -1}, None)):  # fmt: skip
        with pytest.raises(ParameterError) as error:
            crowd.choose(settings, preset)
        assert error.value.hint


def test_runs_in_memory_give_every_step_and_the_end():
    model = zoo.load("granovetter-1978").model(preset="riot-a")
    assert np.array_equal(trajectory(model, steps=5)["crowd"], [1, 2, 3, 4, 5])
    assert settled(model)["crowd"][0] == 100
    assert np.array_equal(endings(model, "crowd", seeds=range(3)), [100, 100, 100])


def test_the_smallest_equilibrium_is_the_one_a_growing_crowd_meets_first():
    x = smallest_equilibrium(lambda v: np.where(v < 0.3, 0.3, 0.9))
    assert x == pytest.approx(0.9)
    assert smallest_equilibrium(lambda v: np.full_like(v, 0.0)) == 0.0
    assert smallest_equilibrium(lambda v: np.ones_like(v)) == 1.0
    assert smallest_equilibrium(lambda v: v**2, start=0.0) == 0.0
    assert smallest_equilibrium(lambda v: 0.2 + 0.5 * v) == pytest.approx(0.4, abs=1e-12)


@pytest.mark.parametrize("mean", [0.1, 0.25, 0.4])
def test_the_jump_is_where_the_equilibrium_jumps(mean):
    sd, share = normal_jump(mean)
    assert normal_equilibrium(mean, sd - 1e-4) == pytest.approx(share, abs=0.02)
    assert normal_equilibrium(mean, sd + 1e-4) > 0.8
    for bad in (0.0, 0.5, float("nan")):
        with pytest.raises(ParameterError):
            normal_jump(bad)
    with pytest.raises(ParameterError):
        normal_equilibrium(mean, 0.0)
