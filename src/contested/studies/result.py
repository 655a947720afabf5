"""What results of all kinds share: a folder and a few lines about it; and what those with a record share besides."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from contested.store import layout
from contested.store import points as stored
from contested.studies.folder import FORMATS, VERSION, Kind, record_of
from contested.studies.tables import FileTables, to_pandas

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import polars as pl


class Result:
    """A result's folder, opened."""

    path: Path

    def overview(self) -> list[tuple[str, str]]:
        """What the result is, as (label, value); shown in notebooks and by `contested show`."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    def _repr_html_(self) -> str:
        body = "".join(
            f"<tr><th style='text-align:left'>{html.escape(label)}</th><td style='text-align:left'>"
            f"{html.escape(value)}</td></tr>"
            for label, value in self.overview()
        )
        return f"<table>{body}</table>"


class Study(Result):
    """A result with a record and tables.

    Parameters
    ----------
    path : path

    Attributes
    ----------
    path : Path
    record : dict
        What was asked, and the version of contested that made the folder.

    Raises
    ------
    CheckpointError
        If the folder is none of this kind.
    """

    kind: ClassVar[Kind]
    #: columns of earlier formats, and what they are called today
    renamed: ClassVar[Mapping[str, str]] = {}

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, self.kind)
        self.record = record_of(self.path, self.kind)

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The folder's tables by name, each read when it is asked for."""
        old = self.record.get("format", 1) < FORMATS[self.kind]
        return FileTables(self.path, self.renamed if old else None)

    def to_polars(self) -> pl.DataFrame:
        """The main table, for Polars."""
        raise NotImplementedError

    def to_pandas(self) -> pd.DataFrame:
        """As `to_polars`, for pandas."""
        return to_pandas(self.to_polars())

    def overview(self) -> list[tuple[str, str]]:
        """What the result is, as (label, value); shown in notebooks and by `contested show`."""
        maker = self.record.get(VERSION, "0.1.0 or earlier")
        return [*self._about(), ("made by", f"contested {maker}"), ("folder", str(self.path))]

    def _about(self) -> list[tuple[str, str]]:
        return []


class PointStudy(Study):
    """A study with a row per run, or per pair of runs."""

    def to_polars(self) -> pl.DataFrame:
        """A row per finished point."""
        return stored.read(self.path)

    def failed(self) -> pl.DataFrame:
        """The rows that have a reason instead of numbers."""
        frame = self.to_polars()
        return frame.filter(frame["failed"] != "") if "failed" in frame.columns else frame
