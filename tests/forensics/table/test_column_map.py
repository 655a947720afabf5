"""A map says what columns mean; what it cannot mean is refused with the nearest thing it could."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.table.column_map import Contestants, load_map, maps, parse
from contested.forensics.table.returns import pick
from contested.ground.errors import ReturnsError

SMALL = """
title = "Ruritania"
[station]
id = ["district", "number"]
[counts]
registered = "voters"
issued = ["early", "room"]
cast = ["valid", "invalid"]
[contestants]
leader = "Rudolf"
matching = '^votes for (.+)$'
"""


def written(tmp_path, text: str):
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_small_map_is_read_whole(tmp_path):
    found = load_map(written(tmp_path, SMALL))
    assert found.station == ("district", "number")
    assert found.counts == {"registered": ("voters",), "issued": ("early", "room"), "cast": ("valid", "invalid")}
    header = ("votes for Rudolf V", "votes for Michael", "voters")
    assert found.contestants.find(header, "f") == {"Rudolf V": header[0], "Michael": header[1]}


@pytest.mark.parametrize("name", maps())
def test_maps_of_the_library_are_found_by_name(name):
    found = load_map(name)
    if found.long is None and found.leader:
        assert pick(found.leader, tuple(found.contestants.columns)) == found.leader


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (("title =", "titel ="), "unknown key titel", "'title'"),
        (("registered =", "registred ="), "unknown key counts.registred", "'registered'"),
        (("leader =", "ledaer ="), "unknown key contestants.ledaer", "'leader'"),
        (('title = "Ruritania"', ""), "lacks title", ""),
        (("cast =", "invalid ="), "cast, or valid", ""),
        (('"voters"', "3"), "counts.registered: expected a list", ""),
        (('"voters"', "[]"), "at least one column", ""),
        (("'^votes for (.+)$'", "'(votes'"), "in the pattern '(votes'", ""),
        (("'^votes for (.+)$'", "'(?=votes).+'"), "look-around", "no look-around"),
        (("'^votes for (.+)$'", "'((a{999}){999})'"), "exceeds size limit", ""),
        (("'^votes for (.+)$'", f"'{'a?' * 300}'"), "more than 500 characters", ""),
        (("matching =", 'columns = ["A"]\nmatching ='), "either columns or matching", ""),
        (("[station]", "[file]\ndelimiter = ';;'\n[station]"), "expected one ASCII sign", ""),
        (("[station]", "[file]\ndecimal = '-'\n[station]"), "file.decimal", ""),
        (("[station]", "[file]\nskip_rows = -1\n[station]"), "file.skip_rows", ""),
        (("[station]", "[units]\nregion = {column = 'a', matching = 'b'}\n[station]"), "no group in parentheses", ""),
        (("[station]", "[station"), "is not TOML", ""),
    ],
)
def test_a_wrong_map_is_refused_with_what_is_wrong(tmp_path, change, message, hint):
    assert change[0] in SMALL
    with pytest.raises(ReturnsError) as refused:
        load_map(written(tmp_path, SMALL.replace(*change, 1)))
    assert message in refused.value.message
    assert refused.value.message.startswith("map.toml") or "map.toml" in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "^(a|a)*?$", "^([a-zA-Z]+)*$", "(.*a){20}$"])
def test_a_pattern_that_would_be_searched_for_years_takes_no_time(tmp_path, pattern):
    mapped = load_map(written(tmp_path, SMALL.replace("^votes for (.+)$", pattern)))
    header = tuple("a" * n + "!" for n in range(100, 2000, 100))
    with pytest.raises(ReturnsError, match="no column matches the contestants' pattern"):
        mapped.contestants.find(header, "returns.csv")


def test_the_first_group_of_a_pattern_names_a_contestant(tmp_path):
    def names(pattern):
        mapped = load_map(written(tmp_path, SMALL.replace("^votes for (.+)$", pattern).replace("leader =", "#")))
        return list(mapped.contestants.find(("number", "votes for Anna", "votes for Bo", "votes"), "returns.csv"))

    assert names("^votes for (.+)$") == ["Anna", "Bo"]
    assert names("^votes for") == ["votes for Anna", "votes for Bo"]
    assert names("^votes for (A.+)?") == ["Anna", "votes for Bo"]


def test_a_map_that_is_not_there_names_the_nearest():
    with pytest.raises(ReturnsError, match=r"did you mean 'russia-2018'\?"):
        load_map("rusia-2018")
    with pytest.raises(ReturnsError, match=r"nowhere\.toml: the map cannot be opened"):
        load_map("nowhere.toml")


def test_a_map_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "map.toml"
    path.write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(ReturnsError, match="not UTF-8"):
        load_map(path)


def test_a_name_that_matches_twice_lists_both():
    names = ("Communist Party", "Communists of Ruritania", "Liberals")
    with pytest.raises(ReturnsError, match="2 names: 'Communist Party' and 'Communists of Ruritania'"):
        pick("communist", names)
    assert pick("Communist Party", names) == names[0]
    assert pick("liber", names) == names[2]
    with pytest.raises(ReturnsError, match="did you mean 'Liberals'"):
        pick("Librals", names)


def test_two_columns_that_read_as_one_contestant_are_refused(tmp_path):
    found = load_map(written(tmp_path, SMALL))
    with pytest.raises(ReturnsError, match="both read as 'A'"):
        found.contestants.find(("votes for A", "votes for A"), "f")
    with pytest.raises(ReturnsError, match="no column matches"):
        found.contestants.find(("a", "b"), "f")


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["title", "station", "id", "counts", "registered", "cast", "contestants", "leader", "columns",
                         "matching", "file", "units", "evidence", "identities", "place", "x"]), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip


KEYS = st.sampled_from(["title", "station", "counts", "contestants", "file", "units", "evidence"])


@settings(deadline=None)
@given(st.dictionaries(KEYS, TREES))
def test_any_tree_is_a_map_or_an_error_of_ours(tree):
    try:
        found = parse(tree)
    except ReturnsError as error:
        assert error.message
    else:
        assert found.title == tree["title"]


def test_a_group_that_matches_nothing_gives_no_name():
    found = Contestants(matching="(x)?votes").find(("votes for A", "votes for B"), "f")
    assert list(found) == ["votes for A", "votes for B"]
