"""A first scenario of a country: its towns from a table, the rest from ratios, and a list of what is assumed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from contested.files import gazetteer
from contested.scenarios import schema
from contested.scenarios.new import folder as folders
from contested.scenarios.new import places, ratios, readme, settings, tables

#: first day of a crisis without a vote, where none is given (a Monday, to be changed by the author)
START = dt.date(2030, 1, 7)
#: days from a vote to the announcement, and from the first day to the last
COUNTING = 3
DAYS = 90


def new_country(
    folder: Path,
    country: str,
    vote: dt.date | None = None,
    start: dt.date | None = None,
    towns: int = places.TOWNS,
    changes: Mapping[str, float] | None = None,
) -> Path:
    """Write a scenario of a country into a folder that is empty or not there yet.

    Parameters
    ----------
    folder : Path
    country : str
        A code of ISO 3166-1, or a name.
    vote : date, optional
        Polling day; None for a crisis without a vote.
    start : date, optional
        First day of a crisis without a vote.
    towns : int
        Towns with a row of their own at most, besides the largest of each region.
    changes : mapping, optional
        Ratios to replace, by name.

    Raises
    ------
    ScenarioError
        If there is no such country, or the folder holds anything.
    DiskError
        If it cannot be written.
    """
    folders.check_empty(folder)
    nation = gazetteer.country(country)
    ratio = ratios.values(nation.continent, changes)
    spots = places.spots(nation, gazetteer.towns(nation.code), towns)
    first = vote or start or START
    announced, end = (first + dt.timedelta(days=n) for n in (COUNTING, DAYS))
    rows = tables.tables(spots, ratio, vote, first, announced)
    people = sum(s.population for s in spots)
    name = slug(folder.name) or slug(f"{nation.name}-{first.year}")
    texts = {
        schema.SETTINGS_FILE: settings.settings(
            name, nation.name, nation.code, people, ratio, vote, first, announced, end
        )
    }
    texts |= {s.name: folders.commented(s, folders.csv_text(s, rows[s.name])) for s in schema.FILES if s.name in rows}
    texts["README.md"] = readme.text(nation, spots, ratio, vote is not None)
    return folders.write(folder, texts)


def slug(text: str) -> str:
    """A text as a scenario's name: small letters of ASCII, digits and hyphens; empty if nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
