"""Forms, tactics, forces and places are rows: a kind that the package does not know is played like any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.engine.params import override, walk
from contested.ground.errors import ParameterError
from contested.nation.country import Unit
from contested.nation.params import NationParams
from contested.nation.world import build
from tests.nation.countries import act, country, place, series
from tests.nation.playing import Stage, play

TABLES = ("forms", "tactics", "forces", "places")


def _with_row(table, kind, **values):
    params = NationParams()
    return replace(params, **{table: getattr(params, table).replaced(kind, **values)})


def _numbers(world, **how):
    return {name: array.tobytes() for name, array in play(world, days=10, **how).numbers.items()}


EVERYTHING = (
    act("call_march", 1, until=6), act("call_strike", 2), act("tactic_crackdown", 3), act("tactic_pause", 4),
)


@pytest.fixture(scope="module")
def plain():
    return build(country(acts=EVERYTHING, mechanism="ordered", days=10, origin=6))


@pytest.mark.parametrize(
    ("table", "kind", "values"),
    [
        ("forms", "motorcade", {"base": 0.3, "deniable": 0.2}),  # never called: `start` is 0
        ("forces", "cossacks", {"arrests": 2.0, "loyalty": 0.7}),  # no unit of it
        ("places", "square", {"reach": 0.9}),  # no place of it
        ("tactics", "siege", {"effort": 5.0, "violence": 1.0}),  # an effort that nobody wants
    ],
)
def test_a_row_that_nothing_uses_changes_no_bit(plain, table, kind, values):
    more = replace(plain, country=replace(plain.country, params=_with_row(table, kind, **values)))
    settings = {"incumbent.width": 0.01} if table == "tactics" else {}
    assert _numbers(more, settings=settings) == _numbers(plain, settings=settings)


def test_a_form_of_one_s_own_is_called_as_its_row_says(plain):
    made = country(
        acts=(*EVERYTHING, series("motorcade", 5, 8, every=3)), mechanism="ordered", days=10, origin=9,
        params=_with_row("forms", "motorcade", base=0.3, deniable=0.2),
    )
    stage = Stage(replace(plain, country=made), {"opposition.spread": 0.0})
    row = stage.params.forms.row("motorcade")
    today = []
    for day in range(10):
        stage.play("calls", day=day)
        of_it = stage["opposition_form"] == row
        today.append(stage["opposition_today"][of_it & (stage["opposition_where"][:, 0] == 1)].max(initial=0.0))
    assert today == pytest.approx([0, 0, 0, 0, 0, 0.3, 0, 0, 0.3, 0])


def test_a_tactic_of_one_s_own_is_ordered_as_its_row_says():
    made = country(acts=(act("tactic_siege", 2, 0.5),), params=_with_row("tactics", "siege", effort=0.6, violence=0.4))
    stage = Stage(build(made))
    assert len(stage["incumbent_success"]) == len(NationParams().tactics) + 1
    stage["security_refusing"][1] = 1.0  # riot police alone
    stage["opposition_call"][:] = 1.0
    stage.play("acts", day=2)
    stage["opposition_call"][:] = 1.0
    stage.play("deployment", day=2)
    assert stage["security_effort"][0] == pytest.approx(0.3)
    assert stage["security_violence"][0] == pytest.approx(0.2)


def test_a_force_of_one_s_own_is_as_loyal_and_as_able_as_its_row_says():
    """An army that splits, a militia: rows, and no code."""
    params = _with_row("forces", "cossacks", arrests=2.0, violence=0.5, loyalty=0.7)
    made = country(params=params, units=(Unit("host", "cossacks", 0, 100, 1.0), Unit("omon", "riot_police", 0, 50, 1)))
    stage = Stage(build(made))
    assert stage["security_loyalty"].tolist() == [0.7, params.forces["riot_police"].loyalty]
    stage["security_tactic"][:] = params.tactics.row("crackdown")
    stage.play("deployment")
    assert stage["security_officers"][0] == 150
    assert stage["security_capacity"][0] == pytest.approx(100 * 2.0 + 50)
    assert stage["security_violence"][0] == pytest.approx((100 * 0.5 + 50) / 150)


def test_a_kind_of_place_of_one_s_own_is_reached_as_its_row_says():
    made = country(params=_with_row("places", "square", reach=0.9), places=(place("A"), place("B", kind="square")))
    stage = Stage(build(made))
    stage["opposition_alive"][0] = 1
    assert stage["place_reach"].tolist() == [1.0, 0.9]


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_every_row_is_a_parameter(table):
    rows = getattr(NationParams(), table)
    names = [name for name, _, _ in walk(NationParams()) if name.startswith(f"{table}.")]
    assert names == [f"{table}.{kind}.{column}" for kind in rows for column in rows.of.declared()]
    for name in names:
        _, kind, column = name.split(".")
        value = getattr(rows[kind], column)
        declared = rows.of.declared()[column]
        low, high = declared.within
        between = high if declared.whole else low + (high - low) / 4
        other = between if value != between else low
        changed = getattr(override(NationParams(), {name: other}), table)
        for k in rows:
            for c in rows.of.declared():
                want = other if (k, c) == (kind, column) else getattr(rows[k], c)
                assert getattr(changed[k], c) == want
        assert changed.row(kind) == rows.row(kind)


def test_a_cell_of_a_row_that_is_not_there_is_no_parameter():
    with pytest.raises(ParameterError, match="no parameter"):
        override(NationParams(), {"forms.motorcade.base": 0.3})
    with pytest.raises(ParameterError, match="0 to 1"):
        override(NationParams(), {"forms.march.base": 3})


@pytest.mark.parametrize("old", NationParams.RENAMED)
def test_old_names_of_what_became_cells_are_still_read(old):
    new = NationParams.RENAMED[old]
    values = {name: value for name, value, _ in walk(NationParams())}
    changed = {name: value for name, value, _ in walk(override(NationParams(), {old: 0.123}))}
    assert changed[new] == 0.123
    assert {name for name in values if values[name] != changed[name]} == {new}


def test_rows_of_one_table_need_no_more_than_a_name():
    params = _with_row("forces", "cossacks")
    default = type(params.forces["cossacks"])()
    assert params.forces["cossacks"] == default
    assert np.isfinite([getattr(default, c) for c in params.forces.of.declared()]).all()
