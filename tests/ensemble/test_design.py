"""Designs fill the cube evenly, follow from their seed, and keep what they had when they grow."""

import numpy as np
import pytest

from contested.engine.params import Declared
from contested.ensemble import design
from contested.ensemble.axes import axis
from contested.ground.errors import InputError, ParameterError

SHARE = Declared("share", (0.0, 1.0), "assumed", "a share")


def _halved(u, parts):
    """How many points lie in each of `parts` equal parts of every axis."""
    return [np.bincount((column * parts).astype(int), minlength=parts) for column in u.T]


def test_a_grid_is_every_combination_of_the_middles():
    u = design.grid([2, 3])
    expected = [(a, b) for a in (1 / 4, 3 / 4) for b in (1 / 6, 3 / 6, 5 / 6)]
    assert u == pytest.approx(np.array(expected))


@pytest.mark.parametrize("points", [1, 7, 64, 1000])
def test_every_margin_of_a_latin_hypercube_hits_every_stratum_once(points):
    for counts in _halved(design.latin(points, 5, 11), points):
        assert (counts == 1).all()


def test_latin_margins_are_not_in_step():
    u = design.latin(4096, 4, 11)
    off = np.corrcoef(u.T) - np.eye(4)
    assert abs(off).max() < 6 / 4096**0.5, "six standard errors of a correlation of independent columns"


def test_sobols_first_points_are_the_published_ones():
    """Joe and Kuo's numbers in Gray-code order: 0, 1/2, then quarters."""
    u = design.sobol(8, 3) - 0.5 / 2**32
    expected = [
        (0, 0, 0), (0.5, 0.5, 0.5), (0.75, 0.25, 0.25), (0.25, 0.75, 0.75),
        (0.375, 0.375, 0.625), (0.875, 0.875, 0.125), (0.625, 0.125, 0.875), (0.125, 0.625, 0.375),
    ]  # fmt: skip
    assert u == pytest.approx(np.array(expected), abs=1e-15)


def test_a_shifted_sobol_design_is_as_balanced_as_the_sequence():
    u = design.sobol(256, 6, 5)
    for parts in (2, 16, 256):
        for counts in _halved(u, parts):
            assert (counts == 256 // parts).all()
    # any two neighbouring axes: 16 by 16 boxes of the first two hold one point each
    boxes = (u[:, :2] * 16).astype(int) @ np.array([16, 1])
    assert sorted(boxes) == list(range(256))


def test_sobol_integrates_better_than_chance():
    """The mean of prod(2 u) over six axes is 1; a random sample of 1024 has a standard error of 0.075."""
    assert np.prod(2 * design.sobol(1024, 6, 5), axis=1).mean() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("kind", [design.sobol, design.latin, design.saltelli, design.morris])
def test_a_design_is_a_function_of_its_seed_and_stays_inside(kind):
    u = kind(32, 3, 7)
    assert (u == kind(32, 3, 7)).all()
    assert (u != kind(32, 3, 8)).any()
    assert (u >= 0).all() and (u <= 1).all()


def test_more_points_of_sobol_keep_the_first():
    assert (design.sobol(37, 4, 9) == design.sobol(500, 4, 9)[:37]).all()


def test_another_parameter_leaves_the_columns_before_it():
    assert (design.sobol(64, 3, 9) == design.sobol(64, 5, 9)[:, :3]).all()
    assert (design.latin(64, 3, 9) == design.latin(64, 5, 9)[:, :3]).all()


def test_too_many_dimensions_are_refused():
    with pytest.raises(InputError, match="at most 21201"):
        design.sobol(2, 21202)


def test_a_saltelli_block_changes_one_coordinate_at_a_time():
    blocks = design.saltelli(16, 3, 4).reshape(16, 5, 3)
    first, last = blocks[:, 0], blocks[:, -1]
    assert (first != last).all()
    for j in range(3):
        assert (blocks[:, 1 + j, j] == last[:, j]).all()
        others = [k for k in range(3) if k != j]
        assert (blocks[:, 1 + j][:, others] == first[:, others]).all()


def test_a_morris_trajectory_changes_every_coordinate_once_by_two_thirds():
    steps = np.diff(design.morris(200, 4, 4).reshape(200, 5, 4), axis=1)
    assert (np.abs(steps) > 1e-9).sum(axis=(1, 2)).tolist() == [4] * 200
    assert np.abs(steps).sum(axis=1) == pytest.approx(np.full((200, 4), 2 / 3))
    assert {tuple(np.abs(s).argmax(axis=1)) for s in steps} >= {(0, 1, 2, 3), (3, 2, 1, 0)}, "in any order"
    assert 0.4 < (steps.sum(axis=1) > 0).mean() < 0.6, "up as often as down"


# axes ---------------------------------------------------------------------------------------------------------------


def test_a_range_is_filled_from_end_to_end():
    found = axis("share", SHARE, (0.2, 0.6))
    assert found.values(np.array([0.0, 0.25, 1.0])) == pytest.approx([0.2, 0.3, 0.6])
    u = found.of_level(design.grid([3])[:, 0], 3)
    assert found.values(u) == pytest.approx([0.2, 0.4, 0.6]), "a grid reaches both ends"


def test_whole_numbers_are_equally_many():
    found = axis("n", Declared("person", (1, 100), "assumed", "people", whole=True), (3, 7))
    values = found.values(design.latin(500, 1, 2)[:, 0])
    assert {type(v) for v in values} == {int}
    assert np.bincount(values).tolist() == [0, 0, 0, 100, 100, 100, 100, 100]
    assert found.values(found.of_level(design.grid([3])[:, 0], 3)) == [3, 5, 7]


def test_words_are_equally_many():
    found = axis("rule", Declared("-", (0, 2), "assumed", "how", choices=("a", "b", "c")), None)
    values = found.values(design.latin(30, 1, 2)[:, 0])
    assert [values.count(word) for word in "abc"] == [10, 10, 10]


def test_without_a_range_the_prior_is_taken_and_else_the_declared_range():
    fitted = Declared("share", (0.0, 1.0), "assumed", "a share", prior="beta(5, 5)")
    along = axis("p", fitted, None, lambda u: u**2)
    assert along.label == "beta(5, 5)" and along.values(np.array([0.5])) == [0.25]
    assert axis("p", SHARE, None).values(np.array([0.25])) == [0.25]
    assert axis("p", fitted, (0.1, 0.2), lambda u: u**2).values(np.array([0.5])) == pytest.approx([0.15])


@pytest.mark.parametrize(
    ("over", "part"),
    [((0.6, 0.2), "LOW below HIGH"), ((0.5, 0.5), "LOW below HIGH"), ((0.5, 1.5), "within 0 to 1 share"),
     ((float("nan"), 1), "two ends"), ((0, float("inf")), "two ends")],
)  # fmt: skip
def test_a_range_that_makes_no_sense(over, part):
    with pytest.raises(ParameterError, match=part):
        axis("p", SHARE, over)
