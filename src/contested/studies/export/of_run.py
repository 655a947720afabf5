"""A run as tidy tables: one for each set of dimensions its observables have, places with where they are, and the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from contested.ground.safe_names import safe_name
from contested.studies.export.tidy import Meaning, TidyTable, tidy
from contested.studies.run.dimensions import arrays_by, axes_of, long_frame, places_of

if TYPE_CHECKING:
    from contested.nation.country import Place
    from contested.studies.run.run import Run

#: what places carry, from the scenario's places.csv
PLACE = {
    "region": Meaning("region of the place", "", "places.csv"),
    "longitude": Meaning("longitude of the place", "degree", "places.csv"),
    "latitude": Meaning("latitude of the place", "degree", "places.csv"),
    "population": Meaning("people who live in the place", "person", "places.csv"),
}
_OF_PLACES = PLACE | {
    "place": Meaning("name of the place", "", "places.csv"),
    "kind": Meaning("kind of place", "", "places.csv"),
    "voters": Meaning("registered voters", "person", "places.csv"),
    "stations": Meaning("polling stations", "station", "places.csv"),
    "online": Meaning("part of the people who are online", "share", "places.csv"),
}
_AT_THE_END = {
    "casualties": ("injured and killed: a row per replicate, day, place, kind, setting and cause", {
        "kind": Meaning("injured or killed"), "setting": Meaning("where it happened: street or custody"),
        "cause": Meaning("what did it"), "persons": Meaning("people", "person"),
    }),
    "returns": ("polling stations: a row per replicate and station", {
        "station": Meaning("number of the polling station"), "region": Meaning("region of the place"),
        "registered": Meaning("registered voters", "person"), "cast": Meaning("true ballots cast", "vote"),
        "incumbent": Meaning("true votes for the incumbent", "vote"),
        "challenger": Meaning("true votes for the challenger", "vote"),
        "other": Meaning("true votes for others", "vote"), "early": Meaning("true ballots cast early", "vote"),
        "reported_cast": Meaning("ballots cast, as announced", "vote"),
        "reported_incumbent": Meaning("votes for the incumbent, as announced", "vote"),
        "reported_challenger": Meaning("votes for the challenger, as announced", "vote"),
        "reported_other": Meaning("votes for others, as announced", "vote"),
        "reported_early": Meaning("ballots cast early, as announced", "vote"),
        "honest": Meaning("whether the station announced its true count"),
    }),
}  # fmt: skip
_PARAMETERS = {
    "parameter": Meaning("name of the parameter"), "value": Meaning("its value in this run", "as in unit"),
    "unit": Meaning("unit of the value"), "low": Meaning("least value it may have", "as in unit"),
    "high": Meaning("largest value it may have", "as in unit"), "source": Meaning("where the value comes from"),
    "meaning": Meaning("what the parameter is"),
}  # fmt: skip


def tables(run: Run) -> dict[str, Callable[[], TidyTable]]:
    """Tables by name, each made when it is called."""
    found: dict[str, Callable[[], TidyTable]] = {}
    for name, axes in axes_of(run.provenance).items():
        found[safe_name(f"by_{name}")] = partial(_observed, run, name, axes)
    if places_of(run):
        found["places"] = partial(_of_places, run)
    for name in run.tables:
        found[name] = partial(_at_the_end, run, name)
    found["parameters"] = partial(_parameters, run)
    return found


def _observed(run: Run, name: str, axes: tuple[str, ...]) -> TidyTable:
    """Observables of one set of dimensions: a row per replicate, day or step, and label."""
    record = run.provenance
    frame = long_frame(run, axes)
    about = {o["name"]: Meaning(o["meaning"], o["unit"], _model(o["subsystem"])) for o in record["observables"]}
    if axes == ("place",):
        where = places_of(run)
        if where:
            joined = _place_frame(where).select("place", *PLACE)
            at = frame.columns.index("place") + 1
            frame = frame.join(joined, on="place", how="left", maintain_order="left").select(
                *frame.columns[:at], *PLACE, *frame.columns[at:]
            )
    labels = {dim: Meaning(f"the {dim} that the row is of") for dim in axes}
    known = _keys(run) | labels | (PLACE if axes == ("place",) else {}) | about
    each = ", ".join(["replicate", record["clock"], *axes])
    title = f"observables: a row per {each}"
    return tidy(safe_name(f"by_{name}"), title, frame, known.__getitem__, partial(arrays_by, run, axes))


def _keys(run: Run) -> dict[str, Meaning]:
    clock = run.provenance["clock"]
    return {
        "replicate": Meaning("future, counted from 0; each has random numbers of its own"),
        clock: Meaning(f"{clock}, counted from 0 at the start", clock),
        "date": Meaning("date of the day", "date"),
        "place": Meaning("name of the place"),
    }


def _model(subsystem: str) -> str:
    return f"simulated: {subsystem}" if subsystem else "simulated"


def _place_frame(places: Sequence[Place]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "place": [p.name for p in places], "region": [p.region for p in places],
            "longitude": [float(p.lon) for p in places], "latitude": [float(p.lat) for p in places],
            "population": [p.population for p in places], "kind": [p.kind for p in places],
            "voters": [p.voters for p in places], "stations": [p.stations for p in places],
            "online": [float(p.online) for p in places],
        }
    )  # fmt: skip


def _of_places(run: Run) -> TidyTable:
    return tidy("places", "places: a row each", _place_frame(places_of(run)), _OF_PLACES.__getitem__)


def _at_the_end(run: Run, name: str) -> TidyTable:
    title, known = _AT_THE_END.get(name, (f"{name}: a table that the model makes at the end", {}))
    about = _keys(run) | {k: v._replace(source="simulated") for k, v in known.items()}

    def meaning(column: str) -> Meaning:
        return about.get(column, Meaning(column.replace("_", " "), "", "simulated"))

    return tidy(name, title, run.tables[name], meaning)


def _parameters(run: Run) -> TidyTable:
    rows = [
        {"parameter": p["name"], "value": str(p["value"]), **{k: p[k] for k in ("unit", "low", "high")},
         "source": p["source"], "meaning": p["meaning"]}
        for p in run.provenance["parameters"]
    ]  # fmt: skip
    schema = dict.fromkeys(_PARAMETERS, pl.String) | {"low": pl.Float64, "high": pl.Float64}
    return tidy("parameters", "parameters: a row each", pl.DataFrame(rows, schema, strict=False),
                _PARAMETERS.__getitem__)  # fmt: skip
