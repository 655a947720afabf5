"""What somebody asks to be done, checked before anything is written, within limits for one job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from contested.engine.params import walk
from contested.files import Record, parse_record, refusing
from contested.ground.errors import InputError, closest
from contested.ground.options import METHOD, PASSES
from contested.scenarios.changes import MECHANISM, changed, in_words
from contested.serve.ask import RunRequest, check_scale, run_of, scenario_of, usual_scale
from contested.serve.returns import map_of
from contested.serve.sliders import sliders

#: agents of one run, and agents of all runs of a job
AGENTS, ALTOGETHER = 12_000_000, 60_000_000
#: futures of a run, pairs of a comparison
FUTURES, PAIRS = 200, 200
#: agents of a calibration where an order does not say
COARSE = 50_000
#: waves of a calibration, points of one or runs of a sweep, and trials of its checks
WAVES, POINTS, CHECKS = 3, 300, 20
#: waves and points of a calibration by method, where an order does not say, and waves at most
METHODS = {"emulator": (2, 60, WAVES), "smoother": (PASSES, 100, PASSES)}
#: honest elections of an audit, in each of two worlds
ELECTIONS = 20
#: days ahead of a forecast, and runs from each of its origins
AHEAD, RUNS = 84, 60


class Order(NamedTuple):
    """What is to be done.

    Parameters
    ----------
    kind : str
        One of KINDS.
    title : str
        For lists of jobs.
    fields : dict
        What its kind needs; plain values.
    """

    kind: str
    title: str
    fields: dict[str, Any]


def order_of(content: bytes) -> Order:
    """The order that a request's JSON holds.

    Raises
    ------
    InputError
        Another kind, a field too many, too few or out of bounds, or more agents than a job may have.
    """
    expected = "order: expected a JSON object as the API describes it"
    record = parse_record(content, refusing(InputError, expected, "GET /api/openapi.json"))
    kind = record.text("kind")
    if kind not in KINDS:
        raise InputError(f"kind: expected one of {', '.join(KINDS)}; got {kind[:60]!r}.", closest(kind, list(KINDS)))
    names, check = KINDS[kind]
    for name in record:
        if name not in (*names, "kind"):
            raise InputError(f"order: expected {', '.join(names)}; got {name[:60]!r}.", closest(name, names))
    return check(record)


def request_of(query: str) -> RunRequest:
    """The run that an order's query means."""
    return run_of(parse_qsl(query, keep_blank_values=True), AGENTS)


def words_of(request: RunRequest) -> list[str]:
    """The same in words."""
    scenario = scenario_of(request.scenario)
    first = scenario.country.start + dt.timedelta(request.branch)
    since = [f"from {first} on"] if request.branch else []
    return [*since, *in_words(scenario, request.change())]


def settings_of(request: RunRequest) -> dict[str, Any]:
    """The parameters that a run or a sweep by itself has changed.

    Raises
    ------
    InputError
        More than parameters is changed: only a comparison simulates that.
    """
    change = request.change()
    if request.branch or change.drop_acts or change.add_acts or change.without or MECHANISM in change.settings:
        raise InputError("query: expected changes of parameters alone, from the first day; there are others.",
                         "order a comparison: it simulates pairs with the change and without")  # fmt: skip
    return dict(change.settings)


def _run(record: Record) -> Order:
    request = request_of(record.text("query"))
    settings_of(request)
    replicates = record.integer("replicates", 20, low=1, high=FUTURES)
    _affordable(request, replicates)
    title = scenario_of(request.scenario).title
    what = f"{replicates} futures" if replicates > 1 else "one future"
    return Order("run", f"{title}; {what} at 1:{request.scale}",
                 {"query": request.query, "words": words_of(request), "replicates": replicates})  # fmt: skip


def _compare(record: Record) -> Order:
    request = request_of(record.text("query"))
    pairs = record.integer("pairs", 20, low=2, high=PAIRS)
    if request.query == RunRequest(request.scenario, request.seed, request.scale).query:
        raise InputError("query: expected a change; both runs would be the same.", "set=, intervention=, drop= ...")
    if request.country() == scenario_of(request.scenario).country:
        raise InputError("branch: expected a day of the script; no act is done from that one on.", "an earlier day")
    _affordable(request, 2 * pairs)
    fields: dict[str, Any] = {"query": request.query, "words": words_of(request), "pairs": pairs}
    given = ""
    if "study" in record:
        fields["study"] = record.integer("study", low=1, high=10**6)
        given = f" from the fit of job {fields['study']}"
    title = scenario_of(request.scenario).title
    return Order("compare", f"{title}; what the change does, {pairs} pairs{given} at 1:{request.scale}", fields)


def _sweep(record: Record) -> Order:
    # what it imports takes a while, and pages need none of it
    from contested.ensemble.sensitivity import FEWEST

    request = request_of(record.text("query"))
    settings_of(request)
    scenario = changed(scenario_of(request.scenario), request.change())
    moved = {slider["name"]: slider for slider in sliders(scenario)}
    which = record.text("parameters", "few")
    if which != "few" and which not in moved:
        raise InputError(f"parameters: expected few or one of a page's sliders; got {which[:60]!r}.",
                         closest(which, list(moved)))  # fmt: skip
    over = {name: [moved[name]["low"], moved[name]["high"]] for name in (moved if which == "few" else [which])}
    rank = record.boolean("rank", False)
    points = record.integer("points", FEWEST if rank else 20, low=FEWEST if rank else 2, high=POINTS)
    runs = points * (len(over) + 1) if rank else points
    if runs > POINTS:
        raise InputError(f"points: expected at most {POINTS // (len(over) + 1)} for a ranking of {len(over)} "
                         f"parameters; got {points}.", "the command line has no such limit")  # fmt: skip
    _affordable(request, runs)
    what = f"{runs} runs over {len(over)} parameters" if len(over) > 1 else f"{runs} runs over {which}"
    return Order("sweep", f"{scenario.title}; {what} at 1:{request.scale}",
                 {"query": request.query, "words": words_of(request), "over": over, "points": points,
                  "rank": rank})  # fmt: skip


def _calibrate(record: Record) -> Order:
    # what it imports takes a second, and pages need none of it
    from contested.inference.emulator.emulator import FEWEST
    from contested.studies.calibration.request import FEWEST_MEMBERS

    scenario = scenario_of(record.text("scenario"))
    first, last = scenario.country.start, scenario.country.start + dt.timedelta(scenario.country.days - 1)
    day = record.text("fit_until")
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        date = dt.date.min
    if not first < date <= last:
        raise InputError(f"fit_until: expected a day after {first}, {last} at most; got {day[:20]!r}.",
                         "claims up to that day are fitted")  # fmt: skip
    scale = record.integer("scale", usual_scale(scenario, COARSE), low=1, high=10**9)
    check_scale(scenario, scale)
    which = record.text("parameters", "few")
    if which not in ("few", "all"):
        raise InputError(f"parameters: expected few or all; got {which[:60]!r}.", "few are those of a page's sliders")
    declared = {name: d for name, _, d in walk(scenario.country.params)}
    names = [slider["name"] for slider in sliders(scenario)] if which == "few" else list(declared)
    names = [name for name in names if declared[name].prior]
    method = record.text("method", METHOD)
    if method not in METHODS:
        raise InputError(f"method: expected one of {', '.join(METHODS)}; got {method[:60]!r}.",
                         closest(method, list(METHODS)))  # fmt: skip
    smoother = method == "smoother"
    usual_waves, usual_points, most = METHODS[method]
    least = FEWEST_MEMBERS if smoother else len(names) + FEWEST
    waves = record.integer("waves", usual_waves, low=1, high=most)
    points = record.integer("points", max(usual_points, least), high=POINTS)
    if points < least:
        many = "members of a smoother" if smoother else f"for {len(names)} parameters"
        raise InputError(f"points: expected at least {least} {many}; got {points}.", "more points")
    fields = {"scenario": scenario.name, "fit_until": date.isoformat(), "method": method, "scale": scale,
              "waves": waves, "points": points, "checks": record.integer("checks", 0, low=0, high=CHECKS),
              "parameters": names}  # fmt: skip
    if smoother and fields["checks"]:
        raise InputError("checks: expected none of a smoother; it has no trials of its own.", "leave them out")
    _affordable(RunRequest(scenario.name, 1, scale), waves * points)
    how = f"by smoother, {waves} passes of {points} members" if smoother else f"{waves} × {points} runs"
    return Order("calibrate", f"{scenario.title}; fitted to claims until {date}, {how}", fields)


def _forecast(record: Record) -> Order:
    fields = {
        "study": record.integer("study", low=1, high=10**6),
        "horizon": record.integer("horizon", 14, low=1, high=AHEAD),
        "runs": record.integer("runs", 20, low=10, high=RUNS),
    }
    return Order("forecast", f"{fields['horizon']} days ahead, from the fit of job {fields['study']}", fields)


def _audit(record: Record) -> Order:
    columns = [{"name": c.text("name"), "role": c.text("role")} for c in record.records("columns")]
    hints = record.record("hints", {}).plain()
    title = record.text("title", "").strip()[:120] or "Returns that somebody brought"
    leader = record.text("leader", "")
    map_of(columns, hints, title, leader)  # refuses what no map can say
    fields = {"columns": columns, "hints": hints, "title": title, "leader": leader,
              "elections": record.integer("elections", 5, low=0, high=ELECTIONS)}  # fmt: skip
    return Order("audit", f"{title}; an audit", fields)


#: kind -> fields that its orders may have, and what checks them
KINDS: dict[str, tuple[tuple[str, ...], Callable[[Record], Order]]] = {
    "run": (("query", "replicates"), _run),
    "compare": (("query", "pairs", "study"), _compare),
    "sweep": (("query", "parameters", "points", "rank"), _sweep),
    "calibrate": (("scenario", "fit_until", "method", "scale", "parameters", "waves", "points", "checks"), _calibrate),
    "forecast": (("study", "horizon", "runs"), _forecast),
    "audit": (("columns", "hints", "title", "leader", "elections"), _audit),
}


def _affordable(request: RunRequest, runs: int) -> None:
    agents = scenario_of(request.scenario).country.population // request.scale
    if agents * runs > ALTOGETHER:
        raise InputError(
            f"order: expected at most {ALTOGETHER:,} agents in all runs together; got {agents * runs:,}.",
            f"{max(1, ALTOGETHER // agents)} runs, or a larger scale; the command line has no such limit",
        )
