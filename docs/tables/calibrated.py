"""What has been calibrated and whose forecasts have been scored, written once for every page that says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tables.page import Link

#: a record for each scenario that was calibrated, with how its forecasts fared
FACTS = Path(__file__).with_suffix(".json")
#: scenarios whose parameters were searched for on reported figures
SEARCHED = ("belarus-2020",)


def calibrated(link: Link) -> str:
    """A paragraph."""
    from contested import list_scenarios

    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    shipped = [scenario.name for scenario in list_scenarios()]
    assert {fact["scenario"] for fact in facts} <= set(shipped)
    *rest, last = [f"`{name}`" for name in shipped if name not in SEARCHED]
    searched = " and ".join(f"`{name}`" for name in SEARCHED)
    parts = [
        f"The shipped parameters of {searched} were found by a **search** on its reported figures, those of "
        f"{', '.join(rest)} and {last} are **set by hand**; none of them comes from a calibration."
    ]
    for fact in facts:
        even = fact["comparisons"] - fact["wins"] - fact["losses"]
        parts.append(
            f"Forecasts have been scored for `{fact['scenario']}`, from a calibration to its claims: between "
            f"{_day(fact['first_day'])} and {_day(fact['last_day'])} ({fact['origins']} origins, {fact['claims']} "
            f"claims, no later act known) the model did better than simple baselines in {fact['wins']} of "
            f"{fact['comparisons']} comparisons, worse in {fact['losses']}, and {even} were even; {fact['caveat']}."
        )
    return " ".join(parts)


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
