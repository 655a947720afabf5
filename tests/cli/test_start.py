"""What starts a command waits for no library that the command may not need."""

import json
import subprocess
import sys

import pytest

#: what takes a tenth of a second or more to import, or compiles
HEAVY = {"numba", "polars", "scipy.stats", "scipy.signal", "xarray", "pandas", "zarr", "altair", "arviz_stats",
         "scoringrules", "statsforecast", "spacy", "trafilatura", "vl_convert", "ray", "starlette"}  # fmt: skip


def imported(module):
    code = f"import {module}, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return HEAVY & set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("contested.cli.main", set()),
        ("contested.tasks.claims", {"numba"}),
        ("contested.tasks.read", {"numba"}),
        ("contested.inference.forecast.ledger", {"numba", "polars"}),
        ("contested.tasks.compare", {"numba", "polars"}),
        ("contested.tasks.calibrate", {"numba", "polars"}),
    ],
)
def test_a_command_starts_with_the_libraries_that_it_always_needs(module, needs):
    assert imported(module) <= needs
