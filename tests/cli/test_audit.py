"""`contested audit` on a terminal: the demonstration, the maps, help that teaches, and every kind of bad file."""

import json
import re

import pytest

from tests.cli.terminal import process, told_once, typed

MAP = """title = "Ruritania"
[station]
id = ["station"]
[units]
region = "region"
[counts]
registered = "registered"
cast = "cast"
[contestants]
leader = "Anna"
columns = ["Anna A.", "Boris", "Boris K."]
"""
HEADER = ("station", "region", "registered", "cast", "Anna A.", "Boris", "Boris K.")
QUICK = ("--elections", 0, "--no-report")


def rows(n=60):
    """Stations that nobody tampered with."""
    for k in range(n):
        voters, cast = 500 + 37 * k % 400, 300 + 23 * k % 180
        anna, boris = 100 + 29 * k % 130, 50 + 7 * k % 40
        yield [f"s{k}", "ab"[k % 2], voters, cast, anna, boris, cast - anna - boris]


def file(folder, lines, delimiter=",", header=HEADER):
    path = folder / "returns.csv"
    path.write_text("".join(delimiter.join(map(str, line)) + "\n" for line in (header, *lines)))
    return path


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.toml").write_text(MAP)
    return tmp_path


def test_the_demonstration(desk):
    said = typed("audit", "--demo", "--elections", 1)
    assert said.exit_code == 0, said.stderr
    flat = " ".join(said.stdout.split())
    assert "ballots were stuffed" in flat and "switched" in flat
    assert "Honest, stuffed, switched and extreme stations" in flat
    record = json.loads((desk / "audits" / "demo" / "audit.json").read_text())
    for sentence in record["verdict"]:
        assert " ".join(sentence.split()) in flat
    assert "By itself this says little" in flat and "This holds if" not in flat  # one honest election shows nothing
    assert (desk / "audits" / "demo" / "report.html").stat().st_size > 50_000
    assert not (desk / "audits" / "demo" / "figures").exists()
    again = typed("report", "audits/demo", "--pictures")
    assert again.exit_code == 0, again.stderr
    assert list((desk / "audits" / "demo" / "figures").glob("*.svg"))


def test_the_maps_that_come_with_it(desk):
    said = typed("audit", "--maps")
    lines = {words[0]: words[1] for row in said.stdout.splitlines() if len(words := row.split()) > 2}
    assert {lines[name] for name in ("belarus-2020-voice", "russia-2011", "russia-2018")} == {"yes"}
    assert lines["medsl"] == "no" and not (desk / "audits").exists()


def test_a_draft_of_a_map_is_printed_saved_and_then_used(desk):
    path = file(desk, rows())
    said = typed("audit", path, "--guess", "--out", "mine.toml")
    assert said.exit_code == 0, said.stderr
    assert (desk / "mine.toml").read_text() in said.stdout + "\n"
    assert "So it reads the first of" in said.stdout and "# next: correct it, and run: contested audit" in said.stdout
    assert not (desk / "audits").exists()  # nothing is audited with a map that nobody has read
    (desk / "printed.toml").write_text(typed("audit", path, "--guess").stdout)
    for name in ("mine.toml", "printed.toml"):
        assert typed("audit", path, "--map", name, *QUICK).exit_code == 0
    told_once(typed("audit", path, "--guess", "--out", "mine.toml"), "InputError", "mine.toml is there")
    told_once(typed("audit", path, "--guess", "--map", "map.toml"), "InputError", "--guess drafts a map")
    told_once(typed("audit", "--guess"), "InputError", "expected a file of returns")
    told_once(typed("audit", "none.csv", "--guess"), "ReturnsError", "none.csv")


def test_help_teaches(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    flat = " ".join(re.sub(r"\x1b\[[0-9;]*m|[│╭╮╰╯─]", "", typed("audit", "--help").stdout).split())
    for part in ("contested audit --demo", "--map", "a TOML file, or a name from --maps", "Nothing is dropped silently",
                 "false-alarm rate", "contested audit runs/belarus-2020"):  # fmt: skip
        assert part in flat, part


def test_a_file_in_a_process_of_its_own(desk):
    said = process("audit", file(desk, rows()), "--map", "map.toml", *QUICK, cwd=desk)
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""  # no bar where nobody watches, no warning
    assert said.stdout.startswith("Ruritania\n") and "audits/returns" in said.stdout
    assert (desk / "audits" / "returns" / "findings.csv").is_file()


def test_the_next_audit_of_a_file_takes_the_next_folder(desk):
    path = file(desk, rows(3))
    for _ in range(2):
        assert typed("audit", path, "--map", "map.toml", *QUICK).exit_code == 0
    assert sorted(p.name for p in (desk / "audits").iterdir()) == ["returns", "returns-2"]


def test_a_simulated_count(desk, stored):
    said = typed("audit", stored, *QUICK, "--replicate", 1)
    assert said.exit_code == 0, said.stderr
    assert "what was cast is known" in said.stdout and "Each person simulated stands for 10" in said.stdout
    told_once(typed("audit", stored, *QUICK, "--replicate", 2), "ReturnsError", "expected one of [0, 1]; got 2")


def changed(change):
    """The rows with one of them changed."""
    some = list(rows())
    change(some)
    return some


@pytest.mark.parametrize(
    ("lines", "options", "kind", "parts"),
    [
        (None, (), "ReturnsError", ["returns.csv", "empty"]),
        (list(rows())[:0], (), "ReturnsError", ["returns.csv"]),
        ([[*r, 7] for r in rows()], ("--map", "russia-2018"), "ReturnsError", ["returns.csv", "column"]),
        (list(rows()), ("--leader", "Borid"), "ReturnsError", ["no contestant is called 'Borid'", "did you mean"]),
        (list(rows()), ("--leader", "or"), "ReturnsError", ["'or' is a part of 2 names: 'Boris' and 'Boris K.'"]),
        (list(rows()), ("--map", "russia-2019"), "ReturnsError", ["russia-2019", "russia-2018"]),
        (list(rows()), ("--map", "none.toml"), "ReturnsError", ["none.toml"]),
        (list(rows()), ("--evidence", "returns.csv"), "InputError", ["what its columns mean", "--evidence-map"]),
        (list(rows()), ("--evidence-map", "map.toml"), "InputError", ["given without evidence"]),
        (list(rows()), ("--evidence", "none.csv", "--evidence-map", "map.toml"), "ReturnsError", ["none.csv"]),
        (list(rows()), ("--replicate", 3), "InputError", ["only a run has replicates", "3"]),
        (list(rows()), ("--demo",), "InputError", ["or --demo; got both"]),
        (list(rows()), ("--elections", -3), "InputError", ["elections: expected 0 to 10,000; got -3"]),
        (list(rows()), ("--seed", -1), "InputError", ["seed: expected 0 or more"]),
        (list(rows()), ("--out", ""), "InputError", ["--out: expected a name"]),
        ([["s1", *r[1:]] for r in rows()], (), "ReturnsError", ["60 of 60 rows share their station", "'s1'"]),
    ],
)
def test_one_error_tells_what_is_wrong(desk, lines, options, kind, parts):
    path = file(desk, lines or []) if lines is not None else desk / "returns.csv"
    if lines is None:
        path.write_text("")
    before = {p.name for p in desk.iterdir()}
    mapped = () if {"--map", "--demo"} & set(options) else ("--map", "map.toml")
    told_once(typed("audit", path, *mapped, *QUICK, *options), kind, *parts)
    assert {p.name for p in desk.iterdir()} == before  # no folder is left behind


def test_a_delimiter_that_is_not_the_maps(desk):
    text = MAP + '[file]\ndelimiter = ";"\n'
    (desk / "map.toml").write_text(text)
    told_once(typed("audit", file(desk, rows()), "--map", "map.toml", *QUICK), "ReturnsError", "delimiter")
    assert typed("audit", file(desk, rows(), ";"), "--map", "map.toml", *QUICK).exit_code == 0


def test_a_missing_column_is_named_with_the_nearest(desk):
    path = file(desk, rows(), header=("station", "region", "registred", *HEADER[3:]))
    told_once(typed("audit", path, "--map", "map.toml", *QUICK), "ReturnsError", "'registered'", "'registred'")


@pytest.mark.parametrize(
    ("words", "kind", "parts"),
    [
        ([], "InputError", ["got neither", "contested audit --demo"]),
        (["returns.csv"], "InputError", ["returns.csv", "what its columns mean must be said", "--maps"]),
        (["none.csv", "--map", "russia-2018"], "ReturnsError", ["none.csv"]),
        (["."], "CheckpointError", ["not a run"]),
        (["", "--map", "russia-2018"], "InputError", ["expected a path; got ''"]),
        (["--demo", "--replicate", 2], "InputError", ["--replicate", "has one count only"]),
        (["--demo", "--seed", "9" * 20], "InputError", ["--seed: expected 0 to 2^63 - 1; got 99999999999999999999"]),
        (["--demo", "--map", "russia-2018"], "InputError", ["the synthetic election needs none"]),
    ],
)
def test_what_was_asked_makes_no_sense(desk, words, kind, parts):
    file(desk, rows())
    before = {p.name for p in desk.iterdir()}
    told_once(typed("audit", *words, *QUICK), kind, *parts)
    assert {p.name for p in desk.iterdir()} == before


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        (lambda some: some[3].__setitem__(4, -5), "a count below zero"),
        (lambda some: some[3].__setitem__(4, "many"), "text where a count should be"),
        (lambda some: some[3].__setitem__(2, '"12,5x"'), "text where a count should be"),
        (lambda some: some[3].__setitem__(2, "12,5x"), "a row has more fields than the header"),
        (lambda some: some[3].__setitem__(0, "s4"), "a station that appears twice"),
        (lambda some: some.append(some[3]), "the same station with the same counts"),
        (lambda some: some[3].__setitem__(3, 9000), "more ballots cast than voters registered"),
        (lambda some: some[3].__setitem__(4, 800), "a contestant has more votes than ballots"),
        (lambda some: some.append(["Total", "", 9, 9, 9, 0, 0]), "a total, not a station"),
        (lambda some: some[3].__setitem__(3, ""), "are not given"),
    ],
)
def test_a_bad_row_is_flagged_and_the_audit_goes_on(desk, change, flag):
    said = typed("audit", file(desk, changed(change)), "--map", "map.toml", "--elections", 0)
    assert said.exit_code == 0, said.stderr
    assert flag in " ".join(said.stdout.split())
    assert flag in " ".join((desk / "audits" / "returns" / "report.html").read_text().split())
    assert "returns.csv" in (desk / "audits" / "returns" / "audit.json").read_text()


@pytest.mark.parametrize(
    "lines",
    [list(rows(1)), [[f"s{k}", "a", 1000, 600, 300, 200, 100] for k in range(60)],
     [[f"s{k}", "a", 1000, 1000, 1000, 0, 0] for k in range(60)], [[f"s{k}", "a", 1000, 0, 0, 0, 0] for k in range(9)],
     [[f"s{k}", "a", 0, 0, 0, 0, 0] for k in range(9)], [[f"s{k}", "a", "", "", "", "", ""] for k in range(9)]],
    ids=["one station", "one share", "everybody for one", "nobody came", "nobody registered", "no number"],
)  # fmt: skip
def test_an_odd_file_is_audited_as_far_as_it_goes(desk, lines):
    said = typed("audit", file(desk, lines), "--map", "map.toml", "--elections", 1)
    assert said.exit_code == 0, said.stderr
    assert "Silence is no proof of honesty" in " ".join(said.stdout.split())
    assert (desk / "audits" / "returns" / "report.html").is_file()


PERCENT = """title = "Percent land"
[station]
id = ["station"]
[counts]
registered = "voters"
[percentages]
turnout = "turnout"
of = "cast"
[contestants]
columns = ["A", "B"]
"""


def percent_file(desk):
    lines = ["station,voters,turnout,A,B"]
    for k in range(60):
        voters, cast, a = 500 + 37 * k % 400, 200 + 29 * k % 130, 90 + 17 * k % 60
        lines.append(f"s{k},{voters},{100 * cast / voters:.1f},{100 * a / cast:.1f},{100 - 100 * a / cast:.1f}")
    (desk / "rates.csv").write_text("\n".join(lines) + "\n")
    (desk / "rates.toml").write_text(PERCENT)


def test_percentages_alone_are_audited_as_what_they_are(desk):
    percent_file(desk)
    said = typed("audit", "rates.csv", "--map", "rates.toml", *QUICK)
    assert said.exit_code == 0, said.stderr
    assert "The file gives percentages and no counts" in " ".join(said.stdout.split())
    assert typed("report", "audits/rates", "--language", "ru", "--out", "ru.html").exit_code == 0
    page = (desk / "ru.html").read_text()
    assert 'lang="ru"' in page and "даны проценты, а не числа" in page
    told_once(typed("audit", "rates.csv", "--map", "rates.toml", "--earlier", "rates.csv", "--out", "x", *QUICK),
              "InputError", "cannot be compared with another count")  # fmt: skip


def test_covariates_are_columns_of_the_file(desk):
    (desk / "map.toml").write_text(MAP)
    header = (*HEADER, "observed", "distance, km")
    lines = [[*row, "yes" if k % 3 else "no", k % 17] for k, row in enumerate(rows(400))]
    path = desk / "returns.csv"
    path.write_text("".join(",".join(f'"{c}"' for c in line) + "\n" for line in (header, *lines)))
    said = typed("audit", path, "--map", "map.toml", "--covariates", "observed,distance, km", *QUICK)
    assert said.exit_code == 0, said.stderr
    record = json.loads((desk / "audits" / "returns" / "audit.json").read_text())
    assert record["covariates"] == "observed,distance, km"
    assert "What goes with falsified stations" in said.stdout
    told_once(typed("audit", path, "--map", "map.toml", "--covariates", "observe", "--out", "x", *QUICK),
              "ReturnsError", "observed")  # fmt: skip
    told_once(typed("audit", "--demo", "--covariates", "observed", *QUICK), "InputError", "has none")


def test_the_page_of_an_audit_in_another_language(desk):
    (desk / "map.toml").write_text(MAP)
    path = file(desk, rows())
    assert typed("audit", path, "--map", "map.toml", *QUICK).exit_code == 0
    assert typed("report", "audits/returns", "--language", "ru", "--out", "ru.html").exit_code == 0
    assert 'lang="ru"' in (desk / "ru.html").read_text()
    told_once(typed("report", "audits/returns", "--language", "de"), "InputError", "expected en or ru; got 'de'")
