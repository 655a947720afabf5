"""A table of claims is accepted by all four doors or by none: the check, a scenario, a calibration and a forecast."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import contested
from contested.claims import write
from contested.claims.reading import COLUMNS
from contested.ground.errors import ClaimError, InputError
from contested.inference.forecast.series import series_of
from contested.scenarios.folders import builtin
from contested.scenarios.load import load
from contested.studies import arguments
from contested.studies.calibration import evidence
from contested.studies.forecasting.stages import unsimulated
from contested.tasks.claims import check
from tests.cli.terminal import typed

TEACHING = load("teaching")
BASE = (builtin("teaching") / "claims.csv").read_text("utf-8")
ROWS = list(csv.reader(io.StringIO(BASE)))[1:]
#: what a careless hand writes into any cell
CELLS = (
    "", "0", "-1", "5", "1e9", "nan", "10.000", "12.345", "many", "around 30", "hundreds", "gold_bars", "crwod",
    "event_x", "vote_share", "aid", "patron_loan", "Orvanne", "outside_Orvane", "region_North", "abroad", "all",
    "security", "Halden", "nobody", "RUB", "2031-05-06", "2030-01-01", "2040-01-01", "06.05.2031", "incumbent",
    "recalled", "\u202e",
)  # fmt: skip


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doors") / "mine"
    shutil.copytree(builtin("teaching"), folder)
    return folder


def text_of(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return BASE + out.getvalue()


def doors(folder, text):
    """Whether each door accepts a table, by name."""
    file = folder / "claims.csv"
    file.write_text(text, encoding="utf-8")
    cells = evidence.cells_within(TEACHING, TEACHING.claims, 20)

    def calibrates():
        claims = arguments.claims(file)
        again = folder / "again.csv"
        again.write_bytes(write.as_bytes(claims, ".csv"))
        assert arguments.claims(again) == claims, "a study reads what it stored"
        found = evidence.evidence(TEACHING, claims, cells, date(2031, 5, 14), 20)
        counted = len(found.fitted) + len(found.later)
        left = sum(why is not None and why.reason != "copy" for why in found.reasons)
        assert counted + left == len(claims) == len(found.reasons), "every claim counts or has its reason"

    def forecasts():
        claims = arguments.claims(file)
        series_of([c for c in claims if not unsimulated(c, TEACHING)], date(2031, 5, 14))

    found = {"check": all(row.claim is not None for row in check(file).imported.aside)}
    for name, door in (("scenario", partial(load, folder)), ("calibrate", calibrates), ("forecast", forecasts)):
        try:
            door()
        except ClaimError:
            found[name] = False
        else:
            found[name] = True
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(
    st.tuples(st.integers(0, len(ROWS) - 1), st.integers(0, len(COLUMNS) - 1), st.sampled_from(CELLS)), max_size=4
))  # fmt: skip
def test_all_doors_accept_the_same_tables(mine, changes):
    rows = [[*ROWS[k][:column], cell, *ROWS[k][column + 1 :]] for k, column, cell in changes]
    found = doors(mine, text_of(rows))
    assert len(set(found.values())) == 1, found


@pytest.mark.parametrize("quantity", ["gold_bars", "crwod"])
def test_an_unknown_quantity_stops_no_door_and_is_listed(mine, quantity):
    row = [*ROWS[0][:3], quantity, *ROWS[0][4:]]
    assert set(doors(mine, text_of([row])).values()) == {True}
    assert [c.quantity for c in load(mine).claims if c.quantity == quantity] == [quantity]
    (listed,) = check(mine / "claims.csv").unused.filter(reason="quantity unknown").iter_rows(named=True)
    assert (listed["claim"], listed["line"]) == (len(ROWS) + 1, len(ROWS) + 2)


def test_a_table_with_short_names_and_words_is_a_scenarios_too(mine):
    head, row = "date,place,quantity,actor,value,claimant,side", "2031-05-11,Orvane,crowd,opposition,around 300,X,media"
    assert set(doors(mine, f"{head}\n{row}\n").values()) == {True}
    assert load(mine).claims[0].low == 270


def test_broken_rows_stop_every_door_alike(mine):
    assert set(doors(mine, text_of([[*ROWS[0][:5], "many", *ROWS[0][6:]]])).values()) == {False}


@pytest.mark.slow
def test_the_doors_on_the_command_line(mine, tmp_path):
    """One claim each of an unknown quantity, place, contestant and currency; all commands go through."""
    odd = ("Orvane", "gold_bars", "all"), ("Orvanne", "crowd", "opposition"), ("", "vote_share", "Nobody")
    rows = [["2031-05-06", "", *what, "5", "", "", "X", "media", "", "read", ""] for what in odd]
    (mine / "claims.csv").write_text(text_of(rows), "utf-8")
    assert typed("claims", "check", mine / "claims.csv", "--scenario", mine).exit_code == 1
    run = typed("simulate", mine, "--scale", 40, "--days", 12, "--out", tmp_path / "run")
    assert run.exit_code == 0, run.stderr
    fitted = typed(
        "calibrate", mine, "--fit-until", "2031-05-11", "--until", "2031-05-14", "--scale", 40, "--waves", 1,
        "--points", 40, "--checks", 0, "--parameters", "street.cost", "--executor", "serial", "--out",
        tmp_path / "study",
    )  # fmt: skip
    assert fitted.exit_code == 0, fitted.stderr
    assert contested.open(tmp_path / "study").tables["unused_claims"]["reason"].to_list()[-3:] == [
        "quantity unknown", "place unknown", "actor without a share",
    ]  # fmt: skip
    ahead = typed("forecast", tmp_path / "study", "--horizon", 3, "--runs", 10, "--draws", 20, "--origins",
                  "2031-05-11", "--claims", mine / "claims.csv", "--executor", "serial", "--no-report")  # fmt: skip
    assert ahead.exit_code == 0, ahead.stderr


def test_nothing_usable_is_told_with_the_reasons(mine):
    (mine / "claims.csv").write_text(text_of([])[: len(BASE.splitlines()[0]) + 1], "utf-8")
    one = [c for c in TEACHING.claims if c.event]
    cells = evidence.cells_within(TEACHING, TEACHING.claims, 20)
    with pytest.raises(InputError) as said:
        evidence.evidence(TEACHING, one, cells, date(2031, 5, 14))
    assert "event without a number: 1" in said.value.hint


def test_a_persons_ten_thousand_is_that_at_every_door(mine):
    assert set(doors(mine, text_of([[*ROWS[0][:5], "10.000", "", "", *ROWS[0][8:]]])).values()) == {True}
    for claims in (load(mine).claims, arguments.claims(mine / "claims.csv")):
        assert claims[-1].value == 10_000
    (mine / "claims.csv").write_text(text_of([[*ROWS[0][:5], "12.345", "", "", *ROWS[0][8:]]]), encoding="utf-8")
    for said in (typed("claims", "check", mine / "claims.csv"), typed("scenarios", "check", mine)):
        assert "is 12.345, no whole number" in said.stdout + said.stderr
