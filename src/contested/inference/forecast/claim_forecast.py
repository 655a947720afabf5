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
from contested.inference.forecast import reporting
from contested.inference.forecast.series import Key, Series, seed_of, series_of
from contested.inference.forecast.spread import DEFAULT as SPREAD
from contested.inference.forecast.spread import SpreadParams, narrowed
from contested.inference.likelihood import claim_simulator
from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.bias_quadrature import CUT
from contested.inference.likelihood.cells import Cell, Cells, counterpart
from contested.inference.likelihood.claim_arrays import ClaimArrays, arrays_of
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.nation import tallies

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: draws of silent days that show what is not worth a report
SOME = 100
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


def cells_ahead(
    scenario: Scenario, claims: Iterable[Claim], origin: date, horizon: int, *, past: bool = False
) -> Cells:
    """Every day to come, `horizon` of them, of whatever a claim up to the origin counts by the day; with `past` also
    every day since it was first counted, which shows of what nobody spoke."""
    claims = tuple(claims)
    ahead = [origin + timedelta(days=k) for k in range(1, horizon + 1)]
    days, start, found = scenario.country.days, scenario.country.start, []
    for key, series in series_of(claims, origin, totals=True).items():
        begun = 0 if not past or grows(cell_of(scenario, key, origin)) else (origin - series.claims[0].date).days + 1
        found += [cell_of(scenario, key, day) for day in (*(origin - timedelta(days=k) for k in range(begun)), *ahead)]
    for key, series in series_of(claims, origin, "party", totals=True).items():
        if grows(cell_of(scenario, key, origin)):
            found += [since(cell_of(scenario, key, day), series.claims[-1].date, start) for day in ahead]
    return Cells(tuple(dict.fromkeys(c for c in found if c is not None and c.last < days)), start)


def grows(cell: Cell | None) -> bool:
    """Whether a cell is a running total: what is added to the last number reported is forecast, and not all of it."""
    return cell is not None and not cell.standing and cell.first == 0 and cell.last > 0


def since(cell: Cell | None, day: date, start: date) -> Cell | None:
    """What is added to a running total after a day."""
    return None if cell is None else cell._replace(first=(day - start).days + 1)


def column_of(ahead: Ahead, cell: Cell | None) -> Floats | None:
    """Draws of a cell, or of the sum of its days; None where not all of it was simulated."""
    if cell is None or cell.first > cell.last:
        return None
    if cell in ahead.column:
        return np.asarray(ahead.truth[:, ahead.column[cell]])
    days = [cell._replace(first=d, last=d) for d in range(cell.first, cell.last + 1)]
    if cell.standing or not all(day in ahead.column for day in days):
        return None
    return np.asarray(ahead.truth[:, [ahead.column[day] for day in days]].sum(axis=1))


class ClaimForecast:
    """A forecaster for `backtest.backtest`; what is known, and truths to come, by origin."""

    def __init__(
        self, scenario: Scenario, known: Mapping[date, Known], ahead: Mapping[date, Ahead], *, reported: bool = False,
        spread: SpreadParams = SPREAD,
    ) -> None:  # fmt: skip
        """With `reported`, draws of a claim are those of a day that is worth one (`reporting`), with the spread that
        earlier forecasts should have had (`spread`)."""
        self.scenario, self.known, self.ahead, self.reported = scenario, known, ahead, reported
        self.spread = spread

    def can(self, series: Series, lead: int) -> bool:
        """Whether there is a truth of the day of which a claim of this series would speak."""
        return self._truth(series, lead) is not None and all(
            column_of(self.ahead[series.until], cell) is not None for cell in self._parts(series, lead).values()
        )

    def where_simulated(self, series: Series, leads: Ints, draws: int, seed: int) -> Floats:
        """As a call, with a column of NaN for each day that no run has."""
        can = np.array([self.can(series, lead) for lead in leads.tolist()], dtype=bool)
        out = np.full((draws, len(leads)), np.nan)
        if can.any():
            out[:, can] = self(series, leads[can], draws, seed)
        return out

    def _truth(self, series: Series, lead: int) -> Floats | None:
        cell = cell_of(self.scenario, series.key, series.until + timedelta(days=lead))
        return column_of(self.ahead[series.until], cell)

    def _parts(self, series: Series, lead: int) -> dict[str, Cell | None]:
        """What each party of the series will report on a day: all of it, or what is added to its last total."""
        cell = cell_of(self.scenario, series.key, series.until + timedelta(days=lead))
        names, start = self.known[series.until].claims.names, self.scenario.country.start
        last = {names.party(c.claimant): c.date for c in series.claims}
        return {party: since(cell, day, start) if grows(cell) else cell for party, day in last.items()}

    def truth(self, series: Series, leads: Ints) -> Floats:
        """Draws of what the number would be if nobody bent it, float64 array of shape (draws, leads).

        Raises
        ------
        InputError
            A day that was not played, or something that no claim up to the origin counts by the day.
        """
        return self._columns(series, {lead: self._truth(series, lead) for lead in leads.tolist()})

    def _columns(self, series: Series, by_lead: Mapping[int, Floats | None]) -> Floats:
        for lead, column in by_lead.items():
            if column is None:
                raise InputError(
                    f"{' '.join(series.key)}, from {series.until}: no run says anything {lead} days ahead.",
                    "within the days that were simulated",
                )
        columns = [column for column in by_lead.values() if column is not None]
        return np.stack(columns, axis=1) / QUANTITIES[series.key.quantity].factor

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
        out = self._figures(series, leads, draws, seed)
        if not self.reported or grows(cell_of(self.scenario, series.key, series.until + timedelta(days=1))):
            return out
        log, curve = np.log1p(out), self._curve(series, min(draws, SOME), seed)
        if curve is not None:
            log = reporting.selected(log, *curve)
        return np.asarray(np.expm1(narrowed(log, self.spread.of(series.key.quantity))))

    def _curve(self, series: Series, draws: int, seed: int) -> tuple[float, float] | None:
        """By its record up to the origin, which figures the voice reports (`reporting.learnt`); None if it spoke of
        every day."""
        past = series.past
        spoken = past.days - past.origin
        silent = [k for k in range(int(spoken[0]), 1) if k not in spoken and self.can(series, k)]
        if not silent:
            return None
        log = np.log1p(self._figures(series, np.array(silent, dtype=np.int64), draws, seed))
        return reporting.learnt(np.log1p(past.values), log, reporting.DEFAULT.of(series.key.quantity))

    def _figures(self, series: Series, leads: Ints, draws: int, seed: int) -> Floats:
        """As a call, of every day alike whether anybody would report it."""
        known, ahead = self.known[series.until], self.ahead[series.until]
        parts = {lead: self._parts(series, lead) for lead in leads.tolist()}
        factor = QUANTITIES[series.key.quantity].factor
        whole = len(ahead.truth)
        rows = np.arange(draws) * whole // draws if draws <= whole else np.arange(draws) % whole
        # for truths that are biased already
        unbiased = ClaimModel(
            replace(known.claim_model.params, bias_mean=0.0, bias_spread=NO_SPREAD, indicator_spread=NO_SPREAD)
        )
        claims, reached = self._voiced(series)
        # a draw hears one of the claims made so far, and is said as that one was
        model = np.arange(draws) % len(claims)
        out = np.empty((draws, len(leads)))
        biases: dict[str, Floats] = {}
        for k, claim in enumerate(claims):
            mine = model == k
            if not mine.any():
                continue
            party = known.claims.names.party(claim.claimant)
            truth = self._columns(series, {n: column_of(ahead, each[party]) for n, each in parts.items()})[rows]
            for j, lead in enumerate(leads.tolist()):
                day, cell = series.until + timedelta(days=lead), parts[lead][party]
                assert cell is not None  # or there were no column of it
                if party not in biases:
                    biases[party] = _bias(known, party, cell.indicator, ahead.eta[rows], seed)
                figure = float(np.median(truth[mine, j] * np.exp(biases[party][mine])))
                like = replace(claim, date=day, value=figure, low=None, high=None)
                arrays = arrays_of((like,), Cells((cell,), known.claims.cells.start), np.zeros(1, np.int64))
                # a list of names has no bias, and `simulate_figures` gives it none
                bias = 0.0 if arrays.listed[0] else biases[party][mine]
                x = (truth[mine, j] * factor * np.exp(bias))[:, None]
                figures = claim_simulator.simulate_figures(x, arrays, unbiased, seed_of(seed, f"{k} {lead}"))
                out[mine, j] = reached[k] + figures[:, 0] / factor
        # each day's chance is its own, and a running total never falls
        return np.sort(out, axis=1) if max(reached) > 0 else out

    def _voiced(self, series: Series) -> tuple[tuple[Claim, ...], list[float]]:
        """The claims that draws are said like, and what each had reached: of running totals the last of each party."""
        if not grows(cell_of(self.scenario, series.key, series.until + timedelta(days=1))):
            return series.claims, [0.0] * len(series.claims)
        names = self.known[series.until].claims.names
        last = {names.party(c.claimant): c for c in series.claims}
        return tuple(last.values()), [c.middle or 0.0 for c in last.values()]


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
    return np.asarray(who.mean_of(indicator) + spread * own + law.indicator_spread * fresh[1])
