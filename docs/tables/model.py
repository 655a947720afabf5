"""Tables of the model: its day, its parameters, what it holds and what it reports."""

from __future__ import annotations

from collections.abc import Sequence

from tables.page import Link, table


def plan(link: Link) -> str:
    """The order of the day."""
    from contested.nation.plan import PHASES

    rows = [
        (k, f"`{p.name}`", link.subsystem(p.subsystem), p.meaning, link.source(p.source))
        for k, p in enumerate(PHASES, 1)
    ]
    return table(("#", "phase", "subsystem", "what happens", "source"), rows, right=("#",))


def plan_columns(link: Link) -> str:
    """What each phase reads and writes."""
    from contested.nation.plan import PHASES

    rows = [(f"`{p.name}`", _names(p.reads), _names(p.writes)) for p in PHASES]
    return table(("phase", "reads", "writes"), rows)


def phases(link: Link, subsystem: str) -> str:
    """The phases of one subsystem."""
    from contested.nation.plan import PHASES

    rows = [
        (k, f"`{p.name}`", p.meaning, link.source(p.source))
        for k, p in enumerate(PHASES, 1)
        if p.subsystem == subsystem
    ]
    return table(("# of the day", "phase", "what it does", "source"), rows, right=("# of the day",))


def subsystems(link: Link) -> str:
    """One line a subsystem: what it is, and its phases."""
    from importlib import import_module

    from contested.nation.plan import PHASES, SUBSYSTEMS

    rows = []
    for name in SUBSYSTEMS:
        words = (import_module(f"contested.nation.{name}").__doc__ or "").split("\n\n")[0]
        own = ", ".join(f"`{p.name}`" for p in PHASES if p.subsystem == name)
        rows.append((link.subsystem(name), " ".join(words.split()), own))
    return table(("subsystem", "what it is", "phases"), rows)


def parameters(link: Link, subsystem: str = "") -> str:
    """Parameters of one subsystem, or of all, subsystem by subsystem."""
    from contested.engine.params import walk
    from contested.nation.params import NationParams
    from contested.nation.plan import SUBSYSTEMS

    if not subsystem:
        parts = [f"## {name}\n\n{parameters(link, name)}" for name in SUBSYSTEMS]
        return "\n\n".join([*parts, *(f"## {name}\n\n{_kinds(link, name)}" for name in tables_of_kinds())])
    rows = [
        (
            f"`{name}`", f"{value:g}", d.unit, f"{d.within[0]:g} to {d.within[1]:g}", d.prior or "",
            d.scope, link.source(d.source), d.meaning,
        )
        for name, value, d in walk(NationParams())
        if name.split(".")[0] == subsystem
    ]  # fmt: skip
    return table(("parameter", "value", "unit", "range", "prior", "scope", "source", "meaning"), rows, right=("value",))


def tables_of_kinds() -> list[str]:
    """Names of the tables of parameters that have a row for each kind."""
    from dataclasses import fields

    from contested.engine.params import Kinds
    from contested.nation.params import NationParams

    params = NationParams()
    return [f.name for f in fields(params) if isinstance(getattr(params, f.name), Kinds)]


def _kinds(link: Link, name: str) -> str:
    """A table of kinds: its columns explained, then its rows, with priors where a cell has one."""
    from contested.nation.params import NationParams

    kinds = getattr(NationParams(), name)
    known = kinds.of.declared()
    columns = [
        (f"`{c}`", d.unit, f"{d.within[0]:g} to {d.within[1]:g}", d.scope, link.source(d.source), d.meaning)
        for c, d in known.items()
    ]
    rows = [
        (f"`{name}.{kind}`", *(f"{value:g}{f', {d.prior}' if d.prior else ''}" for _, value, d in kinds.declared(kind)))
        for kind in kinds
    ]
    return (
        f"{table(('column', 'unit', 'range', 'scope', 'source', 'meaning'), columns)}\n\n"
        f"{table(('row', *(f'`{c}`' for c in known)), rows)}"
    )


def assumed(link: Link) -> str:
    """How many parameters nobody measured."""
    from contested.engine.params import walk
    from contested.nation.params import NationParams

    all_of = [d.source for _, _, d in walk(NationParams())]
    return f"Of {len(all_of)} parameters, {all_of.count('assumed')} have the source `assumed`: nobody measured them."


def deleted(link: Link) -> str:
    """Parameters of earlier versions, and what stands for each."""
    from contested.nation.params import NationParams

    return table(("no longer a parameter", "instead"), [(f"`{n}`", why) for n, why in NationParams.DELETED.items()])


def columns(link: Link, subsystem: str) -> str:
    """The columns a subsystem owns."""
    from contested.nation.plan import FIELDS

    rows = [
        (
            f"`{f.name}`", f.dtype, " × ".join(f.per) or "nation", f.unit,
            f.meaning + ("; rewritten every day before it is read" if f.scratch else ""),
        )
        for f in FIELDS
        if f.name.split("_")[0] == subsystem
    ]  # fmt: skip
    return table(("column", "type", "one for each", "unit", "meaning"), rows)


def observables(link: Link, subsystem: str = "") -> str:
    """What is stored every day, of one subsystem or of all."""
    from contested.nation.observables import OBSERVABLES

    chosen = [o for o in OBSERVABLES if subsystem in ("", o.subsystem)]
    if not chosen:
        return "None of its own; what it does shows in the numbers of others."
    rows = [(f"`{o.name}`", o.unit, ", ".join(("day", *o.dims)), o.meaning) for o in chosen]
    if subsystem:
        return table(("name", "unit", "dimensions", "meaning"), rows)
    rows = [(*row, link.subsystem(o.subsystem)) for row, o in zip(rows, chosen)]
    return table(("name", "unit", "dimensions", "meaning", "subsystem"), rows)


def streams(link: Link) -> str:
    """The names of chance."""
    from contested.ground import streams as declared

    rows = sorted((number, f"`{name}`") for name, number in vars(declared).items() if name.isupper())
    return table(("number", "stream"), rows, right=("number",))


def units(link: Link) -> str:
    """The units numbers may carry."""
    from contested.ground.units import UNITS

    return table(("unit", "meaning"), [(f"`{name}`", meaning) for name, meaning in UNITS.items()])


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)
