"""Which dated acts are meant: by kind, first day, place or line of acts.csv, joined with "/".

"shutdown" is every shutdown, "2031-05-08" all that begins on that day, "2031-05-08/release" what is both,
"call_strike/Tesk" the strikes called there, and "12" the act of line 12.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.ground.errors import ScenarioError, closest
from contested.nation.acts import ACT_KINDS
from contested.nation.country import Place
from contested.scenarios.places import names
from contested.scenarios.scenario import ActRow

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def dropped(
    rows: Sequence[ActRow], selectors: Sequence[str], places: tuple[Place, ...], scenario: str
) -> tuple[ActRow, ...]:
    """Acts without those that a selector means.

    Raises
    ------
    ScenarioError
        A selector that means nothing, or no act.
    """
    gone: set[int] = set()
    for selector in selectors:
        meant = _meant(rows, selector, places)
        if not meant:
            raise ScenarioError(
                f"drop {selector!r}: expected an act of {scenario}; there is none.", _near(rows, selector, scenario)
            )
        gone.update(meant)
    return tuple(row for k, row in enumerate(rows) if k not in gone)


def _meant(rows: Sequence[ActRow], selector: str, places: tuple[Place, ...]) -> list[int]:
    parts = [part.strip() for part in selector.split("/")]
    for part in parts:
        known = [*ACT_KINDS, *names(places)]
        if not (part.isdecimal() or _DATE.fullmatch(part) or part in known):
            raise ScenarioError(
                f"drop {selector!r}: expected act, date, place or line of acts.csv, joined with /; got {part!r}.",
                closest(part, known),
            )
    return [k for k, row in enumerate(rows) if all(_is(row, part) for part in parts)]


def _is(row: ActRow, part: str) -> bool:
    return part in (row.act, row.place, str(row.date), str(row.line))


def _near(rows: Sequence[ActRow], selector: str, scenario: str) -> str:
    """Acts that share something with what was asked for."""
    parts = [part.strip() for part in selector.split("/")]
    some = [f"{row.date}/{row.act}" for row in rows if any(_is(row, part) for part in parts)]
    if some:
        return f"there is {', '.join(dict.fromkeys(some[:5]))}{' ...' if len(some) > 5 else ''}"
    return f"`contested plan {scenario}` lists its acts"
