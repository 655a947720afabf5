"""UCDP GED exports: deaths of one event between two days, with a best, a low and a high estimate.

The three estimates are one claim about all deaths; the parts by side, civilians and unknown are claims of their own
where above 0, since a part of 0 may be hidden among the unknown. Who says it is `source_original` if the coder named
it, else the offices that published it; the days are the first and last on which the event can have been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contested.claims.claim import Claim
from contested.claims.importers.cells import count, day, joined, numbered
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.rows import Row
from contested.claims.words import Reported

_PARTS = (("deaths_a", "side_a"), ("deaths_b", "side_b"), ("deaths_civilians", ""), ("deaths_unknown", ""))
_WHO = {"deaths_a": "side a", "deaths_b": "side b", "deaths_civilians": "civilians", "deaths_unknown": "unknown"}


def _total(row: Row) -> Iterator[Claim]:
    best, low, high = (count(row, name) for name in ("best", "low", "high"))
    if (best, low, high) != (None, None, None):
        yield _claim(row, "", Reported(best, low, high))


def _part(column: str, named: str) -> Callable[[Row], Iterator[Claim]]:
    def make(row: Row) -> Iterator[Claim]:
        dead = count(row, column)
        if dead:
            yield _claim(row, (row[named] if named else "") or _WHO[column], Reported(dead, None, None))

    return make


def _claim(row: Row, actor: str, reported: Reported) -> Claim:
    first, last = (day(row[name], name) for name in ("date_start", "date_end"))
    claimant = row.first("source_original", "source_office")
    return Claim(
        first,
        last if last != first else None,
        row.first("where_coordinates", "adm_2", "adm_1", "country"),
        "dead",
        actor,
        *reported,
        claimant=claimant or "UCDP GED",
        side="media" if claimant else "independent",
        source_url=f"UCDP GED {numbered(row, 'id')}",
        note=joined(row["dyad_name"], row["country"]),
    )


FORMAT = Format(
    rules=(
        Rule("deaths", "all deaths of the event: best, with low and high as bounds", _total),
        *(Rule(name.replace("_", "-"), f"deaths of {_WHO[name]}, where above 0", _part(name, who))
          for name, who in _PARTS),
    ),
    passed=lambda row: "no number of deaths",
    required=("id", "date_start", "date_end", "best", "high", "low"),
)  # fmt: skip
