"""The tables in a result's folder by name, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import MissingExtra, UnknownTable

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class FileTables(Mapping[str, "pl.DataFrame"]):
    """The CSV and Parquet files of a folder; a Parquet file goes before a CSV file of the same name.

    Parameters
    ----------
    path : Path
    renamed : mapping of str to str, optional
        Columns of earlier formats, and what they are called today.
    files : mapping of str to str, optional
        Files of earlier formats by the tables' names of today.
    """

    def __init__(
        self, path: Path, renamed: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None
    ) -> None:
        self._path, self._renamed, self._old = path, renamed or {}, files or {}

    def _files(self) -> dict[str, Path]:
        found = {file.stem: file for kind in ("csv", "parquet") for file in sorted(self._path.glob(f"*.{kind}"))}
        return found | {name: self._path / file for name, file in self._old.items() if (self._path / file).is_file()}

    def __getitem__(self, name: str) -> pl.DataFrame:
        import polars as pl

        files = self._files()
        if name not in files:
            raise UnknownTable(f"{self._path}: no table {name!r}.", f"known: {', '.join(files) or 'none'}")
        if files[name].suffix == ".parquet":
            frame = pl.read_parquet(files[name])
        else:
            frame = pl.read_csv(files[name], infer_schema_length=None, try_parse_dates=True)
        return frame.rename(dict(self._renamed), strict=False)

    def __contains__(self, name: object) -> bool:
        return name in self._files()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files())

    def __len__(self) -> int:
        return len(self._files())

    def __repr__(self) -> str:
        return f"FileTables({', '.join(self)})"


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """A Polars table as a pandas one.

    Raises
    ------
    MissingExtra
        If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra("to_pandas: pandas is not installed.", "pip install pandas") from None
    return pd.DataFrame({column.name: column.to_numpy() for column in frame})
