"""Interventions by name: what somebody could have done otherwise, as a change of any scenario that has such acts.

An intervention is a row of `ground.interventions` and, here, a function from the scenario (and the value) to a
`Change`. The command line, its help and `contested.compare` read that table. A callable of one's own does the same: it
is handed the scenario and gives a `Change`.

What an intervention cannot change in a scenario (no release to be earlier) is an error, so that none passes unseen.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contested.ground.commands import command
from contested.ground.errors import InputError, ScenarioError, closest
from contested.ground.interventions import INTERVENTIONS, Intervention
from contested.nation.country import Act, Call, Country
from contested.scenarios.changes import MECHANISM, Change, changed, plain
from contested.scenarios.lines import as_line
from contested.scenarios.releases import earlier
from contested.scenarios.scenario import ActRow, Scenario

#: (scenario) -> what is changed in it
OwnIntervention = Callable[[Scenario], Change]
#: names with what they take, names alone, or callables
Interventions = Mapping[str, Any] | Sequence[str | OwnIntervention] | str | OwnIntervention
#: what a scenario must have for an intervention to change anything
_NEEDED = {
    "release-earlier": "a release after the first day", "no-shutdown": "a shutdown, or a rule that orders some",
    "no-patron-guarantee": "a guarantee, reserve or loan, or a rule that gives some",
    "no-falsification": "a count that is falsified", "leaders-free": "a leader jailed or exiled up to the origin",
    "no-concessions": "a concession, or a rule that makes some",
    "mediator-accepted": "an offer of mediation up to the origin", "no-crackdown": "a crackdown up to the origin",
    "strike-fund": "a call to strike up to the origin",
}  # fmt: skip
_DAYS = re.compile(r"(\d{1,4})\s*d(?:ays?)?|(\d{1,4})")


def intervened(scenario: Scenario, wanted: Interventions) -> Change:
    """The change that interventions make to a scenario; its name says what they are.

    Parameters
    ----------
    scenario : Scenario
    wanted : mapping of name to value, or names or callables
        `{"release-earlier": 3}`, `["no-shutdown"]`, `[lambda scenario: Change(...)]`.

    Raises
    ------
    InputError
        An unknown name, a value that it does not take, or a callable that gives no Change.
    ScenarioError
        The scenario has nothing that it could change.
    """
    total, called = Change(), []
    for each, value in _pairs(wanted):
        if isinstance(each, str):
            known = _known(each)
            change = _CHANGES[known.name](scenario, _value(known, value))
            _check_does(scenario, known.name, change)
            called.append(change.name or known.name)
        else:
            change = each(scenario)
            if not isinstance(change, Change):
                raise InputError(
                    f"interventions: expected a Change from {_called(each)}; got {type(change).__name__}.",
                    "return contested.Change(settings={...}, drop_acts=[...], add_acts=[...])",
                )
            change = replace(change, drop_acts=tuple(change.drop_acts), add_acts=tuple(change.add_acts),
                             without=tuple(change.without))  # fmt: skip
            called.append(change.name or _called(each))
        total = total.then(change)
    return replace(total, name="; ".join(called))


def _check_does(scenario: Scenario, name: str, change: Change) -> None:
    """Refuse an intervention that leaves all that is simulated as it is.

    Raises
    ------
    ScenarioError
    """
    if _in_force(changed(scenario, change).country) == _in_force(scenario.country):
        raise ScenarioError(
            f"{name}: expected {_NEEDED[name]} in {scenario.name}; there is none.",
            f"`{command('plan', scenario.name)}` lists its acts; without {name} A and B are the same",
        )


def _in_force(country: Country) -> tuple[Country, Counter[Act], Counter[Call]]:
    """A country, and its acts in any order: acts after the origin are not done, whatever they are."""
    done = Counter(act for act in country.acts if act.day <= country.origin)
    return replace(country, acts=(), calls=()), done, Counter(country.calls)


def _pairs(wanted: Interventions) -> Iterable[tuple[str | OwnIntervention, Any]]:
    if isinstance(wanted, Mapping):
        return [(name, value) for name, value in wanted.items() if value is not False and value is not None]
    each = [wanted] if isinstance(wanted, str) or callable(wanted) else list(wanted)
    if odd := [one for one in each if not (isinstance(one, str) or callable(one))]:
        raise InputError(
            f"interventions: expected names or callables; got {type(odd[0]).__name__}.", 'for example ["no-shutdown"]'
        )
    pairs: list[tuple[str | OwnIntervention, Any]] = []
    for one in each:
        name, equals, value = one.partition("=") if isinstance(one, str) else (one, "", "")
        pairs.append((name, value if equals else True))
    return pairs


def _called(own: OwnIntervention) -> str:
    return getattr(own, "__name__", type(own).__name__)


def _known(name: str) -> Intervention:
    found = INTERVENTIONS.get(name.strip().lstrip("-").replace("_", "-"))
    if found is None:
        raise InputError(f"{name!r} is no intervention.", closest(name, list(INTERVENTIONS)))
    return found


def _value(known: Intervention, value: Any) -> Any:
    if not known.takes:
        if value is not True:
            raise InputError(f"{known.name}: takes no value; got {value!r}.", f"--{known.name} alone")
        return None
    example = f"--{known.name} {known.example}"
    if known.takes == "DAYS":
        match = _DAYS.fullmatch(str(value).strip()) if value is not True else None
        days = int(match[1] or match[2]) if match else 0
        if days < 1:
            raise InputError(f"{known.name}: expected a number of days, at least 1; got {value!r}.", example)
        return days
    try:
        number = math.nan if value is True else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not number > 0:
        raise InputError(f"{known.name}: expected a number above 0; got {value!r}.", example)
    return number


# what can be done to a scenario ---------------------------------------------------------------------------------------


def _acts(scenario: Scenario, name: str, wanted: Callable[[ActRow], bool], what: str) -> list[ActRow]:
    found = [row for row in scenario.acts if wanted(row)]
    if not found:
        raise ScenarioError(
            f"{name}: expected {what} in {scenario.name}; there is none.",
            f"`{command('plan', scenario.name)}` lists its acts; --add-act adds one",
        )
    return found


def _lines(rows: Iterable[ActRow]) -> tuple[str, ...]:
    return tuple(str(row.line) for row in rows)


def _release_earlier(scenario: Scenario, days: int) -> Change:
    rows = _acts(scenario, "release-earlier", lambda row: row.act == "release", "a release of detainees")
    lines, words = earlier(rows, days, scenario.country.start)
    return Change(words, {}, _lines(rows), lines)


def _no_shutdown(scenario: Scenario, _: None) -> Change:
    rows = [row for row in scenario.acts if row.act == "shutdown"]
    return Change("no internet shutdown", {"incumbent.policy_shutdown": 0.0}, _lines(rows))


def _no_guarantee(scenario: Scenario, _: None) -> Change:
    rows = [row for row in scenario.acts if row.act in ("guarantee", "reserve", "loan")]
    settings = {"patron.guarantee": 0.0, "patron.policy_pull": 0.0}
    return Change("no guarantee, reserve or loan of the patron", settings, _lines(rows))


def _mediator(scenario: Scenario, _: None) -> Change:
    rows = _acts(scenario, "mediator-accepted", lambda row: row.act == "mediation", "an offer of mediation")
    first = min(row.date for row in rows)
    refused = [row for row in scenario.acts if row.act == "defiance" and row.date >= first]
    # an offer that is accepted is known to both sides, and stays on the table
    return Change(
        f"mediation accepted from {first} on", {"abroad.mediation_half_life": 1000.0}, _lines([*rows, *refused]),
        tuple(as_line(row, level=1.0, unit="level") for row in rows),
    )  # fmt: skip


def _no_falsification(scenario: Scenario, _: None) -> Change:
    if not scenario.country.election:
        raise ScenarioError(
            f"no-falsification: expected an election in {scenario.name}; there is none.",
            "nothing that is counted there could be falsified",
        )
    return Change("no falsification", {MECHANISM: "none"})


def _no_crackdown(scenario: Scenario, _: None) -> Change:
    hard = ("crackdown", "hardening")
    rows = _acts(scenario, "no-crackdown", lambda row: row.act == "tactic" and row.form in hard, "a crackdown")
    lines = tuple(as_line(row, form="containment", level=None, unit="", level_source="") for row in rows)
    return Change("cordons instead of crackdowns", {}, _lines(rows), lines)


def _leaders_free(scenario: Scenario, _: None) -> Change:
    taken = ("leader_jailed", "leader_exiled")
    _acts(scenario, "leaders-free", lambda row: row.act in taken, "a leader jailed or exiled")
    rows = [row for row in scenario.acts if row.act in (*taken, "leader_freed")]
    return Change("no leader jailed or exiled", {}, _lines(rows))


def _no_concessions(scenario: Scenario, _: None) -> Change:
    rows = [row for row in scenario.acts if row.act == "concession"]
    return Change("no concessions", {"incumbent.policy_concession": 0.0}, _lines(rows))


def _strike_fund(scenario: Scenario, millions: float) -> Change:
    rows = _acts(scenario, "strike-fund", lambda row: row.form == "strike", "a call to strike")
    day = min(row.date for row in rows)
    amount = plain(millions)
    line = f"{day},,opposition,strike_fund,,{amount},million EUR"
    return Change(f"a strike fund of {amount} million EUR", {}, (), (line,))


_CHANGES: dict[str, Callable[[Scenario, Any], Change]] = {
    "release-earlier": _release_earlier, "no-shutdown": _no_shutdown, "no-patron-guarantee": _no_guarantee,
    "mediator-accepted": _mediator, "no-falsification": _no_falsification, "no-crackdown": _no_crackdown,
    "leaders-free": _leaders_free, "no-concessions": _no_concessions, "strike-fund": _strike_fund,
}  # fmt: skip
