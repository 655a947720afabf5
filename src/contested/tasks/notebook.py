"""Where results are shown in a notebook: what IPython is asked, in one place."""

from __future__ import annotations

import sys
from typing import Any


def in_notebook() -> bool:
    """Whether this runs in a notebook's kernel, which can show HTML."""
    if "IPython" not in sys.modules:
        return False
    shell = _ipython("IPython").get_ipython()
    return shell is not None and hasattr(shell, "kernel")


def put_in_cell(text: str) -> None:
    """Show HTML in the output of the cell that runs."""
    display = _ipython("IPython.display")
    display.display(display.HTML(text))


def updating(text: str) -> Any:
    """The same, as something whose `update` takes its place with other HTML."""
    display = _ipython("IPython.display")
    return display.display(display.HTML(text), display_id=True)


def as_html(text: str) -> Any:
    """What `update` takes."""
    return _ipython("IPython.display").HTML(text)


def _ipython(module: str) -> Any:
    from importlib import import_module

    return import_module(module)  # it has no types, and is there in a notebook only
