"""A user's own defaults of options: config.toml in the user's folder of settings, or the file that CONTESTED_CONFIG
names.

    [defaults]          # every command that has the option
    workers = 4

    [simulate]
    scale = 10
    report = false

Options are written without dashes; what is typed takes precedence.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs
import typer

from contested.ground.errors import InputError, closest

# typer carries a click of its own, whose classes have no public names: groups, commands and options are Any here
#: names the file; empty for none
VARIABLE = "CONTESTED_CONFIG"
EVERY = "defaults"
#: options that no file may set: where results go, and what is printed in which form, is said where it is wanted
NEVER = frozenset(("out", "json", "help", "from", "overwrite"))


def path() -> Path | None:
    """The file that is read, whether it is there or not; None if CONTESTED_CONFIG is empty."""
    chosen = os.environ.get(VARIABLE)
    if chosen is None:
        return platformdirs.user_config_path("contested") / "config.toml"
    return Path(chosen) if chosen.strip() else None


def read(group: Any) -> dict[str, dict[str, Any]]:
    """The file's options by command; none if there is no file.

    Parameters
    ----------
    group : typer's group of commands

    Raises
    ------
    InputError
        If the file cannot be read, names a command or option that there is not, or a value that an option does not
        take.
    """
    file = path()
    if file is None or not file.is_file():
        if file is not None and VARIABLE in os.environ:
            raise InputError(f"{VARIABLE}: {file} is not there.", "name a file, or leave the variable out")
        return {}
    from contested.files import read_toml, refusing

    table = read_toml(file, refusing(InputError, f"{file}: expected settings", "see `contested config --help`"))
    commands = dict(_commands(group))
    for name, settings in table.items():
        if name != EVERY and name not in commands:
            raise InputError(f"{file}: expected a command or [{EVERY}]; got [{name}].", closest(name, list(commands)))
        if not isinstance(settings, Mapping):
            raise InputError(f"{file}: {name}: expected a table of options; got {settings!r}.",
                             f"write it below [{EVERY}]")  # fmt: skip
        known = {key for command in commands.values() for key in command} if name == EVERY else commands[name].keys()
        for key in settings:
            if key not in known:
                raise InputError(f"{file}: [{name}]: expected an option; got {key!r}.", closest(key, sorted(known)))
    found: dict[str, dict[str, Any]] = {}
    for name, options in commands.items():
        found[name] = {}
        for part in (EVERY, name):
            for key, value in table.get(part, {}).items():
                if key in options:
                    _check(group, options[key], value, f"{file}: [{part}] {key}")
                    found[name][key] = value
    return found


def _check(command: Any, option: Any, value: Any, where: str) -> None:
    """Refuse a value that the option would refuse if it were typed, naming the file and not the option alone."""
    try:
        option.process_value(typer.Context(command), value)
    except InputError as error:  # of `options.one_of`
        words = error.message.removeprefix(f"{option.opts[0]}: ")
        raise InputError(f"{where}: {words}", error.hint or "see the help of the command") from None
    except typer.BadParameter as error:
        raise InputError(f"{where}: {error.message}; got {value!r}.", "see the help of the command") from None


def defaults(group: Any) -> dict[str, Any]:
    """What the file sets, as typer takes it: by command, and by argument of its function.

    Raises
    ------
    InputError
        As `read`.
    """
    found: dict[str, Any] = {}
    names = dict(_commands(group))
    for command, settings in read(group).items():
        at = found
        for part in command.split(" "):
            at = at.setdefault(part, {})
        at.update({names[command][key].name: value for key, value in settings.items()})
    return found


def _commands(group: Any, before: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Commands by name ("claims check"), each with its options as they are written."""
    out = []
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            out += _commands(command, f"{before}{name} ")
        else:
            spelled = {p.opts[0].lstrip("-").replace("-", "_"): p for p in command.params
                       if p.param_type_name == "option"}  # fmt: skip
            out.append((f"{before}{name}", {k: v for k, v in spelled.items() if k not in NEVER}))
    return out
