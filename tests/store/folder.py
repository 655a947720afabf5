"""Run folders of the toy model."""

from datetime import date
from pathlib import Path

from contested.store import provenance, write
from tests.engine.toy import ToyParams, toy_model


def new_run(path: Path, *, days: int, replicates: int, seed: int = 5, first_day: int = 0, params=None):
    """A made, still empty run: (model, provenance, path)."""
    model, params = toy_model(), params or ToyParams()
    record = provenance.make(
        model, params, seed=seed, days=days, replicates=replicates, first_day=first_day, start=date(2021, 1, 1),
        scenario={"name": "toy", "title": "Toy", "hash": "h", "files": {}},
    )  # fmt: skip
    return model, record, write.create(path, record, model)
