"""`contested export`: a result as tables for R, Stata, Excel and other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from contested.cli import options
from contested.cli.command import line
from contested.ground.options import ExportFormat

EXAMPLES = (
    "Examples:\n\n"
    "contested export runs/teaching-1 --to csv\n\n"
    "contested export runs/teaching-1 --to dta --table by_place --out stata\n\n"
    "contested export audits/demo --to xlsx --out audit.xlsx"
)


def export(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Folder of a run, a study or an audit.")],
    to: Annotated[ExportFormat, options.one_of("--to", ExportFormat, "Format: dta is Stata's, nc is NetCDF.")],
    out: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="Folder, or file for xlsx and json.",
            show_default="exports/NAME-FORMAT or exports/NAME.FORMAT",
        ),
    ] = None,
    tables: Annotated[
        list[str] | None,
        typer.Option("--table", metavar="NAME", help="Only this table. Repeatable.", show_default="all"),
    ] = None,
) -> None:
    """Write a result as tidy tables, with names that R and Stata accept, and a codebook.

    csv, parquet, dta and nc are a folder with a file per table, codebook.csv (label, unit and source of every column)
    and about.json (version, scenario hash, seed, scale); xlsx and json are one file that holds all.
    """
    from contested.tasks.export import export as task

    line(task(path, to, out, tables=tuple(tables or ())))
