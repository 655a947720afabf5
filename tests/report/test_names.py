"""Long names shorten themselves, and nobody has to guess the whole."""

import pytest

from contested.report.names import shortened
from contested.report.pages.named import Shortening, whole

LONG = "Territorial election commission of the northern district of the city of Elsewhere No. 17"


@pytest.mark.parametrize("room", [12, 13, 30, 44])
def test_a_long_name_keeps_both_ends_and_fits(room):
    short = shortened(LONG, room)
    assert len(short) <= room and "…" in short
    assert LONG.startswith(short.split("…")[0]) and LONG.endswith(short.split("…")[1])


def test_a_short_name_stays():
    assert shortened("A") == "A" and str(whole("A & B")) == "A &amp; B"


def test_names_within_a_text_shorten_and_everything_is_escaped():
    out = str(Shortening([LONG, LONG + " <b>", "A"])(f"<i>A</i> at {LONG} <b>, and {LONG}."))
    assert out.count("<abbr") == 2 and f'title="{LONG} &lt;b&gt;"' in out and f'title="{LONG}"' in out
    assert "<i>" not in out and "<b>" not in out
