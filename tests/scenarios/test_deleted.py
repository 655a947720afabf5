"""Parameters that are no more: folders that still set them are read with a note, settings of them are refused."""

from __future__ import annotations

import pytest

from contested.engine.params import deleted, override, walk
from contested.ground.errors import ParameterError
from contested.ground.renamed import OutdatedWarning
from contested.nation.params import NationParams
from contested.scenarios.check import check
from contested.scenarios.load import load, opened
from tests.cli.terminal import told_once, typed

OLD = """
[parameters.tactics.hardening]
prosecution = { value = 0.02, unit = "chance", source = "assumed" }
effort = { value = 0.3, unit = "level", source = "assumed" }

[parameters.detention]
"""


@pytest.fixture
def before(folder):
    """A copy of `teaching` that sets two parameters of an earlier version, and one of today's beside them."""
    file = folder / "scenario.toml"
    text = file.read_text("utf-8").replace("[parameters.opposition]", (
        '[parameters.opposition]\nfund_effect = { value = 1, unit = "level", source = "assumed" }'
    ))  # fmt: skip
    file.write_text(text + OLD, "utf-8")
    return folder


def test_a_folder_that_sets_what_is_no_more_is_read_with_a_note_each(before):
    line = 2 + before.joinpath("scenario.toml").read_text("utf-8").split("\n").index("[parameters.opposition]")
    with pytest.warns(OutdatedWarning) as noted:
        scenario = opened(before)
    assert tuple(str(w.message) for w in noted) == scenario.notes
    where = f"{before.name}/scenario.toml:{line}, opposition.fund_effect"
    assert scenario.notes[0].startswith(f"{where} is no longer a parameter, and its value is not used")
    assert "abroad.aid_effect holds for strike funds too" in scenario.notes[0]
    assert "tactics.hardening.prosecution" in scenario.notes[1]
    assert scenario.country.params.tactics["hardening"].effort == 0.3
    assert {s.name for s in scenario.settings} == {s.name for s in load("teaching").settings} | {
        "tactics.hardening.effort"
    }
    assert all(note in check(before).warnings for note in scenario.notes)


def test_shipped_folders_set_none():
    assert load("teaching").notes == () == load("belarus-2020").notes


@pytest.mark.parametrize("name", NationParams.DELETED)
def test_a_deleted_name_is_none_of_todays_and_is_refused_with_its_reason(name):
    today = {n for n, _, _ in walk(NationParams())}
    assert not any(deleted(NationParams(), n) for n in today)
    with pytest.raises(ParameterError, match="no longer a parameter") as refused:
        override(NationParams(), {name.replace("*", "hardening"): 0.1})
    assert refused.value.hint == NationParams.DELETED[name]


def test_through_the_command_line_the_reason_is_given_once(tmp_path):
    done = typed("simulate", "teaching", "--set", "opposition.fund_effect=1", "--out", tmp_path / "run")
    told_once(done, "ParameterError", "'opposition.fund_effect' is no longer a parameter", "abroad.aid_effect")
    assert list(tmp_path.iterdir()) == []
