"""Every parameter says over what it is one number."""

from __future__ import annotations

from contested.engine.params import SCOPES, walk
from contested.nation.params import NationParams


def test_every_parameter_of_the_nation_has_a_scope():
    scope = {name: declared.scope for name, _, declared in walk(NationParams())}
    assert set(scope.values()) == set(SCOPES), [n for n, s in scope.items() if s is None]


def test_tables_of_kinds_are_by_kind_and_what_countries_were_retuned_by_is_by_country():
    scope = {name: declared.scope for name, _, declared in walk(NationParams())}
    assert all(s == "kind" for n, s in scope.items() if n.count(".") == 2)
    assert {scope[n] for n in ("citizens.shock_size", "street.cost", "security.arrests_per_officer")} == {"country"}
    assert scope["street.temperature"] == "universal"
