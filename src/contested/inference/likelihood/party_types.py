"""What a party's kind says of its bias before it has spoken: the table `party_types.csv`, learnt from several crises.

A row gives the bias (log of reported over true) that is expected of a party of a type in a crisis that was not seen:
mean and spread, which hold what differs between parties, between crises, and what is not known of the type. Rows with a
kind of number (`FAMILIES`) hold for it, those without for all. `python -m benchmarks.crises.party_types --write` makes
the table from the claims of the shipped crises; a type that is not in it is as little known as anybody.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from contested.files.lines import cells_of

#: kinds of number that a type may bend differently
FAMILIES = ("crowd", "repression")
_CROWDS = frozenset({"crowd", "participants", "strikers", "plant_strikers", "strike_sites", "plants_struck"})
_REPRESSION = frozenset({
    "detained", "detained_cum", "remanded", "released", "custody", "charged", "admin_protocols", "injured",
    "injured_cum", "hospitalised", "killed_street", "killed_custody", "dead", "dead_cum",
})  # fmt: skip


class TypePrior(NamedTuple):
    """Bias expected of a type of party.

    Parameters
    ----------
    type : str
        One that `claims.party_types.type_of` gives.
    mean, sd : float
        Of the logarithm of reported over true, in all it counts.
    by : tuple of (str, float)
        Mean by kind of number, where it was learnt.
    """

    type: str
    mean: float
    sd: float
    by: tuple[tuple[str, float], ...] = ()

    def mean_of(self, indicator: str) -> float:
        """Mean bias (log) in one indicator."""
        return dict(self.by).get(family_of(indicator), self.mean)


def family_of(quantity: str) -> str:
    """The kind of number that a quantity or an indicator ("injured+killed_street") is; "" for none of them."""
    names = set(quantity.split("+"))
    return "crowd" if names & _CROWDS else "repression" if names & _REPRESSION else ""


@cache
def shipped() -> tuple[TypePrior, ...]:
    """The package's table."""
    text = files("contested.inference.likelihood").joinpath("party_types.csv").read_text(encoding="utf-8")
    head, *lines = (cells_of(line) for line in text.splitlines())
    return from_rows([dict(zip(head, cells, strict=True)) for cells in lines])


def from_rows(rows: list[dict[str, str]]) -> tuple[TypePrior, ...]:
    """Priors of the rows of a table: type, counts ("" for all), mean, sd."""
    every = [row for row in rows if not row["counts"]]
    return tuple(
        TypePrior(row["type"], float(row["mean"]), float(row["sd"]), tuple(
            (r["counts"], float(r["mean"])) for r in rows if r["type"] == row["type"] and r["counts"]
        ))
        for row in every
    )  # fmt: skip
