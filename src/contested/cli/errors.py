"""The one place where errors are caught: told once, on stderr, with a hint and an exit code, never a traceback.

Exit codes: 2 for the caller's mistakes, 1 for what the run met, 130 for Ctrl-C.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import typer

from contested.ground.errors import ContestedError, InputError

#: set by `contested --debug`: defects are raised whole
debug = False


def errors_told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a command so that it ends in words."""

    @functools.wraps(command)
    def wrapped(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except ContestedError as error:
            say(f"{type(error).__name__}: {error}")
            raise typer.Exit(2 if isinstance(error, InputError) else 1) from None
        except KeyboardInterrupt as stopped:  # studies.interrupt.Stopped says where, a second Ctrl-C says nothing
            say(str(stopped) or "stopped; `contested resume RUN` continues a run that had begun")
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if debug:
                raise
            said = f"{type(error).__name__}: {error}"
            say(f"this is a defect in contested, not in what you asked: {said}\n\n"
                "hint: report it, with what `contested --debug ...` prints in its place")  # fmt: skip
            raise typer.Exit(1) from None

    return wrapped


def say(text: str) -> None:
    """One message on stderr."""
    print(text, file=sys.stderr, flush=True)
