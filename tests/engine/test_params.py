"""Parameters: declared once, checked always."""

from dataclasses import replace

import pytest

from contested.engine import params as engine_params
from contested.engine.params import current, declarations, describe, override, walk
from contested.ground.errors import ParameterError
from contested.nation.params import NationParams
from tests.engine.toy import StreetParams, ToyParams


def test_a_setting_changes_one_number_and_leaves_the_original():
    params = ToyParams()
    changed = override(params, {"street.pull": "0.25"})
    assert changed.street.pull == 0.25
    assert params.street.pull == 0.6
    assert changed.street.weariness == params.street.weariness


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"street.pul": 0.5}, "did you mean 'street.pull'"),
        ({"street": 0.5}, "no parameter"),
        ({"street.pull": "much"}, "expected a number in share; got 'much'"),
        ({"street.pull": 60}, "60 % is 0.6"),
        ({"street.pull": float("nan")}, "must lie within 0 to 1"),
        ({"street.weariness": 48}, "48 hours is 2 days"),
    ],
)
def test_a_bad_setting_says_what_was_expected_and_what_to_do(settings, says):
    with pytest.raises(ParameterError) as caught:
        override(ToyParams(), settings)
    assert says in str(caught.value)


def test_settings_are_looked_up_without_a_walk(monkeypatch):
    """A member of an ensemble sets half of all parameters; a walk for each took longer than the run."""
    walks = []
    monkeypatch.setattr(engine_params, "walk", lambda group: walks.append(1) or walk(group))
    changed = override(ToyParams(), {"street.pull": 0.25, "street.weariness": 3})
    assert (changed.street.pull, changed.street.weariness) == (0.25, 3) and not walks


def test_a_parameter_is_set_by_its_former_name_too_and_a_row_of_kinds_by_its_own():
    params = NationParams()
    assert current(params, "outcome.held") == "outcome.repression"
    assert override(params, {"outcome.held": 0.5}).outcome.repression == 0.5
    assert {n for n, _, _ in walk(params)} == set(declarations(params))
    longer = replace(params, forms=params.forms.replaced("motorcade"))
    assert "forms.motorcade.base" in declarations(longer) and "forms.motorcade.base" not in declarations(params)


def test_assumed_numbers_come_first_in_the_description():
    rows = describe(ToyParams())
    assert [r["source"] for r in rows] == ["assumed", "granovetter1978"]
    assert rows[0]["name"] == "street.weariness"
    assert rows[0]["unit_meaning"].startswith("days")


def test_walk_reads_a_single_table_too():
    assert [name for name, _, _ in walk(StreetParams())] == ["pull", "weariness"]
