"""Each thing that can be wrong gives one error: file, line, field, what was expected and what came."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contested.ground.errors import ClaimError, InputError, ScenarioError
from contested.scenarios.check import check
from contested.scenarios.load import load
from contested.scenarios.schema import FILES

TARGETS = """\
item,observable,summary,place,first,last,low,high,unit,side,factor,basis,source,note
march,crowd,sum,,2031-05-11,2031-05-11,1200,1800,person,,,,assumed,
detained,detained,sum,Orvane,2031-05-04,2031-05-04,,,person,incumbent,2,ministry,assumed,
largest day,crowd,peak,,2031-05-11,2031-05-11,0.5,,share,,,,assumed,
"""


@pytest.fixture
def folder(folder: Path) -> Path:
    """A copy of `teaching`, with targets."""
    (folder / "targets.csv").write_text(TARGETS)
    return folder


#: file, what stands there, what is put instead, field named, words of the message, words of the hint
BAD = {
    "negative population": ("places.csv", "14000", "-14000", "population", "got '-14000'", "residents"),
    "text in a number": ("places.csv", "14000", "many", "population", "expected a whole number", "residents"),
    "a thousands separator": (
        "places.csv", ",14000,", ',"14,000",', "population", "got '14,000'", "separators"),
    "half a person": ("places.csv", "14000", "14000.5", "population", "expected a whole number", "residents"),
    "an endless number": ("places.csv", "14000", "9" * 5000, "population", "got '999", "residents"),
    "NaN": ("places.csv", "0.72", "nan", "turnout", "got 'nan'", "truly voted"),
    "infinity": ("places.csv", "0.72", "1e999", "turnout", "got '1e999'", "truly voted"),
    "a share above 1": (
        "places.csv", "0.72", "72", "turnout", "a number from 0 to 1 (share); got '72'", "0.72"),
    "a share in percent": ("places.csv", "0.72", "72%", "turnout", "got '72%'", "0.72"),
    "a negative share": ("places.csv", "0.72", "-0.1", "turnout", "got '-0.1'", "truly voted"),
    "an empty number": ("places.csv", ",14000,", ",,", "population", "got an empty cell", "residents"),
    "shares above 1 together": ("places.csv", "0.22,0.61", "0.42,0.61", "challenger", "got 1.03", ""),
    "more voters than people": ("places.csv", "10200", "14001", "voters", "14000; got 14001", ""),
    "more stations than voters": ("places.csv", ",9,0.72", ",10201,0.72", "stations", "10200 voters", ""),
    "an unknown kind of place": ("places.csv", "capital", "captial", "kind", "got 'captial'", "'capital'"),
    "two places of one name": ("places.csv", "\nTesk,", "\nOrvane,", "name", "'Orvane', as in line 2", ""),
    "a place named as another region": (
        "places.csv", "\nDolna,", "\nSouth,", "name", "not also the name of a region", ""),
    "an unknown region": ("official.csv", "North", "Nroth", "region", "got 'Nroth'", "'North'"),
    "more early votes than votes": ("official.csv", "0.34", "0.71", "early", "turnout of 0.7; got 0.71", ""),
    "an unknown kind of force": ("forces.csv", "army,", "navy,", "kind", "got 'navy'", "'army'"),
    "a force in an unknown place": (
        "forces.csv", ",police,Tesk", ",police,Teks", "place", "got 'Teks'", "'Tesk'"),
    "a site in an unknown place": ("sites.csv", ",Miravo,", ",Mirvao,", "place", "got 'Mirvao'", "'Miravo'"),
    "a site of negative size": ("sites.csv", ",14,", ",-14,", "capacity", "got '-14'", "made for"),
    "more staff than residents": ("enterprises.csv", ",900,", ",14001,", "headcount", "14000 residents", ""),
    "an employer in an unknown place": ("enterprises.csv", ",Tesk,", ",Tsk,", "place", "got 'Tsk'", "'Tesk'"),
    "an unknown act": ("acts.csv", ",loan,", ",laon,", "act", "got 'laon'", "'loan'"),
    "an act by somebody else": (
        "acts.csv", "patron,loan", "abroad,loan", "actor", "expected 'patron'", "money lent"),
    "an act in another unit": (
        "acts.csv", "5,million USD", "5,million EUR", "unit", "expected 'million USD'", "lent"),
    "an unknown unit": ("acts.csv", "5,million USD", "5,dollars", "unit", "got 'dollars'", "known"),
    "an act beyond its range": (
        "acts.csv", "0.2,share", "20,share", "level", "0 to 1 (share); got 20", "0.2"),
    "an act without the level that it needs": (
        "acts.csv", ",loan,,5,million USD", ",loan,,,", "level", "a number (million USD); got an empty cell", "lent"),
    "a level without a source": (
        "acts.csv", "share,,,,invented,invented", "share,,,,invented,", "level_source", "got an empty cell",
        "leave the level empty"),
    "a level without a unit": (
        "acts.csv", "0.2,share", "0.2,", "unit", "expected 'share', the unit of 'release'; got an empty cell", ""),
    "a shock of negative size": (
        "acts.csv", ",shock,North,0.3", ",shock,North,-0.3", "level", "0 to 5 (level); got -0.3", "grievance"),
    "an unknown form": (
        "acts.csv", ",march,week", ",marsh,week", "form", "march, group_march, rally, night", "'march'"),
    "a call without a form": ("acts.csv", ",march,week", ",,week", "form", "got ''", ""),
    "an unknown tactic": ("acts.csv", ",pause,", ",puase,", "form", "row of the table tactics", "'pause'"),
    "a form for an act that has none": (
        "acts.csv", "5,million USD,,", "5,million USD,march,", "form", "'loan' has no forms; got 'march'", ""),
    "a rhythm for an act that is no call": (
        "acts.csv", "5,million USD,,,", "5,million USD,,week,", "every", "only a call has this, not 'loan'", ""),
    "a rhythm that is none": ("acts.csv", ",march,week", ",march,fortnight", "every", "got 'fortnight'", "daily"),
    "a rhythm of no days": ("acts.csv", ",march,week", ",march,0", "every", "from 1 to 366; got '0'", "daily"),
    "a series without an end": (
        "acts.csv", "2031-05-11,2031-06-08,", "2031-05-11,,", "end_date", "(every week); got an empty cell", "up to"),
    "a series that ends before it begins": (
        "acts.csv", "2031-05-11,2031-06-08,", "2031-05-11,2031-05-10,", "end_date", "got 2031-05-10", "one day"),
    "an unknown caller": ("acts.csv", ",network,", ",netwrok,", "caller", "leaders, network", "'network'"),
    "two tactics for one place on one day": (
        "acts.csv", "2031-05-08,2031-05-21", "2031-05-07,2031-05-21", "form",
        "one tactic in the whole country on 2031-05-07; got 'pause' beside 'crackdown' of line 2", "day before"),
    "two promises of one day": (
        "acts.csv", "2031-06-07,,patron,reserve", "2031-05-22,,patron,reserve", "level",
        "one reserve in the whole country on 2031-05-22; got 0 beside 20", ""),
    "an act in an unknown place": ("acts.csv", ",North,", ",Noth,", "place", "got 'Noth'", "'North'"),
    "a place for a national act": (
        "acts.csv", ",loan,,", ",loan,Tesk,", "place", "whole country; got 'Tesk'", ""),
    "an act that ends before it begins": (
        "acts.csv", "2031-05-08,2031-05-21", "2031-05-08,2031-05-07", "end_date", "got 2031-05-07",
        "one day"),
    "an act before the start": (
        "acts.csv", "2031-06-07,,patron", "2031-05-03,,patron", "date", "2031-05-03", "param"),
    "an act after the end": ("acts.csv", "2031-06-07,,patron", "2031-07-03,,patron", "date", "not after", ""),
    "a day that does not exist": (
        "acts.csv", "2031-06-07,,patron", "2031-06-31,,patron", "date", "06-31", "no such"),
    "a date of another shape": (
        "acts.csv", "2031-06-07,,patron", "7.6.2031,,patron", "date", "7.6.2031", "2020-08-09"),
    "an unknown source": ("sites.csv", "assumed", "asumed", "source", "got 'asumed'", "invented"),
    "a number without a source": (
        "sites.csv", "14,assumed", "14,", "source", "got an empty cell", "sources.csv"),
    "a source called assumed": ("sources.csv", "invented,", "assumed,", "key", "got 'assumed'", ""),
    "an unknown observable": ("headlines.csv", "crowd", "crowds", "quantity", "got 'crowds'", "'crowd'"),
    "a headline in another unit": (
        "headlines.csv", "0.7,,share", "0.7,,level", "unit", "expected 'share'", ""),
    "a headline with low above high": ("headlines.csv", "1200,1800", "2500,1800", "low", "got 2500", ""),
    "a headline that ends too early": (
        "headlines.csv", "2031-05-04,2031-05-07", "2031-05-04,2031-05-03", "last", "got 2031-05-03", ""),
    "a headline about an unknown employer": (
        "headlines.csv", ",Tesk Nitrogen,", ",Tesk Nitrates,", "enterprise", "'Tesk Nitrates'",
        "'Tesk Nitrogen'"),
    "a claim with low above high": (
        "claims.csv", "20,30", "31,30", "low", "low 31 and high 30", "more than N"),
    "an unknown side": (
        "claims.csv", "Order,incumbent", "Order,incumbant", "claimant_side", "incumbant", "'incumbent'"),
    "dates out of order": (
        "scenario.toml", "end = 2031-07-02", "end = 2031-05-01", "end", "got 2031-05-01", ""),
    "an origin after the end": (
        "scenario.toml", "origin = 2031-06-13", "origin = 2032-06-13", "origin", "2032", ""),
    "an election before the start": (
        "scenario.toml", "\nday = 2031-05-04", "\nday = 2031-05-03", "day", "got 2031", ""),
    "a mechanism nobody knows": (
        "scenario.toml", '"stuffing"', '"stuffed"', "mechanism", "'stuffed'", "'stuffing'"),
    "a seed that is text": (
        "scenario.toml", "world_seed = 50", 'world_seed = "50"', "world_seed", "'50'", "quotes"),
    "a seed that is true": (
        "scenario.toml", "world_seed = 50", "world_seed = true", "world_seed", "got True", ""),
    "a date with a time": (
        "scenario.toml", "start = 2031-05-04", "start = 2031-05-04T12:00:00", "start", "12:00", "time"),
    "a target of an unknown observable": (
        "targets.csv", "crowd,sum", "crowds,sum", "observable", "got 'crowds'", "'crowd'"),
    "a target in a unit that is not its summary's": (
        "targets.csv", "0.5,,share", "0.5,,person", "unit", "expected 'share', the unit of 'peak'", ""),
    "a target with low above high": ("targets.csv", "1200,1800", "2500,1800", "low", "got 2500", ""),
    "a target without bounds": (
        "targets.csv", "1200,1800,person", ",,person", "low", "either a bound, or side and factor; got neither", ""),
    "a target with a side and no factor": (
        "targets.csv", "incumbent,2,", "incumbent,,", "factor", "side and factor together", ""),
    "a target with bounds and a side": (
        "targets.csv", "1200,1800,person,,,", "1200,1800,person,media,2,", "low", "got both", ""),
    "a target of a day outside the run": (
        "targets.csv", "2031-05-11,2031-05-11,1200", "2031-05-11,2041-05-11,1200", "first", "expected days from", ""),
    "a target of no place": ("targets.csv", "sum,,", "sum,Orvanne,", "place", "'Orvanne'", "Orvane"),
    "an extra key": (
        "scenario.toml", "world_seed = 50", "world_seed = 50\nseed = 1", "seed", "an extra key 'seed'", ""),
    "a missing key": (
        "scenario.toml", "world_seed = 50", "", "world_seed", "a key 'world_seed' in [scenario]", ""),
    "an outline of no country": (
        "scenario.toml", "world_seed = 50", 'outline = "Belarus"\nworld_seed = 50', "outline",
        "two letters that ISO 3166-1 has", "'BY'"),
    "a name with spaces": ("scenario.toml", '"teaching"', '"My Country"', "name", "'My Country'", ""),
    "an unknown parameter": (
        "scenario.toml", "treasury_low", "treasury_lo", "incumbent.treasury_lo", "a known parameter",
        "treasury_low"),
    "an unknown group of parameters": (
        "scenario.toml", "[parameters.elite]", "[parameters.elites]", "elites", "'elites'", "'elite'"),
    "a parameter out of range": (
        "scenario.toml", "value = 47", "value = -1", "incumbent.treasury", "must lie within 0 to 1e+07",
        "reserve"),
    "a parameter in another unit": (
        "scenario.toml", 'value = 47, unit = "million USD"', 'value = 47, unit = "million EUR"',
        "incumbent.treasury",
        "expected the unit 'million USD'; got 'million EUR'", "reserve"),
    "an unknown column of a row of kinds": (
        "scenario.toml", "[parameters.elite]", '[parameters.forms.march]\nbse = { value = 1 }\n[parameters.elite]',
        "forms.march.bse", "a known parameter", "'forms.march.base'"),
    "a row of kinds that is no table": (
        "scenario.toml", "[parameters.elite]",
        '[parameters.forms]\nmarch = { value = 1, unit = "share", source = "assumed" }\n[parameters.elite]',
        "march", "a table [parameters.forms.march]", "base"),
    "a row of kinds with a name that is none": (
        "scenario.toml", "[parameters.elite]", '[parameters.forms.March]\n[parameters.elite]',
        "March", "underscores; got 'March'", ""),
    "a parameter without a source": (
        "scenario.toml", ', source = "assumed" }', " }", "source", "a key 'source'", "sources.csv"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_it_is_told_with_file_line_field_and_hint(folder, spoil, what):
    name, old, new, field, words, hint = BAD[what]
    line = spoil(name, old, new)
    line += old.startswith("\n")
    if what in ("an extra key", "an unknown column of a row of kinds", "a row of kinds that is no table"):
        line += 1
    if what == "a missing key":
        line = 3  # where its section begins
    with pytest.raises(InputError) as told:
        load(folder)
    assert isinstance(told.value, ClaimError if name == "claims.csv" else ScenarioError)
    assert told.value.message.startswith(f"mine/{name}:{line}, {field}: "), told.value.message
    assert words in told.value.message
    assert hint in told.value.hint


def test_the_table_above_changes_one_thing_at_a_time(folder):
    """The unspoilt copy loads, so each error above is the fault of its change."""
    assert check(folder).sound


@pytest.mark.parametrize("name", [spec.name for spec in FILES])
class TestAnyTable:
    """What can be wrong with a file, whichever it is."""

    def test_a_missing_column(self, folder, name):
        spec = next(s for s in FILES if s.name == name)
        gone = spec.columns[-1].name
        self.rewrite(folder / name, lambda head, rows: (head[:-1], [r[:-1] for r in rows]))
        self.told(folder, rf"mine/{name}:1, {gone}: expected a column '{gone}'; got none\.")

    def test_an_extra_column(self, folder, name):
        self.rewrite(folder / name, lambda head, rows: ([*head, "colour"], [[*r, "red"] for r in rows]))
        self.told(
            folder, rf"mine/{name}:1, colour: expected only the columns .*; got an extra column 'colour'\."
        )

    def test_a_misspelt_column_names_the_one_meant(self, folder, name):
        self.rewrite(folder / name, lambda head, rows: ([head[0] + "s", *head[1:]], rows))
        hints = [e.hint for e in check(folder).errors]
        head = next(s for s in FILES if s.name == name).columns[0].name
        assert f"did you mean {head!r}?" in hints

    def test_a_column_twice(self, folder, name):
        self.rewrite(folder / name, lambda head, rows: ([*head, head[0]], [[*r, r[0]] for r in rows]))
        self.told(folder, rf"mine/{name}:1, \w+: expected each column once; got 2 of this name\.")

    def test_a_cell_too_many(self, folder, name):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(",".join("x" * 40) + "\n")
        line = len((folder / name).read_text("utf-8").splitlines())
        self.told(folder, rf"mine/{name}:{line}: expected \d+ cells, one a column; got 40\.")

    def test_a_quote_that_is_never_closed_spoils_its_line_only(self, folder, name):
        path = folder / name
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([lines[0], '"no end,' + lines[1], *lines[2:]]), "utf-8")
        self.told(folder, rf"mine/{name}:2: expected cells separated by commas, on one line; got ")

    def test_an_empty_file(self, folder, name):
        (folder / name).write_text("", "utf-8")
        self.told(folder, rf"mine/{name}:1: expected a line of column names .*; got an empty file\.")

    def test_a_missing_file(self, folder, name):
        (folder / name).unlink()
        if name == "targets.csv":  # the one that may be left out
            assert check(folder).sound
            return
        self.told(folder, rf"mine/{name}: expected a file of this name; got none\.")

    def test_bytes_that_are_no_text(self, folder, name):
        path = folder / name
        path.write_bytes(path.read_bytes() + b"\n# caf\xe9\n")
        line = path.read_bytes().count(b"\n")
        self.told(folder, rf"mine/{name}:{line}: expected text in UTF-8; got byte 0xe9\.")

    def test_a_folder_in_place_of_the_file(self, folder, name):
        (folder / name).unlink()
        (folder / name).mkdir()
        self.told(folder, rf"mine/{name}: expected a readable file; got ")

    @staticmethod
    def rewrite(path, change):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        head, rows = change(head, rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])

    @staticmethod
    def told(folder, pattern):
        assert any(re.match(pattern, e.message) for e in check(folder).errors), check(folder).errors
        with pytest.raises(InputError):
            load(folder)


@pytest.mark.parametrize("name", ["places.csv", "official.csv", "forces.csv", "sites.csv"])
def test_a_table_without_rows_where_some_are_needed(folder, name):
    head = (folder / name).read_text("utf-8").splitlines()[0]
    (folder / name).write_text(head + "\n", "utf-8")
    with pytest.raises(ScenarioError, match=rf"mine/{name}: expected at least 1 row below .*; got 0"):
        load(folder)


def test_a_region_without_an_announced_result(folder):
    lines = (folder / "official.csv").read_text("utf-8").splitlines()
    (folder / "official.csv").write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    with pytest.raises(
        ScenarioError, match=r"mine/official.csv, region: expected a row for 'South'; got none"
    ):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new"), [('"teaching"', '"teaching'), ("[election]", "[election"), ("seed = 50", "seed = 50 50")]
)
def test_toml_that_cannot_be_read_names_the_line(folder, spoil, old, new):
    line = spoil("scenario.toml", old, new)
    words = rf"mine/scenario\.toml:{line}: expected TOML; got a line it cannot read"
    with pytest.raises(ScenarioError, match=words):
        load(folder)


def test_check_tells_all_of_it_and_load_says_how_much_more_there_is(folder, spoil):
    site = spoil("sites.csv", ",14,", ",-14,")
    act = spoil("acts.csv", ",loan,", ",laon,")
    claim = spoil("claims.csv", "20,30", "31,30")
    report = check(folder)
    assert not report.sound and report.scenario is None
    where = [e.message.split(",")[0] for e in report.errors]
    assert where == [f"mine/sites.csv:{site}", f"mine/acts.csv:{act}", f"mine/claims.csv:{claim}"]
    with pytest.raises(ScenarioError, match=r"sites\.csv") as told:
        load(folder)
    assert "2 more; `contested scenarios check" in told.value.hint


def test_a_place_that_cannot_be_read_is_told_once_and_not_by_everything_that_names_it(folder, spoil):
    spoil("places.csv", "14000", "many")
    assert len(check(folder).errors) == 1


def test_what_is_odd_but_allowed_is_a_warning(folder, spoil):
    spoil("acts.csv", "2031-06-07,,patron,loan", "2031-06-30,,patron,loan")
    spoil("places.csv", "capital", "town")
    report = check(folder)
    assert report.sound
    assert any("after the forecast origin" in w for w in report.warnings)
    assert any("capital" in w for w in report.warnings)


def test_shares_of_no_votes_are_a_warning(folder, spoil):
    assert not any("turnout is 0" in w for w in check(folder).warnings)
    for region, votes in (("Orvane", "0.7,0.34"), ("North", "0.88,0.47"), ("South", "0.87,0.46")):
        spoil("official.csv", f"{region},{votes},", f"{region},0,0,")
    assert [w for w in check(folder).warnings if "turnout is 0 everywhere" in w and w.startswith("official.csv")]


cells = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "nan",
        "1e400",
        '"',
        '""x',
        "2031-05-04",
        "0031-13-01",
        "Orvane",
        "loan",
        "share",
        "\x00",
        "#",
        "٣",
    ]
) | st.text(max_size=6)
files = st.sampled_from([spec.name for spec in FILES] + ["scenario.toml"])


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files, st.data())
def test_whatever_stands_in_a_file_only_an_input_error_comes_out(folder, name, data):
    path = folder / name
    sound = path.read_bytes()
    lines = sound.decode().split("\n")
    kind = data.draw(st.sampled_from(["bytes", "row", "cut"]))
    if kind == "bytes":
        path.write_bytes(data.draw(st.binary(max_size=300)))
    elif kind == "row":
        row = ",".join(data.draw(st.lists(cells, min_size=1, max_size=18)))
        at = data.draw(st.integers(0, len(lines)))
        path.write_text("\n".join([*lines[:at], row, *lines[at:]]), "utf-8", errors="replace")
    else:
        path.write_bytes(sound[: data.draw(st.integers(0, len(sound)))])
    try:
        load(folder)
    except InputError as told:
        assert "mine/" in told.message
    finally:
        path.write_bytes(sound)
