"""A phase gets the columns it named, and can change only those it said it would."""

import numpy as np
import pytest

from contested.engine.clock import Tick
from contested.engine.phase import Phase, bind, table
from contested.ground.errors import BrokenInvariant
from tests.engine.toy import PLAN


def _phase(reads, writes):
    return Phase("p", "street", lambda cols, params, tick: None, reads, writes, "assumed", "nothing")


def test_writing_a_column_only_read_fails_and_changes_nothing():
    state = {"a": np.zeros(3), "b": np.zeros(3)}
    cols = bind(_phase(("a",), ("b",)), state)
    with pytest.raises(ValueError, match="read-only"):
        cols.a[0] = 1
    cols.b[0] = 1
    assert state["a"][0] == 0
    assert state["b"][0] == 1


def test_reading_a_column_does_not_lock_it_for_the_next_phase():
    state = {"a": np.zeros(3)}
    bind(_phase(("a",), ()), state)
    bind(_phase((), ("a",)), state).a[0] = 1
    assert state["a"][0] == 1


def test_a_column_not_named_is_not_there():
    with pytest.raises(AttributeError):
        _ = bind(_phase(("a",), ()), {"a": np.zeros(1), "b": np.zeros(1)}).b


@pytest.mark.parametrize(("reads", "writes"), [(("a",), ("a",)), (("missing",), ())])
def test_a_contradictory_or_unknown_column_is_a_defect(reads, writes):
    with pytest.raises(BrokenInvariant):
        bind(_phase(reads, writes), {"a": np.zeros(1)})


def test_the_plan_prints_what_each_phase_reads_and_writes():
    rows = table(PLAN)
    assert [r["phase"] for r in rows] == ["tire", "march"]
    assert rows[1]["writes"] == "out, tired, marches"
    assert Tick(3, 7).step == 3
