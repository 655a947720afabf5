"""The folder of a comparison: opened. Its pairs were simulated side by side, or are runs that were stored before.

STUDY/study.json          what was asked, and how each arm differs from its scenario
STUDY/points/             pairs of runs (store.points); points.parquet when all are
STUDY/differences.parquet a row per pair and indicator: a, b and b - a
STUDY/indicators.csv      a row per indicator: how large the difference is, how sure, the efficiency of pairing
STUDY/over_time.csv       a row per day and indicator
STUDY/by_place.csv        a row per place and indicator
STUDY/changed.csv         persons whose state first differed, by day, place or group, and phase
STUDY/columns.csv         when and after which phase each column of the model first differed
STUDY/members.csv         of pairs that are members of an ensemble: how well each matches the claims
STUDY/doing.csv           person-days by what people do in a and in b
STUDY/first.csv           of stored results: from when on each observable differs
STUDY/report.html, figures/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contested.inference.paired_differences import margin
from contested.nation.observables import OBSERVABLES
from contested.studies.comparison.limits import limits
from contested.studies.comparison.sentence import earliest, effect, leading, several, through
from contested.studies.folder import LAST
from contested.studies.result import PointStudy

if TYPE_CHECKING:
    import polars as pl

#: stands with every result
CONDITIONAL = (
    "Conditional on the model: what the change does inside this model at these parameters, not what would have "
    "happened."
)


class Comparison(PointStudy):
    """A comparison's folder, opened. All it says is conditional on the model."""

    kind = "comparison"
    last = LAST["comparison"]
    renamed = {"worth": "efficiency", "worth_low": "efficiency_low", "worth_high": "efficiency_high"}
    label = CONDITIONAL

    @property
    def pairs(self) -> int:
        """How many there are to be; of stored results that are no pairs, the rows of the longer one."""
        return int(self.record["pairs"])

    @property
    def stored(self) -> dict[str, Any]:
        """Of two stored results: their kind, what a row is (noun), notes, and what cannot be told; else empty."""
        return self.record.get("stored") or {}

    @property
    def paired(self) -> bool:
        """Whether both arms have the same random numbers, row by row."""
        return bool(self.stored.get("paired", True))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of stored results before a difference is believed."""
        return tuple(self.stored.get("notes", ()))

    @property
    def untold(self) -> tuple[str, ...]:
        """What cannot be computed from what was stored."""
        return tuple(self.stored.get("untold", ()))

    @property
    def names(self) -> tuple[str, str]:
        """How the arms are called."""
        return self.record["a"]["name"], self.record["b"]["name"]

    @property
    def warnings(self) -> list[str]:
        """What is to be known of the draws before the differences are believed; empty if nothing was found."""
        return list(self.record["posterior"]["warnings"]) if self.record["posterior"] else []

    @property
    def limits(self) -> list[str]:
        """What an ensemble that matches the past cannot tell of the difference, as sentences: how far its members
        deviate from the claims, and where they disagree; empty if the pairs are no members of one."""
        tables = self.tables
        return limits(tables["members"], tables["differences"]) if "members" in tables and not self.same else []

    def to_polars(self) -> pl.DataFrame:
        """A row per pair: wave, point, replicate, seed, seconds, failed ("" or the reason), the draw, and `a.X`, `b.X`
        for every summary X of an observable (see `ensemble.summaries`) among what was seen."""
        return super().to_polars()

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Tables by name, read when asked for, when the comparison is finished: indicators, over_time, by_place,
        changed, columns, doing; differences (pair, indicator, a, b, difference b - a); points; and members (pair,
        member, misfit in errors, weight), if each pair is a member of an ensemble that matches the past. Of stored
        results also first; tables that cannot be computed are empty."""
        return super().tables

    @property
    def same(self) -> bool:
        """Whether the arms differed in nothing that is reported, in no pair."""
        if not self.paired:
            return bool((self.tables["indicators"]["mean"].fill_nan(None).fill_null(0) == 0).all())
        differences = self.tables["differences"]["difference"]
        return bool((differences.fill_null(0) == 0).all()) and not self.tables["columns"].height

    @property
    def sentence(self) -> str:
        """The difference in one sentence, with its interval, and through whom it came."""
        return self.tell()

    def tell(self, of: str | None = None) -> str:
        """The same for one indicator, such as "detained.sum".

        Raises
        ------
        InputError
            There is no such indicator.
        UnknownTable
            The comparison is not finished.
        """
        tables, noun = self.tables, self.stored.get("noun", "pairs")
        row = leading(tables["indicators"], of)
        reached = through(tables["columns"], tables["changed"]) or earliest(tables["first"] if self.stored else None)
        compared = several(self.pairs - self.failed().height, noun)
        if self.same and of is None:
            each = "" if compared.startswith("1 ") else "each of "
            return f"No difference: A and B are exactly the same in {each}{compared}."
        if row is None:
            return f"No reported number differs on average over {compared}, though A and B do. {reached}".strip()
        low, high = _interval(row)
        if row["mean"] == 0 and (low == high or (row["pairs"] == 1 and self.paired)):  # one pair has no interval
            none = "in" if row["pairs"] == 1 else "in none of"
            return f"No difference in {row['indicator']}, {none} {several(row['pairs'], noun)}."
        row = row if self.paired else {**row, "up": None}
        text = effect(row, low, high, meaning=self._meaning(row["indicator"]), noun=noun)
        return f"{text}. {reached}".strip()

    def _meaning(self, indicator: str) -> str:
        names = {o.name: o.meaning for o in OBSERVABLES}
        if self.stored:
            names = {name: meaning for name, (_, meaning, _) in self.stored["observables"].items()}
        observable = indicator.split("[")[0].split(".")[0]
        if observable in names:
            return names[observable]
        summary = indicator.rpartition(".")[2] in ("sum", "max", "last", "mean")
        return f"`{observable if summary else indicator}`"

    def _about(self) -> list[tuple[str, str]]:
        return [
            ("comparison", f"{self.record['title']}, scale {self.record['scale']}"),
            ("A", self.names[0]),
            ("B", self.names[1]),
            (self.stored.get("noun", "pairs"),
             f"{self.to_polars().height} of {self.pairs} finished, {self.failed().height} failed"),
            ("seed", str(self.record["seed"])),
            *(("note", text) for text in self.notes),
        ]


def _interval(row: Mapping[str, Any]) -> tuple[float, float]:
    """Of a mean difference, 90 %; comparisons of earlier versions did not write it down."""
    import numpy as np

    if "mean_low" in row:
        low, high = (float("nan") if row[end] is None else float(row[end]) for end in ("mean_low", "mean_high"))
        return low, high
    reach = float(margin(np.array(row["error"]), np.array(row["pairs"] - 1.0)))
    return row["mean"] - reach, row["mean"] + reach
