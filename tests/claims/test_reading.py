"""A table of claims is read, or refused by file and line; random bytes never crash the reader."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contested.claims.reading import COLUMNS, scan, with_unknown
from contested.claims.unused import unused
from contested.ground.errors import ClaimError

HEAD = ",".join(c.name for c in COLUMNS)
GOOD = '2020-08-14,,Belarus,released,detainees,,200,999,wire report,media,,"wire report, 15 Aug",hundreds'


def table(folder, *lines, head=HEAD):
    path = folder / "claims.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def read(path):
    claims, wrong = scan(path)
    for error in wrong:
        raise error
    return claims


def test_what_was_not_said_is_none_and_never_zero(tmp_path):
    (claim,) = read(table(tmp_path, GOOD))
    assert (claim.value, claim.low, claim.high) == (None, 200, 999)
    assert claim.end_date is None


def test_a_table_of_version_0_1_that_says_turnout_is_about_crowds(tmp_path):
    (claim,) = read(table(tmp_path, GOOD.replace("released,detainees", "turnout,opposition")))
    assert claim.quantity == "crowd"


def test_a_named_report_counts_as_read_and_stands_for_the_address(tmp_path):
    (claim,) = read(table(tmp_path, GOOD))
    assert (claim.status, claim.source_url) == ("read", "wire report, 15 Aug")


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        (GOOD.replace("200,999", "1000,999"), "low", "low 1000 and high 999"),
        (GOOD.replace("200,999", "many,999"), "low", "'many'"),
        (GOOD.replace("200,999", "nan,999"), "low", "'nan'"),
        (GOOD.replace("200,999", "-5,999"), "low", "'-5'"),
        (GOOD.replace("200,999", ","), "value", "at least one bound"),
        (GOOD.replace("media", "press"), "claimant_side", "'press'"),
        (GOOD.replace("released", "relesed"), "quantity", "'relesed'"),
        (GOOD.replace("2020-08-14", "14.08.2020"), "date", "'14.08.2020'"),
        (GOOD.replace("2020-08-14", "2020-08-32"), "date", "'2020-08-32'"),
        (GOOD.replace("2020-08-14,", "2020-08-14,2020-08-13"), "end_date", "got 2020-08-13"),
    ],
)
def test_a_bad_row_is_told_by_file_line_and_field(tmp_path, line, field, words):
    path = table(tmp_path, GOOD, "# a comment", line)
    with pytest.raises(ClaimError) as told:
        read(path)
    assert told.value.message.startswith(f"{path}:4, {field}: expected ")
    assert words in told.value.message


def test_a_quantity_that_nobody_knows_is_set_aside_with_its_claim_and_the_nearest_name(tmp_path):
    (claim,), _ = with_unknown(table(tmp_path, GOOD.replace("released", "relesed")))
    (why,) = unused([claim])
    assert why.reason == "quantity unknown" and why.detail == "nearest: released"


def test_a_bad_row_does_not_hide_the_good_ones(tmp_path):
    claims, wrong = scan(table(tmp_path, GOOD, GOOD.replace("200,999", "x,999"), GOOD, GOOD + ",more"))
    assert len(claims) == 2
    assert [e.message.split(":")[1].split(",")[0] for e in wrong] == ["3", "5"]


cells = st.sampled_from(
    ["", "1e999", "nan", "-1", '"', '""', "2020-02-30", "released", "media", "٣", "\x00", "#", ","]
)
anything = st.binary(max_size=400) | st.text(max_size=400).map(str.encode)
plausible = st.lists(st.lists(cells, min_size=1, max_size=15).map(",".join), max_size=6).map(
    lambda rows: "\n".join([HEAD, *rows]).encode()
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything | plausible)
def test_whatever_the_bytes_the_reader_fails_only_by_claim_error(tmp_path, garbage):
    path = tmp_path / "claims.csv"
    path.write_bytes(garbage)
    try:
        read(path)
    except ClaimError as told:
        assert str(path) in told.message
