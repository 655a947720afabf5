"""Where a mechanism acts that Belarus 2020 has no use for: other crises, and the teaching country with something added.

A parameter that moves nothing on the first scenario is tried on these stages, in this order, until it moves something.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

#: changes of a country that has what its scenario lacks, by name
VARIANTS: dict[str, Callable[[Any], Any]] = {}


@dataclass(frozen=True)
class Stage:
    """A crisis to try parameters on: a scenario, its scale, a day its script is cut on, a variant.

    `of` are the beginnings of names of parameters whose mechanism it has; "" is all.
    """

    scenario: str
    scale: int
    what: str
    of: tuple[str, ...]
    origin: int | None = None
    days: int | None = None
    variant: str = ""


def variant(country: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Enter a change of the country under its name."""
    VARIANTS[country.__name__] = country
    return country


@variant
def runoff(country: Any) -> Any:
    """Nobody gets half of the votes, and a run-off follows in two weeks, whose count is ordered from above."""
    from contested.nation.country import LaterVote

    places = tuple(replace(p, incumbent=0.42, challenger=0.38) for p in country.places)
    later = (LaterVote("runoff", country.election_day + 14, country.election_day + 15, "stuffing"),)
    return replace(country, places=places, mechanism="none", later_votes=later)


@variant
def irregulars(country: Any) -> Any:
    """Armed civilians beside the police: as many as all other forces that can be sent anywhere."""
    from contested.nation.country import Unit

    officers = sum(u.officers for u in country.units if u.place < 0)
    return replace(country, units=(*country.units, Unit("Irregulars", "irregulars", -1, officers, 0.5)))


@variant
def curfew(country: Any) -> Any:
    """A curfew in all places from the second week to the end."""
    return replace(country, acts=(*country.acts, _tactic("curfew", 7, country.days - 1)), origin=country.days - 1)


@variant
def hardening(country: Any) -> Any:
    """Mass arrests in all places from the second week to the end."""
    return replace(country, acts=(*country.acts, _tactic("hardening", 7, country.days - 1)), origin=country.days - 1)


@variant
def sit_in(country: Any) -> Any:
    """A sit-in that is called every day for four weeks."""
    from contested.nation.country import Call

    where = tuple(range(len(country.places)))
    return replace(country, calls=(*country.calls, Call(3, 31, 1, "sit_in", where)))


@variant
def unpaid(country: Any) -> Any:
    """A treasury that holds half of what it takes to pay everybody."""
    from contested.engine.params import override

    half = 0.5 * country.params.incumbent.treasury_low
    return replace(country, params=override(country.params, {"incumbent.treasury": half}))


@variant
def strike(country: Any) -> Any:
    """A strike that is called every day for four weeks, where work is left easily."""
    from contested.engine.params import override
    from contested.nation.country import Call

    where = tuple(range(len(country.places)))
    easily = override(country.params, {"workplaces.cost": 0.5 * country.params.workplaces.cost})
    return replace(country, calls=(*country.calls, Call(3, 31, 1, "strike", where)), params=easily)


@variant
def groups(country: Any) -> Any:
    """No script, and new series of marches of one group alone, ten times as many as usual."""
    from contested.engine.params import override

    others = {f"forms.{form}.start": 0.0 for form in country.params.forms if form != "group_march"}
    params = override(country.params, {**others, "opposition.starting": 10.0})
    return replace(country, calls=(), acts=(), params=params)


@variant
def few_cells(country: Any) -> Any:
    """One cell where there are ten."""
    return replace(country, sites=tuple(replace(s, capacity=max(1, s.capacity // 10)) for s in country.sites))


@variant
def hired(country: Any) -> Any:
    """Irregulars whom little but money binds, ordered into a crackdown that does not end."""
    from contested.engine.params import override

    country = irregulars(country)
    params = override(country.params, {"forces.irregulars.loyalty": 0.6})
    acts = (*country.acts, _tactic("crackdown", 1, country.days - 1))
    return replace(country, acts=acts, params=params, origin=country.days - 1)


@variant
def shooting(country: Any) -> Any:
    """Forces of whose victims one in ten is hit by a live round."""
    from contested.engine.params import override

    return replace(country, params=override(country.params, {"security.cause_live": 0.1}))


@variant
def trials(country: Any) -> Any:
    """Mass arrests after which every fifth is charged with a crime."""
    from contested.engine.params import override

    country = hardening(country)
    return replace(country, params=override(country.params, {"detention.prosecuted": 0.2}))


@variant
def national(country: Any) -> Any:
    """Only a total of the nation is published."""
    return replace(country, published="nation")


def _tactic(form: str, first: int, last: int) -> Any:
    from contested.nation.country import Act

    return Act(first, last, "tactic", -1, 1.0, form)


#: a treasury and who is paid from it
MONEY = ("incumbent.t", "security.loyalty_pay")
#: what rules do where no script does it
RULES = ("patron.", "abroad.", "incumbent.policy", "incumbent.alarm", "forms.group_march")
#: endings, and whose loyalty brings them about
ENDS = ("outcome.", "elite.", "forces.army")
STAGES = (
    Stage("teaching", 1, "with hired irregulars in a long crackdown", ("forces.irregulars.refusal",
          "forces.irregulars.exposure"), variant="hired"),
    Stage("belarus-2020", 100, "with forces that shoot", ("security.cause_live", "security.lethality_live"), days=30,
          variant="shooting"),
    Stage("teaching", 1, "with many trials", ("repression.charge",), variant="trials"),
    Stage("serbia-2000", 200, "", ("incumbent.tax",)),
    Stage("teaching", 1, "with a general strike", ("elite.output_half",), variant="strike"),
    Stage("belarus-2020", 100, "cut on election day, its first week", ("incumbent.alarm",), origin=0, days=7),
    Stage("belarus-2020", 100, "with a tenth of its cells, to the end of August", ("detention.overcrowding",), days=23,
          variant="few_cells"),
    Stage("teaching", 1, "where groups alone begin to march", ("forms.group_march",), origin=0, variant="groups"),
    Stage("georgia-2003", 200, "", (*MONEY, *RULES, *ENDS)),
    Stage("georgia-2003", 200, "cut on its first day", (*RULES, *ENDS), origin=0),
    Stage("georgia-2003", 200, "whose soldiers are unpaid", MONEY, variant="unpaid"),
    Stage("ukraine-2004", 1000, "", ("outcome.", "abroad.mediation")),
    Stage("yellow-vests-2018", 1000, "", ("citizens.", "detention.prosecuted")),
    Stage("leipzig-1989", 500, "", ("forces.", "tactics.hardening", "outcome.")),
    Stage("teaching", 1, "", ("",)),
    Stage("teaching", 1, "with a run-off", ("election.",), variant="runoff"),
    Stage("teaching", 1, "with a total of the nation alone", ("media.fraud",), variant="national"),
    Stage("teaching", 1, "with a daily sit-in", ("forms.sit_in",), variant="sit_in"),
    Stage("teaching", 1, "with irregulars", ("forces.irregulars", "security."), variant="irregulars"),
    Stage("teaching", 1, "under a curfew", ("tactics.curfew", "security.", "opposition."), variant="curfew"),
    Stage("teaching", 1, "with mass arrests", ("tactics.", "detention.", "repression.", "citizens.", "opposition."),
          variant="hardening"),
    Stage("belarus-2020", 100, "", ("security.", "detention.", "repression.", "incumbent.tax", "opposition.")),
    Stage("belarus-2020", 100, "cut on election day", (*RULES, "outcome."), origin=0),
)
