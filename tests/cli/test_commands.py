"""Each command does its errand and says so."""

import json
import re
import subprocess
import sys

import polars as pl
import pytest

from contested.cli import tables
from contested.studies.run.run import Run
from tests.cli.terminal import process, typed


def test_simulate_says_where_the_run_is(stored):
    again = stored.parent / "again"
    said = typed("simulate", "teaching", "--seed", 3, "--scale", 10, "--days", 10, "--replicates", 2, "--out", again,
                 "--no-report", "--threads", 1)  # fmt: skip
    assert said.exit_code == 0
    assert str(again) in said.stdout
    assert "10, 2031-05-04 to 2031-05-13" in said.stdout
    assert said.stderr == ""
    assert Run(again).integrity.hashes() == Run(stored).integrity.hashes()


def test_python_m_contested_is_contested_and_names_its_own_folder(tmp_path):
    for expected in ("runs/teaching-1", "runs/teaching-1-2"):
        said = process("simulate", "teaching", "--scale", 10, "--days", 2, "--no-report", cwd=tmp_path)
        assert said.returncode == 0, said.stderr
        assert expected in said.stdout
        assert Run(tmp_path / expected).complete


def test_set_without_until_and_from_reach_the_run(stored, tmp_path):
    said = typed(
        "simulate", "teaching", "--scale", 10, "--until", "2031-05-10", "--set", "street.cost = 0.5",
        "--set", "detention.hold_limit=3", "--without", "patron", "--from", stored / "checkpoints/r0001_day004.npz",
        "--out", tmp_path / "run", "--no-report",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    record = Run(tmp_path / "run").provenance
    assert record["settings"] == {"street.cost": 0.5, "detention.hold_limit": 3.0}
    assert record["without"] == ["patron"]
    assert (record["first_day"], record["days"]) == (5, 2)
    assert record["seed"] == Run(stored).integrity.note(1)["seed"]


def test_replay_says_the_same_bit_for_bit(stored):
    said = typed("replay", stored)
    assert said.exit_code == 0, said.stderr
    assert said.stdout.count("same") == 2


def test_resume_of_a_complete_run_leaves_it(stored):
    before = Run(stored).integrity.hashes()
    said = typed("resume", stored, "--no-report")
    assert said.exit_code == 0
    assert "2 of 2 finished" in said.stdout
    assert Run(stored).integrity.hashes() == before


def test_show_says_what_the_run_is(stored):
    said = typed("show", stored)
    assert said.exit_code == 0
    for part in ("Velinia", "2 of 2 finished", "1 agent stands for 10 persons", "seed"):
        assert part in said.stdout


def test_show_facts_prints_simulated_beside_targets(stored):
    said = typed("show", stored, "--facts")
    assert said.exit_code == 0, said.stderr
    for heading in ("item", "simulated", "5 %", "95 %", "target", "verdict"):
        assert heading in said.stdout


def test_a_share_that_is_not_announced_yet_is_no_zero(tmp_path):
    """Votes are cast on day 0 and announced on day 1, which this run does not reach."""
    words = ("simulate", "teaching", "--scale", 50, "--days", 1, "--out", tmp_path / "run", "--no-report")
    assert typed(*words).exit_code == 0
    said = typed("show", tmp_path / "run", "--facts").stdout
    assert re.search(r"incumbent's share as announced +not reached", said)
    assert re.search(r"incumbent's share as cast +\d\d.* %", said)
    assert typed("export", tmp_path / "run", "--to", "csv", "--out", tmp_path / "csv").exit_code == 0
    row = pl.read_csv(tmp_path / "csv" / "by_day.csv").row(0, named=True)
    assert row["official_share"] is None and 0 < row["true_share"] < 1


def test_report_writes_one_page(stored, tmp_path):
    said = typed("report", stored, "--out", tmp_path / "page.html")
    assert said.exit_code == 0, said.stderr
    assert said.stdout.strip() == str(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Velinia" in page
    assert "</html>" in page


def test_plan_prints_the_order_of_the_day():
    said = typed("plan")
    assert said.exit_code == 0
    names = [line.split()[1] for line in said.stdout.splitlines() if line.strip()[:1].isdigit()]
    assert names.index("vote") < names.index("mobilisation") < names.index("policing") < names.index("intake")
    assert "policing" not in typed("plan", "--without", "policing").stdout.split()
    listed = typed("plan", "teaching").stdout
    assert all(word in listed for word in ("call", "march", "week"))


def test_parameters_come_with_unit_range_and_source_assumed_first():
    said = typed("parameters", "teaching")
    assert said.exit_code == 0
    line = next(line for line in said.stdout.splitlines() if "detention.hold_limit" in line)
    assert "day" in line
    assert "0 to 30" in line
    rows = [line for line in said.stdout.splitlines() if re.match(r" ?[a-z]+\.[a-z_]+ ", line)]
    assumed = [" assumed " in row for row in rows]
    assert assumed == sorted(assumed, reverse=True)
    assert 0 < sum(assumed) < len(assumed)


def test_the_list_of_scenarios_fits_a_terminal_of_eighty_characters(monkeypatch):
    from rich.console import Console

    monkeypatch.setattr(tables, "console", lambda: Console(width=80))
    said = typed("scenarios", "list")
    assert said.exit_code == 0 and max(map(len, said.stdout.splitlines())) <= 80
    row = next(line for line in said.stdout.splitlines() if "yellow-vests-2018" in line)
    assert row.split() == ["yellow-vests-2018", "2018-11-12", "2019-06-30", "64,831,000", "26", "81"], "nothing is cut"
    assert "forecasts scored" in said.stdout and "acts" not in said.stdout


def test_scenarios_are_listed_made_and_checked(tmp_path):
    for words in (["scenarios"], ["scenarios", "list"]):
        said = typed(*words)
        assert "belarus-2020" in said.stdout
        assert "teaching" in said.stdout
    assert typed("scenarios", "new", tmp_path / "mine").exit_code == 0
    said = typed("scenarios", "check", tmp_path / "mine")
    assert said.exit_code == 0, said.stderr
    assert "people" in said.stdout


#: how many kernels a process has, before and after every shipped scenario
WARMED = """
import gc, contested
from contested.ground.compiled import numba
from contested.tasks.simulate import warm
def kernels():
    return sum(len(o.signatures) for o in gc.get_objects() if isinstance(o, numba.core.dispatcher.Dispatcher))
warm(progress=False)
before = kernels()
for scenario in contested.list_scenarios():
    contested.simulate(scenario.name, seed=7, scale=100, progress=False)
print(before, kernels())
"""


def test_warm_says_how_long_it_took():
    said = typed("warm")
    assert said.exit_code == 0
    assert said.stdout.startswith("compiled in ")


@pytest.mark.slow
def test_after_warm_no_shipped_scenario_compiles_anything():
    said = subprocess.run([sys.executable, "-c", WARMED], capture_output=True, text=True, check=True)
    before, after = said.stdout.split()
    assert int(before) == int(after) > 50


def test_help_teaches_and_version_is_told():
    assert "contested simulate teaching" in typed("--help").stdout
    said = typed("simulate", "--help").stdout
    assert "--set" in said
    assert "detention.hold_limit=1" in said
    assert typed("--version").stdout.startswith("contested 0.")


@pytest.mark.parametrize("words", [["-c", "import contested"], ["-m", "contested", "--help"]])
def test_what_is_cheap_imports_nothing_heavy(words):
    said = subprocess.run([sys.executable, "-X", "importtime", *words], capture_output=True, text=True, check=True)
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in said.stderr.splitlines()}
    assert loaded & {"numba", "polars", "xarray", "zarr", "altair", "pydantic", "pandas", "numpy"} == set()


def test_the_package_gives_its_names_lazily():
    import contested

    for name in contested.__all__:
        assert getattr(contested, name) is not None
    with pytest.raises(AttributeError, match="simulat"):
        _ = contested.simulat
    assert set(dir(contested)) == set(contested.__all__)
    assert json.dumps(contested.__version__)
