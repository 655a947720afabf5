"""Groups, order and hours of a map: read as declared, refused with the key's name."""

import pytest

from contested.forensics.table import read
from contested.forensics.table.column_map import parse
from contested.ground.errors import ReturnsError

BASE = {"title": "x", "station": {"id": "s"}, "counts": {"registered": "v", "cast": "c"},
        "contestants": {"columns": ["A", "B"]}}  # fmt: skip
HEAD = "s,v,c,A,B,obs,when,h1,h2"


def table(tmp_path, tree, *lines):
    file = tmp_path / "r.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n")
    return read.read(file, parse({**BASE, **tree}, "m.toml")).frame


def test_columns_are_read_as_declared(tmp_path):
    tree = {
        "groups": {"plain": "obs", "lot": {"column": "obs", "randomised": "station", "empty": "no"}},
        "order": {"column": "when"}, "hours": {"columns": {"10:00": "h1", "12:00": "h2"}},
    }  # fmt: skip
    frame = table(tmp_path, tree, "a,100,50,30,20, yes ,21:30,10,20", "b,100,50,30,20,,22:15,11,x", "c,9,5,3,2,no,,1,2")
    assert frame["group: plain"].to_list() == ["yes", None, "no"]
    assert frame["group by lot of station: lot"].to_list() == ["yes", "no", "no"]
    assert frame["order: place"].to_list() == [77400.0, 80100.0, None]
    assert frame["hour: 10:00"].to_list() == [10, 11, 1]
    assert frame["hour: 12:00"].to_list() == [20, None, 2]


@pytest.mark.parametrize(
    ("texts", "want"),
    [(("3", "1", "2"), [3.0, 1.0, 2.0]), (("2024-07-28 22:00", "2024-07-28 23:00", "-"), [0.0, 3600.0, None]),
     (("28.07.2024 23:00:01", "28.07.2024 23:00:00", ""), [1.0, 0.0, None]), (("a", "b", ""), [None, None, None])],
)  # fmt: skip
def test_an_order_is_numbers_times_or_dates(tmp_path, texts, want):
    lines = [f"{k},100,50,30,20,y,{t},1,2" for k, t in enumerate(texts)]
    got = table(tmp_path, {"order": {"column": "when"}}, *lines)["order: place"]
    first = min((x for x in got if x is not None), default=0.0) if texts[0][:1].isdigit() and len(texts[0]) > 2 else 0.0
    assert [None if x is None else x - first for x in got] == want


@pytest.mark.parametrize(
    ("tree", "part"),
    [
        ({"groups": "obs"}, "groups: expected a table"),
        ({"groups": {"a": 3}}, "groups.a"),
        ({"groups": {"a": {"colum": "obs"}}}, "groups.a.colum"),
        ({"groups": {"a": {"randomised": "station"}}}, "lacks groups.a.column"),
        ({"groups": {"a": {"column": "obs", "randomised": True}}}, "groups.a.randomised: expected text"),
        ({"order": {}}, "lacks order.column"),
        ({"order": "when"}, "order: expected a table"),
        ({"hours": {"columns": 4}}, "hours.columns"),
        ({"groups": {"a": "none"}}, "none"),
        ({"hours": {"columns": ["h1", "h9"]}}, "h9"),
    ],
)
def test_wrong_maps_name_the_key(tmp_path, tree, part):
    with pytest.raises(ReturnsError, match=part):
        table(tmp_path, tree, "a,100,50,30,20,yes,21:30,10,20")


def test_long_files_keep_these_columns(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("s,who,n,obs\na,A,3,yes\na,B,4,yes\nb,A,5,no\nb,B,6,no\n")
    tree = {"title": "x", "station": {"id": "s"}, "long": {"candidate": "who", "votes": "n"}, "groups": {"o": "obs"}}
    frame = read.read(file, parse(tree, "m.toml")).frame
    assert frame["group: o"].to_list() == ["yes", "no"]
