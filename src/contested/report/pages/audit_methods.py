"""The methods box of an audit's page: tests and their assumptions, honest elections, versions, and how to repeat it."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from contested.forensics.controls import WORLDS
from contested.ground import commands
from contested.report.pages.cells import Cell, Table, code

if TYPE_CHECKING:
    from contested.forensics.controls import Control
    from contested.forensics.suite import AuditResult
    from contested.report.language.catalogue import Language

_NONE = "–"


def tests(audited: AuditResult, say: Language) -> Table:
    """A row a test: what it assumes, when it alarms, how it misleads, and its alarms on honest elections."""
    rows = []
    for f in audited.findings:
        if f.name in ("fingerprint", "plausibility"):  # pictures, and a section of its own
            continue
        nothing = say("nothing; arithmetic") if f.kind == "proof" else _NONE
        mine = [c for c in audited.controls if c.name == f.name]
        rows.append((
            Cell(say(f.title), "strong"), say(f.assumes) if f.assumes else nothing,
            say(f.rule) if f.rule else _NONE, say(f.fails_when) if f.fails_when else _NONE,
            "; ".join(rate(c, say) for c in mine) or _NONE,
        ))  # fmt: skip
    heads = ("test", "assumes", "alarms when", "misleads when", "alarms on honest elections")
    return Table([say(h) for h in heads], rows, "methods")


def rate(c: Control, say: Language) -> str:
    """How often a test alarmed in one world where nobody cheats."""
    return f"{say(c.world)}: " + say(f"{c.alarms} of {c.elections} ({100 * c.low:.0f} to {100 * c.high:.0f} %)")


def worlds(audited: AuditResult, say: Language) -> list[tuple[str, str]]:
    """The kinds of honest elections that were simulated, and what each is."""
    there = dict.fromkeys(c.world for c in audited.controls)
    return [(say(name), say(WORLDS.get(name, name))) for name in there]


def record(audited: AuditResult, say: Language) -> Table:
    """What was audited by which versions."""
    software = {"Python": platform.python_version(), **{name: version(name) for name in ("numpy", "polars", "scipy")}}
    known = [(say(name), code(value)) for name, value in audited.provenance.items() if not isinstance(value, dict)]
    used = ", ".join(f"{name} {number}" for name, number in software.items())
    return Table(("", ""), [*known, (say("page written with"), code(used))], "")


def command(audited: AuditResult) -> str:
    """The command that gives the same numbers; empty where the returns came from no file."""
    about = audited.provenance
    if "file" in about:
        what = [str(about["file"]), "--map", str(about.get("map", "MAP"))]
    elif "run" in about:
        what = [str(about["run"]), "--replicate", str(about.get("replicate", 0))]
    elif audited.planted:
        what = ["--demo"]
    else:
        return ""
    more = []
    if "contest" in about:
        more += ["--contest", str(about["contest"])]
    if "earlier" in about:
        more += ["--earlier", str(about["earlier"])]
        more += ["--earlier-map", str(about["map of earlier"])] if "map of earlier" in about else []
    if "covariates" in about:
        more += ["--covariates", str(about["covariates"])]
    if "snapshot" in about:
        more += ["--snapshot", str(about["snapshot"])]
    if "reference window" in about:
        more += ["--window", str(about["reference window"]).split(" ")[0]]
    if audited.planted and "file" not in about and "run" not in about:
        leader = []
    else:
        leader = ["--leader", str(about.get("leader", ""))]
    return commands.command(
        "audit", *what, *leader, *more, "--elections", about.get("honest elections", 0), "--seed", about.get("seed", 1)
    )
