"""A made-up run of the small country, and studies that earlier versions wrote: quick results of all kinds."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

import contested
from tests.report.made_run import make_run

PACKED = Path(__file__).parents[1] / "former.tar.xz"


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """Two replicates of thirty days; the first says nothing after day 20."""
    folder = tmp_path_factory.mktemp("exported") / "made"
    make_run(folder, "teaching", replicates=2, days=30, ends_early=20)
    return contested.open(folder)


@pytest.fixture(scope="session")
def model_run(tmp_path_factory):
    """A published model with numbers by site, which counts days and has no dates."""
    return contested.simulate(
        "bonnasse-gahot-2018", steps=5, replicates=2, out=tmp_path_factory.mktemp("exported") / "model", progress=False
    )


@pytest.fixture(scope="session")
def former(tmp_path_factory):
    """Folder of a calibration, a comparison, a sweep and a forecast."""
    folder = tmp_path_factory.mktemp("former")
    with tarfile.open(PACKED) as packed:
        # the filter came with 3.11.4
        packed.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return folder
