"""Media: state broadcasting, independent media, rumour, and the shutdown that decides who hears which.

Reads yesterday's crowds, forces' effort, violence and testimonies; writes what people expect today, how much abuse they
hear of, and the outrage and dread it gives.
Sources: lohmann1994 (informational cascades), edmond2013 (information manipulation), risk learned from reports;
aytac2018, sutton2014 and hess2006 (outrage at repression), young2019 (fear).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

#: `segment` is offline, online
FIELDS = (
    Field("media_shutdown", "float64", ("place",), "share", "connectivity cut today"),
    Field("media_open", "float64", ("place",), "share", "connectivity left today"),
    Field("media_attention", "float64", ("repression",), "person", "cases of each kind still being reported"),
    Field("media_abuse", "float64", ("place", "segment"), "share", "public attention filled by testimonies, as heard"),
    Field("media_usual", "float64", ("repression",), "share", "repression of each kind that people are used to"),
    Field("media_shock", "float64", ("place", "segment"), "level", "outrage from what was done lately"),
    Field("media_repression", "float64", ("place", "segment"), "share",
          "known repression that has not faded, in units of arrests"),
    Field("media_dread", "float64", ("place", "segment"), "level", "cost that known repression adds to going"),
    Field("media_crowd_heard", "float64", ("segment",), "person", "yesterday's national crowd, as heard"),
    Field("media_turnout", "float64", ("place", "segment"), "person", "crowd expected of a call of full strength"),
    Field("media_effort", "float64", ("place", "segment"), "level", "effort of forces that people expect"),
    Field("media_violence", "float64", ("place", "segment"), "level", "violence expected"),
    Field("media_expected", "float64", ("place", "segment"), "person", "crowd expected of today's call"),
    Field("media_hope", "float64", ("place", "segment"), "share", "expectation of success; 0.5 is neutral"),
    Field("media_hopeful", "float64", (), "share", "the same, mean over people"),
)


@dataclass(frozen=True, kw_only=True)
class MediaParams(Params, scope="universal"):
    """Bias and reach of state broadcasting and of independent media."""

    state_discount: float = param(
        0.15, unit="ratio", within=(0, 10), source="assumed", prior="lognormal(-1.9, 0.5)",
        scope="country", meaning="crowds and ill-treatment as state broadcasting reports them, relative to the truth")
    independent_bias: float = param(
        1.1, unit="ratio", within=(0, 10), source="assumed", prior="lognormal(0.1, 0.3)",
        scope="country", meaning="crowds as independent media report them, relative to the truth")
    rumour: float = param(
        0.35, unit="share", within=(0, 1), source="assumed", prior="beta(3, 5)",
        meaning="share of the news of independent media that reaches people offline, as rumour")
    hubs: float = param(
        0, unit="share", within=(0, 1), source="enikolopov2020",
        scope="country",
        meaning="share of people online who read widely read channels: while connected, calls reach them wherever "
        "they live (that such networks spread calls from the source, size assumed)")
    fraud_claim: float = param(
        0.45, unit="share", within=(0, 1), source="assumed", prior="beta(9, 11)",
        meaning="incumbent's true share as independent media tell it")
    fraud_learning: float = param(
        0.25, unit="1/day", within=(0, 1), source="assumed",
        meaning="daily step from what one saw to what independent media say of the count, for those online")
    fraud_unpublished: float = param(
        0.2, unit="ratio", within=(0, 1), source="assumed",
        meaning="that step if only the national total is published, relative to that if protocols of stations are")
    attention_half_life: float = param(
        3.0, unit="day", within=(0.1, 365), source="assumed",
        meaning="days until the reporting of a case of repression halves")
    habit_half_life: float = param(
        14.0, unit="day", within=(0.5, 1000), source="assumed", prior="lognormal(2.6, 0.6)",
        meaning="days until people are half used to a level of repression")
    dread_half_life: float = param(
        21.0, unit="day", within=(1, 1000), source="assumed", prior="lognormal(3.0, 0.4)",
        meaning="days until the fear of known repression halves")
    dread: float = param(
        0.3, unit="level", within=(0, 20), source="young2019", prior="lognormal(-1.2, 0.7)",
        meaning="largest perceived cost that known repression adds to going, at full risk aversion (form from the "
                "source, size assumed)")
    dread_half: float = param(
        0.001, unit="share", within=(1e-9, 1), source="assumed", prior="lognormal(-6.9, 0.7)",
        meaning="known repression, in arrests as a share of the population, that gives half of that cost")
    near: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="weight of what was done in one's own place in that fear; the rest is the nation's")
    prior_turnout: float = param(
        0.004, unit="share", within=(0, 1), source="assumed", prior="lognormal(-5.5, 0.7)",
        scope="country",
        meaning="share of a place that people expect at a march of full strength before they have seen one")
    hope: float = param(
        0.5, unit="share", within=(0.01, 0.99), source="klandermans1984", prior="beta(8, 8)",
        meaning="expectation that protest succeeds where nothing speaks for or against it (form from the source)")
    hope_half_life: float = param(
        40.0, unit="day", within=(0.5, 10000), source="assumed", prior="lognormal(3.7, 0.5)",
        meaning="days until what people have seen of success and failure counts for half")
    hope_growth: float = param(
        0.35, unit="level", within=(0, 10), source="lohmann1994", prior="lognormal(-1, 0.5)",
        meaning="log-odds of success gained by a crowd e times as large as expected (form from the source)")
    hope_futility: float = param(
        0.06, unit="level", within=(0, 10), source="assumed", prior="lognormal(-2.8, 0.5)",
        meaning="log-odds of success lost by a gathering that changes nothing")
    hope_denial: float = param(
        0.3, unit="level", within=(0, 10), source="assumed", prior="lognormal(-1.2, 0.5)",
        meaning="log-odds of success lost by a gathering that forces prevent")
    hope_concession: float = param(
        2.0, unit="level", within=(0, 20), source="assumed", prior="lognormal(0.7, 0.5)",
        meaning="log-odds of success gained by a full concession")
    hope_signal: float = param(
        1.0, unit="level", within=(0, 20), source="assumed", prior="lognormal(0, 0.5)",
        meaning="log-odds of success gained by signals of a coming change: refusals, defections, strikes")
    hope_rally: float = param(
        0.2, unit="level", within=(0, 10), source="hellmeier2020", prior="lognormal(-1.6, 0.6)",
        meaning="log-odds of success lost to a rally for the incumbent as large as the latest gathering against them "
                "(form from the source)")
