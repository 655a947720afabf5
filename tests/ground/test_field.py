"""A column is allocated as it is declared."""

import numpy as np

from contested.ground.field import Field, allocate, bytes_per_person

FIELDS = (
    Field("a_x", "uint8", ("person",), "-", "one a person"),
    Field("a_y", "uint16", ("person",), "-", "another"),
    Field("a_z", "float64", ("place", "segment"), "-", "two-way"),
    Field("a_w", "float64", (), "-", "one number"),
)


def test_shapes_and_types_are_as_declared():
    made = allocate(FIELDS, {"person": 5, "place": 3, "segment": 2})
    assert {k: (v.dtype.str, v.shape) for k, v in made.items()} == {
        "a_x": ("|u1", (5,)), "a_y": ("<u2", (5,)), "a_z": ("<f8", (3, 2)), "a_w": ("<f8", (1,)),
    }
    assert all((v == 0).all() and v.flags.c_contiguous for v in made.values())
    assert isinstance(made["a_x"], np.ndarray)


def test_only_columns_of_persons_count_towards_the_budget():
    assert bytes_per_person(FIELDS) == 3
