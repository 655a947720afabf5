"""Made-up runs of the real scenario, and a real run of the small one; each written once a session."""

from __future__ import annotations

import pytest

from contested.report.run_data import Material, gather
from contested.studies.run.run import Run
from tests.report.made_run import make_run


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Run:
    """Three made-up replicates of Belarus 2020; the first says nothing after day 120."""
    return make_run(tmp_path_factory.mktemp("made") / "run", replicates=3, ends_early=120)


@pytest.fixture(scope="session")
def material(made) -> Material:
    return gather(made)


@pytest.fixture(scope="session")
def played(tmp_path_factory) -> Run:
    """One real replicate of the teaching country."""
    import contested

    return contested.simulate("teaching", seed=3, days=25, out=tmp_path_factory.mktemp("played") / "run")


@pytest.fixture(scope="session")
def violent_material(tmp_path_factory) -> Material:
    """The same under forces who injure many."""
    import contested

    settings = {"security.injuries_per_arrest": 10.0, "security.arrests_per_officer": 5.0, "security.reach": 0.9,
                "street.cost": 0.8, "forms.night.deniable": 0.2, "forms.march.deniable": 0.2}
    return gather(contested.simulate("teaching", seed=3, days=25, settings=settings,
                                     out=tmp_path_factory.mktemp("violent") / "run"))


@pytest.fixture(scope="session")
def played_material(played) -> Material:
    return gather(played)
