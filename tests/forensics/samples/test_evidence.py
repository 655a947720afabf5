"""Evidence joins by station and nothing gets lost on the way."""

from __future__ import annotations

import polars as pl
import pytest

from contested.forensics.samples.evidence import UNKNOWN, counts, find, match, read, table
from contested.forensics.table.cells import Cells
from contested.ground.errors import InputError
from tests.forensics.files import shared

MAP = {
    "key": "id", "area": {"column": "id", "first": 2}, "registrations": {"T": "t_reg"}, "photos": {"T": "t_photo"},
    "flags": {"late": "late"},
}  # fmt: skip
MAP_TEXT = """
key = "id"
area = { column = "id", first = 2 }
[registrations]
Tikhanovskaya = "tihanovkaja_registered"
Lukashenko = "lukashenko_registered"
[photos]
Tikhanovskaya = "tihanovkaja_photoVoices"
"""


def raw(**columns) -> Cells:
    base = {"id": ["01-1", "01-2", "02-1"], "t_reg": ["5", "", "7.0"], "t_photo": ["1", "2", "3"],
            "late": ["True", "", "no"]}  # fmt: skip
    return Cells(pl.DataFrame({**base, **columns}), pl.Series([2, 3, 4]), source="e.csv")


def test_what_is_empty_is_not_known_and_never_zero():
    evidence = table(raw(), MAP)
    assert counts(evidence, "registrations", "T").tolist() == [5, UNKNOWN, 7]
    assert evidence.frame["flags:late"].to_list() == [True, None, False]
    assert evidence.frame["area"].to_list() == ["01", "01", "02"]


def test_every_key_without_partner_is_reported_and_order_is_the_returns():
    found = match(table(raw(), MAP), ["02-1", "99-9", "01-1"])
    assert counts(found.evidence, "photos", "T").tolist() == [3, UNKNOWN, 1]
    assert found.without_evidence == ("99-9",)
    assert found.without_returns == ("01-2",)
    said = find(table(raw(), MAP), ["02-1", "99-9", "01-1"])
    assert said.value == pytest.approx(2 / 3)
    assert said.tables["without returns"]["station"].to_list() == ["01-2"]
    assert "1 of its stations have no return" in said.says


def test_keys_match_as_spreadsheets_spell_them_and_never_two_stations():
    evidence = table(raw(id=["1", "PS 4", "7"]), {**MAP, "area": "late"})
    found = match(evidence, ["001", "ps  04", "007", "0007"])
    assert counts(found.evidence, "photos", "T").tolist() == [1, 2, UNKNOWN, UNKNOWN]
    assert found.without_returns == ("7",) and found.without_evidence == ("007", "0007")
    exact = match(evidence, ["001", "7", "07"])
    assert counts(exact.evidence, "photos", "T").tolist() == [1, 3, UNKNOWN]


def test_no_station_at_all_is_said_not_raised():
    assert find(table(raw(), MAP), []).value is None


@pytest.mark.parametrize(("columns", "where"), [
    ({"id": ["a", "a", "b"]}, "line 3, column 'id'"),
    ({"id": ["a", "", "b"]}, "line 3, column 'id'"),
    ({"t_reg": ["1", "x", "2"]}, "line 3, column 't_reg'.*'x'"),
    ({"t_photo": ["1", "2", "-3"]}, "line 4, column 't_photo'.*'-3'"),
    ({"t_photo": ["1", "2.5", "3"]}, "line 3, column 't_photo'.*'2.5'"),
    ({"late": ["True", "perhaps", ""]}, "line 3, column 'late'.*perhaps"),
])  # fmt: skip
def test_bad_input_names_row_column_and_value(columns, where):
    with pytest.raises(InputError, match=where):
        table(raw(**columns), MAP)


def test_a_wrong_map_is_told_what_is_there():
    with pytest.raises(InputError, match="t_reg"):
        table(raw(), {**MAP, "registrations": {"T": "t_regs"}})
    with pytest.raises(InputError, match="photos"):
        table(raw(), {**MAP, "photo": {}})
    with pytest.raises(InputError, match="lacks key"):
        table(raw(), {})
    with pytest.raises(InputError, match="comes twice"):
        match(table(raw(), MAP), ["01-1", "01-1"])
    with pytest.raises(InputError, match="no photos"):
        counts(table(raw(), MAP), "photos", "L")


def test_files_are_read_with_their_map(tmp_path):
    (tmp_path / "map.toml").write_text(MAP_TEXT)
    with pytest.raises(InputError, match="cannot be opened"):
        read(tmp_path / "none.csv", tmp_path / "map.toml")
    (tmp_path / "bad.toml").write_text("key = ")
    (tmp_path / "e.csv").write_text("id\n1\n")
    with pytest.raises(InputError, match="not TOML"):
        read(tmp_path / "e.csv", tmp_path / "bad.toml")


def test_belarus_2020_sums(tmp_path):
    (tmp_path / "map.toml").write_text(MAP_TEXT)
    evidence = read(shared("belarus_2020_voice.csv"), tmp_path / "map.toml")
    assert evidence.frame.height == 5_709
    assert counts(evidence, "registrations", "Tikhanovskaya").sum() == 893_633
    assert counts(evidence, "photos", "Tikhanovskaya").sum() == 530_047
    (tmp_path / "zubr.toml").write_text('key = "id"\n[flags]\nlate = "late-report"\n')
    flags = read(shared("belarus_2020_zubr.csv"), tmp_path / "zubr.toml")
    found = match(flags, evidence.frame["station"])
    assert (len(found.without_evidence), len(found.without_returns)) == (3, 61)
    assert flags.frame["flags:late"].sum() == 353
