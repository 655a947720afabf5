"""Runs as CSV and Arrow are the numbers of the JSON."""

from __future__ import annotations

import io

import polars as pl
import pytest

RUN = "/api/runs?scenario=teaching&scale=10"
MODEL = "/api/model-runs?model=granovetter-1978&set=thresholds=ladder"
ARROW = "application/vnd.apache.arrow.stream"


def test_a_run_has_a_row_for_each_day_and_place(server):
    run, listed = server.get(RUN).json(), server.get("/api/scenarios/teaching").json()
    answer = server.get(f"{RUN}&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    frame = pl.read_csv(io.BytesIO(answer.content), try_parse_dates=True)
    assert frame.height == listed["days"] * len(listed["place"])
    crowd = frame.group_by("date", maintain_order=True).agg(pl.col("crowd").sum())
    assert crowd["crowd"].to_list() == [sum(day) for day in run["place"]["crowd"]]
    assert str(crowd["date"][0]) == listed["start"]
    assert frame["elite_loyalty"].unique(maintain_order=True).to_list()[0] == run["nation"]["elite_loyalty"][0]


@pytest.mark.parametrize("address", [RUN, MODEL])
def test_arrow_is_the_table_of_the_csv(server, address):
    by_name, by_header = server.get(f"{address}&format=arrow"), server.get(address, headers={"accept": ARROW})
    assert by_name.content == by_header.content and by_header.headers["content-type"] == ARROW
    frame = pl.read_ipc_stream(io.BytesIO(by_name.content))
    text = pl.read_csv(io.BytesIO(server.get(f"{address}&format=csv").content), try_parse_dates=True)
    assert frame.columns == text.columns and frame.height == text.height
    assert frame.cast(pl.String).equals(text.cast(frame.schema).cast(pl.String))
    assert by_name.headers["etag"] != server.get(address).headers["etag"]


def test_a_browsers_header_means_json(server):
    answer = server.get(MODEL, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"] == "application/json"


def test_a_format_that_is_there_twice_is_called_so(server):
    for query in ("format=csv&format=json", "format=json&format=json"):
        refused = server.get(f"{MODEL}&{query}")
        assert refused.status_code == 400
        assert refused.json() == {"error": "format: expected once; it is there twice.", "hint": "leave one out"}


@pytest.mark.parametrize("query", ["format=xml", "format="])
def test_another_format_is_refused(server, query):
    refused = server.get(f"{RUN}&{query}")
    assert refused.status_code == 400 and "expected one of json, csv, arrow" in refused.json()["error"]
