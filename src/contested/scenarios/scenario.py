"""What a scenario is once read: the country the model is built from, and beside it what was reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from contested.claims.claim import Claim
from contested.nation.country import Country

#: how the days of a headline become one number
Over = Literal["sum", "largest", "last"]
#: how the days of a target become one number
Summary = Literal["sum", "largest", "peak", "weekdays"]


@dataclass(frozen=True)
class ActRow:
    """A dated act as reported; `country.acts` and `country.calls` hold the same with day numbers and rows of places.

    `level` is None where no source states one; `every` and `caller` say how often and by whom a call is made.
    """

    date: dt.date
    end_date: dt.date | None
    actor: str
    act: str
    place: str
    level: float | None
    unit: str
    form: str
    every: str
    caller: str
    source: str
    level_source: str
    note: str
    line: int


@dataclass(frozen=True)
class Headline:
    """A figure that was told, to be set beside the simulated one.

    Parameters
    ----------
    item, statement : str
        A short name, and what was said.
    quantity : str
        Observable it is set beside; `killed` is killed_street and killed_custody together.
    over : str
        How days become one number: "sum" or "largest" of them, or the "last" one.
    low, high : float or None
        What the words allow; None where they leave it open.
    first, last : date
        The days meant.
    place, enterprise : str
        Where; empty for the whole country, or for all employers.
    """

    item: str
    statement: str
    quantity: str
    over: Over
    low: float | None
    high: float | None
    unit: str
    first: dt.date
    last: dt.date
    place: str
    enterprise: str
    source: str
    note: str


@dataclass(frozen=True)
class Target:
    """A figure that the median of a run's replicates is compared with.

    Parameters
    ----------
    item : str
        A short name.
    observable : str
    summary : str
        How days become one number: "sum" or "largest" of them; "peak", the share of replicates whose largest day of all
        is one of them; "weekdays", the median of Mondays to Fridays over that of the weekday on which most marches are
        called.
    place : str
        Where; empty for the whole country.
    first, last : date
        The days meant.
    low, high : float or None
        Bounds; None where one is open. Both are None where `side` and `factor` give them: the last nationwide figure
        that side claimed of the day, divided and multiplied by the factor.
    basis : str
        What the bounds stand for, as shown before them.
    """

    item: str
    observable: str
    summary: Summary
    place: str
    first: dt.date
    last: dt.date
    low: float | None
    high: float | None
    unit: str
    side: str
    factor: float | None
    basis: str
    source: str
    note: str


@dataclass(frozen=True)
class Setting:
    """A parameter the scenario sets."""

    name: str
    value: float
    unit: str
    source: str
    note: str
    line: int


@dataclass(frozen=True)
class Number:
    """A number of the scenario and where it comes from."""

    file: str
    line: int
    name: str
    column: str
    unit: str
    source: str

    @property
    def assumed(self) -> bool:
        """Whether nobody reported it."""
        return self.source == ASSUMED


ASSUMED = "assumed"

#: how a scenario's parameters were set, in a sentence for readers; empty where it does not say
SET_BY: dict[str, str] = {
    "": "This scenario does not say how its parameters were set; take them as assumed",
    "package": "Parameters are the package's and what is known of the country; none was fitted to reported figures",
    "ratios": "Parameters are the package's, and some come from ratios between countries; none was fitted",
    "hand": "Parameters were set by hand, not calibrated",
    "search": "Parameters were found by a search on reported figures, not calibrated",
    "fit": "A few parameters were fitted to the first reported figures, the others not; none is calibrated",
    "calibration": "Parameters come from a calibration to reported figures, whose uncertainty is not shown here",
}


@dataclass(frozen=True)
class Scenario:
    """A country in a crisis, and what was said about it.

    Parameters
    ----------
    name, title, summary : str
        Short name (as typed), one line, one paragraph.
    folder : Path
        Where its files are.
    country : Country
        What the model is built from. Claims and headlines are no part of it.
    claims : tuple of Claim
        Who said what.
    headlines : tuple of Headline
        Figures to set beside the simulated ones.
    targets : tuple of Target
        Figures that runs are compared with.
    acts : tuple of ActRow
        Dated acts as reported.
    settings : tuple of Setting
        Parameters it sets; the others keep the values of the package.
    sources : dict of str to str
        Key to citation.
    links : dict of str to str
        Key to address; empty where there is none.
    numbers : tuple of Number
        Every number of its files with its source.
    labels : dict of str to str
        How to call the roles `incumbent` and `challenger`.
    words : dict of str to str
        How the claims call `country`, `incumbent` and `challenger`.
    files : dict of str to str
        File name to SHA-256 of its bytes.
    hash : str
        SHA-256 over names and hashes of all files.
    set_by : str
        How its parameters were set: a key of SET_BY.
    scored : str
        How forecasts of it were scored, in a line; empty if they were not.
    notes : tuple of str
        What was read although it is written as in earlier versions.
    outline : str
        Code of the country whose outline is drawn under the map; empty for none.
    """

    name: str
    title: str
    summary: str
    folder: Path
    country: Country
    claims: tuple[Claim, ...]
    headlines: tuple[Headline, ...]
    targets: tuple[Target, ...]
    acts: tuple[ActRow, ...]
    settings: tuple[Setting, ...]
    sources: dict[str, str]
    links: dict[str, str]
    numbers: tuple[Number, ...]
    labels: dict[str, str]
    words: dict[str, str]
    files: dict[str, str]
    hash: str
    set_by: str = ""
    scored: str = ""
    notes: tuple[str, ...] = ()
    outline: str = ""
