"""Is the announced winner's margin above zero? A test that may stop after any protocol, whatever the rest may hold.

Stations are taken at random without replacement and their protocols inspected. One station gives a number from 0 to 1
whose mean over all stations is above one half exactly if the margin is above zero (an assertion of SHANGRLA). A bettor
who stakes on that mean cannot multiply the money by 1 / alpha with a chance above alpha if the margin is not above
zero, so a fortune of 1 / alpha rejects at risk alpha at any time (Ville). A station that cannot be inspected counts as
badly for the winner as it could. The bet is that of waudbysmith2024 (approximate growth); ALPHA's martingale is the
same with the stake written as a guess of the mean (stark2023).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.samples.martingale import Wealth, result
from contested.forensics.table.case import Floats
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.ground.options import RISK_LIMIT


def order(stations: int, seed: int, *, draw: int = 0) -> np.ndarray:
    """int64 array of shape (stations,): rows in the random order in which they are to be inspected."""
    return np.argsort(uniforms(stations, seed, streams.SAMPLE_ORDER, draw=draw), kind="stable")


def assorted(winner: np.ndarray, loser: np.ndarray, most: np.ndarray, largest: int) -> np.ndarray:
    """A station's margin as a number from 0 to 1 that is one half at no margin.

    Parameters
    ----------
    winner, loser : int64 array of shape (inspected,), ballot
        Below 0 where the station could not be inspected.
    most : int64 array of shape (inspected,), ballot
        That the station can have at most: its registered voters.
    largest : int, ballot
        Largest `most` of all stations, inspected or not.

    Raises
    ------
    InputError
        More votes than `most`, or `most` above `largest`.
    """
    winner, loser, most = (np.asarray(a, np.int64) for a in (winner, loser, most))
    unseen = (winner < 0) | (loser < 0)
    if largest < 1 or (most > largest).any() or (most < 0).any():
        raise InputError(f"expected from 0 to {largest} ballots at each station, with a largest of at least 1.")
    if ((winner + loser > most) & ~unseen).any():
        raise InputError(
            "a station has more votes than it can have ballots.",
            "take the larger of registered voters and ballots, known before the sample is drawn",
        )
    return 0.5 + np.where(unseen, -most, winner - loser) / (2.0 * largest)


def confirm(x: np.ndarray, stations: int, *, alpha: float = RISK_LIMIT) -> Wealth:
    """Confirm, or fail to, that the mean over all stations is above one half, from the first of them in random order.

    Parameters
    ----------
    x : float64 array of shape (inspected,), from 0 to 1
    stations : int
        In all, inspected or not.
    alpha : float
        Risk limit.

    Raises
    ------
    InputError
        More values than stations, a value outside 0 to 1, or alpha outside 0 to 1.
    """
    x = np.ascontiguousarray(x, np.float64)
    if x.size > stations or not ((x >= 0) & (x <= 1)).all():
        raise InputError(f"expected at most {stations} values from 0 to 1.")
    if not 0 < alpha < 1:
        raise InputError(f"alpha: expected a risk between 0 and 1; got {alpha}.")
    fortune = np.empty(x.size)
    _bet(x, stations, alpha, fortune)
    return result(fortune, alpha)


@serial
def _bet(x: Floats, stations: int, alpha: float, fortune: Floats) -> None:
    money, total = 1.0, 0.0
    mean, spread = 0.5, 0.25  # of what was seen, with one imagined value of one half
    for i in range(x.size):
        # mean of what is left, if that of all were one half; and a billionth, so that rounding cannot confirm a tie
        null = (stations * 0.5 - total + 1e-9 * stations) / (stations - i)
        if null >= 1.0:
            money = 0.0 if null > 1.0 else money
        elif money < np.inf:
            variance = spread / (i + 1)
            ahead = mean - null
            stake = ahead / (variance + ahead * ahead) if ahead > 0.0 else 0.0
            stake = min(stake, 0.9 / null)
            money *= 1.0 + stake * (x[i] - null)
        total += x[i]
        if total > stations * (0.5 + 1e-9):  # whatever the rest holds
            money = np.inf
        fortune[i] = money
        before = mean
        mean += (x[i] - mean) / (i + 2)
        spread += (x[i] - before) * (x[i] - mean)


ABOUT = Finding(
    name="sequential-margin", title="A sample of protocols tests the outcome", kind="estimate",
    rule=f"the sample rejects a margin of zero or more for the announced winner at {RISK_LIMIT:g}",
    assumes="Stations were drawn at random from all, and each protocol shows what was counted there.",
    fails_when="The order of inspection was chosen, not drawn; or protocols are false before they are posted.",
    cites=("stark2020", "stark2023", "waudbysmith2024"),
)  # fmt: skip


def find(
    winner: np.ndarray,
    loser: np.ndarray,
    most: np.ndarray,
    stations: int,
    largest: int,
    *,
    names: tuple[str, str] = ("the announced winner", "the runner-up"),
    alpha: float = RISK_LIMIT,
) -> Finding:
    """Test the announced winner's margin both ways, on protocols in the random order in which they were inspected.

    Parameters
    ----------
    winner, loser, most, largest
        As in `assorted`.
    stations : int
        In all.
    names : pair of str
    alpha : float
        Risk limit of either test.
    """
    n = len(winner)
    about = replace(ABOUT, rule=ABOUT.rule.replace(f"at {RISK_LIMIT:g}", f"at {alpha:g}"))
    if not n:
        return replace(about, says="No protocol was inspected.")
    ahead = confirm(assorted(winner, loser, most, largest), stations, alpha=alpha)
    behind = confirm(assorted(loser, winner, most, largest), stations, alpha=alpha)
    unseen = int(((np.asarray(winner) < 0) | (np.asarray(loser) < 0)).sum())
    if ahead.stopped:
        says = (
            f"After {ahead.stopped:,} of {stations:,} stations a margin of zero or less for {names[0]} is rejected "
            f"at a risk of {alpha:g}."
        )
    elif behind.stopped:
        says = (
            f"After {behind.stopped:,} of {stations:,} stations the sample rejects that {names[0]} had no fewer votes "
            f"than {names[1]}, at a risk of {alpha:g}."
        )
    else:
        says = f"{n:,} stations do not settle at a risk of {alpha:g} whether {names[0]} had more votes than {names[1]}."
    if unseen:
        says += f" The {unseen:,} that could not be inspected count as badly as they could."
    path = pl.DataFrame({"station": np.arange(1, n + 1), "for the margin": ahead.path,
                         "against the margin": behind.path})  # fmt: skip
    return replace(about, says=says, value=ahead.risk, alarm=bool(behind.stopped), tables={"fortunes": path})
