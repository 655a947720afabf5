"""Answers as tables: CSV, and Arrow's stream format, for programs that want rows and not JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from contested.files import parse_record, refusing
from contested.ground.errors import InputError, RunError, closest
from contested.ground.formulas import csv_of_frame
from contested.serve.ask import scenario_of

KEY = "format"
#: what an address or a header calls a form of the answer -> its media type
FORMATS = {"json": "application/json", "csv": "text/csv", "arrow": "application/vnd.apache.arrow.stream"}


def wanted(query: Sequence[tuple[str, str]], accept: str) -> tuple[list[tuple[str, str]], str]:
    """The query without its format, and the format: the address's, else the first that the header accepts, else JSON.

    Raises
    ------
    InputError
        A format that there is not, or two.
    """
    named = [value for key, value in query if key == KEY]
    if len(named) > 1:
        raise InputError(f"{KEY}: expected once; it is there twice.", "leave one out")
    if named and named[0] not in FORMATS:
        got = named[0][:60]
        raise InputError(f"{KEY}: expected one of {', '.join(FORMATS)}; got {got!r}.", closest(got, list(FORMATS)))
    accepted = [part.partition(";")[0].strip() for part in accept.split(",")]
    by_header = [name for kind in accepted for name, media in FORMATS.items() if kind == media]
    return [(k, v) for k, v in query if k != KEY], (*named, *by_header, "json")[0]


def table(body: bytes, form: str) -> bytes:
    """An answer's numbers as CSV or as an Arrow stream.

    Of a run, a row for each day and place, with the whole country's levels in every row of the day; of a pair, a row
    for each day; of a published model, a row for each step.
    """
    answer: dict[str, Any] = parse_record(body, refusing(RunError, "a run cannot be made a table")).plain()
    frame = _of_model(answer) if "model" in answer else _of_pair(answer) if "differing" in answer else _of_run(answer)
    if form == "csv":
        return csv_of_frame(frame)
    out = io.BytesIO()
    frame.write_ipc_stream(out)
    return out.getvalue()


def _of_run(answer: dict[str, Any]) -> pl.DataFrame:
    country = scenario_of(answer["scenario"]).country
    days, places = range(country.days), [p.name for p in country.places]
    dates: list[date] = [country.start + timedelta(days=day) for day in days]
    columns = {
        "date": [when for when in dates for _ in places],
        "place": places * country.days,
        **{name: [v for row in rows for v in row] for name, rows in answer["place"].items()},
        **{name: [v for v in values for _ in places] for name, values in answer["nation"].items()},
    }
    return pl.DataFrame(columns, infer_schema_length=None)


def _of_pair(answer: dict[str, Any]) -> pl.DataFrame:
    country = scenario_of(answer["scenario"]).country
    dates: list[date] = [country.start + timedelta(days=day) for day in range(country.days)]
    columns = {
        "date": dates, "differing": answer["differing"],
        **{f"{one['without']}, {one['with']} with the change": one["persons"] for one in answer["doing"]},
        **{f"reached through {one['phase']}": one["persons"] for one in answer["reached"]},
    }  # fmt: skip
    return pl.DataFrame(columns, infer_schema_length=None)


def _of_model(answer: dict[str, Any]) -> pl.DataFrame:
    series: dict[str, list[float | None]] = answer["series"]
    steps = max((len(values) for values in series.values()), default=0)
    columns = {name: pl.Series(values, dtype=pl.Float64) for name, values in series.items()}
    return pl.DataFrame({"step": list(range(steps)), **columns})
