"""The wire report that the project began with: every figure is read, and none that it does not have."""

import os
from pathlib import Path

import pytest
from benchmarks.reading.attribution import wire


@pytest.mark.skipif("CONTESTED_SHARED_DATA" not in os.environ, reason="CONTESTED_SHARED_DATA names no folder")
def test_every_figure_of_the_wire_report_is_read_in_every_field_and_none_is_invented():
    wanted, got = wire(Path(os.environ["CONTESTED_SHARED_DATA"]))
    assert len(wanted) == 9
    assert sorted(got) == sorted(wanted)
