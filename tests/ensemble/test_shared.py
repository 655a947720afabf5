"""The network of a nation is in memory once, however many workers play it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from contested.ensemble import executors, shared
from contested.ensemble.points import points_of
from contested.ensemble.recipes import nation
from contested.nation.world import build
from contested.scenarios.load import load

SCALE = 2
DAYS = 9


@pytest.fixture(scope="module")
def country():
    return load("teaching").country


def test_a_mapped_population_is_the_one_that_was_drawn(country, tmp_path):
    drawn, mapped = build(country, SCALE), shared.mapped(country, SCALE, tmp_path / "world")
    assert mapped.hash == drawn.hash
    assert mapped.arrays.keys() == drawn.arrays.keys()
    for name, array in drawn.arrays.items():
        assert mapped.arrays[name].dtype == array.dtype, name
        assert (mapped.arrays[name] == array).all(), name
        assert type(mapped.arrays[name]) is np.ndarray and mapped.arrays[name].flags.writeable, "one type to numba"


def test_another_population_in_the_folder_is_replaced(country, tmp_path):
    folder = tmp_path / "world"
    shared.mapped(country, 10, folder)
    assert shared.mapped(country, SCALE, folder).rows > 4 * shared.mapped(country, 10, folder).rows


def test_a_half_written_folder_counts_for_nothing(country, tmp_path):
    folder = tmp_path / "world"
    shared.mapped(country, 10, folder)
    (folder / "world.json").unlink()
    assert shared.mapped(country, 10, folder).rows == build(country, 10).rows
    assert sorted(p.name for p in tmp_path.iterdir()) == ["world"], "no scraps"


def measuring(folder: Path, scenario: Path):
    """A worker that plays days of the nation, and then looks at its own memory: bytes of the table of ties."""
    play = nation(scenario, scale=SCALE, days=DAYS, world=folder, read=_crowd)

    def one(point):
        return {**play(point), **_mapping(folder / "ties.npy")}

    return one


def _crowd(model, arrays, people):
    return {"crowd": float(arrays["crowd"].sum())}


def _mapping(file: Path) -> dict[str, float]:
    """Of the part of this process's memory that is a file, from /proc, in bytes; zeros if it is not mapped."""
    found = {"Rss": 0.0, "Pss": 0.0, "Anonymous": 0.0}
    here = False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        words = line.split()
        if "-" in words[0] and not words[0].endswith(":"):
            here = words[-1] == str(file)
        elif here and words[0][:-1] in found:
            found[words[0][:-1]] += 1024.0 * int(words[1])
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_two_workers_hold_the_ties_once(tmp_path):
    scenario = load("teaching").folder
    folder = tmp_path / "world"
    shared.mapped(load("teaching").country, SCALE, folder)
    size = (folder / "ties.npy").stat().st_size
    before = {f.name: f.read_bytes() for f in folder.iterdir()}
    points = list(points_of(1, [{}], 60))  # enough that two workers are at it at the same time on a busy machine too
    measured = {}
    for workers in (1, 2):
        results = list(executors.run("pool", partial(measuring, folder, scenario), points, workers=workers))
        assert all(not r.failed for r in results), [r.failed for r in results]
        assert any(r.answer["crowd"] > 0 for r in results), "people marched, so ties were walked"
        measured[workers] = [r.answer for r in results]
    alone, pair = measured[1], measured[2]
    assert max(a["Rss"] for a in alone) > 0.5 * size, "the table is read from the file"
    assert max(a["Anonymous"] for a in alone + pair) == 0, "and no page of it was copied"
    # a page that two processes map counts half for each
    assert max(a["Pss"] for a in alone) > 0.5 * size
    assert min(a["Pss"] for a in pair) < 0.75 * max(a["Pss"] for a in alone)
    assert before == {f.name: f.read_bytes() for f in folder.iterdir()}, "runs change no file"
