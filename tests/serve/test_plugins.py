"""Scenarios and models of installed packages: served by the names under which they are installed; a broken one stops
no other."""

from __future__ import annotations

import shutil
from importlib.metadata import EntryPoint

import pytest

from contested.ground import plugins
from contested.scenarios import folders
from contested.serve import listing
from contested.serve.ask import readable, run_of, scenario_of
from contested.serve.jobs.order import order_of
from contested.serve.models import model_of
from contested.zoo import catalogue


@pytest.fixture
def land(tmp_path, monkeypatch):
    """A country that calls itself as one of the package does."""
    folder = shutil.copytree(folders.find("teaching"), tmp_path / "land")
    toml = folder / "scenario.toml"
    toml.write_text(toml.read_text().replace("fictional country", "country of somebody else"))
    monkeypatch.setattr(plugins, "names", lambda group: ["their-land"] if group == folders.PLUGINS else [])
    monkeypatch.setattr(plugins, "path_of", lambda group, name: folder)
    scenario_of.cache_clear()
    yield folder
    scenario_of.cache_clear()


def test_its_addresses_and_jobs_mean_it_and_not_the_one_whose_name_it_has(land):
    request = run_of([("scenario", "their-land")])
    assert request.scenario == "their-land"
    assert scenario_of(run_of([("scenario", request.scenario)]).scenario).folder == land
    fit = order_of(b'{"kind": "calibrate", "scenario": "their-land", "fit_until": "2031-05-20"}')
    assert fit.fields["scenario"] == "their-land"
    names = [entry["name"] for entry in listing.scenarios()]
    assert len(names) == len(set(names)) and "their-land" in names


def test_a_broken_one_is_said_in_words_and_the_others_are_served(land, server):
    acts = land / "acts.csv"
    acts.write_text(acts.read_text().replace("2031-05-", "2031-77-", 1))
    good, broken = readable()
    assert "teaching" in good and list(broken) == ["their-land"] and "land/acts.csv:" in broken["their-land"]
    first = server.get("/")
    assert first.status_code == 200 and "their-land, of an installed package, cannot be read" in first.text
    refused = server.get("/explore/their-land")
    assert refused.status_code == 400 and "acts.csv" in refused.text and "<h1" in refused.text
    assert server.get("/explore/teaching").status_code == 200


@pytest.mark.parametrize(
    ("value", "why"),
    [("nowhere_at_all.model", "cannot be imported"), ("math", "expected a Published")],
)
def test_a_model_that_cannot_be_imported_is_said_in_words_and_the_others_are_served(server, monkeypatch, value, why):
    """A module that is not there, and one that holds no model."""
    point = EntryPoint("their-model", value, catalogue.PLUGINS)
    monkeypatch.setattr(plugins, "_points", lambda group: {point.name: point} if group == catalogue.PLUGINS else {})
    first = server.get("/")
    assert first.status_code == 200 and "/zoo/granovetter-1978" in first.text
    assert "their-model, of an installed package, cannot be read" in first.text and why in first.text
    assert "their-model" not in {entry["name"] for entry in server.get("/api/models").json()}
    assert server.get("/zoo/their-model").status_code == 400
    assert server.get("/zoo/granovetter-1978").status_code == 200


def test_a_model_goes_by_the_name_under_which_it_is_installed(server, monkeypatch):
    """The one it brings may be that of another."""
    point = EntryPoint("their-model", "contested.zoo.granovetter_1978:PUBLISHED", catalogue.PLUGINS)
    monkeypatch.setattr(plugins, "_points", lambda group: {point.name: point} if group == catalogue.PLUGINS else {})
    assert [m["name"] for m in server.get("/api/models").json()].count("granovetter-1978") == 1
    assert server.get("/api/models/their-model").json()["name"] == "their-model"
    model_of.cache_clear()
