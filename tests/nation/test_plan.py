"""The plan of the day: every phase names exactly what it uses, every column has one owner."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import numpy as np
import pytest

from contested.engine.params import Kinds
from contested.engine.phase import bind, table
from contested.ground.units import UNITS
from contested.nation.model import nation_model
from contested.nation.observables import OBSERVABLES
from contested.nation.params import NationParams
from contested.nation.plan import FIELDS, PHASES, SUBSYSTEMS
from tests.nation.playing import Stage

NAMES = [f.name for f in FIELDS]


#: set before the first day and never changed: chance's part in calls, which inference may set; where the elite began
SET_AT_THE_START = {"opposition_z", "elite_start"}


def _used(phase):
    """Columns that the phase's own files ask for, by attribute of `c` or by name."""
    module = importlib.import_module(phase.run.__module__)
    beside = Path(module.__file__).parent.glob("[!_]*.py") if module.__package__ != "contested.nation" else ()
    trees = [ast.parse(inspect.getsource(module))]
    # what other phases' files ask for does not count, and of this one's not what the declaration itself says
    trees += [ast.parse(text) for file in beside if "\nPHASE = " not in (text := file.read_text(encoding="utf-8"))]
    body = [
        n for t in trees for n in t.body
        if not (isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "PHASE")
    ]
    used = set()
    for node in (x for part in body for x in ast.walk(part)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "c":
            used.add(node.attr)
        if isinstance(node, ast.Constant) and node.value in NAMES:
            used.add(node.value)
    return used


@pytest.mark.parametrize("phase", PHASES, ids=lambda p: p.name)
def test_a_phase_names_exactly_the_columns_it_uses(phase):
    assert {*phase.reads, *phase.writes} == _used(phase)


@pytest.mark.parametrize("phase", PHASES, ids=lambda p: p.name)
def test_what_a_phase_only_reads_it_gets_read_only(phase, town):
    cols = bind(phase, Stage(town).state)
    for name in phase.reads:
        assert not getattr(cols, name).flags.writeable
    for name in phase.writes:
        assert getattr(cols, name).flags.writeable
    assert set(cols._fields) == {*phase.reads, *phase.writes}


def test_a_phase_writes_only_columns_that_may_change(town):
    static = set(Stage(town).state) - set(NAMES)
    for phase in PHASES:
        assert static.isdisjoint(phase.writes), phase.name


def test_every_column_is_declared_once_belongs_to_a_subsystem_and_is_written_by_some_phase():
    assert len(set(NAMES)) == len(NAMES)
    written = {name for p in PHASES for name in p.writes}
    for field in FIELDS:
        assert field.name.split("_")[0] in SUBSYSTEMS, field.name
        assert field.unit in UNITS, field.name
        assert field.meaning
        assert (field.name in written) != (field.name in SET_AT_THE_START), f"who writes {field.name}?"


def test_every_column_is_read_by_a_phase_or_shown():
    """A column that nobody reads and no observable shows is dead weight."""
    source = "".join(
        inspect.getsource(importlib.import_module(f"contested.nation.{m}")) for m in ("observables", "tables")
    )
    read = {name for p in PHASES for name in p.reads}
    within = {name for p in PHASES for name in p.writes if name in _used(p)}
    dead = [n for n in NAMES if n not in read and n not in source and n not in within]
    assert not dead


def test_every_subsystem_has_parameters_phases_columns_and_observables():
    tables = {name for name, value in vars(NationParams()).items() if isinstance(value, Kinds)}
    assert tables == {"forms", "tactics", "repression", "forces", "places"}
    assert sorted(vars(NationParams())) == sorted({*SUBSYSTEMS, *tables})
    for name in SUBSYSTEMS:
        assert any(p.subsystem == name for p in PHASES), name
        assert any(o.subsystem == name for o in OBSERVABLES), name
        assert any(n.startswith(f"{name}_") for n in NAMES), name


def test_the_day_is_played_in_the_order_of_the_design():
    order = [p.name for p in PHASES]
    day = [
        "acts", "announcement", "media", "attitudes", "calls", "deployment", "strikes", "mobilisation", "policing",
        "raids", "intake", "release",
        "news", "force_loyalty", "elite", "patron", "abroad", "incumbent", "outcome",
    ]
    assert [n for n in order if n in day] == day


def test_the_printed_plan_has_a_row_a_phase():
    rows = table(PHASES)
    assert [r["phase"] for r in rows] == [p.name for p in PHASES]
    assert all(r["what"] and r["source"] for r in rows)


def test_the_model_reports_exactly_its_observables_in_their_shapes(teaching):
    stage = Stage(teaching).day(0)
    numbers = stage.model.observe(stage.state)
    assert numbers.keys() == {o.name for o in OBSERVABLES}
    for o in OBSERVABLES:
        assert o.unit in UNITS
        assert o.subsystem in SUBSYSTEMS
        assert np.shape(numbers[o.name]) == tuple(len(stage.model.coords[d]) for d in o.dims), o.name


def test_static_columns_are_those_no_checkpoint_needs(teaching):
    model = nation_model(teaching)
    state = model.init(model.params, 1)
    assert model.static <= set(state)
    kept = set(state) - model.static
    assert kept == {f.name for f in FIELDS if not f.scratch}
