"""The examples in docstrings of what results can do are run, on a run of the small country."""

from __future__ import annotations

import doctest
import inspect

import pytest

import contested
from tests.report.made_run import make_run

CLASSES = (
    contested.Run, contested.Sweep, contested.Calibration, contested.Comparison, contested.Forecast, contested.Audit,
)  # fmt: skip
METHODS = {
    f"{member.__module__}.{member.__qualname__}": member
    for one in CLASSES for name, member in inspect.getmembers(one, callable)
    if not name.startswith("_") and ">>>" in (member.__doc__ or "")
}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docstrings") / "velinia"
    make_run(folder, "teaching", replicates=2, days=30)
    return contested.open(folder)


@pytest.mark.parametrize("name", METHODS)
def test_the_example_gives_what_it_says(name, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = doctest.DocTestFinder(recurse=False).find(METHODS[name], name, globs={"run": run, "contested": contested})
    wrong = []
    for example in found:
        doctest.DocTestRunner(verbose=False).run(example, out=wrong.append)
    assert found and not wrong, "".join(wrong)


def test_there_are_examples():
    names = {name.rpartition(".")[2] for name in METHODS}
    assert names >= {"export", "tidy", "codebook", "chart", "to_xarray", "to_polars"}
