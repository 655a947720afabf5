"""A command as typer runs it: old names of options, one help text, and errors as a message and an exit code.

Exit codes: 2 for the caller's mistakes, 1 for what went wrong later, 130 for Ctrl-C, 143 for SIGTERM,
129 for SIGHUP.
"""

from __future__ import annotations

import inspect
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from contested.cli import as_json, memory
from contested.ground.errors import ContestedError, GuessedEncoding, InputError, NoLocks, UnusedSetting
from contested.ground.renamed import OutdatedWarning
from contested.ground.visible import visible

#: set by `contested --debug`: defects are raised whole
debug = False
#: new names of options by their old ones, accepted for one version and not listed by `--help`
RENAMED = {
    "calibrate": {"--last": "--until"},
    "compare": {"--draws": "--posterior", "--from": "--posterior"},
    "check": {"--from": "--format"},
    "import": {"--from": "--format"},
}


class Command(TyperCommand):
    """A command whose docstring, which is its help, flows into lines as long as the terminal is wide.

    It understands the old names of its options, with a warning, and ends with an exit code and a message instead of an
    exception. A message about an argument of the function behind names the option that was typed.
    """

    def __init__(self, name: str | None, *, help: str | None = None, **options: Any) -> None:
        paragraphs = inspect.cleandoc(help or "").split("\n\n")
        super().__init__(name, help="\n\n".join(p.replace("\n", " ") for p in paragraphs), **options)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # the context's class moves between typer's versions
        typed = {arg.partition("=")[0] for arg in args}
        names = {old: new for old, new in RENAMED.get(str(self.name), {}).items() if old in typed}
        # `calibrate --until` was the last day fitted, and is the last day simulated
        if self.name == "calibrate" and "--until" in typed and "--fit-until" not in typed:
            names["--until"] = "--fit-until"
        for old, new in names.items():
            say(f"note: {old} is now called {new}; the old name will be removed in the next version")
        ctx.meta["typed"] = [_spelled(arg, names) for arg in args]
        with exits():
            return super().parse_args(ctx, [*ctx.meta["typed"]])

    def invoke(self, ctx: Any) -> Any:
        with exits():
            try:
                with _notes(), _names(ctx.params.get("with_names")):
                    return super().invoke(ctx)
            except InputError as error:
                argument, colon, rest = error.message.partition(":")
                error.message = self._typed(argument) + colon + rest
                raise

    def _typed(self, argument: str) -> str:
        """How an argument is typed: its option, or its name in the usage; any other word as it is."""
        for p in self.params:
            if p.name == argument.replace("-", "_"):
                return p.opts[0] if p.param_type_name == "option" else str(p.metavar or p.name).strip("[]")
        return argument


#: warnings that are said in one line
_NOTED = (OutdatedWarning, NoLocks, GuessedEncoding, UnusedSetting)


@contextmanager
def _notes() -> Iterator[None]:
    """What is read although it goes in a later version, a guess, a missing lock, and a setting without effect are said
    in one line, once."""
    shown: set[str] = set()

    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not issubclass(category, _NOTED):
            before(message, category, filename, lineno, file, line)
        elif str(message) not in shown:
            shown.add(str(message))
            say(f"note: {message}")

    with warnings.catch_warnings():
        before = warnings.showwarning
        for noted in _NOTED:
            warnings.simplefilter("always", noted)
        warnings.showwarning = show
        yield


def _names(setting: str | None) -> AbstractContextManager[None]:
    """Whose names a command shows; what knows names is loaded for those who ask only."""
    if setting is None:
        return nullcontext()
    from contested.claims.people import names_shown

    return names_shown(setting)


def _spelled(arg: str, names: dict[str, str]) -> str:
    name, equals, value = arg.partition("=")
    return names.get(name, name) + equals + value


@contextmanager
def exits() -> Iterator[None]:
    """The one place where errors are caught: printed once on stderr, with a hint and an exit code, never a traceback.
    """
    try:
        yield
    except ContestedError as error:
        say(f"{type(error).__name__}: {error}")
        raise typer.Exit(2 if isinstance(error, InputError) else 1) from None
    except KeyboardInterrupt as stopped:  # a Stopped says how to resume; a second Ctrl-C says nothing
        say(str(stopped) or "stopped; `contested resume RUN` continues a run that had begun")
        raise typer.Exit(128 + getattr(stopped, "signal", int(signal.SIGINT))) from None
    except TyperException as error:  # typer prints it, with what was typed
        error.message = visible(error.message)
        raise
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except BaseException as error:  # a panic of polars is no Exception
        if memory.ran_out(error):
            say(f"NotEnoughMemory: memory ran out ({type(error).__name__}).\n\n"
                "hint: a larger --scale, fewer --workers, or a higher limit (ulimit -v); what is finished stays")
            raise typer.Exit(1) from None
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        # of a folder that may not be entered not even `Path.is_file` answers, before Python 3.14
        if isinstance(error, PermissionError) and error.filename is not None:
            say(f"InputError: {os.fsdecode(error.filename)}: expected a file or folder that may be opened; got "
                f"{(error.strerror or 'a refusal').lower()}.\n\n"
                "hint: check its permissions and those of the folders above it, or name another")  # fmt: skip
            raise typer.Exit(2) from None
        if debug:
            raise
        say(f"this is a defect in contested, not an error in your input: {type(error).__name__}: {error}\n\n"
            "hint: please report it, with what `contested --debug ...` prints instead")  # fmt: skip
        raise typer.Exit(1) from None


def say(text: str) -> None:
    """Print one message on stderr."""
    if sys.stderr is None:  # closed: nobody reads it
        return
    try:
        print(visible(text), file=sys.stderr, flush=True)
    except OSError:
        # full: what is left in its buffer would change the exit code when Python ends
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  # open until Python ends


def line(text: object) -> None:
    """Print one line of results; with `tables`, the only way to standard output."""
    shown = as_json.document()
    if shown is not None:
        shown.line(visible(str(text)))
    else:
        print(visible(str(text)))
