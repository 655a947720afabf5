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


def test_the_first_run_says_that_it_compiles_until_its_first_day(monkeypatch):
    from contested.tasks import progress

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "cached", lambda folder: False)
    with shown(True, compiles=True) as tell:
        tell(Progress(0, 8, "simulating"))
    assert "compiling, once, about a minute" in screen.getvalue()
    seen = []
    tell = progress._compiling(seen.append)
    tell(Progress(0, 8, "simulating"))
    tell(Progress(1, 8, "simulating"))
    assert [at.text for at in seen] == [
        "compiling, once, about a minute", "simulating; compiling, once, about a minute", "simulating"
    ]  # fmt: skip


def test_nothing_is_said_of_compiling_where_kernels_are_there(monkeypatch):
    from contested.tasks import progress

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "cached", lambda folder: folder == "street")
    with shown(True, compiles=True) as tell:
        tell(Progress(0, 8, "simulating"))
    assert "compiling" not in screen.getvalue()


def test_a_notebook_sees_a_bar_without_widgets_that_goes_at_the_end(monkeypatch):
    cells = []

    class Handle:
        update = staticmethod(cells.append)

    class Display:
        HTML = staticmethod(str)

        @staticmethod
        def display(text, display_id):
            cells.append(text)
            return Handle

    class IPython:
        get_ipython = staticmethod(lambda: type("Shell", (), {"kernel": 1}))

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    monkeypatch.setitem(sys.modules, "IPython.display", Display)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert watched()
    with shown(None) as tell:
        tell(Progress(0, 8, "simulating <i>"))
        tell(Progress(3, 8, "simulating"))  # too soon after the last one
        tell(Progress(8, 8, "simulating"))
    assert cells[0] == cells[-1] == "" and len(cells) == 4
    assert '<progress value="0" max="8"></progress> 0 of 8 simulating &lt;i&gt;' in cells[1]
    assert "8 of 8" in cells[2]
