"""A country without named employers runs, is stored, checked and reported; a town may bear its region's name."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

import contested
from contested.ground.errors import CheckpointError
from contested.inference.likelihood.cells import placed
from contested.report.charts.election import claimed_shares
from contested.report.run_data import gather
from contested.scenarios.folders import builtin
from contested.scenarios.load import load
from contested.scenarios.places import names, rows_of


@pytest.fixture(scope="module")
def without_employers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty") / "mine"
    shutil.copytree(builtin("teaching"), folder)
    for name, kept in (("enterprises.csv", 1), ("acts.csv", 1), ("claims.csv", 1)):
        lines = (folder / name).read_text("utf-8").splitlines()
        (folder / name).write_text("\n".join(lines[:kept]) + "\n", "utf-8")
    lines = (folder / "headlines.csv").read_text("utf-8").splitlines()
    (folder / "headlines.csv").write_text("\n".join(x for x in lines if "plant_strikers" not in x) + "\n", "utf-8")
    targets = folder / "targets.csv"
    targets.unlink(missing_ok=True)
    return folder


@pytest.fixture(scope="module")
def run(without_employers, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "run"
    return contested.simulate(without_employers, scale=40, days=10, replicates=2, checkpoints=[5], out=out)


def test_an_axis_of_no_labels_is_stored_checked_and_reported(run):
    run.integrity.check()
    assert run.to_xarray()["plant_strikers"].shape == (2, 10, 0)
    assert run.to_polars("place").height > 0
    assert run.report().is_file()
    assert contested.replay(run.path).same


def test_a_lost_day_of_another_observable_is_still_noticed(run, tmp_path):
    shutil.copytree(run.path, tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "observables.zarr" / "crowd" / "c" / "0")
    with pytest.raises(CheckpointError):
        contested.open(tmp_path / "run").integrity.check()


@pytest.fixture
def namesake(tmp_path):
    """The teaching country, its town of Dolna called like its region, North."""
    folder = tmp_path / "mine"
    shutil.copytree(builtin("teaching"), folder)
    text = (folder / "places.csv").read_text("utf-8")
    (folder / "places.csv").write_text(text.replace("\nDolna,", "\nNorth,"), "utf-8")
    for file in folder.glob("*.csv"):
        if file.name != "places.csv":
            file.write_text(file.read_text("utf-8").replace(",Dolna,", ",North,"), "utf-8")
    return load(folder)


def test_the_name_is_the_towns_and_the_region_has_one_of_its_own(namesake):
    places = namesake.country.places
    town, region = rows_of("North", places), rows_of("region_North", places)
    assert [places[k].name for k in town] == ["North"]
    assert len(region) == 3 and set(region) == {k for k, p in enumerate(places) if p.region == "North"}
    assert "region_North" in names(places) and set(rows_of("outside_region_North", places)).isdisjoint(region)
    assert "region_South" not in names(places), "only where a town bears the name"


def test_a_claim_of_the_town_is_none_of_the_region(namesake, tmp_path):
    share = next(c for c in namesake.claims if c.quantity == "vote_share")
    town, region = replace(share, place="North"), replace(share, place="region_North")
    assert [len(placed(c, namesake).rows) for c in (town, region)] == [1, 3]
    run = contested.simulate(namesake.folder, scale=40, days=3, out=tmp_path / "run")
    material = replace(gather(run), scenario=replace(namesake, claims=(town, region)))
    assert claimed_shares(material, share.actor)["region"].to_list() == ["North"]
