"""The same command on a finished run: it is checked and opened, and nobody is born again for it."""

from __future__ import annotations

import shutil

import pytest

import contested
from contested.ground.errors import InputError
from contested.store import layout, provenance
from contested.studies.run import request
from tests.tasks.conftest import DAYS, SCALE
from tests.tasks.test_resume import DAMAGES


def again(path, **changed):
    asked = {"seed": 3, "scale": SCALE, "days": DAYS, "replicates": 2, "checkpoints": [12], **changed}
    return contested.simulate("teaching", out=path, **asked)


@pytest.fixture
def copy(straight, tmp_path):
    return shutil.copytree(straight.path, tmp_path / "run")


@pytest.fixture
def births(monkeypatch):
    """How many populations were built."""
    built = []

    def counted(*args):
        built.append(1)
        return build(*args)

    build = request.build
    monkeypatch.setattr(request, "build", counted)
    return built


def test_a_finished_run_is_opened_without_its_population(straight, copy, births):
    found = again(copy)
    assert not births
    assert found.integrity.hashes() == straight.integrity.hashes()
    assert found.to_polars("day").equals(straight.to_polars("day"))


def test_the_note_that_it_is_not_finished_goes_and_tables_come(copy, births):
    layout.unfinished(copy).write_text("unfinished")
    layout.table(copy, "by_day").unlink()
    found = again(copy)
    assert not layout.unfinished(copy).exists() and found.to_polars("day").height == 2 * DAYS


@pytest.mark.parametrize("damage", ["another number", "a cut chunk", "a lost table"])
def test_what_is_damaged_is_simulated_again(straight, copy, births, damage):
    DAMAGES[damage](copy)
    found = again(copy)
    assert births
    found.integrity.check()
    assert found.integrity.hashes() == straight.integrity.hashes()


def test_another_program_looks_at_the_population_itself(copy, births, monkeypatch):
    monkeypatch.setattr(provenance, "code_hash", lambda: "0" * 64)
    again(copy)
    assert births


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"days": DAYS - 1}, f"days was {DAYS}, is {DAYS - 1}"), ({"seed": 4}, "another one: seed was 3, is 4"),
     ({"replicates": 3}, "replicates was 2, is 3"), ({"checkpoints": []}, "checkpoints differ"),
     ({"settings": {"street.cost": 2.0}}, "street.cost")],
)  # fmt: skip
def test_another_run_is_refused_as_before(copy, changed, says):
    with pytest.raises(InputError, match=says):
        again(copy, **changed)
