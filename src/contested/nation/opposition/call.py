"""How strong a focal point today is, in each place and for people online and off."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.params import NationParams

WEEK = 7
#: weeks whose calls are remembered and, once the script has ended, made again
REMEMBERED = 4


def call(c: Columns, params: NationParams, tick: Tick) -> None:
    """Strength of calls after losses of leaders, reach of places and connectivity; policy once the script has ended."""
    o = params.opposition
    free, jailed, exiled = (float(x[0]) for x in (c.opposition_free, c.opposition_jailed, c.opposition_exiled))
    present = (free + o.exile_weight * exiled) / max(1.0, free + jailed + exiled)
    # aid keeps offices, lawyers and channels going when leaders are gone
    made_good = min(1.0, params.abroad.aid_effect * float(c.abroad_aid[0]))
    present += made_good * (1.0 - present)
    strength = o.leaderless + (1.0 - o.leaderless) * present
    strength *= 1.0 + o.council_gain * float(c.opposition_council[0])
    c.opposition_leadership[0] = strength
    origin = int(c.origin[0])
    if tick.step <= origin:
        c.opposition_recent[tick.step % len(c.opposition_recent)] = c.opposition_march
    else:
        # people go on as they did: a weekday's calls are those of one of the last four such days, weaker with every
        # week that brings nothing
        c.opposition_since_origin[0] *= 1.0 - o.policy_fade
        u = float(uniform(tick.seed, streams.CALL, 0, tick.step, 0))
        like = one_of_the_last(tick.step, origin, u)
        c.opposition_march[:] = (
            o.policy_march * c.opposition_since_origin[0] * c.opposition_recent[like % len(c.opposition_recent)]
        )
        c.opposition_strike[:] = o.policy_strike * c.opposition_since_origin[0]
    over = c.outcome_ended.any()
    march = np.maximum(c.opposition_march * strength, params.street.spontaneous)
    if tick.step == int(c.election_announcement_day[0]) and c.election_announced[0]:
        margin = max(0.0, float(c.election_official[0]) - float(c.election_true_share[0]))
        # nobody needs to call the night a false result is read out; without falsification nothing is read out of line
        march = np.maximum(march, params.street.announcement * min(1.0, margin / 0.2))
    reached = c.place_reach * march
    c.opposition_call[:, 0] = reached * (1.0 - o.shutdown_loss * 0.5 * c.media_shutdown)
    c.opposition_call[:, 1] = reached * (1.0 - o.shutdown_loss * c.media_shutdown)
    np.minimum(c.opposition_call, 1.0, out=c.opposition_call)
    c.opposition_strike_call[:] = np.minimum(1.0, c.opposition_strike * strength)
    if over:
        c.opposition_call[:] = 0.0
        c.opposition_strike_call[:] = 0.0


def one_of_the_last(day: int, origin: int, u: float) -> int:
    """The scripted day whose calls are made again.

    Parameters
    ----------
    day, origin : int
        A day after the origin; the script has days 0 .. origin.
    u : float in [0, 1)

    Returns
    -------
    int
        One of the last four days of the same weekday up to the origin, or of as many as there are; where the script
        is shorter than a week its days come again in turn.

    References
    ----------
    lohmann1994 for weekdays that hold a movement together; that what is called is drawn from what was called lately is
    the nearest-neighbour resampling of hydrology (lall1996), here on weekdays.
    """
    weeks = min(REMEMBERED, (origin + 1) // WEEK)
    if weeks == 0:
        return (day - origin - 1) % (origin + 1) if origin >= 0 else 0
    last = day - WEEK * ((day - origin - 1) // WEEK + 1)
    return last - WEEK * int(u * weeks)


PHASE = Phase(
    "calls", "opposition", call,
    reads=("place_reach", "media_shutdown", "abroad_aid", "outcome_ended", "origin",
           "election_announcement_day", "election_announced", "election_official", "election_true_share",
           "opposition_free", "opposition_jailed", "opposition_exiled", "opposition_council"),
    writes=("opposition_march", "opposition_strike", "opposition_leadership", "opposition_recent",
            "opposition_since_origin", "opposition_call", "opposition_strike_call"),
    source="schelling1960",
    meaning="how strong a focal point today is where it is called, and how far the call carries",
)
