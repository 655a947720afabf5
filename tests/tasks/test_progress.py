"""Progress goes to a callback, to a bar where somebody watches, or nowhere."""

import io
import sys

import pytest

from contested.ground.errors import InputError
from contested.ground.progress import Progress, silent
from contested.tasks.progress import shown, watched


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self):
        return True


def test_a_callback_is_handed_on_as_it_is():
    seen = []
    with shown(seen.append) as tell:
        tell(Progress(1, 2, "a"))
    assert seen == [(1, 2, "a")]


def test_nothing_is_shown_where_nobody_watches_or_wants_it(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    for option in (None, False):
        with shown(option) as tell:
            assert tell is silent
    monkeypatch.setattr(sys, "stderr", Terminal())
    with shown(False) as tell:
        assert tell is silent


@pytest.mark.parametrize("option", [None, True])
def test_a_terminal_sees_a_bar_with_the_stage(monkeypatch, option):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    assert watched()
    with shown(option) as tell:
        tell(Progress(text="reading the returns"))
        tell(Progress(3, 8, "simulating"))
        tell(Progress(8, 8, "simulating"))
    text = screen.getvalue()
    assert "simulating" in text and "8/8" in text


@pytest.mark.parametrize("option", ["yes", 3])
def test_anything_else_is_refused(option):
    with pytest.raises(InputError, match="progress: expected True, False or a callable"), shown(option):
        pass
