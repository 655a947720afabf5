"""Readers of exports, one file per format, each with a `FORMAT`; `scan` takes one by the name a person types."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from contested.claims.importers import imported
from contested.claims.importers.imported import Imported as Imported
from contested.claims.importers.rows import Aside as Aside
from contested.ground.errors import ClaimError, closest
from contested.ground.options import ClaimFormat
from contested.ground.progress import ProgressCallback, silent

#: what can be read, by module
FORMATS = {
    "table": "the plain table (CSV, XLSX, Parquet)",
    "acled": "ACLED",
    "gdelt": "GDELT events, 2.0 and 1.0",
    "ccc": "Crowd Counting Consortium",
    "mass_mobilization": "Mass Mobilization",
    "ucdp": "UCDP GED",
}


def scan(path: Path | str, format: ClaimFormat | None = None, progress: ProgressCallback = silent) -> Imported:
    """What a file holds.

    Parameters
    ----------
    path : path
        CSV, XLSX or Parquet; text also in a .zip or .gz.
    format : ClaimFormat, optional
        The plain table if absent.
    progress : function
        Called now and then.

    Raises
    ------
    ClaimError
        If there is no such format, or the file is of another.
    """
    name = str(format or "table").replace("-", "_")
    if name not in FORMATS:
        raise ClaimError(
            f"format: expected one of {', '.join(FORMATS)}; got {format!r}.", closest(str(format), list(FORMATS))
        )
    return imported.read(path, import_module(f"contested.claims.importers.{name}").FORMAT, progress)
