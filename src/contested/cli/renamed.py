"""Old names of options: accepted for one version, with a warning on stderr, and not listed by `--help`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from contested.cli.errors import say

#: new names by old names, for each command
RENAMED = {
    "calibrate": {"--last": "--until"},
    "compare": {"--draws": "--posterior", "--from": "--posterior"},
    "check": {"--from": "--format"},
    "import": {"--from": "--format"},
}


class Renamed(TyperCommand):
    """A command that also understands the old names of its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # the context's class moves between typer's versions
        typed = {arg.partition("=")[0] for arg in args}
        names = {old: new for old, new in RENAMED[str(self.name)].items() if old in typed}
        # `calibrate --until` was the last day fitted, and is the last day simulated
        if self.name == "calibrate" and "--until" in typed and "--fit-until" not in typed:
            names["--until"] = "--fit-until"
        for old, new in names.items():
            say(f"note: {old} is now called {new}; the old name goes in the next version")
        return super().parse_args(ctx, [_spelled(arg, names) for arg in args])


def _spelled(arg: str, names: dict[str, str]) -> str:
    name, equals, value = arg.partition("=")
    return names.get(name, name) + equals + value
