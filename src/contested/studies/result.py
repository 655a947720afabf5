"""What results of all kinds share: a folder, its tables by name, and a few lines about it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from contested.files import guarded, read_csv, read_parquet, refusing
from contested.ground.commands import same_command
from contested.ground.errors import CheckpointError, UnknownTable
from contested.ground.extras import extra
from contested.ground.forked import computing
from contested.ground.formulas import csv_of_frame, frame_as_meant
from contested.store import disk, layout
from contested.store import points as stored
from contested.store.hashes import HASHED, FileIntegrity
from contested.studies.folder import FORMATS, VERSION, Kind, finished, record_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from contested.ground.options import ExportFormat
    from contested.studies.export.tidy import TidyTable


class Result(ABC):
    """A result's folder, opened."""

    path: Path

    @abstractmethod
    def overview(self) -> list[tuple[str, str]]:
        """What the result is, as (label, value); shown in notebooks and by `contested show`."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    def tidy(self) -> dict[str, pl.DataFrame]:
        """The result as long tables by name, with column names that R and Stata take: what `export` writes.

        Raises
        ------
        CheckpointError
            If the result is unfinished or damaged.

        Examples
        --------
        >>> run.tidy()["by_place"].columns[:9]
        ['replicate', 'day', 'date', 'place', 'region', 'longitude', 'latitude', 'population', 'crowd']
        """
        return {t.name: t.frame for t in self._tidy_tables()}

    def codebook(self) -> pl.DataFrame:
        """What the columns of `tidy` are: table, variable, label, unit, type, source, original (the name in contested).

        Raises
        ------
        CheckpointError
            If the result is unfinished or damaged.

        Examples
        --------
        >>> run.codebook().filter(table="by_site", variable="custody").select("label", "unit").row(0)
        ('people in custody', 'person')
        """
        from contested.studies.export.tidy import codebook

        return codebook(self._tidy_tables())

    def export(
        self, to: ExportFormat, out: str | Path | None = None, *, tables: Sequence[str] | str = ()
    ) -> Path:
        """Write the result for R, Stata, Excel or another program, with a codebook beside it.

        Parameters
        ----------
        to : "csv", "xlsx", "parquet", "dta", "nc" or "json"
            csv, parquet, dta (Stata) and nc (NetCDF) are a folder with a file per table, codebook.csv and about.json;
            xlsx and json are one file that holds all.
        out : path, optional
            The folder or file; exports/NAME-FORMAT or exports/NAME.FORMAT if absent. An earlier export is replaced.
        tables : sequence of str, or one name, optional
            Which of the tables that `tidy` names; all if none is named.

        Returns
        -------
        Path
            Of the folder or file.

        Raises
        ------
        InputError
            An unknown format or table, or a folder that holds something else.
        CheckpointError
            The result is unfinished or damaged.
        MissingExtra
            What writes the format is not installed.
        DiskError
            It cannot be written.

        Examples
        --------
        >>> folder = run.export("csv", "tables")
        >>> sorted(file.name for file in folder.iterdir())[:4]
        ['about.json', 'by_day.csv', 'by_enterprise.csv', 'by_force.csv']
        >>> str(run.export("xlsx", "velinia.xlsx"))
        'velinia.xlsx'
        """
        from contested.studies.export.export import export

        return export(self, to, out, tables=tables)

    def _tidy_tables(self) -> list[TidyTable]:
        from contested.studies.export.export import tables_of

        made = [make() for make in tables_of(self).values()]
        return [t for t in made if t.frame.width]


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
    #: the file that is written last
    last: ClassVar[str]
    #: columns of earlier formats, and what they are called today
    renamed: ClassVar[Mapping[str, str]] = {}

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, self.kind)
        self.record = record_of(self.path, self.kind)

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The folder's tables by name, each read when it is asked for; none while it is unfinished."""
        if not self.finished:
            return Unfinished(self.path)
        old = self.record.get("format", 1) < FORMATS[self.kind]
        return FileTables(self.path, self.renamed if old else None, integrity=self.integrity)

    @property
    def integrity(self) -> FileIntegrity:
        """What was noted when the study was finished, and whether it is still there."""
        return FileIntegrity(
            self.path, bool(self.record.get(HASHED)) and self.finished, finished=self.finished
        )

    @abstractmethod
    def to_polars(self) -> pl.DataFrame:
        """The main table, for Polars."""

    def to_pandas(self) -> pd.DataFrame:
        """As `to_polars`, for pandas."""
        return to_pandas(self.to_polars())

    def overview(self) -> list[tuple[str, str]]:
        """What the result is, as (label, value); shown in notebooks and by `contested show`."""
        maker = self.record.get(VERSION, "0.1.0 or earlier")
        rows = [*self._about(), ("made by", f"contested {maker}"), ("folder", str(self.path))]
        if not self.finished:
            rows.insert(1, ("unfinished", f"{same_command(self.path)} goes on"))
        return rows

    @property
    def finished(self) -> bool:
        """Whether the last file is written; without it nothing here is a result yet."""
        return finished(self.path, self.kind)

    def _about(self) -> list[tuple[str, str]]:
        return []


class PointStudy(Study):
    """A study with a row per run, or per pair of runs."""

    def to_polars(self) -> pl.DataFrame:
        """A row per finished point."""
        self.integrity.check_within("points")
        return stored.read(self.path)

    def failed(self) -> pl.DataFrame:
        """The rows that have a reason instead of numbers."""
        frame = self.to_polars()
        return frame.filter(frame["failed"] != "") if "failed" in frame.columns else frame


class FileTables(Mapping[str, "pl.DataFrame"]):
    """The CSV and Parquet files of a folder; a Parquet file goes before a CSV file of the same name.

    Parameters
    ----------
    path : Path
    renamed : mapping of str to str, optional
        Columns of earlier formats, and what they are called today.
    files : mapping of str to str, optional
        Files of earlier formats by the tables' names of today.
    integrity : FileIntegrity, optional
        By which a table is checked before it is read.
    """

    def __init__(
        self, path: Path, renamed: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None, *,
        integrity: FileIntegrity | None = None,
    ) -> None:  # fmt: skip
        self._path, self._renamed, self._old = path, renamed or {}, files or {}
        self._integrity = integrity or FileIntegrity(path)

    def _files(self) -> dict[str, Path]:
        found = {file.stem: file for kind in ("csv", "parquet") for file in sorted(self._path.glob(f"*.{kind}"))}
        return found | {name: self._path / file for name, file in self._old.items() if (self._path / file).is_file()}

    def __getitem__(self, name: str) -> pl.DataFrame:
        computing()
        files = self._files()
        if name not in files:
            raise UnknownTable(f"{self._path}: no table {name!r}.", f"known: {', '.join(files) or 'none'}")
        self._integrity.check_file(files[name].name)
        refused = refusing(CheckpointError, f"{files[name]}: expected a table", "the file is damaged")
        if files[name].suffix == ".parquet":
            frame = read_parquet(files[name], refused)
        else:
            frame = frame_as_meant(
                read_csv(files[name], refused, infer_schema_length=None, try_parse_dates=True)
            )
        with guarded(refused):
            return frame.rename(dict(self._renamed), strict=False)

    def __contains__(self, name: object) -> bool:
        return name in self._files()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files())

    def __len__(self) -> int:
        return len(self._files())

    def __repr__(self) -> str:
        return f"FileTables({', '.join(self)})"


class Unfinished(FileTables):
    """No tables: those that lie in the folder may be of a part of the study."""

    def __getitem__(self, name: str) -> pl.DataFrame:
        raise UnknownTable(
            f"{self._path}: no table {name!r}: unfinished.", f"{same_command(self._path)} goes on"
        )

    def _files(self) -> dict[str, Path]:
        return {}


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """A Polars table as a pandas one.

    Raises
    ------
    MissingExtra
        If pandas is not installed.
    """
    extra("pandas", "to_pandas needs", "export")
    import pandas as pd

    return pd.DataFrame({column.name: column.to_numpy() for column in frame})


def write_tables(path: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Each as NAME.csv in a folder, which is made if it is not there.

    Raises
    ------
    DiskError
    """
    with disk.writing(path):
        path.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            disk.write_bytes(path / f"{name}.csv", csv_of_frame(frame))
