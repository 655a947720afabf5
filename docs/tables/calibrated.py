"""What has been calibrated and whose forecasts have been scored, written once for every page that says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tables.page import Link

#: a record for each scenario that was calibrated, with how its forecasts fared
FACTS = Path(__file__).with_suffix(".json")
#: of each way to set parameters, what a sentence says of the scenarios set so
WAYS = {
    "search": "were found by a **search** for values that agree with reported figures",
    "fit": "are the package's defaults, except for a few that were **fitted** to the first reported figures",
    "hand": "were **set by hand**",
    "package": "are the **package's** defaults, with what is known about the country",
}


def calibrated(link: Link) -> str:
    """A paragraph."""
    from contested import list_scenarios
    from contested.tasks.scenarios import load_scenario

    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    shipped = [scenario.name for scenario in list_scenarios()]
    assert {fact["scenario"] for fact in facts} <= set(shipped)
    set_by = {name: load_scenario(name).set_by for name in shipped}
    assert set(set_by.values()) <= set(WAYS), "a way to set parameters without a sentence"
    sets = [
        f"The parameters of {_joined([f'`{name}`' for name in shipped if set_by[name] == way])} {words}."
        for way, words in WAYS.items() if way in set_by.values()
    ]
    parts = [*sets, "None of them comes from a calibration, which would give a distribution."]
    for fact in facts:
        even = fact["comparisons"] - fact["wins"] - fact["losses"]
        parts.append(
            f"Forecasts have been scored for `{fact['scenario']}`, from a calibration to its claims (reported "
            f"figures): between {_day(fact['first_day'])} and {_day(fact['last_day'])}, on {fact['claims']} claims and "
            f"from {fact['origins']} starting days, the model did better than simple baselines in {fact['wins']} of "
            f"{fact['comparisons']} comparisons, worse in {fact['losses']}, and equally well in {even}. No forecast "
            f"knew of an event after its starting day. {fact['caveat']}."
        )
    return " ".join(parts)


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
