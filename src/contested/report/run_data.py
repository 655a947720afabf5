"""Everything a report is made of, gathered once: results in memory, tables, and the scenario that was played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.nation import tallies
from contested.report import claims_view, numbers

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

    from contested.nation.country import Country
    from contested.scenarios.scenario import Scenario
    from contested.studies.run.run import Run


@dataclass(frozen=True)
class Material:
    """What the charts, tables and facts read.

    Parameters
    ----------
    results : xarray.Dataset
        Observables with dimensions replicate, day and one more where they have it.
    scenario : Scenario
        As copied beside the results: country, claims, headlines, acts, sources.
    returns, casualties : polars.DataFrame
        May be empty.
    provenance : dict
    """

    results: xr.Dataset
    scenario: Scenario
    returns: pl.DataFrame
    casualties: pl.DataFrame
    provenance: dict[str, Any]

    @property
    def country(self) -> Country:
        """The country the scenario's files describe."""
        return self.scenario.country

    @cached_property
    def days(self) -> list[date]:
        """Dates of the stored days."""
        return numbers.days(self.results)

    @cached_property
    def calendar(self) -> numbers.Calendar:
        """The stored days, read by the weekday on which most gatherings of weekly series are called."""
        return numbers.Calendar(self.days[0], self.days[-1], numbers.usual_weekday(numbers.gatherings(self.country)))

    @cached_property
    def claims(self) -> pl.DataFrame:
        """Every claim beside what it can be compared with: `claims_view.points`."""
        return claims_view.points(self)

    @cached_property
    def votes(self) -> list[dict[str, np.ndarray]]:
        """Votes by place of every replicate, in the order of the country's places: `nation.election.tallies`."""
        row = {p.name: k for k, p in enumerate(self.country.places)}
        return [
            tallies.tallies(
                {name: part[name].to_numpy() for name in part.columns if part[name].dtype.is_numeric()},
                np.array([row[name] for name in part["place"].to_list()], dtype=np.int64), len(row),
            )
            for part in (self.returns.partition_by("replicate", maintain_order=True) if self.returns.height else ())
        ]  # fmt: skip

    @property
    def replicates(self) -> int:
        """How many futures were played."""
        return int(self.results.sizes["replicate"])

    @cached_property
    def population(self) -> np.ndarray:
        """float64 array of shape (places,), person, in the order of the results."""
        count = {p.name: p.population for p in self.country.places}
        return np.array([count[str(name)] for name in self.results["place"].values], dtype=np.float64)

    @property
    def capital(self) -> str:
        """Name of the place whose kind is capital, else of the largest."""
        places = self.country.places
        return next((p.name for p in places if p.kind == "capital"), max(places, key=lambda p: p.population).name)

    @property
    def origin(self) -> date | None:
        """Last scripted day, if the run goes past it."""
        first = self.country.start.toordinal()
        last = date.fromordinal(first + self.country.origin)
        return last if self.days and self.days[0] < last < self.days[-1] else None

    def has(self, *names: str) -> bool:
        """Whether the run reports all these observables, each with some value."""
        return all(n in self.results and bool(self.results[n].notnull().any()) for n in names)

    def nation(self, name: str) -> xr.DataArray:
        """An observable summed over the country, (replicate, day)."""
        return numbers.national(self.results[name])

    def average(self, name: str) -> xr.DataArray:
        """An observable of places averaged over people, (replicate, day)."""
        return numbers.mean(self.results[name], self.population)

    def unit(self, name: str) -> str:
        """Unit of an observable, as stored."""
        return str(self.results[name].attrs.get("units", ""))


def gather(run: Run) -> Material:
    """Read a stored run and its scenario into memory.

    Parameters
    ----------
    run : Run

    Raises
    ------
    CheckpointError, ScenarioError
        If the run's folder, or the scenario's copy in it, is incomplete.
    """
    from contested.scenarios.load import load
    from contested.studies.run.dimensions import stored_arrays

    return Material(
        stored_arrays(run).load(), load(run.path / "scenario"), run.tables["returns"], run.tables["casualties"],
        run.provenance,
    )  # fmt: skip
