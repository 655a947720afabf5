"""The importers by the name a person types."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from contested.claims.importers.imported import Imported
from contested.claims.importers.rows import Progress
from contested.ground.errors import ClaimError, closest

#: what can be read, by module
SOURCES = {
    "table": "the plain table (CSV, XLSX, Parquet)",
    "acled": "ACLED",
    "gdelt": "GDELT 2.0 events",
    "ccc": "Crowd Counting Consortium",
    "mass_mobilization": "Mass Mobilization",
    "ucdp": "UCDP GED",
}


def scan(path: Path | str, source: str = "table", progress: Progress | None = None) -> Imported:
    """What a file of some source holds.

    Parameters
    ----------
    path : path
    source : str
        One of SOURCES; `mass-mobilization` will do.
    progress : function, optional
        Called now and then with what is read and what there is to read.

    Raises
    ------
    ClaimError
        If there is no such source, or the file is none of its.
    """
    name = source.replace("-", "_")
    if name not in SOURCES:
        raise ClaimError(f"from: expected one of {', '.join(SOURCES)}; got {source!r}.", closest(source, list(SOURCES)))
    return import_module(f"contested.claims.importers.{name}").scan(path, progress)
