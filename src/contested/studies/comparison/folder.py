"""The folder of a comparison: made new, recognised as the same again, and read.

STUDY/study.json          what was asked, and how each arm differs from its scenario
STUDY/points/             pairs as they were played (store.points); points.parquet when all are
STUDY/differences.parquet a row a pair and indicator: a, b and b - a
STUDY/indicators.csv      a row an indicator: how large the difference is, how sure, what pairing was worth
STUDY/over_time.csv       a row a day and indicator
STUDY/by_place.csv        a row a place and indicator
STUDY/changed.csv         persons whose state first differed, by day, place or group, and phase
STUDY/columns.csv         when and after which phase each column of the model first differed
STUDY/doing.csv           person-days by what people do in a and in b
STUDY/report.html, figures/
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.errors import InputError
from contested.store import layout
from contested.store import points as stored
from contested.studies import study_folder

if TYPE_CHECKING:
    import polars as pl

FORMAT, KIND = 1, "comparison"
TABLES = ("indicators", "over_time", "by_place", "changed", "columns", "doing")
#: stands with every result
CONDITIONAL = (
    "Conditional on the model: what the change does inside this model at these parameters, not what would have "
    "happened."
)


class Comparison:
    """A comparison's folder, opened. All it says is conditional on the model.

    Parameters
    ----------
    path : path
    """

    label = CONDITIONAL

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, "comparison")
        self.record = record_of(self.path)

    @property
    def pairs(self) -> int:
        """How many there are to be."""
        return self.record["pairs"]

    @property
    def names(self) -> tuple[str, str]:
        """How the arms are called."""
        return self.record["a"]["name"], self.record["b"]["name"]

    @property
    def warnings(self) -> list[str]:
        """What is to be known of the draws before the differences are believed; empty if nothing was found."""
        return self.record["draws"]["warnings"] if self.record["draws"] else []

    def frame(self) -> pl.DataFrame:
        """A row a pair as it was played: wave, point, replicate, seed, seconds, failed ("" or the reason), the draw,
        and `a.X`, `b.X` for every summary X of an observable (see `ensemble.summaries`) among what was seen."""
        return stored.read(self.path)

    def failed(self) -> pl.DataFrame:
        """The pairs that have a reason instead of numbers."""
        frame = self.frame()
        return frame.filter(frame["failed"] != "") if "failed" in frame.columns else frame

    def differences(self) -> pl.DataFrame:
        """pair, indicator, a, b, difference (b - a)."""
        import polars as pl

        return pl.read_parquet(differences_file(self.path))

    def table(self, name: str = "indicators") -> pl.DataFrame:
        """One of `TABLES`.

        Raises
        ------
        InputError
            An unknown name, or a comparison that is not finished.
        """
        import polars as pl

        file = table_file(self.path, name)
        if name not in TABLES or not file.is_file():
            raise InputError(f"{self.path}: no table {name!r}.", f"a finished comparison has {', '.join(TABLES)}")
        found = pl.read_csv(file, try_parse_dates=True, infer_schema_length=None)
        # before version 0.2 the efficiency of pairing was called worth
        return found.rename({c: c.replace("worth", "efficiency") for c in found.columns if c.startswith("worth")})

    @property
    def same(self) -> bool:
        """Whether the arms differed in nothing that is reported, in no pair."""
        return bool((self.differences()["difference"].fill_null(0) == 0).all()) and not self.table("columns").height

    def report(self, path: str | Path | None = None) -> Path:
        """Write the page with charts; report.html in the folder if no path is given."""
        from contested.report.pages.comparison import write_compare_page

        return write_compare_page(self, self.path / "report.html" if path is None else layout.given(path, "report"))


class Stopped(KeyboardInterrupt):
    """A comparison was stopped and can be continued."""

    def __init__(self, path: Path, done: int, pairs: int) -> None:
        super().__init__(f"stopped after {done} of {pairs} pairs; the same command with --out {path} goes on")
        self.path = path


def differences_file(path: Path) -> Path:
    """The tidy table of all pairs."""
    return path / "differences.parquet"


def table_file(path: Path, name: str) -> Path:
    """One of `TABLES`."""
    return path / f"{name}.csv"


def record_of(path: Path) -> dict[str, Any]:
    """What a comparison is; CheckpointError if the folder is none of one."""
    return study_folder.record_of(path, KIND, FORMAT)
