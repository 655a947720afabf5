"""Every number of a scenario with its source, and whether the source is one that sources.csv knows."""

from __future__ import annotations

from contested.ground.errors import closest
from contested.ground.table import Faults, Row
from contested.scenarios import schema
from contested.scenarios.scenario import ASSUMED, Number
from contested.scenarios.settings import Settings


def numbers(spec: schema.FileSpec, rows: list[Row]) -> list[Number]:
    """Every number of a table with its source."""
    label = spec.columns[0].name if spec is not schema.ACTS else "act"
    return [
        Number(
            row.file,
            row.line,
            str(row[label]),
            column.name,
            row["unit"] if column.unit == "column unit" else column.unit,
            row[column.source],
        )
        for row in rows
        for column in spec.columns
        if column.numeric and row[column.name] is not None
    ]


def known(
    tables: dict[str, list[Row]], settings: Settings | None, sources: dict[str, Row], faults: Faults
) -> None:
    """Every source named is "assumed" or a key of sources.csv."""
    hint = "sources.csv holds one row a source; write assumed where nobody reported the number"
    for row in sources.values():
        if row["key"] == ASSUMED:
            faults.add(row.where("key"), "a key other than assumed, which is no source", repr(ASSUMED))
    for spec in schema.FILES:
        columns = [c.name for c in spec.columns if c.name.endswith("source") and spec is not schema.CLAIMS]
        for row in tables.get(spec.name, []):
            for name in columns:
                if row[name] != ASSUMED and row[name] not in sources:
                    faults.add(
                        row.where(name),
                        "a key of sources.csv, or assumed",
                        repr(row[name]),
                        closest(row[name], list(sources)) if sources else hint,
                    )
    if settings is None:
        return
    for s in settings.settings:
        if s.source != ASSUMED and s.source not in sources:
            faults.add(
                f"{settings.shown}:{s.line}, {s.name}",
                "a source that is a key of sources.csv, or assumed",
                repr(s.source),
                closest(s.source, list(sources)) if sources else hint,
            )
