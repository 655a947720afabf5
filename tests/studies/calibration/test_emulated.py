"""An emulator written into a study's folder."""

import numpy as np
import pytest

from contested.inference.emulator.emulator import fit, restrict
from contested.studies.calibration.folder import read_emulator, write_emulator


def test_an_emulator_in_a_file_is_the_same_and_knows_some_of_its_cells(tmp_path):
    rng = np.random.default_rng(6)
    z = rng.normal(size=(200, 3))
    model = fit(z, np.exp(5 + z @ rng.normal(size=(3, 8)) + 0.2 * rng.normal(size=(200, 8))))
    write_emulator(tmp_path / "emulator.npz", model)
    again = read_emulator(tmp_path / "emulator.npz")
    some = np.array([1, 6])
    for a, b in zip(model.predict(z), again.predict(z)):
        assert np.array_equal(a, b)
    whole, part = model.predict(z), restrict(model, some).predict(z)
    assert part.mean == pytest.approx(whole.mean[:, some], rel=1e-12)
    assert part.sd == pytest.approx(whole.sd[:, some], rel=1e-12)
