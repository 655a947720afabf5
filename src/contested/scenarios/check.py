"""Everything that is wrong with a scenario's folder, and what is worth knowing where nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from contested.claims.figures import broken
from contested.ground.errors import InputError
from contested.nation.acts import OF_DAYS, STANDING
from contested.scenarios.folders import find
from contested.scenarios.former_acts import CALL
from contested.scenarios.load import examine
from contested.scenarios.scenario import ActRow, Scenario


@dataclass(frozen=True)
class Report:
    """What a check found.

    Parameters
    ----------
    folder : Path
        What was checked.
    errors : tuple of InputError
        Everything that is wrong; empty for a scenario that loads.
    warnings : tuple of str
        What is allowed but may not be meant.
    summary : tuple of (str, str)
        Name and number of what it holds, if it loads.
    scenario : Scenario or None
        The scenario, if it loads.
    """

    folder: Path
    errors: tuple[InputError, ...]
    warnings: tuple[str, ...]
    summary: tuple[tuple[str, str], ...]
    scenario: Scenario | None

    @property
    def sound(self) -> bool:
        """Whether it can be played."""
        return not self.errors


def check(name_or_folder: str | Path) -> Report:
    """Check a folder (or a built-in scenario).

    Raises
    ------
    ScenarioError
        Only if there is no such folder; what is wrong inside is in the report.
    """
    folder = find(name_or_folder)
    scenario, errors = examine(folder)
    if scenario is None:
        return Report(folder, tuple(errors), (), (), None)
    return Report(folder, (), _warnings(scenario), _summary(scenario), scenario)


def _summary(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    country = scenario.country
    origin, end = (country.start + timedelta(days=day) for day in (country.origin, country.days - 1))
    assumed = sum(n.assumed for n in scenario.numbers)
    return (
        ("people", f"{country.population:,}"),
        ("registered voters", f"{sum(p.voters for p in country.places):,}"),
        ("polling stations", f"{sum(p.stations for p in country.places):,}"),
        ("places", f"{len(country.places)} in {len(country.regions)} regions"),
        ("days", f"{country.days}, {country.start} to {end}"),
        ("forecast origin", f"{origin} (day {country.origin})"),
        (
            "officers",
            f"{sum(u.officers for u in country.units):,}, of whom "
            f"{sum(u.officers * u.deployable for u in country.units):,.0f} deployable",
        ),
        ("places in custody", f"{sum(s.capacity for s in country.sites):,}"),
        (
            "named employers",
            f"{len(country.enterprises)} with {sum(e.headcount for e in country.enterprises):,} staff",
        ),
        ("dated acts", str(len(scenario.acts))),
        ("claims", str(len(scenario.claims))),
        ("numbers", f"{len(scenario.numbers)}, of which {assumed} assumed"),
    )


def _warnings(scenario: Scenario) -> tuple[str, ...]:
    country = scenario.country
    origin, end = (country.start + timedelta(days=day) for day in (country.origin, country.days - 1))
    found = list(scenario.notes)
    capitals = [p.name for p in country.places if p.kind == "capital"]
    if len(capitals) != 1:
        found.append(f"places.csv: one place is usually the capital; here {len(capitals)} are.")
    if country.election and not any(p.turnout for p in country.places):
        found.append("places.csv: turnout is 0 everywhere: nobody votes, and shares of the votes cast are undefined.")
    if country.official and not any(r.turnout for r in country.official):
        found.append("official.csv: turnout is 0 everywhere: the announced shares are of no votes, and undefined.")
    unused = sorted(set(scenario.sources) - _used(scenario))
    if unused:
        found.append(f"sources.csv: no number uses {', '.join(unused)}.")
    for act in scenario.acts:
        if act.date > origin:
            found.append(
                f"acts.csv:{act.line}: {act.act} on {act.date} is after the forecast origin, "
                f"{origin}, and will not be played."
            )
        elif act.end_date is not None and act.end_date > act.date and (ignored := _ignored_end(act, origin)):
            found.append(f"acts.csv:{act.line}: {ignored}")
    for claim in scenario.claims:
        if claim.end_date is None and claim.date > end:
            found.append(f"claims.csv: {claim.quantity} on {claim.date} is after the end.")
        if why := broken(claim):
            found.append(f"claims.csv: {why}.")
    return tuple(found)


def _ignored_end(act: ActRow, origin: date) -> str:
    """What of an act's end date has no effect, in a sentence; "" if all of it has."""
    if act.act in STANDING:
        return f"{act.act} holds from {act.date} until the next {act.act}; its end_date, {act.end_date}, is ignored."
    if act.act not in OF_DAYS:
        return f"{act.act} happens once, on {act.date}; its end_date, {act.end_date}, is ignored."
    if act.end_date is not None and act.end_date > origin:
        what = "whether it goes on" if act.act == CALL else "what holds"
        return (
            f"{act.act} has an end_date, {act.end_date}, after the forecast origin, {origin}; from the day after the "
            f"origin on the end_date is ignored, and the model's rules say {what}."
        )
    return ""


def _used(scenario: Scenario) -> set[str]:
    return {n.source for n in scenario.numbers} | {a.source for a in scenario.acts}
