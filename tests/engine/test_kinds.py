"""Tables of kinds: rows by name, columns by name, cells that are parameters like any other."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field

import pytest

from contested.engine.params import Kinds, Params, describe, override, param, walk
from contested.ground.errors import ParameterError


@dataclass(frozen=True, kw_only=True)
class BirdParams(Params):
    """A kind of bird."""

    wings: float = param(2, unit="-", within=(0, 4), source="assumed", meaning="wings", prior="normal(2, 1)")
    speed: float = param(0.5, unit="share", within=(0, 1), source="assumed", meaning="speed")


BIRDS = Kinds(BirdParams, {"swift": {"speed": 0.9}, "penguin": {"wings": 0}}, {"swift.wings": "normal(2, 0.1)"})


@dataclass(frozen=True, kw_only=True)
class ZooParams:
    """Birds and no others."""

    birds: Kinds[BirdParams] = field(default=BIRDS)


def test_rows_have_the_columns_given_and_the_defaults_of_the_class():
    assert (BIRDS["swift"].wings, BIRDS["swift"].speed) == (2, 0.9)
    assert (BIRDS["penguin"].wings, BIRDS["penguin"].speed) == (0, 0.5)
    assert list(BIRDS) == ["swift", "penguin"] and len(BIRDS) == 2
    assert BIRDS.row("penguin") == 1
    assert BIRDS.column("speed").tolist() == [0.9, 0.5]


def test_a_row_is_replaced_or_added_and_the_table_stays_as_it_was():
    changed = BIRDS.replaced("swift", wings=3)
    assert (changed["swift"].wings, changed["swift"].speed) == (3, 0.9)
    more = BIRDS.replaced("ostrich", speed=0.7)
    assert (more["ostrich"].wings, more["ostrich"].speed) == (2, 0.7)
    assert list(more) == ["swift", "penguin", "ostrich"]
    assert list(BIRDS) == ["swift", "penguin"] and BIRDS["swift"].wings == 2
    assert changed.priors == more.priors == BIRDS.priors


def test_cells_are_walked_row_by_row_with_the_priors_of_the_row():
    cells = list(walk(ZooParams()))
    assert [name for name, _, _ in cells] == [
        "birds.swift.wings", "birds.swift.speed", "birds.penguin.wings", "birds.penguin.speed",
    ]
    assert [d.prior for _, _, d in cells] == ["normal(2, 0.1)", "", "normal(2, 1)", ""]
    assert [r["name"] for r in describe(ZooParams())] == [name for name, _, _ in cells]


def test_a_setting_changes_one_cell():
    changed = override(ZooParams(), {"birds.penguin.speed": "0.25"})
    assert changed.birds.column("speed").tolist() == [0.9, 0.25]
    assert changed.birds.column("wings").tolist() == [2, 0]
    assert BIRDS.column("speed").tolist() == [0.9, 0.5]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"birds.swft.wings": 2}, "did you mean 'birds.swift.wings'"),
        ({"birds.swift.legs": 2}, "no parameter"),
        ({"birds.swift": 2}, "no parameter"),
        ({"birds": 2}, "no parameter"),
        ({"birds.swift.wings": 9}, "must lie within 0 to 4"),
    ],
)
def test_a_bad_cell_says_what_was_expected(settings, says):
    with pytest.raises(ParameterError) as caught:
        override(ZooParams(), settings)
    assert says in str(caught.value)


def test_two_tables_with_equal_rows_are_equal_and_hash_alike():
    again = Kinds(BirdParams, {"swift": {"speed": 0.9}, "penguin": {"wings": 0}})
    assert again == BIRDS and hash(again) == hash(BIRDS)
    assert BIRDS.replaced("swift", wings=3) != BIRDS
    assert BIRDS.replaced("ostrich") != BIRDS
    # rows are numbered, so their order counts
    assert Kinds(BirdParams, {"penguin": {"wings": 0}, "swift": {"speed": 0.9}}) != BIRDS


def test_a_table_goes_to_another_process_and_back():
    there = pickle.loads(pickle.dumps(BIRDS))
    assert there == BIRDS and list(there) == list(BIRDS) and there.priors == BIRDS.priors
