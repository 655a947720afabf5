"""`contested audit` with other counts of the same stations: what is printed, what is stored, what is refused."""

import json

import pytest

from tests.cli.terminal import told_once, typed

MAP = """title = "Ruritania"
[station]
id = ["station"]
[units]
town = "town"
[counts]
registered = "voters"
cast = "cast"
[contestants]
leader = "A"
columns = ["A", "B"]
"""
QUICK = ("--elections", 0, "--no-report")


def write(path, change=lambda k, a, b: (a, b), names="A,B"):
    lines = [f"station,town,voters,cast,{names}"]
    for k in range(80):
        a, b = change(k, 100 + 29 * k % 130, 90 + 17 * k % 60)
        lines.append(f"s{k},t{k % 4},{500 + 37 * k % 400},{a + b},{a},{b}")
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.toml").write_text(MAP)
    write(tmp_path / "now.csv")
    (tmp_path / "empty.csv").write_text("")
    return tmp_path


def record(desk):
    return json.loads((desk / "audits" / "now" / "audit.json").read_text())


def test_an_earlier_election_and_a_snapshot(desk):
    write(desk / "before.csv", lambda k, a, b: (a - 10, b + 5))
    write(desk / "at-noon.csv", lambda k, a, b: (a + 9 if k == 3 else a // 2, b // 2))
    others = ("--earlier", "before.csv", "--snapshot", "at-noon.csv")
    said = typed("audit", "now.csv", "--map", "map.toml", *others, *QUICK)
    assert said.exit_code == 0, said.stderr
    about = record(desk)
    found = {f["name"]: f for f in about["findings"]}
    assert "80 stations stand in both files" in found["matched-stations"]["says"]
    assert found["votes-taken-back"]["value"] == 9
    assert {"change-outliers", "swapped-contestants", "added-votes"} <= set(found)
    assert about["earlier"] == "before.csv" and about["map of earlier"] == "map.toml"
    assert about["snapshot"] == "at-noon.csv" and len(about["sha256 of snapshot"]) == 64
    assert (desk / "audits" / "now" / "tables" / "matched-stations--unmatched.csv").is_file()
    assert "Stations of both elections" in " ".join(said.stdout.split())


def test_an_earlier_election_has_columns_of_its_own(desk):
    write(desk / "before.csv", names="Old A,B")
    (desk / "old.toml").write_text(MAP.replace('columns = ["A", "B"]', 'columns = { A = "Old A", B = "B" }'))
    words = ("audit", "now.csv", "--map", "map.toml", "--earlier", "before.csv")
    told_once(typed(*words, *QUICK), "ReturnsError", "'A'", "before.csv")
    assert typed(*words, "--earlier-map", "old.toml", *QUICK).exit_code == 0
    assert record(desk)["map of earlier"] == "old.toml"


def test_another_earlier_file_is_another_audit(desk):
    write(desk / "before.csv")
    words = ("audit", "now.csv", "--map", "map.toml", "--earlier", "before.csv", "--out", "here", *QUICK)
    assert typed(*words).exit_code == 0
    assert typed(*words).exit_code == 0
    write(desk / "before.csv", lambda k, a, b: (a - 1, b))
    said = typed(*words)
    assert said.exit_code == 2 and "here: holds another audit: sha256 of earlier" in " ".join(said.stderr.split())


@pytest.mark.parametrize(
    ("words", "kind", "parts"),
    [
        (("now.csv", "--map", "map.toml", "--earlier", "none.csv"), "ReturnsError", ["none.csv"]),
        (("now.csv", "--map", "map.toml", "--earlier", "."), "InputError", ["expected a file of returns", "--earlier"]),
        (("now.csv", "--map", "map.toml", "--earlier-map", "map.toml"), "InputError", ["given without earlier"]),
        (("now.csv", "--map", "map.toml", "--snapshot", "empty.csv"), "ReturnsError", ["empty.csv"]),
        (("--demo", "--earlier", "now.csv"), "InputError", ["has no other count"]),
    ],
)
def test_what_cannot_be_compared_is_refused(desk, words, kind, parts):
    told_once(typed("audit", *words, *QUICK), kind, *parts)
    assert not (desk / "audits").exists()


@pytest.mark.parametrize("what", ["earlier", "snapshot", "evidence"])
def test_a_file_of_other_stations_is_refused_and_zeros_before_a_key_are_none(desk, what):
    other = desk / "other.csv"
    write(other)
    (desk / "par.toml").write_text('key = "station"\n[parallel]\nA = "A"\nB = "B"\n')
    words = ("audit", "now.csv", "--map", "map.toml", f"--{what}", "other.csv",
             *(("--evidence-map", "par.toml") if what == "evidence" else ()))  # fmt: skip
    text = other.read_text()
    other.write_text(text.replace("\ns", "\nx"))
    told_once(typed(*words, *QUICK), "InputError", f"{what}: none of its 80 stations", "'x0'", "'s0'")
    assert not (desk / "audits").exists()
    # "s 00" in the returns and "S 0" in the other file
    other.write_text(text.replace("\ns", "\nS "))
    now = (desk / "now.csv").read_text()
    (desk / "now.csv").write_text(now.replace("\ns", "\ns 00"))
    assert typed(*words, *QUICK).exit_code == 0
    found = {f["name"]: f for f in record(desk)["findings"]}
    if what == "evidence":
        assert found["evidence-coverage"]["value"] == 1 and found["parallel-counts"]["value"] == 0


def test_groups_order_and_hours_of_a_map(desk):
    more = '''
[groups]
observers = { column = "seen", randomised = "station", empty = "no" }
[order]
column = "when"
[hours]
columns = ["10:00", "12:00", "15:00"]
'''
    (desk / "map.toml").write_text(MAP + more)
    head, *lines = (desk / "now.csv").read_text().splitlines()
    rows = [f"{line},{'yes' if k % 3 == 1 else ''},{8 + k // 60:02}:{k % 60:02},{9 + k},{40 + 2 * k},{90 + 3 * k}"
            for k, line in enumerate(lines)]  # fmt: skip
    (desk / "now.csv").write_text("\n".join([f"{head},seen,when,10:00,12:00,15:00", *rows]) + "\n")
    said = typed("audit", "now.csv", "--map", "map.toml", "--elections", 0)
    assert said.exit_code == 0, said.stderr
    found = {f["name"]: f for f in record(desk)["findings"]}
    assert found["randomised-groups"]["title"] == "Groups drawn by lot: observers"
    assert found["counting-order"]["value"] is not None
    assert "80 stations with 3 hours" in found["hourly-turnout"]["says"]
    page = (desk / "audits" / "now" / "report.html").read_text()
    assert "Groups drawn by lot: observers" in page and "Turnout by the hour" in page
    assert (desk / "audits" / "now" / "tables" / "counting-order--over-the-count.csv").is_file()
