"""Nothing that a terminal or a page would obey is left in a text that is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.ground.errors import ContestedError, InputError
from contested.ground.visible import all_visible, visible

OBEYED = {"Cc", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(codec=None)))
def test_nothing_is_obeyed(text):
    shown = visible(text)
    shown.encode()
    for c in shown:
        assert c in "\n\t" or unicodedata.category(c) not in OBEYED
        assert unicodedata.bidirectional(c) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@pytest.mark.parametrize("text", [
    "Minsk", "Мінск", "Łódź", "میخواهم", "东京", "a\u200db", "\N{ZERO WIDTH NON-JOINER}", "🇧🇾",
    "-5 °C\nnext\tcell", "é",
])  # fmt: skip
def test_text_of_any_script_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize("text, shown", [
    ("\x1b[31mred", "\\x1b[31mred"), ("\x9b2J", "\\x9b2J"), ("a\rb", "a\\x0db"), ("\x07", "\\x07"), ("\x00", "\\x00"),
    ("\u202etxt.exe", "\\u202etxt.exe"), ("\u2066x\u2069", "\\u2066x\\u2069"), ("\ud800", "\\ud800"),
    ("\x7f", "\\x7f"), ("a\u200eb\ufeff", "ab"), ("\U000e0041", "\\ue0041"), ("\u2028", "\\u2028"),
])  # fmt: skip
def test_what_would_be_obeyed_is_written_out(text, shown):
    assert visible(text) == shown


def test_texts_within_values():
    assert all_visible({"\x1b": ["\x07", ("\u202e",), 3, None]}) == {"\\x1b": ["\\x07", ("\\u202e",), 3, None]}


def test_errors_show_what_they_quote():
    for kind in (ContestedError, InputError):
        error = kind("got \x1b]0;evil\x07", "try \u202e")
        assert str(error) == "got \\x1b]0;evil\\x07\n\nhint: try \\u202e" and error.args == ("got \\x1b]0;evil\\x07",)
