"""The commands as Markdown, read from the same declarations that print `--help`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from typing import Any, get_args, get_type_hints

from tables.page import Link, table


def cli(link: Link) -> str:
    """Every command with its arguments and options."""
    import typer

    from contested.cli.main import app

    parts = []
    group = typer.main.get_command(app)
    for name in group.list_commands(None):
        command = group.commands[name]
        under = getattr(command, "commands", None)
        if under:
            parts += [_command(f"contested {name} {n}", c) for n, c in under.items()]
        else:
            parts.append(_command(f"contested {name}", command))
    return "\n\n".join(parts)


def _command(name: str, command: Any) -> str:
    usage = [name, *(p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument")]
    if any(p.param_type_name == "option" for p in command.params):
        usage.append("[OPTIONS]")
    parts = [f"## {name}", _words(command.help or ""), f"```text\n{' '.join(usage)}\n```"]
    hints = get_type_hints(inspect.unwrap(command.callback))
    rows = [
        (f"`{_spelled(p, _choices(hints.get(p.name)))}`", _words(p.help or ""), _default(p)) for p in command.params
    ]
    if rows:
        parts.append(table(("argument or option", "meaning", "default"), rows))
    if command.epilog:
        head, *lines = command.epilog.split("\n\n")
        parts.append(f"{head}\n\n```text\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(parts)


def _spelled(p: Any, choices: Sequence[str] = ()) -> str:
    if p.param_type_name == "argument":
        return p.metavar or p.name.upper()
    spelled = "/".join([*p.opts, *p.secondary_opts])
    if p.secondary_opts or p.default is False:
        return spelled
    return f"{spelled} {p.metavar or '|'.join(choices) or p.name.upper()}"


def _choices(hint: Any) -> list[str]:
    """The words of a Literal, or of one that may be left out."""
    return [word for word in (hint, *get_args(hint)) if isinstance(word, str)] or [
        word for part in get_args(hint) for word in get_args(part) if isinstance(word, str)
    ]


def _default(p: Any) -> str:
    if p.required:
        return "must be given"
    if isinstance(p.show_default, str):
        return p.show_default
    if isinstance(p.default, bool):
        return p.opts[0] if p.default else "no"
    return "" if p.default in (None, "") else f"`{p.default}`"


def _words(text: str) -> str:
    """Help text without the terminal's markup."""
    return re.sub(r"\[bold\](.*?)\[/bold\]", r"`\1`", text)
