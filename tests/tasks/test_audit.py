"""An audit from end to end: of a table, a file and a simulated count; what a nation falsifies, its audit finds."""

import json
import shutil
from importlib.resources import files

import numpy as np
import polars as pl
import pytest

import contested
from contested.forensics import suite
from contested.forensics.indicators.turnout_curve import find as turnout_curve
from contested.forensics.models.synthetic import falsify, honest_election, of_case, of_run
from contested.ground.errors import CheckpointError, InputError, ReturnsError
from contested.report.pages.audit import write_audit_page
from contested.store.hashes import HASHED

MAP = """title = "Made"
[station]
id = ["station"]
[units]
region = "region"
territory = "territory"
[counts]
registered = "registered"
issued = "issued"
cast = "cast"
valid = "valid"
[contestants]
leader = "leader"
columns = ["leader", "all others"]
"""


@pytest.fixture(scope="module")
def table():
    case = falsify(honest_election(400, regions=3, territories=16, seed=3), stuffing=0.3, seed=3).case
    return of_case(case, "Made <for a test>")


@pytest.fixture(scope="module")
def done(table, tmp_path_factory):
    stages = []
    audit = contested.audit(table, elections=1, out=tmp_path_factory.mktemp("audits") / "one", progress=stages.append)
    return audit, stages


def test_an_audit_shows_and_exports_itself(done, tmp_path):
    audit, _ = done
    card = audit._repr_html_()
    assert "<svg" in card and "<for a test>" not in card
    assert "fingerprint" in audit.charts() and audit.chart("fingerprint").to_dict()["title"]
    book = audit.codebook()
    assert book.filter(pl.col("label") == pl.col("original").str.replace_all("_", " "), table="findings").height <= 2
    assert (book["label"] != "").all()
    assert pl.read_csv(audit.export("csv", tmp_path / "out") / "findings.csv")["name"].to_list() == list(audit.findings)


def test_everything_is_on_disk_in_three_forms(done):
    audit, _ = done
    found = pl.read_parquet(audit.path / "findings.parquet")
    assert found.equals(audit.to_polars())
    csv = pl.read_csv(audit.path / "findings.csv")
    assert csv["says"].to_list() == found["says"].to_list()
    assert csv["value"].to_numpy() == pytest.approx(found["value"].to_numpy(), nan_ok=True)
    book = pl.read_excel(audit.path / "audit.xlsx", sheet_id=0)
    assert set(book) == {"findings", "quality", "flags", "regions", "honest"}
    assert book["findings"]["name"].to_list() == found["name"].to_list()
    for f in audit.findings.values():
        for table in f.tables.values():
            assert any(
                pl.read_parquet(p).equals(table, null_equal=True)
                for p in (audit.path / "tables").glob(f"{f.name}--*.parquet")
            ), f.name
    parquet = {p.stem for p in audit.path.rglob("*.parquet") if p.parent.name != "state"}
    assert parquet == {p.stem for p in audit.path.rglob("*.csv")}


def test_the_record_says_what_the_audit_says(done, table):
    audit, _ = done
    record = json.loads((audit.path / "audit.json").read_text())
    assert record["verdict"] == list(audit.verdict)
    assert (record["title"], record["leader"]) == (table.title, "leader")
    assert (record["seed"], record["honest elections"]) == (1, 1)
    assert [f["value"] for f in record["findings"]] == [f.value for f in audit.findings.values()]
    honest = pl.read_csv(audit.path / "honest.csv")
    assert honest["alarms"].to_list() == [c.alarms for c in audit.audited.controls]
    assert honest.height > 5


def test_what_is_being_done_is_told(done):
    _, stages = done
    texts = [at.text for at in stages]
    assert texts[0] == "reading the returns" and "integer percentages" in texts
    assert all(at.done <= at.total for at in stages)


def test_a_stored_audit_opens_whole_and_its_page_is_written_again(done, tmp_path):
    audit, _ = done
    again = contested.open(audit.path)
    assert isinstance(again, contested.Audit)
    for name, finding in audit.findings.items():
        other = again.findings[name]
        assert (finding.says, finding.alarm, finding.cites) == (other.says, other.alarm, other.cites)
        assert finding.tables.keys() == other.tables.keys()
        assert all(table.equals(other.tables[key], null_equal=True) for key, table in finding.tables.items())
    assert [c.alarms for c in again.audited.controls] == [c.alarms for c in audit.audited.controls]
    assert again.audited.case.stations == audit.audited.case.stations
    assert again.verdict == audit.verdict == again.audited.verdict
    pages = [
        write_audit_page(one.audited, tmp_path / name, pictures=False)
        for name, one in (("first.html", audit), ("again.html", again))
    ]
    assert pages[0].read_text() == pages[1].read_text()


def test_an_audit_of_format_1_shows_its_tables_and_refuses_its_page(done, tmp_path):
    path = shutil.copytree(done[0].path, tmp_path / "old")
    shutil.rmtree(path / "state")
    (path / "hashes.json").unlink()  # there were none
    record = json.loads((path / "audit.json").read_text())
    former = {k: v for k, v in record.items() if k not in ("kind", "format", HASHED)}
    (path / "audit.json").write_text(json.dumps(former))
    old = contested.open(path)
    assert old.to_polars().equals(done[0].to_polars()) and old.verdict == done[0].verdict
    with pytest.raises(CheckpointError, match="did not store the returns"):
        old.report()


def test_the_same_seed_gives_the_same_files(done, table, tmp_path):
    audit, _ = done
    contested.audit(table, elections=1, out=tmp_path / "again")
    for path in audit.path.rglob("*.parquet"):
        assert pl.read_parquet(path).equals(pl.read_parquet(tmp_path / "again" / path.relative_to(audit.path))), path
    for path in (*audit.path.rglob("*.csv"), audit.path / "audit.json"):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(audit.path)).read_bytes(), path


def test_a_file_with_its_map_says_what_its_table_says(done, table, tmp_path):
    audit, _ = done
    table.frame.drop("row", "line", "invalid").write_csv(tmp_path / "f.csv")
    (tmp_path / "m.toml").write_text(MAP)
    other = contested.audit(tmp_path / "f.csv", tmp_path / "m.toml", elections=0)
    for name, want in audit.findings.items():
        assert (other.findings[name].value, other.findings[name].alarm) == (want.value, want.alarm), name
    record = json.loads((other.path / "audit.json").read_text())
    assert record["file"] == "f.csv" and len(record["sha256 of the file"]) == 64
    assert other.audited.controls == ()
    assert any("No indicator was tried on honest elections" in s for s in other.verdict)
    with pytest.raises(InputError, match="what its columns mean must be said"):
        contested.audit(tmp_path / "f.csv")


def test_a_folder_that_holds_something_is_refused_before_anything_is_read(done, table):
    audit, _ = done
    before = (audit.path / "audit.json").read_bytes()
    with pytest.raises(InputError):
        contested.audit(table, elections=0, out=audit.path)
    assert (audit.path / "audit.json").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "part"),
    [({"elections": -1}, "elections: expected 0 to 10,000"), ({"elections": 2.5}, "a whole number; got 2.5"),
     ({"seed": -1}, "seed: expected 0 or more"), ({"evidence": "f.csv"}, "what its columns mean must be said"),
     ({"evidence_map": "m.toml"}, "given without evidence")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(table, tmp_path, options, part):
    with pytest.raises(InputError, match=part):
        contested.audit(table, out=tmp_path / "no", **options)
    assert not (tmp_path / "no").exists()


def test_another_contestant_can_be_looked_at(table):
    audit = contested.audit(table, leader="others", elections=0)
    assert audit.audited.case.leader.sum() == table.frame["all others"].sum()
    with pytest.raises(ReturnsError, match="no contestant is called 'Zoe'"):
        contested.audit(table, leader="Zoe", elections=0)


# -- a simulated nation -------------------------------------------------------------------------------------------


def teaching(scenario="teaching", days=1, seed=5, **settings):
    changed = {f"election.{name}": value for name, value in settings.items()}
    return contested.simulate(scenario, days=days, seed=seed, settings=changed)


@pytest.fixture(scope="module")
def strengths():
    """The teaching country's count, not falsified, falsified at a third of its stations, and at nearly all."""
    levels = ((0.0, 0.0), (0.3, 0.02), (0.92, 0.05))
    return [teaching(stuffing_share=share, stuffing_extreme=extreme) for share, extreme in levels]


def moved(run):
    table = run.tables["returns"]
    return int((table["reported_incumbent"] - table["incumbent"]).sum())


def test_the_strength_put_in_comes_out(strengths):
    """41 stations are too few for the models of stuffing; the curve over turnout, and full turnout, must respond."""
    true = [moved(run) for run in strengths]
    assert 0 == true[0] < true[1] < true[2]
    found = [suite.examine(of_run(run.tables["returns"], "run")[0]).by_name for run in strengths]
    curve = [f["turnout-curve"] for f in found]
    assert curve[0].value < curve[1].value < curve[2].value
    assert [c.alarm for c in curve] == [False, True, True]
    assert curve[0].low <= 0 <= curve[0].high
    full = [f["full-turnout"].value for f in found]
    assert full[0] == 0 and full[0] <= full[1] < full[2]
    for name in ("klimek", "mixture"):
        assert {f[name].alarm for f in found} == {None}


def test_an_audited_run_is_told_with_what_was_cast(strengths, tmp_path):
    run = strengths[2]
    audit = contested.audit(run, elections=0, out=tmp_path / "audit")
    assert f"{moved(run):,} votes were added" in audit.audited.planted
    record = json.loads((tmp_path / "audit" / "audit.json").read_text())
    assert record["planted"] == audit.audited.planted and record["run"] == "teaching"
    again = contested.audit(run.path, elections=0)
    assert again.to_polars().equals(audit.to_polars())
    with pytest.raises(ReturnsError, match="replicate"):
        contested.audit(run, replicate=7, elections=0)


def test_results_ordered_and_obeyed_everywhere_leave_no_tail(tmp_path):
    """Where two stations in five obey, what they add stands apart and is seen. Where nine in ten do, what they report
    is the thickest place, and passes for the honest core: more is moved and the curve over turnout sees nothing."""
    copy = tmp_path / "ordered"
    shutil.copytree(files("contested.scenarios") / "data" / "teaching", copy)
    text = (copy / "scenario.toml").read_text()
    assert 'mechanism = "stuffing"' in text
    (copy / "scenario.toml").write_text(text.replace('mechanism = "stuffing"', 'mechanism = "ordered"'))
    runs = [teaching(copy, honest_stations=h) for h in (1.0, 0.6, 0.1)]
    true = [moved(run) for run in runs]
    assert 0 == true[0] < true[1] < true[2]
    none, some, nearly_all = (turnout_curve(of_run(run.tables["returns"], "run")[0].case()) for run in runs)
    assert (none.alarm, some.alarm, nearly_all.alarm) == (False, True, False)
    assert some.value > 0.5 * true[1] and nearly_all.value < 0.2 * true[2]


def test_people_who_stand_for_ten_make_no_honest_count_look_made():
    run = contested.simulate("teaching", days=1, seed=5, scale=10,
                             settings={"election.stuffing_share": 0, "election.stuffing_extreme": 0})  # fmt: skip
    assert np.gcd.reduce(run.tables["returns"]["reported_cast"].to_numpy()) == 10
    audit = contested.audit(run, elections=0)
    assert not any(f.alarm for f in audit.findings.values())
    assert "Each person simulated stands for 10" in audit.audited.planted


def test_the_demonstration_shows_its_fraud_found():
    audit = contested.audit_demo(elections=0)
    assert "ballots were stuffed" in audit.audited.planted
    assert json.loads((audit.path / "audit.json").read_text())["planted"] == audit.audited.planted
    assert audit.findings["mixture"].alarm and audit.findings["turnout-curve"].alarm
    assert not audit.findings["integer-percentages"].alarm  # nobody rounded
