"""Names for R and Stata: any text becomes one, and different texts stay different."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from contested.ground.safe_names import LONGEST, RESERVED, safe_name, safe_names

VARIABLE = re.compile(r"[a-z][a-z0-9_]{0,31}")


def test_names_that_are_known():
    assert safe_name("detention.hold_limit") == "detention_hold_limit"
    assert safe_name("custody[Orvane detention centre]").startswith("custody_orvane_detention_ce")
    assert safe_name("crowd") == "crowd"
    assert [safe_name(w) for w in ("if", "TRUE", "str20", "_N", "5 %", "")] == [
        "if_", "true_", "str20_", "n", "x_5", safe_name("")
    ]  # fmt: skip
    assert safe_name("Überraschung") == "uberraschung"
    assert safe_name("honestElections") == "honest_elections"


@given(st.lists(st.text(max_size=60), unique=True, max_size=30))
def test_any_texts_become_names_of_their_own(texts):
    names = safe_names(texts)
    assert len(set(names)) == len(texts) == len(names)
    for name in names:
        assert VARIABLE.fullmatch(name) and len(name) <= LONGEST and name not in RESERVED


@given(st.text(max_size=60))
def test_a_safe_name_is_left_alone(text):
    assert safe_name(safe_name(text)) == safe_name(text)
