"""Agents where they stand: a square each on a lattice, a dot each in a network, tied ones near each other."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import numpy as np
import pytest

from contested import zoo
from contested.report.charts.moments import MOST_NODES, figures
from contested.report.pages.published import write_model_report
from contested.report.plot import graph_layout
from contested.studies.run.dimensions import stored_arrays
from contested.studies.run.moments import moments
from contested.tasks.simulate import simulate
from contested.zoo.kit import lattices
from contested.zoo.kit.networks import random_graph_of, ties_of_pairs
from tests.report.pages.folds import Folds
from tests.report.pages.test_nation import specs


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seen")
    return {
        "epstein-2002": simulate("epstein-2002", seed=3, steps=40, settings={"side": 24}, out=folder / "lattice"),
        "watts-2002": simulate("watts-2002", seed=3, steps=12, settings={"nodes": 2000, "degree": 4.0},
                               out=folder / "network"),
    }  # fmt: skip


def drawn(name, run):
    published = zoo.load(name)
    return figures(moments(run, published), published.view, "step")


def kinds(spec) -> Counter:
    """How many marks there are of each kind, from the data of a chart."""
    texts = [text for text in spec["datasets"].values() if isinstance(text, str)]
    tables = [list(csv.DictReader(io.StringIO(t))) for t in texts]
    return Counter(row["kind"] for rows in tables for row in rows if "kind" in row)


def test_a_lattice_has_a_square_for_everybody_it_counts(runs):
    stored = stored_arrays(runs["epstein-2002"]).sel(replicate=0)
    for f in drawn("epstein-2002", runs["epstein-2002"]):
        step = int(f.title.split()[-1])
        seen, numbers = kinds(f.bare), stored.sel(step=step)
        assert seen["active"] == int(numbers["active"]) and seen["cops"] == int(numbers["cops"])
        assert f"{seen['active']:,} active" in f.caption and f.ratio == 1


def test_a_large_network_shows_the_part_around_where_it_began(runs):
    found = drawn("watts-2002", runs["watts-2002"])
    assert found[0].key and not any(f.key for f in found[1:])
    for f in found:
        assert kinds(f.bare).total() == MOST_NODES and "250 of 2,000 nodes" in f.caption
    assert kinds(found[0].bare)["on"] >= 1, "the first node that was on is among them"


@pytest.mark.parametrize("name", ["epstein-2002", "watts-2002"])
def test_the_page_shows_it_on_the_first_screen_with_words_for_those_who_cannot_see_it(name, runs, tmp_path):
    page = write_model_report(runs[name], zoo.load(name), tmp_path / "page.html", pictures=False, known=False)
    text = page.read_text("utf-8")
    names = [f"run-{f.name}" for f in drawn(name, runs[name])]
    assert set(names) < set(Folds(text).charts) and set(names) < set(specs(text))
    assert not Folds(text).unnamed
    assert text.index(names[0]) < text.index("Responsible use")


def test_a_model_without_places_keeps_its_curve(tmp_path):
    run = simulate("granovetter-1978", seed=1, out=tmp_path / "run")
    page = write_model_report(run, zoo.load("granovetter-1978"), tmp_path / "page.html", pictures=False, known=False)
    text = page.read_text("utf-8")
    assert 'class="looks"' not in text and "No picture of the agents" not in text


# where nodes are drawn ----------------------------------------------------------------------------------------------


def test_tied_nodes_are_drawn_near_each_other_and_always_in_the_same_place():
    ties = random_graph_of(120, 200, 1, 1)
    nodes = np.arange(120)
    pairs = graph_layout.pairs_among(ties, nodes)
    assert len(pairs) == 200
    at = graph_layout.positions(120, pairs)
    assert np.array_equal(at, graph_layout.positions(120, pairs))
    assert at.min() >= 0 and at.max() <= 1
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    tied = apart[pairs[:, 0], pairs[:, 1]]
    assert np.median(tied) < 0.6 * np.median(apart[np.triu_indices(120, 1)])
    assert np.sort(apart + 9 * np.eye(120), axis=1)[:, 0].min() > 1e-3, "no node hides another"


def test_two_villages_with_one_road_are_drawn_apart():
    first, second = np.triu_indices(10, 1)
    a, b = np.concatenate([first, first + 10, [0]]), np.concatenate([second, second + 10, [10]])
    ties = ties_of_pairs(20, a.astype(np.int32), b.astype(np.int32))
    at = graph_layout.positions(20, graph_layout.pairs_among(ties, np.arange(20)))
    within = np.hypot(*(at[:10] - at[:10].mean(axis=0)).T).mean()
    assert np.hypot(*(at[:10].mean(axis=0) - at[10:].mean(axis=0))) > 2 * within


def test_the_nearest_nodes_of_a_ring_lie_on_both_sides():
    ties = lattices.ties_of_heads(lattices.ring(100, 2))
    assert sorted(graph_layout.near(ties, 50, 7).tolist()) == [47, 48, 49, 50, 51, 52, 53]
    alone = ties_of_pairs(3, np.array([0], np.int32), np.array([1], np.int32))
    assert graph_layout.near(alone, 2, 5).tolist() == [2]
    assert json.dumps(graph_layout.positions(1, np.empty((0, 2), np.int64)).tolist()) == "[[0.5, 0.5]]"


@pytest.mark.parametrize(("model", "name"), [("epstein-2002", "lattice"), ("watts-2002", "network")])
def test_the_moments_of_a_run_are_one_of_its_charts(runs, model, name):
    assert name in runs[model].charts()
    row = runs[model].chart(name).to_dict()
    every = [drawing.bare for drawing in drawn(model, runs[model])]
    assert len(row["hconcat"]) == len(every) > 2
    assert kinds(row) == sum(map(kinds, every), Counter())
    assert "config" in row and row["hconcat"][0]["title"]["text"].startswith("Start")
