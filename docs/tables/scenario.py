"""Tables of what a scenario may say, and of where numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from tables import bibliography, zoo
from tables.page import Link, table


def acts(link: Link, subsystem: str = "") -> str:
    """The dated acts a scenario may hold."""
    from contested.nation.acts import ACT_KINDS
    from contested.nation.params import NationParams

    chosen = [a for a in ACT_KINDS.values() if subsystem in ("", a.subsystem)]
    if not chosen:
        return "None: nothing in a scenario's calendar reaches it directly."
    params = NationParams()
    rows = [
        (
            f"`{a.name}`", a.actor, ", ".join(f"`{kind}`" for kind in getattr(params, a.table)) if a.table else "",
            a.unit, f"{a.within[0]:g} to {a.within[1]:g}", _usual(a.usual, a.table), "yes" if a.local else "",
            a.meaning,
        )
        for a in chosen
    ]  # fmt: skip
    heads = ("act", "actor", "form", "unit", "range", "level if left out", "may name a place", "meaning")
    if subsystem:
        return table(heads, rows)
    rows = [(*row, link.subsystem(a.subsystem)) for row, a in zip(rows, chosen)]
    return table((*heads, "reaches"), rows)


def _usual(usual: float | None, forms: str) -> str:
    if usual is not None:
        return f"{usual:g}"
    return "the form's base" if forms else "must be given"


def scenario_files(link: Link) -> str:
    """Every file of a scenario, column by column."""
    from contested.scenarios.schema import FILES, PARAMETER, SECTIONS, SETTINGS_FILE

    parts = [f"## {SETTINGS_FILE}"]
    parameter = f"{_declared('key', PARAMETER)}\n\n{_kinds()}"
    sections = {name: _declared("key", keys) for name, keys in SECTIONS.items()}
    sections["election"] = f"Left out where nobody votes.\n\n{sections['election']}"
    for name, text in (*sections.items(), ("parameters.SUBSYSTEM.NAME", parameter)):
        parts.append(f"### [{name}]\n\n{text}")
    for spec in FILES:
        parts.append(f"## {spec.name}\n\n{spec.meaning}\n\n{_declared('column', spec.columns)}")
    return "\n\n".join(parts)


def sources(link: Link) -> str:
    """Every source, with what takes numbers or forms from it."""
    from contested.engine.params import walk
    from contested.nation.params import NationParams
    from contested.nation.plan import PHASES

    parameters = [(name, d.source) for name, _, d in walk(NationParams())]
    cited = {name: model.card.cites for name, model in zoo.models().items()}
    lines = []
    for entry in sorted(bibliography.entries().values(), key=lambda e: e.key):
        used = [f"phase `{p.name}`" for p in PHASES if p.source == entry.key]
        used += [f"`{name}`" for name, source in parameters if source == entry.key]
        used += [link.to(f"`{name}`", f"zoo/{name}.md") for name, keys in cited.items() if entry.key in keys]
        words = f" Used by {', '.join(used)}." if used else ""
        lines.append(f'- <a id="{entry.key}"></a>`{entry.key}` {entry.full()}{words}')
    return "\n".join(lines)


def _kinds() -> str:
    from dataclasses import fields

    from contested.engine.params import Kinds
    from contested.nation.params import NationParams

    params = NationParams()
    tables = [f.name for f in fields(params) if isinstance(getattr(params, f.name), Kinds)]
    named = ", ".join(f"`{name}`" for name in tables)
    return (
        f"{named} are tables with a row for each kind: `[parameters.forms.march]` holds what is set of one row. A name "
        "that is not there yet adds a row, whose other columns have the defaults of the table."
    )


def _declared(head: str, declared: Iterable) -> str:
    rows = [
        (f"`{c.name}`", c.meaning, c.expects(), c.unit if c.numeric else "",
         "yes; the column may be missing" if c.missing_ok else "yes" if c.optional else "")
        for c in declared
    ]  # fmt: skip
    return table((head, "meaning", "expects", "unit", "may be empty"), rows)
