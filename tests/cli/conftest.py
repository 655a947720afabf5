"""One stored run of the teaching country that every test may read."""

import pytest

from tests.cli.terminal import typed


@pytest.fixture(scope="session")
def stored(tmp_path_factory):
    """Two replicates of ten days, with a checkpoint at the end of day 4. Not to be changed."""
    out = tmp_path_factory.mktemp("cli") / "stored"
    said = typed(
        "simulate", "teaching", "--seed", 3, "--scale", 10, "--days", 10, "--replicates", 2, "--checkpoint", 4,
        "--out", out, "--no-report",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    return out
