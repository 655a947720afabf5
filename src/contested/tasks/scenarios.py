"""Scenarios before anything is run: which there are, parameters, acts and the order of a day; a new one; and checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from contested.engine.params import describe
from contested.engine.phase import table
from contested.ground.errors import ClaimError, InputError, ScenarioError
from contested.ground.options import CLAIM_FORMAT, ClaimFormat
from contested.store import layout
from contested.studies import arguments

if TYPE_CHECKING:
    import polars as pl

    from contested.scenarios import Scenario
    from contested.scenarios.catalogue import Entry
    from contested.scenarios.check import Report
    from contested.scenarios.new.accept import Accepted
    from contested.scenarios.new.proposals import Proposals


def list_scenarios() -> list[Entry]:
    """Every scenario that comes with the package: name, title, summary and size."""
    from contested.scenarios.catalogue import catalogue

    return catalogue()


def load_scenario(name_or_folder: str | Path | Scenario) -> Scenario:
    """A scenario, checked.

    Raises
    ------
    ScenarioError, ClaimError
        The first thing that is wrong, with file, line and field.
    """
    from contested.scenarios.load import opened

    return opened(arguments.scenario(name_or_folder))


def new_scenario(
    folder: str | Path,
    *,
    country: str | None = None,
    vote: str | dt.date | None = None,
    no_vote: bool = False,
    start: str | dt.date | None = None,
    towns: int | None = None,
    like: str | Path | Scenario | None = None,
) -> Path:
    """Write a new scenario into an empty folder: a first draft of a country, or a copy of another scenario.

    Parameters
    ----------
    folder : str or Path
        Empty, or not there yet; the scenario is called like it.
    country : str, optional
        A code of ISO 3166-1 such as "KE", or a country's name. Towns and residents come from GeoNames; all else from
        ratios between countries, which README.md in the folder lists, most influential first.
    vote : str or date, optional
        Polling day of the country.
    no_vote : bool
        A crisis of the country without a vote; one of `vote` and `no_vote` must be given.
    start : str or date, optional
        First day of a crisis without a vote.
    towns : int, optional
        Towns with a row of their own at most, besides the largest of each region; 60 if not given.
    like : str, Path or Scenario, optional
        Scenario to copy; `teaching` if neither this nor `country` is given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ScenarioError
        If the folder holds something, or there is no such country or scenario.
    InputError
        If arguments do not go together.
    DiskError
        If it cannot be written.

    Examples
    --------
    >>> contested.new_scenario("kenya", country="KE", vote="2022-08-09")  # doctest: +SKIP
    """
    from contested.scenarios.new.copy import copy
    from contested.scenarios.new.country import new_country
    from contested.scenarios.new.places import TOWNS

    path = layout.given(folder, "folder")
    if country is None:
        for name, value in (("vote", vote), ("no_vote", no_vote or None), ("start", start), ("towns", towns)):
            if value is not None:
                raise InputError(f"{name}: expected only with a country; got {arguments.short(value)}.",
                                 "name a country too, for example KE")  # fmt: skip
        return copy(path, arguments.scenario("teaching" if like is None else like))
    if like is not None:
        raise InputError("like: expected a country or a scenario to copy, not both; got both.", "leave one out")
    if (vote is not None) == no_vote:
        raise InputError(
            f"vote: expected either a polling day or that there is no vote; got {'both' if no_vote else 'neither'}.",
            "with a vote, for example 2022-08-09; without one, --no-vote",
        )
    if start is not None and vote is not None:
        raise InputError("start: expected only without a vote; got both.", "a scenario with a vote begins that day")
    if not isinstance(country, str):
        raise InputError(f"country: expected a code or a name; got {arguments.short(country)}.", "for example KE")
    return new_country(
        path, country, _date(vote, "vote"), _date(start, "start"),
        TOWNS if towns is None else arguments.whole(towns, "towns", 1, TOWNS),
    )  # fmt: skip


def _date(value: str | dt.date | None, what: str) -> dt.date | None:
    from contested.studies.days import to_date

    if value is None:
        return None
    day = to_date(value, what)
    if not 1800 <= day.year < 3000:
        raise InputError(f"{what}: expected a day from 1800 to 2999; got {day}.", "for example 2022-08-09")
    return day


def propose_from_claims(
    ledger: str | Path, scenario: str | Path | Scenario, out: str | Path, format: ClaimFormat | None = None
) -> Proposals:
    """Write acts and headlines that a ledger of claims speaks of into a new folder, for a person to accept.

    Parameters
    ----------
    ledger : str or Path
        A table of claims, or what an event database exports.
    scenario : str, Path or Scenario
        By whose places and days the claims are read; what it has already is not proposed again.
    out : str or Path
        Folder for acts.csv, headlines.csv and sources.csv; empty, or not there yet.
    format : str, optional
        Format of the ledger, as in `read_claims`.

    Raises
    ------
    ClaimError
        If the ledger cannot be read, or has no claims.
    ScenarioError
        If none of them leads to an act or a headline, or the folder holds something.
    """
    from contested.scenarios.new.accept import write_proposals
    from contested.scenarios.new.folder import check_empty
    from contested.scenarios.new.proposals import propose

    folder = layout.given(out, "out")
    check_empty(folder)
    claims = arguments.claims(layout.given(ledger, "ledger"), format or CLAIM_FORMAT)
    if not claims:
        raise ClaimError(f"{ledger}: expected claims; got none.", "one a row, below the column names")
    found = propose(claims, load_scenario(scenario))
    if not found.acts and not found.headlines:
        why = "; ".join(f"{n} {reason}" for reason, n in sorted(found.unused.items(), key=lambda x: -x[1]))
        raise ScenarioError(
            f"{ledger}: expected claims that lead to an act or a headline; got none among {len(claims)}.",
            why or "the scenario has them all",
        )
    write_proposals(found, folder)
    return found


def accept_proposals(folder: str | Path, scenario: str | Path | Scenario) -> Accepted:
    """Put the proposed rows that a person marked with yes into a scenario's folder.

    The scenario's origin moves to the last day of an act that was accepted, if that is later.

    Raises
    ------
    ScenarioError
        If a table cannot be read, nothing is marked, or the scenario would not pass its check; then it stays as it is.
    """
    from contested.scenarios.new.accept import accept

    return accept(layout.given(folder, "folder"), arguments.scenario(scenario))


def convert_scenario(name_or_folder: str | Path, out: str | Path) -> Path:
    """Write a scenario of earlier versions anew, in today's words, into an empty folder.

    Raises
    ------
    ScenarioError
        If it cannot be read, or the folder holds something.
    """
    from contested.scenarios.convert import convert

    return convert(arguments.scenario(name_or_folder), layout.given(out, "out"))


#: reasons for which a claim is not used that are mistakes, and those that are if a name is near
MISTAKES = ("quantity unknown", "unit unknown", "number impossible")
NEAR = ("place unknown", "actor without a share")


def check_scenario(name_or_folder: str | Path) -> Report:
    """Everything that is wrong with a scenario, and what is worth knowing where nothing is."""
    from contested.scenarios.check import check

    report = check(arguments.scenario(name_or_folder))
    return report if report.scenario is None else _with_claims(report, report.scenario)


def _with_claims(report: Report, scenario: Scenario) -> Report:
    """The report, with how many claims can be set beside the model, and those that may be misspelt."""
    from functools import partial

    from contested.claims.unused import unused
    from contested.inference.likelihood.cells import placed

    reasons = unused(scenario.claims, partial(placed, scenario=scenario))
    notes = [
        f"claims.csv, claim {k}, {claim.quantity} {claim.actor} {claim.place}: {why.reason}; "
        f"{why.detail or 'no name is near'}"
        for k, (claim, why) in enumerate(zip(scenario.claims, reasons), 1)
        if why is not None and (why.reason in MISTAKES or (why.reason in NEAR and why.detail))
    ]
    count = f"{reasons.count(None)} of {len(reasons)}"
    more = ("claims that can be used", f"{count}; contested claims check lists the others, with reasons")
    return replace(report, warnings=(*report.warnings, *notes), summary=(*report.summary, more))


def parameters(scenario: str | Path | Scenario | None = None) -> pl.DataFrame:
    """The parameters of a scenario, or the model's own defaults.

    Returns
    -------
    polars.DataFrame
        A row per parameter: name, value, unit, unit_meaning, low, high, range, source, prior, meaning.

    Raises
    ------
    ScenarioError
        If the scenario cannot be loaded.
    """
    import polars as pl

    if scenario is not None:
        params = load_scenario(scenario).country.params
    else:
        from contested.nation.params import NationParams

        params = NationParams()
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(describe(params), schema_overrides=numbers, infer_schema_length=None, strict=False)


def plan(without: Sequence[str] | str = ()) -> pl.DataFrame:
    """The phases of a day in order.

    Parameters
    ----------
    without : sequence of str, or one name
        Subsystems or phases to leave out.

    Returns
    -------
    polars.DataFrame
        A row per phase: #, phase, subsystem, what, reads, writes, source.

    Raises
    ------
    ParameterError
        An unknown name.
    """
    import polars as pl

    from contested.nation.plan import leave_out

    phases = table(leave_out(arguments.names(without, "without"))[0])
    return pl.DataFrame(phases).with_columns(pl.col("#").cast(pl.Int64))


def acts(scenario: str | Path | Scenario) -> pl.DataFrame:
    """The dated acts of a scenario.

    Returns
    -------
    polars.DataFrame
        A row per act: date, until, actor, act, form, every, caller, place, level, unit, source; `until` is null for an
        act of one day, and `level` where no source states one.

    Raises
    ------
    ScenarioError
        If it cannot be loaded.
    """
    import polars as pl

    schema = {"date": pl.Date, "until": pl.Date, "actor": pl.String, "act": pl.String,
              "form": pl.String, "every": pl.String, "caller": pl.String, "place": pl.String,
              "level": pl.Float64, "unit": pl.String, "source": pl.String}  # fmt: skip
    found = load_scenario(scenario).acts
    rows = [
        (a.date, a.end_date, a.actor, a.act, a.form, a.every, a.caller, a.place, a.level, a.unit, a.source)
        for a in found
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def bytes_of(name: str | Path, scale: int) -> int:
    """What one process takes that simulates a scenario, population and network included, in bytes; 0 for a published
    model, which takes little.

    Raises
    ------
    InputError
        There is neither.
    """
    from contested.nation.world import bytes_needed
    from contested.studies.target import ModelTarget, target_of

    target = target_of(name, of_scenarios={}, of_models={})
    return 0 if isinstance(target, ModelTarget) else bytes_needed(load_scenario(target.scenario).country, scale)
