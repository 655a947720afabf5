"""A study on two hosts that share no disk and no process, one of which is lost: the table of one process."""

from __future__ import annotations

import time

import pytest
from benchmarks.cluster.hosts import DISK, Host, hosts, impossible, ray_on

import contested

pytest.importorskip("ray", reason='Ray is not installed: pip install "contested[cluster]"')

pytestmark = pytest.mark.slow
SWEEP = (
    "contested sweep teaching --scale 10 --days 40 --over street.cost=1:1.5 --points 20 --replicates 2 "
    f"--executor ray --out {DISK}/study --no-progress"
)


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    """Every run of the study, in this process."""
    found = contested.sweep(
        "teaching", scale=10, days=40, over={"street.cost": (1, 1.5)}, points=20, replicates=2, executor="serial",
        out=tmp_path_factory.mktemp("serial") / "study",
    )  # fmt: skip
    return found.to_polars().drop("seconds")


def _stored(host: Host) -> int:
    """Runs that are on the disk of the host that writes the study."""
    return sum(f.read_bytes().count(b"\n") for f in (host.disk / "study" / "points").glob("open-*.jsonl"))


@pytest.mark.parametrize("lost", ["power", "cable"])
def test_a_host_that_is_lost_in_the_middle_of_a_study_costs_no_run_and_changes_no_bit(serial, lost):
    if reason := impossible():
        pytest.skip(reason)
    with hosts(2) as (first, second):
        ray_on([first, second])
        study = first.begin(f"RAY_ADDRESS={first.address}:6379 {SWEEP}")
        while _stored(first) < 4 or "ray::Worker.simulate" not in " ".join(second.titles().values()):
            assert study.poll() is None, "the study ended before the second host had a point"
            time.sleep(0.02)
        if lost == "power":
            second.off()
        else:
            second.unplug()
        before = _stored(first)
        assert study.wait() == 0, first.said(study)
        assert before < 30, "the host was lost too late to matter"
        assert "40 of 40 finished with numbers" in first.said(study)
        assert contested.open(first.disk / "study").to_polars().drop("seconds").equals(serial)
