"""The loop: every day once, in order, ending where it is told."""

import numpy as np

from contested.engine.run import InMemory, run
from tests.engine.toy import ToyParams, toy_model


def _played(**options):
    model = toy_model()
    first, steps = options.get("first", 0), options["steps"]
    recorder = InMemory(model.observables, model.coords, first, steps)
    state = run(model, ToyParams(), options.pop("seed", 1), recorder=recorder, **options)
    return recorder.arrays, state


def test_the_same_seed_gives_the_same_days_and_another_seed_does_not():
    a, b, other = _played(steps=10)[0], _played(steps=10)[0], _played(steps=10, seed=2)[0]
    assert np.array_equal(a["crowd"], b["crowd"])
    assert not np.array_equal(a["crowd"], other["crowd"])


def test_the_first_days_do_not_depend_on_how_many_follow():
    assert np.array_equal(_played(steps=4)[0]["crowd"], _played(steps=9)[0]["crowd"][:4])


def test_after_stops_the_run_at_the_end_of_that_day():
    arrays, _ = _played(steps=9, after=lambda step, state: step == 4)
    assert np.isfinite(arrays["share"][:5]).all()
    assert np.isnan(arrays["share"][5:]).all()
