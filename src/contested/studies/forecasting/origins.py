"""The posterior of each origin, on the claims of days up to it; and what truth is then, if later acts are known.

The emulator is learnt once, from the study's runs; an origin restricts it to the cells that were spoken of until then.
Nothing that is said later is looked at. Two things know more than an origin did, and whoever reads a score must know
it: the runs lie where the study's own claims put them (an emulator is unbiased wherever its runs lie, but is better
where there are more), and `acts_known` has the scenario's dated acts of later days in every run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from contested.claims.claim import Claim
from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference.emulator.emulator import Emulator, extend, fit, restrict
from contested.inference.forecast.claim_forecast import Ahead, Known
from contested.inference.forecast.series import seed_of
from contested.inference.likelihood.cells import STANDING, Cell, Cells, cells_of
from contested.inference.likelihood.claim_arrays import arrays_of
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.posterior import Posterior, sample_until_converged
from contested.nation import tallies

if TYPE_CHECKING:
    from contested.scenarios import Scenario
    from contested.studies.calibration.folder import CalibrationFolder


@dataclass(frozen=True, eq=False)
class StudyRuns:
    """A study's runs, and what they say of days so far and to come.

    Parameters
    ----------
    z : float64 array of shape (runs, d)
        Parameters as standard normals (`priors.Priors`).
    cells : Cells
    x : float64 array of shape (runs, cells), in the cells' own units
        NaN where a run holds no value: the crisis had ended, and nothing was counted any more.
    floor : float or float64 array of shape (cells,), in the cells' own units
        Added before the logarithm; see `Cells.floor`.
    """

    z: np.ndarray
    cells: Cells
    x: np.ndarray
    floor: Floats | float = 1.0


class OriginPosterior(NamedTuple):
    """The posterior of one origin.

    Parameters
    ----------
    known : Known
    posterior : Posterior
        Its truth is that of `spoken`.
    spoken : int64 array
        Cells that claims up to the origin speak of, as rows of `StudyRuns.cells`, ascending.
    emulator : Emulator
        Of all cells.
    runs : int
        That the emulator learnt from.
    """

    known: Known
    posterior: Posterior
    spoken: np.ndarray
    emulator: Emulator
    runs: int


def upto(claims: Iterable[Claim], origin: dt.date) -> tuple[Claim, ...]:
    """Claims of days up to an origin."""
    return tuple(c for c in claims if (c.end_date or c.date) <= origin)


class Origins:
    """Posteriors by origin; each is drawn once.

    Parameters
    ----------
    scenario : Scenario
    claims : iterable of Claim
        Also later ones: at an origin only those of days up to it are looked at.
    runs : StudyRuns
    claim_model : ClaimModel, optional
    seed : int
    """

    def __init__(
        self, scenario: Scenario, claims: Iterable[Claim], runs: StudyRuns, *, claim_model: ClaimModel | None = None,
        seed: int = 1,
    ) -> None:
        self.scenario, self.claims, self.runs = scenario, tuple(claims), runs
        self.claim_model, self.seed = claim_model or DEFAULT, seed
        self.column: dict[Cell, int] = {cell: k for k, cell in enumerate(runs.cells.each)}
        self._posteriors: dict[dt.date, OriginPosterior] = {}
        self._emulators: dict[bytes, Emulator] = {}

    def speaks(self, origin: dt.date) -> bool:
        """Whether any claim up to an origin speaks of something that was simulated."""
        return any(cell in self.column for cell in cells_of(self.scenario, upto(self.claims, origin))[0].each)

    def at(self, origin: dt.date) -> OriginPosterior:
        """The posterior on the claims of days up to an origin.

        Raises
        ------
        InputError
            If none of them speaks of anything that was played, or too few runs have all that is spoken of.
        """
        if origin not in self._posteriors:
            self._posteriors[origin] = self._conditioned(origin)
        return self._posteriors[origin]

    def acts_known(self, origin: dt.date, draws: int) -> Ahead:
        """Truth of every cell of the study's runs, given the claims up to an origin: later acts are in these runs."""
        found = self.at(origin)
        some = np.arange(draws) * len(found.posterior.z) // draws
        z, truth = found.posterior.z[some], found.posterior.truth[some]
        every = extend(found.emulator, found.spoken, z, truth, seed_of(self.seed, f"{origin} acts known"))
        return Ahead(self.column, every, found.posterior.eta[some])

    def _conditioned(self, origin: dt.date) -> OriginPosterior:
        known, spoken = known_at(self.scenario, self.claims, self.runs.cells, origin, self.claim_model)
        # claims were made, so the course of events had not ended then
        alive = np.isfinite(self.runs.x[:, spoken]).all(axis=1)
        emulator = self._learnt(alive)
        seed = seed_of(self.seed, origin.isoformat())
        drawn = sample_until_converged(restrict(emulator, spoken), known.likelihood, seed=seed)
        return OriginPosterior(known, drawn, spoken, emulator, int(alive.sum()))

    def _learnt(self, alive: np.ndarray) -> Emulator:
        key = alive.tobytes()
        if key not in self._emulators:
            # what comes after an end is nothing
            x = np.nan_to_num(self.runs.x[alive])
            self._emulators[key] = fit(self.runs.z[alive], x, floor=self.runs.floor)
        return self._emulators[key]


def known_at(
    scenario: Scenario, claims: Iterable[Claim], cells: Cells, origin: dt.date, claim_model: ClaimModel
) -> tuple[Known, np.ndarray]:
    """Claims of days up to an origin, and the cells they speak of, as ascending rows of `cells`.

    Raises
    ------
    InputError
        If none of them speaks of anything that was simulated.
    """
    claims = upto(claims, origin)
    column = {cell: k for k, cell in enumerate(cells.each)}
    mine, of_claim = cells_of(scenario, claims)
    spoken = np.array(sorted(column[cell] for cell in mine.each if cell in column), dtype=np.int64)
    if not spoken.size:
        raise InputError(f"origin {origin}: none of {len(claims)} claims up to it speaks of anything simulated.",
                         "a later origin")  # fmt: skip
    each = tuple(cells.each[k] for k in spoken)
    place = {cell: k for k, cell in enumerate(each)}
    of_claim = np.array([place.get(mine.each[k], -1) if k >= 0 else -1 for k in of_claim], dtype=np.int64)
    arrays = arrays_of(claims, Cells(each, mine.start), of_claim)
    speak = {p.name for p in arrays.parties}
    doubted = tuple((n, s) for n, s in claim_model.doubted if arrays.names.party(n) in speak)
    chosen = replace(claim_model, doubted=doubted)
    return Known(arrays, ConditionalLikelihood(arrays, chosen), chosen), spoken


def by_prior(known: Known, runs: StudyRuns, seed: int) -> Ahead:
    """Truth and biases as they were before any claim: runs of the first wave, in which later acts happen."""
    eta = prior_biases(known, len(runs.x), seed)
    return Ahead({cell: k for k, cell in enumerate(runs.cells.each)}, np.nan_to_num(runs.x), eta)


def prior_biases(known: Known, draws: int, seed: int) -> Floats:
    """Biases before any claim, float64 array of shape (draws, biases), standard normal."""
    biases = known.likelihood.biases
    return np.stack([normals(draws, seed, streams.PRIOR_BIAS, day=k) for k in range(biases)], axis=1)


def study_runs(study: CalibrationFolder, waves: tuple[int, ...] | None = None) -> StudyRuns:
    """The runs that the study's emulator learnt from, or of some waves: every cell that was stored, and every day of
    the whole country.

    A study stores cells of claims, and each indicator's national course. So the country as a whole can be forecast for
    any day that was simulated, a place only for days of which somebody had spoken when the study was begun.
    """
    cells = study.cells
    runs = study.runs(*(study.training_waves if waves is None else waves))
    good = np.array([not f for f in runs.failed], dtype=bool)
    days = runs.daily.shape[2]
    national = {
        _day(name, d): runs.daily[good, k, d]
        for k, name in enumerate(cells.indicators) for d in range(days)
        if name not in tallies.NAMES  # there is one count, and its cell is stored
    }  # fmt: skip
    there = set(cells.each)
    more = [cell for cell in national if cell not in there]
    x = np.concatenate([runs.x[good], np.array([national[c] for c in more]).reshape(len(more), -1).T], axis=1)
    every = Cells((*cells.each, *more), cells.start)
    return StudyRuns(runs.z[good], every, x, floor=every.floor(study.record["scale"]))


def _day(indicator: str, day: int) -> Cell:
    names = tuple(indicator.split("+"))
    return Cell(names, (), day, day, set(names) <= STANDING)
