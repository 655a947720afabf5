"""A table names the results that were measured with another discrepancy than the package has."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from benchmarks.smoother.law import CELLS, law

from contested.inference.smoother.discrepancy import DEFAULT, covariance
from tests.docs.pages import DOCS


@pytest.fixture(scope="module")
def older():
    sys.path.insert(0, str(DOCS))
    try:
        from tables.benchmarks import older as found
    finally:
        sys.path.remove(str(DOCS))
    return found


def test_only_results_of_another_law_are_named(older):
    other = law() | {"covariance": covariance(CELLS, replace(DEFAULT, daily=0.4)).tolist()}
    assert not older([("mine", {"law": law()})])
    text = older([("mine", {"law": law()}), ("theirs", {"law": other}), ("nobody's", {})])
    assert "theirs, nobody's" in text and "mine" not in text
