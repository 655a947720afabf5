"""The one place where errors are caught: printed once on stderr, with a hint and an exit code, never a traceback.

Exit codes: 2 for the caller's mistakes, 1 for what went wrong later, 130 for Ctrl-C.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from typing import ParamSpec

import typer

from contested.ground.errors import ContestedError, InputError

P = ParamSpec("P")
#: set by `contested --debug`: defects are raised whole
debug = False


def exits(command: Callable[P, None]) -> Callable[P, None]:
    """Wrap a command so that it ends with an exit code and a message instead of an exception.

    Its docstring, which is its help, flows into lines as long as the terminal is wide.
    """

    @functools.wraps(command)
    def wrapped(*args: P.args, **options: P.kwargs) -> None:
        try:
            command(*args, **options)
        except ContestedError as error:
            say(f"{type(error).__name__}: {error}")
            raise typer.Exit(2 if isinstance(error, InputError) else 1) from None
        except KeyboardInterrupt as stopped:  # a Stopped says how to resume; a second Ctrl-C says nothing
            say(str(stopped) or "stopped; `contested resume RUN` continues a run that had begun")
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if debug:
                raise
            say(f"this is a defect in contested, not in your input: {type(error).__name__}: {error}\n\n"
                "hint: please report it, with what `contested --debug ...` prints instead")  # fmt: skip
            raise typer.Exit(1) from None

    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    wrapped.__doc__ = "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)
    return wrapped


def say(text: str) -> None:
    """Print one message on stderr."""
    print(text, file=sys.stderr, flush=True)
