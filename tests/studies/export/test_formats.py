"""Every format holds the same numbers, says what they are, and is refused where it cannot be written."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version

import numpy as np
import polars as pl
import pytest

import contested
from contested.ground.errors import CheckpointError, InputError
from contested.ground.extras import install
from contested.studies.export.export import FORMATS, SINGLE
from tests.studies.export.test_tables import STUDIES

WORDS = {"kind": "run", "scenario": "teaching", "seed": "1", "scale": "100", "contested": version("contested")}


@pytest.fixture(scope="module")
def exported(run, tmp_path_factory):
    """The run in every format."""
    folder = tmp_path_factory.mktemp("formats")
    return {to: run.export(to, folder / to) for to in FORMATS}


@pytest.fixture(scope="module")
def place(run):
    return run.tidy()["by_place"]


def test_every_export_says_what_it_is_of(run, exported):
    import fastexcel
    import xarray as xr

    sheet = fastexcel.read_excel(exported["xlsx"]).load_sheet("about").to_polars()
    parquet = pl.read_parquet_metadata(exported["parquet"] / "by_place.parquet")
    with xr.open_dataset(exported["nc"] / "by_place.nc", engine="h5netcdf") as data:
        netcdf = dict(data.attrs)
    for about in (
        *(json.loads((exported[to] / "about.json").read_text()) for to in ("csv", "dta")),
        json.loads(exported["json"].read_text())["about"], dict(sheet.iter_rows()), json.loads(parquet["about"]),
        netcdf,
    ):  # fmt: skip
        assert {name: about[name] for name in WORDS} == WORDS
        assert about["scenario_hash"] == run.provenance["scenario"]["hash"]
        assert about["exported_by"].startswith("contested ")


def test_a_codebook_stands_beside_every_export(run, exported):
    import fastexcel

    book = run.codebook()
    for to in ("csv", "parquet", "dta", "nc"):
        there = pl.read_csv(exported[to] / "codebook.csv", infer_schema=False)
        assert there.fill_null("").equals(book), to
        assert {f.stem for f in exported[to].glob(f"*.{to}")} - {"codebook"} == set(book["table"])
    sheet = fastexcel.read_excel(exported["xlsx"]).load_sheet("codebook").to_polars()
    assert sheet["variable"].to_list() == book["variable"].to_list()
    assert json.loads(exported["json"].read_text())["codebook"] == book.to_dicts()


def test_csv_parquet_and_json_hold_the_numbers(exported, place):
    csv = pl.read_csv(exported["csv"] / "by_place.csv", try_parse_dates=True, infer_schema_length=None)
    assert csv.cast(dict(place.schema)).equals(place)
    assert pl.read_parquet(exported["parquet"] / "by_place.parquet").equals(place)
    records = json.loads(exported["json"].read_text())["tables"]["by_place"]
    assert [r["crowd"] for r in records] == place["crowd"].to_list()
    assert records[0]["date"] == "2031-05-04"


def test_a_workbook_holds_the_numbers(exported, place):
    import fastexcel

    sheet = fastexcel.read_excel(exported["xlsx"]).load_sheet("by_place").to_polars()
    assert sheet.columns == place.columns
    assert sheet["crowd"].to_list() == place["crowd"].to_list()
    assert sheet["date"].cast(pl.Date).to_list() == place["date"].to_list()


def test_stata_has_dates_labels_and_missing_numbers(exported, place):
    import pandas as pd

    with pd.io.stata.StataReader(exported["dta"] / "by_place.dta") as reader:
        frame, labels = reader.read(), reader.variable_labels()
    assert labels["crowd"] == "people who marched (person)"
    assert max(map(len, labels.values())) <= 80
    assert list(frame.columns) == place.columns
    assert np.array_equal(frame["crowd"], place["crowd"].to_numpy(), equal_nan=True)
    assert frame["date"].iloc[-1] == pd.Timestamp(place["date"][-1])
    returns = pd.read_stata(exported["dta"] / "returns.dta")
    assert set(returns["honest"]) <= {0, 1} and returns["registered"].dtype == np.int32


def test_netcdf_has_dimensions_units_and_places(run, exported):
    import xarray as xr

    with xr.open_dataset(exported["nc"] / "by_place.nc", engine="h5netcdf") as data:
        assert dict(data.sizes) == {"replicate": 2, "day": 30, "place": 6}
        assert data["crowd"].attrs == {
            "long_name": "people who marched", "units": "person", "source": "simulated: street"
        }  # fmt: skip
        assert np.array_equal(data["crowd"].values, run.to_xarray()["crowd"].values, equal_nan=True)
        assert data["population"].dims == ("place",) and str(data["date"].values[0])[:10] == "2031-05-04"
    with xr.open_dataset(exported["nc"] / "returns.nc", engine="h5netcdf") as data:
        assert set(data.sizes) == {"row"}


def test_arrays_as_a_table_have_a_row_per_label_and_no_more(run):
    """Dimensions that no observable has together never meet in one dataset."""
    tree = run.to_datatree()
    record = run.provenance
    for name, group in tree.children.items():
        axes = () if name == "day" else (name,)
        rows = 2 * 30 * int(np.prod([len(record["coords"][a]) for a in axes]))
        frame = run.to_xarray(name).to_dataframe()
        assert len(frame) == rows == len(group.to_dataset().to_dataframe())
    everything = run.to_xarray()
    with pytest.raises(InputError, match=r"to_dataframe: .* a table of 1[\d,]+ rows \(.*6 place"):
        everything.to_dataframe()
    with pytest.raises(InputError, match="rows"):
        everything.isel(day=-1).median("replicate").to_dataframe()
    assert len(everything[["crowd", "detained", "treasury"]].to_dataframe()) == 2 * 30 * 6
    names = [o["name"] for o in record["observables"]]
    assert sorted(names) == sorted(str(v) for group in tree.children.values() for v in group.data_vars)


def test_a_table_by_a_dimension_is_what_its_arrays_are(run):
    site = run.to_polars("site")
    frame = run.to_xarray("site").to_dataframe().reset_index()
    assert np.array_equal(site["custody"], frame["custody"], equal_nan=True)
    assert site["site"].to_list() == frame["site"].to_list()
    with pytest.raises(InputError, match=r"by: expected 'day', .*; got 'sites'"):
        run.to_xarray("sites")
    with pytest.raises(InputError, match="got 'plaice'"):
        run.to_polars("plaice")


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("kind", STUDIES)
def test_every_study_goes_into_every_format(former, kind, to, tmp_path):
    path = contested.open(former / kind).export(to, tmp_path / "out")
    assert path.is_file() if to in SINGLE else (path / "codebook.csv").is_file()


def test_an_export_is_made_again_and_nothing_else_is_written_over(run, tmp_path):
    out = tmp_path / "out"
    run.export("csv", out)
    run.export("csv", out, tables="places")
    assert sorted(f.name for f in out.iterdir()) == ["about.json", "codebook.csv", "places.csv"]
    before = (out / "places.csv").read_bytes()
    run.export("csv", out, tables=["places"])
    assert (out / "places.csv").read_bytes() == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years")
    with pytest.raises(InputError, match="expected a new or empty folder"):
        run.export("csv", tmp_path / "mine")
    with pytest.raises(InputError, match="is a folder"):
        run.export("xlsx", tmp_path / "mine")
    with pytest.raises(InputError, match="by_palce"):
        run.export("csv", tmp_path / "new", tables="by_palce")
    with pytest.raises(InputError, match=r"to: expected csv, .* got 'spss'"):
        run.export("spss", tmp_path / "new")


def test_the_same_export_is_the_same_bytes(run, tmp_path):
    for to in FORMATS:
        one, two = run.export(to, tmp_path / "one" / to), run.export(to, tmp_path / "two" / to)
        if to in SINGLE:
            assert one.read_bytes() == two.read_bytes(), to
        elif to != "nc":  # HDF5 numbers its objects as it likes
            assert all(f.read_bytes() == (two / f.name).read_bytes() for f in one.iterdir()), to


def test_a_table_too_long_for_a_sheet_is_refused(run, tmp_path, monkeypatch):
    from contested.ground import formulas

    monkeypatch.setattr(formulas, "SHEET_ROWS", 100)
    with pytest.raises(InputError, match=r"a sheet has at most 100 rows; table by_.* has"):
        run.export("xlsx", tmp_path / "out.xlsx")


def test_an_unfinished_run_is_refused(run, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    (copy / "members" / "r0001.json").unlink()
    with pytest.raises(CheckpointError, match="unfinished: 1 of 2 replicates are finished"):
        contested.open(copy).export("csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", ["pandas", "pyarrow", "h5netcdf"])
def test_what_is_missing_is_named_with_how_to_install_it(run, missing, tmp_path):
    """Without pyarrow all works; without pandas or h5netcdf the formats that need them say so."""
    code = f"""
import sys
sys.modules[{missing!r}] = None
import contested
run = contested.open({str(run.path)!r})
for to in ("csv", "xlsx", "parquet", "json", "dta", "nc"):
    if to == "nc" and {missing!r} == "pandas":
        continue  # xarray itself needs pandas
    try:
        run.export(to, {str(tmp_path)!r} + "/" + to, tables="places")
    except contested.ContestedError as error:
        print(to, type(error).__name__, error.hint)
try:
    print(run.to_pandas("site").shape[1], run.to_pandas()["date"].dtype.kind)
except contested.ContestedError as error:
    print("to_pandas", type(error).__name__, error.hint)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    line = install("export")
    expected = {
        "pyarrow": ["6 M"], "h5netcdf": [f"nc MissingExtra {line}", "6 M"],
        "pandas": [f"dta MissingExtra {line}", f"to_pandas MissingExtra {line}"],
    }  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines == expected[missing]
