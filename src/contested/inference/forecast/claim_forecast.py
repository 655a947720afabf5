"""What a voice will say tomorrow, by the nation: truths to come, each bent as that voice bent its numbers so far.

    claims up to the origin ──posterior──> parameters and biases, in one draw
    the draw ──runs played on from the origin──> truth of every day to come
    truth of a day x bias of the party x error of a claim ──> the number it will say

This file does the last line; `studies.forecasting` draws the first two. Numbers said of later days are not looked
at here, for only the claims of `Known` are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from contested.claims.claim import Claim
from contested.claims.ledger import QUANTITIES
from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference.forecast.series import Key, Series, seed_of, series_of
from contested.inference.likelihood import claim_simulator
from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.bias_quadrature import CUT
from contested.inference.likelihood.cells import Cell, Cells, counterpart
from contested.inference.likelihood.claim_arrays import ClaimArrays, arrays_of
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.nation.election import tallies

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: spread of biases where `claim_simulator` shall add none of its own: the least that a law may have
NO_SPREAD = 0.01


class Known(NamedTuple):
    """What is known of parties' biases at one origin.

    Parameters
    ----------
    claims : ClaimArrays
        Up to the origin.
    likelihood : ConditionalLikelihood
        The same, ready to be asked.
    claim_model : ClaimModel
        Without doubts about parties that had not spoken yet.
    """

    claims: ClaimArrays
    likelihood: ConditionalLikelihood
    claim_model: ClaimModel


class Ahead(NamedTuple):
    """Truths to come, as draws.

    Parameters
    ----------
    column : mapping of Cell to int
        Where each cell stands in `truth`.
    truth : float64 array of shape (draws, cells), in the cells' own units
    eta : float64 array of shape (draws, biases), standard normal under the prior
        Biases of the same draw of the posterior (`Known.likelihood`).
    """

    column: Mapping[Cell, int]
    truth: Floats
    eta: Floats


def cell_of(scenario: Scenario, key: Key, day: date) -> Cell | None:
    """What a number of this series, said of a day, speaks of."""
    cell = counterpart(
        Claim(day, None, key.place, key.quantity, key.actor, 1.0, None, None, "anybody", "independent"), scenario
    )
    # there is one count of votes: another number of it tells nothing of another day
    return None if cell is not None and cell.observables[0] in tallies.NAMES else cell


def cells_ahead(scenario: Scenario, claims: Iterable[Claim], origin: date, horizon: int) -> Cells:
    """Every day to come, `horizon` of them, of whatever a claim up to the origin counts by the day."""
    ahead = [origin + timedelta(days=k) for k in range(1, horizon + 1)]
    found = [cell_of(scenario, key, day) for key in series_of(claims, origin) for day in ahead]
    days = scenario.country.days
    return Cells(tuple(dict.fromkeys(c for c in found if c is not None and c.last < days)), scenario.country.start)


class ClaimForecast:
    """A forecaster for `backtest.backtest`; what is known, and truths to come, by origin."""

    def __init__(self, scenario: Scenario, known: Mapping[date, Known], ahead: Mapping[date, Ahead]) -> None:
        self.scenario, self.known, self.ahead = scenario, known, ahead

    def can(self, key: Key, origin: date, lead: int) -> bool:
        """Whether there is a truth of the day of which a claim of this series would speak."""
        return cell_of(self.scenario, key, origin + timedelta(days=lead)) in self.ahead[origin].column

    def where_simulated(self, series: Series, leads: Ints, draws: int, seed: int) -> Floats:
        """As a call, with a column of NaN for each day that no run has."""
        can = np.array([self.can(series.key, series.until, lead) for lead in leads.tolist()], dtype=bool)
        out = np.full((draws, len(leads)), np.nan)
        if can.any():
            out[:, can] = self(series, leads[can], draws, seed)
        return out

    def _cell(self, key: Key, origin: date, lead: int) -> Cell:
        cell = cell_of(self.scenario, key, origin + timedelta(days=lead))
        if cell is None or cell not in self.ahead[origin].column:
            raise InputError(f"{' '.join(key)}, from {origin}: no run says anything {lead} days ahead.",
                             "within the days that were simulated")  # fmt: skip
        return cell

    def truth(self, key: Key, origin: date, leads: Ints) -> Floats:
        """Draws of what the number would be if nobody bent it, float64 array of shape (draws, leads).

        Raises
        ------
        InputError
            A day that was not played, or something that no claim up to the origin counts by the day.
        """
        column, truth, _ = self.ahead[origin]
        of = [self._cell(key, origin, lead) for lead in leads.tolist()]
        return truth[:, np.array([column[cell] for cell in of], np.int64)] / QUANTITIES[key.quantity].factor

    def __call__(self, series: Series, leads: Ints, draws: int, seed: int) -> Floats:
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
        known, ahead = self.known[series.until], self.ahead[series.until]
        truth = self.truth(series.key, series.until, leads)
        rows = np.arange(draws) * len(truth) // draws if draws <= len(truth) else np.arange(draws) % len(truth)
        truth, factor = truth[rows], QUANTITIES[series.key.quantity].factor
        # for truths that are biased already
        unbiased = ClaimModel(
            replace(known.claim_model.params, bias_mean=0.0, bias_spread=NO_SPREAD, indicator_spread=NO_SPREAD)
        )
        # a draw hears one of the claims made so far, and is said as that one was
        model = np.arange(draws) % len(series.claims)
        out = np.empty(truth.shape)
        biases: dict[str, Floats] = {}
        for k, claim in enumerate(series.claims):
            mine = model == k
            if not mine.any():
                continue
            party = known.claims.names.party(claim.claimant)
            for j, lead in enumerate(leads.tolist()):
                day = series.until + timedelta(days=lead)
                cell = self._cell(series.key, series.until, lead)
                if party not in biases:
                    biases[party] = _bias(known, party, cell.indicator, ahead.eta[rows], seed)
                figure = float(np.median(truth[mine, j] * np.exp(biases[party][mine])))
                like = replace(claim, date=day, value=figure, low=None, high=None)
                arrays = arrays_of((like,), Cells((cell,), known.claims.cells.start), np.zeros(1, np.int64))
                # a list of names has no bias, and `simulate_figures` gives it none
                bias = 0.0 if arrays.listed[0] else biases[party][mine]
                x = (truth[mine, j] * factor * np.exp(bias))[:, None]
                figures = claim_simulator.simulate_figures(x, arrays, unbiased, seed_of(seed, f"{k} {lead}"))
                out[mine, j] = figures[:, 0] / factor
        return out


def _bias(known: Known, party: str, indicator: str, eta: Floats, seed: int) -> Floats:
    """Draws of a party's bias (log) in one indicator: as heard, or as its other claims tell, or the prior's."""
    law, likelihood = known.claim_model.params, known.likelihood
    who = next((b for b in bias_groups(known.claims, known.claim_model)[0] if party in b.parties), None)
    fresh = np.clip(normals(2 * len(eta), seed_of(seed, party), streams.FORECAST_BIAS), -CUT, CUT).reshape(2, -1)
    if who is None:  # all its claims are about what no run of the study has
        return np.asarray(law.bias_mean + law.bias_spread * fresh[0] + law.indicator_spread * fresh[1])
    pairs = [(name, known.claims.cells.indicators[k]) for name, k in likelihood.pairs]
    if (who.name, indicator) in pairs:
        return likelihood.bias(eta)[:, pairs.index((who.name, indicator))]
    heard = [k for k, (name, _) in enumerate(pairs) if name == who.name]
    own = eta[:, np.flatnonzero(likelihood.turn[heard[0]])[0]] if heard else fresh[0]
    spread = who.spread if np.isfinite(who.spread) else law.bias_spread
    return np.asarray(law.bias_mean + spread * own + law.indicator_spread * fresh[1])
