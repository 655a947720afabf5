"""Opposition: its leaders, and the series of calls that people follow.

Reads the script (after the forecast origin, its own rule), connectivity, aid and the expectation of success; writes how
strong a focal point today is. A call says what people are asked to do and never how many come.
Sources: schelling1960 (focal points), morris2002 (leaders as public signals), lichbach1987 (change of form).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

#: who calls: leaders, who can be jailed, or a network that nobody can jail
CALLERS = ("leaders", "network")
LEADERS, NETWORK = range(len(CALLERS))

FIELDS = (
    Field("opposition_alive", "uint8", ("series",), "-", "1 while a series of calls goes on"),
    Field("opposition_form", "int64", ("series",), "-", "row of the table of forms"),
    Field("opposition_first", "int64", ("series",), "day", "day of its first gathering"),
    Field("opposition_every", "int64", ("series",), "day", "days from one gathering to the next"),
    Field("opposition_caller", "int64", ("series",), "-", "leaders or a network"),
    Field("opposition_where", "uint8", ("series", "place"), "-", "1 where people are called to gather"),
    Field("opposition_level", "float64", ("series",), "share", "strength stated in the calendar; NaN: the form's base"),
    Field("opposition_z", "float64", ("series", "day"), "-", "chance's part in the strength of a gathering: standard "
          "normal, drawn before the first day, so that inference can set it"),
    Field("opposition_today", "float64", ("series",), "share", "strength of today's gathering; 0 without one"),
    Field("opposition_rate", "float64", (), "1/day", "rate of new calls by the rule, under a script too"),
    Field("opposition_excitement", "float64", (), "ratio", "what recent events and calls add to that rate, relative to "
          "what it is without any"),
    Field("opposition_free", "float64", (), "person", "leaders at liberty in the country"),
    Field("opposition_jailed", "float64", (), "person", "leaders in prison"),
    Field("opposition_exiled", "float64", (), "person", "leaders abroad"),
    Field("opposition_council", "float64", (), "-", "1 once a coordination council stands"),
    Field("opposition_fund", "float64", (), "million EUR", "money raised for strikers"),
    Field("opposition_leadership", "float64", (), "level", "strength; 1 is all at liberty, a council adds"),
    Field("opposition_organisers", "float64", ("place",), "share", "share of local organisers at liberty"),
    Field("opposition_call", "float64", ("place", "segment"), "share", "today's focal strength, as it reaches people"),
    Field("opposition_deniable", "float64", ("place",), "share",
          "share of those who set out that forces can prevent from assembling"),
    Field("opposition_stays", "float64", ("place",), "share", "share of today's gathering that stays overnight"),
    Field("opposition_inside", "float64", ("place",), "person", "people who stayed since yesterday where today's "
          "gathering is to stay too"),
    Field("opposition_strike_call", "float64", ("place",), "share", "today's strike call, as it reaches people"),
)


@dataclass(frozen=True, kw_only=True)
class OppositionParams(Params, scope="universal"):
    """Leadership, and who calls when no script says."""

    leaders: float = param(
        12, unit="person", within=(1, 10000), source="assumed",
        scope="country", meaning="public leaders at the start: candidates, staff and the later council's presidium")
    leaderless: float = param(
        0.75, unit="share", within=(0, 1), source="assumed", prior="beta(8, 3)",
        scope="country", meaning="strength that calls keep when every leader is jailed or abroad, and in a place "
        "whose organisers are all arrested")
    organisers: float = param(
        0.0005, unit="share", within=(1e-7, 1), source="assumed", prior="lognormal(-7.6, 0.7)",
        meaning="people who pass calls on to their neighbours, as a share of all")
    renewal: float = param(
        30, unit="day", within=(0.5, 1e6), source="assumed", prior="lognormal(3.4, 0.5)",
        meaning="days until half of the organisers arrested in raids have been replaced")
    exile_weight: float = param(
        0.6, unit="share", within=(0, 1), source="assumed", scope="country",
        meaning="what a leader abroad still counts for")
    council_gain: float = param(
        0.1, unit="share", within=(0, 1), source="assumed", meaning="gain in strength from a coordination council")
    shutdown_loss: float = param(
        0.5, unit="share", within=(0, 1), source="assumed", prior="beta(5, 5)",
        meaning="strength that calls lose under a full internet shutdown")
    shutdown_offline: float = param(
        0.5, unit="ratio", within=(0, 1), source="assumed",
        meaning="strength that calls lose among people offline (who hear of them from others), relative to people "
        "online")
    spread: float = param(
        0.35, unit="level", within=(0, 3), source="assumed", prior="lognormal(-1.05, 0.4)",
        meaning="spread of the logarithm of a gathering's strength: weather, rivals, what nobody recorded")
    ending: float = param(
        0.09, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-2.4, 0.4)",
        meaning="probability that a new series is called off after a gathering, when people think success as likely as "
        "not: as in eight crises (benchmarks/crises/callers.py)")
    ending_small: float = param(
        0.12, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-2.1, 0.5)",
        meaning="probability that a series is called off after a gathering so small that the street counts as quiet")
    newness: float = param(
        7, unit="day", within=(0.5, 1e6), source="freeman1983", prior="lognormal(1.95, 0.6)",
        meaning="age of a series at which either probability has halved (form from the source, size as in eight "
        "crises, benchmarks/crises/callers.py)")
    substitution: float = param(
        0.25, unit="probability", within=(0, 1), source="assumed", prior="beta(3, 10)",
        meaning="largest probability that a series changes to the form that is hardest to prevent (lichbach1987); no "
        "weekly series of eight crises did (benchmarks/crises/callers.py)")
    substitution_half: float = param(
        0.03, unit="ratio", within=(1e-6, 1), source="assumed", prior="lognormal(-3.5, 0.5)",
        meaning="arrests per marcher that give half of that probability")
    starting: float = param(
        1.0, unit="ratio", within=(0, 100), source="assumed", prior="lognormal(0, 0.5)",
        meaning="factor on the rates at which new calls of every form are made")
    local: float = param(
        0.65, unit="probability", within=(0, 1), source="assumed", prior="beta(13, 7)",
        meaning="probability that a new call is for one place and not for the whole country: 40 of 62 in eight crises "
        "(benchmarks/crises/callers.py)")
    event_gain: float = param(
        32, unit="ratio", within=(0, 10_000), source="assumed", prior="lognormal(3.45, 0.4)",
        meaning="what the event that begins a crisis, the announcement of a result, and each shock of size 1 add to "
        "the rate of new calls, over the rate without any (fitted to eight calendars, benchmarks/crises/callers.py)")
    call_gain: float = param(
        4.5, unit="ratio", within=(0, 1000), source="hawkes1971", prior="lognormal(1.5, 0.4)",
        meaning="what each new call adds to that rate (form from the source, fitted to the same calendars)")
    gain_half_life: float = param(
        4.3, unit="day", within=(0.1, 1000), source="assumed", prior="lognormal(1.45, 0.3)",
        meaning="days until half of either addition is gone (fitted to the same calendars)")
    grievance_half: float = param(
        0.1, unit="level", within=(0.001, 10), source="assumed",
        meaning="sum of mean outrage, fraud belief and shock at which new calls have half of their largest rate")
    most: float = param(
        8, unit="-", within=(0, 100), source="assumed", whole=True,
        meaning="series beyond the scripted ones that can go on at once")
