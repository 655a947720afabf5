"""What a voice will say tomorrow, by the nation: the posterior on the claims up to a day, run on and bent.

    runs and parameters ──fit──> emulator of the days so far and to come
    claims up to the origin ──condition──> parameters, truth of every day, biases, all in one draw
    truth of a day to come x bias of the party x error of a claim ──> the number it will say

No run is played: what was played once is conditioned anew on what was known at each origin. Numbers said of later days
are not looked at. Three things know more than the origin did, and whoever reads a score must know it: the scenario's
dated acts of later days are in every run; the runs lie where the study's own claims put them (an emulator is unbiased
wherever its runs lie, but is better where there are more); and a place's days to come are foretold where they were
played, which may depend on who spoke of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from contested.claims.claim import Claim
from contested.claims.ledger import QUANTITIES
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference import claim_draw
from contested.inference.bearers import bearers
from contested.inference.bias_grid import CUT
from contested.inference.cells import Cell, Cells, cells_of, counterpart
from contested.inference.claim_arrays import ClaimArrays, arrays_of
from contested.inference.conditional import GivenBias
from contested.inference.emulator import fit
from contested.inference.hyper import Hyper
from contested.inference.posterior import Posterior, sample
from contested.inference.series import Key, Series, series_of

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: name of chance, of the family that ensembles begin
BIAS = streams.MEMBER + 55
#: spread of biases where `claim_draw` shall add none of its own: the least that a law may have
NO_SPREAD = 0.01
#: (kept, warm) steps of each chain, tried in turn until the chains agree
LENGTHS = ((16, 12), (48, 40))


@dataclass(frozen=True, eq=False)
class Played:
    """Runs, and what they say of days so far and to come.

    Parameters
    ----------
    z : float64 array of shape (runs, d)
        Parameters as standard normals (`priors.Priors`).
    cells : Cells
        All of `wanted`.
    x : float64 array of shape (runs, cells), in the cells' own units
        NaN where a run holds no value: the crisis had ended, and nothing was counted any more.
    floor : float, in the cells' own units
        Added before the logarithm; half of what one agent stands for is the natural choice.
    """

    z: np.ndarray
    cells: Cells
    x: np.ndarray
    floor: float = 1.0


class Known(NamedTuple):
    """What one origin knows.

    Parameters
    ----------
    claims : ClaimArrays
    column : dict of Cell to int
        Where each cell stands in `posterior.truth`.
    posterior : Posterior
    given : GivenBias
    hyper : Hyper
        Without doubts about parties that had not spoken yet.
    runs : int
        That the emulator learnt from.
    """

    claims: ClaimArrays
    column: dict[Cell, int]
    posterior: Posterior
    given: GivenBias
    hyper: Hyper
    runs: int


def wanted(scenario: Scenario, claims: Iterable[Claim], days: int) -> Cells:
    """Cells that forecasts may need: those of claims, and every day of whatever a claim counts by the day.

    Parameters
    ----------
    scenario : Scenario
    claims : iterable of Claim
    days : int
        How many are played.
    """
    claims = tuple(claims)
    start = scenario.country.start
    found = dict.fromkeys(c for c in cells_of(scenario, claims)[0].each if c.last < days)
    for key in series_of(claims, date.max):
        every = (_cell(scenario, key, start + timedelta(days=d)) for d in range(days))
        found.update(dict.fromkeys(cell for cell in every if cell is not None))
    return Cells(tuple(found), start)


def _cell(scenario: Scenario, key: Key, day: date) -> Cell | None:
    """What a number of this series, said of a day, speaks of."""
    return counterpart(
        Claim(day, None, key.place, key.quantity, key.actor, 1.0, None, None, "anybody", "independent"), scenario
    )


class ClaimForecast:
    """A forecaster for `backtest.backtest`, which keeps what it found out at each origin.

    Parameters
    ----------
    scenario : Scenario
    claims : iterable of Claim
        Also later ones: at an origin only those of days up to it are looked at.
    played : Played
    hyper : Hyper, optional
    horizon : int, day
    seed : int
    """

    def __init__(
        self, scenario: Scenario, claims: Iterable[Claim], played: Played, *, hyper: Hyper | None = None,
        horizon: int = 28, seed: int = 1,
    ) -> None:  # fmt: skip
        self.scenario, self.claims, self.played = scenario, tuple(claims), played
        self.hyper, self.horizon, self.seed = hyper or Hyper(), horizon, seed
        self._place = {cell: k for k, cell in enumerate(played.cells.each)}
        self._known: dict[date, Known] = {}

    @property
    def seen(self) -> tuple[date, ...]:
        """Origins that were asked about so far."""
        return tuple(self._known)

    def at(self, origin: date) -> Known:
        """The posterior on the claims of days up to an origin.

        Raises
        ------
        InputError
            If none of them speaks of anything that was played, or too few runs have all that is spoken of.
        """
        if origin not in self._known:
            self._known[origin] = self._conditioned(origin)
        return self._known[origin]

    def _conditioned(self, origin: date) -> Known:
        claims = tuple(c for c in self.claims if (c.end_date or c.date) <= origin)
        mine, of_claim = cells_of(self.scenario, claims)
        spoken = [cell for cell in mine.each if cell in self._place]
        if not spoken:
            raise InputError(f"origin {origin}: none of {len(claims)} claims up to it speaks of anything played.",
                             "a later origin")  # fmt: skip
        ahead = [origin + timedelta(days=k) for k in range(1, self.horizon + 1)]
        later = [_cell(self.scenario, key, day) for key in series_of(claims, origin) for day in ahead]
        each = tuple(dict.fromkeys(spoken + [cell for cell in later if cell in self._place]))
        column = {cell: k for k, cell in enumerate(each)}
        of_claim = np.array([column.get(mine.each[k], -1) if k >= 0 else -1 for k in of_claim], dtype=np.int64)
        arrays = arrays_of(claims, Cells(each, mine.start), of_claim)
        x = self.played.x[:, [self._place[cell] for cell in each]]
        # claims were made, so the course of events had not ended then; what comes after an end is nothing
        alive = np.isfinite(x[:, : len(spoken)]).all(axis=1)
        emulator = fit(self.played.z[alive], np.nan_to_num(x[alive]), floor=self.played.floor)
        speak = {p.name for p in arrays.parties}
        doubted = tuple((n, s) for n, s in self.hyper.doubted if arrays.names.party(n) in speak)
        hyper = replace(self.hyper, doubted=doubted)
        given = GivenBias(arrays, hyper)
        for kept, warm in LENGTHS:
            found = sample(emulator, given, seed=_seed(self.seed, origin.isoformat()), kept=kept, warm=warm)
            if found.agree:
                break
        return Known(arrays, column, found, given, hyper, int(alive.sum()))

    def can(self, key: Key, origin: date, lead: int) -> bool:
        """Whether a day was played of which a claim of this series would speak."""
        return _cell(self.scenario, key, origin + timedelta(days=lead)) in self.at(origin).column

    def truth(self, key: Key, origin: date, leads: np.ndarray) -> np.ndarray:
        """Draws of what the number would be if nobody bent it, float64 array of shape (draws, leads).

        Raises
        ------
        InputError
            A day that was not played, or something that no claim up to the origin counts by the day.
        """
        known = self.at(origin)
        cells = [_cell(self.scenario, key, origin + timedelta(days=int(k))) for k in leads]
        if odd := [int(k) for k, cell in zip(leads, cells) if cell not in known.column]:
            raise InputError(f"{' '.join(key)}, from {origin}: no run says anything {odd[0]} days ahead.",
                             f"at most {self.horizon} days, and within the days that were played")  # fmt: skip
        return known.posterior.truth[:, [known.column[cell] for cell in cells]] / QUANTITIES[key.quantity].factor

    def __call__(self, series: Series, leads: np.ndarray, draws: int, seed: int) -> np.ndarray:
        """Draws of what the series' voice will say.

        Parameters
        ----------
        series : Series
            Up to its origin, with at least one claim: who of the voice speaks, and whether as a list of names, is as
            often in the future as it was in these.
        leads : int array of shape (leads,), day
        draws, seed : int

        Returns
        -------
        float64 array of shape (draws, leads), in the quantity's unit
        """
        known = self.at(series.until)
        truth = self.truth(series.key, series.until, leads)
        rows = np.arange(draws) * len(truth) // draws if draws <= len(truth) else np.arange(draws) % len(truth)
        truth, factor = truth[rows], QUANTITIES[series.key.quantity].factor
        # a draw hears one of the claims made so far, and is said as that one was
        model = np.arange(draws) % len(series.claims)
        out = np.empty(truth.shape)
        bent: dict[str, np.ndarray] = {}
        for k, claim in enumerate(series.claims):
            mine = model == k
            if not mine.any():
                continue
            party = known.claims.names.party(claim.claimant)
            for j, lead in enumerate(leads):
                day = series.until + timedelta(days=int(lead))
                cell = _cell(self.scenario, series.key, day)
                if party not in bent:
                    bent[party] = self._bias(known, party, cell.indicator, rows, seed)
                said = replace(claim, date=day, value=float(np.median(truth[mine, j] * np.exp(bent[party][mine]))),
                               low=None, high=None)  # fmt: skip
                arrays = arrays_of((said,), Cells((cell,), known.claims.cells.start), np.zeros(1, np.int64))
                # a list of names has no bias, and `draw` gives it none
                bias = 0.0 if arrays.listed[0] else bent[party][mine]
                x = (truth[mine, j] * factor * np.exp(bias))[:, None]
                figures = claim_draw.draw(x, arrays, self._unbent, _seed(seed, f"{k} {int(lead)}"))[:, 0]
                out[mine, j] = figures / factor
        return out

    @property
    def _unbent(self) -> Hyper:
        """The claim model without biases, for truths that are bent already."""
        law = replace(self.hyper.law, bias_mean=0.0, bias_spread=NO_SPREAD, indicator_spread=NO_SPREAD)
        return Hyper(law)

    def _bias(self, known: Known, party: str, indicator: str, rows: np.ndarray, seed: int) -> np.ndarray:
        """Draws of a party's bias (log) in one indicator: as heard, or as its other claims tell, or the prior's."""
        law, given = known.hyper.law, known.given
        eta = known.posterior.eta[rows]
        who = next(b for b in bearers(known.claims, known.hyper)[0] if party in b.parties)
        pairs = [(name, known.claims.cells.indicators[k]) for name, k in given.pairs]
        if (who.name, indicator) in pairs:
            return given.bias(eta)[:, pairs.index((who.name, indicator))]
        fresh = np.clip(normals(2 * len(rows), _seed(seed, party), BIAS), -CUT, CUT).reshape(2, -1)
        heard = [k for k, (name, _) in enumerate(pairs) if name == who.name]
        own = eta[:, np.flatnonzero(given.turn[heard[0]])[0]] if heard else fresh[0]
        spread = who.spread if np.isfinite(who.spread) else law.bias_spread
        return law.bias_mean + spread * own + law.indicator_spread * fresh[1]


def _seed(seed: int, what: str) -> int:
    """A seed of each day and claim, so that one more changes no other's draws."""
    return int.from_bytes(hashlib.sha256(f"{seed}\x1f{what}".encode()).digest()[:8], "little") >> 1
