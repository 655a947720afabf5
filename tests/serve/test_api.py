"""The API is what its document says, and the pages say what they need it for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from contested.scenarios.folders import names
from contested.serve import pages, sliders
from contested.serve.app import ROUTES
from contested.serve.openapi import ROUTES as DESCRIBED
from contested.serve.openapi import document
from contested.zoo.catalogue import names as models

ROOT = Path(__file__).resolve().parents[2]


def misfits(value, schema, schemas, where="answer"):
    """Where a value is not of its schema; the part of JSON Schema that the document uses."""
    if "$ref" in schema:
        return misfits(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, where)
    if "oneOf" in schema:
        found = [misfits(value, one, schemas, where) for one in schema["oneOf"]]
        return [] if [] in found else min(found, key=len)
    kinds = {"string": str, "integer": int, "number": (int, float), "null": type(None), "array": list, "object": dict,
             "boolean": bool}  # fmt: skip
    allowed = schema.get("type", [])
    allowed = [allowed] if isinstance(allowed, str) else allowed
    if not any(isinstance(value, kinds[k]) and (k == "boolean" or not isinstance(value, bool)) for k in allowed):
        return [f"{where}: {value!r} is not {allowed}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is not one of {schema['enum']}"]
    if isinstance(value, list):
        return [m for k, v in enumerate(value) for m in misfits(v, schema["items"], schemas, f"{where}[{k}]")]
    if isinstance(value, dict):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
        odd = [f"{where}: no {name}" for name in schema.get("required", []) if name not in value]
        odd += [f"{where}: extra {name}" for name in value if name not in known and rest is False]
        for name, v in value.items():
            inner = known.get(name, rest if isinstance(rest, dict) else None)
            odd += misfits(v, inner, schemas, f"{where}.{name}") if inner else []
        return odd
    return []


def test_the_document_lists_every_route_and_no_other():
    api = [r for r in ROUTES if r.path.startswith("/api/")]
    routed = {(r.path.replace(":int}", "}"), m.lower()) for r in api for m in r.methods}
    described = {(path, method) for path, item in document("0")["paths"].items() for method in item}
    assert {pair for pair in routed if pair[1] != "head"} == described


@pytest.mark.parametrize("path", DESCRIBED)
def test_answers_are_as_described(server, path):
    described = server.get("/api/openapi.json").json()
    schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    named = models() if path.startswith("/api/models/") else names()
    query = {
        "/api/runs": "?scenario=teaching&scale=10", "/api/model-runs": "?model=granovetter-1978",
        "/api/differences": "?scenario=teaching&scale=10&set=street.cost=1.6",
        "/api/changes": "?scenario=teaching&drop=2",
    }.get(path, "")  # fmt: skip
    for name in named if "{name}" in path else [""]:
        address = path.replace("{name}", name) + query
        answer = server.get(address)
        assert answer.status_code == 200
        assert misfits(answer.json(), schema, described["components"]["schemas"]) == []


def test_a_misfit_is_seen():
    schemas = document("0")["components"]["schemas"]
    found = misfits({"name": 1, "form": ""}, {**schemas["ModelEntry"], "required": ["title"]}, schemas)
    assert found == ["answer: no title", "answer: extra form", "answer.name: 1 is not ['string']"]


def test_every_place_stands_inside_the_frame_of_its_map(server):
    for name in names():
        s = server.get(f"/api/scenarios/{name}").json()
        frame = s["frame"]
        for p in s["place"]:
            assert frame["west"] <= p["lon"] <= frame["east"] and frame["south"] <= p["lat"] <= frame["north"], p
        assert bool(s["land"]) == (name != "teaching"), name


def test_claims_stand_on_their_day_and_in_the_observables_unit(server):
    claims = server.get("/api/scenarios/belarus-2020").json()["claim"]
    assert {c["observable"] for c in claims} >= {"crowd", "detained"}
    first = [c for c in claims if c["observable"] == "detained" and c["day"] == 0 and c["place"] is None]
    assert first and all(1000 < c["value"] < 10_000 for c in first)  # about 3,000 on the night of the vote


def test_sliders_come_from_the_measured_table():
    measured = json.loads((ROOT / "benchmarks" / "results" / "ablation.json").read_text("utf-8"))
    import sys

    sys.path.insert(0, str(ROOT / "tools"))
    import moves

    assert sliders.TABLE.read_text("utf-8").splitlines() == moves.lines(measured), "run tools/moves.py"


@pytest.mark.parametrize("name", names())
def test_a_slider_holds_its_scenarios_value_and_runs(server, name):
    shown = server.get(f"/api/scenarios/{name}").json()["slider"]
    assert len(shown) == sliders.COUNT
    for s in shown:
        assert s["low"] <= s["value"] <= s["high"] and s["step"] > 0, s
        assert 20 <= (s["high"] - s["low"]) / s["step"] <= 110, s


def test_every_file_that_pages_and_modules_name_is_served(server):
    shown = ("/", "/explore/teaching", "/zoo/epstein-2002", "/claims/teaching", "/jobs", "/read", "/audit")
    texts = [server.get(path).text for path in shown]
    wanted = {m for text in texts for m in re.findall(r'"/static/([^"]+)"', text)}
    for name in [n for n in pages.static() if n.endswith(".js")]:
        wanted |= set(re.findall(r'(?:from|import\()\s*"\./([^"]+)"', server.get(f"/static/{name}").text))
    assert len(wanted) > 10
    for name in wanted:
        assert server.get(f"/static/{name}").status_code == 200, name


def test_the_gallery_has_every_scenario_and_every_link_opens(server):
    text = server.get("/").text
    links = re.findall(r'href="(/explore/[^"]+)"', text)
    assert links == [f"/explore/{name}" for name in names()]
    zoo = re.findall(r'href="(/zoo/[^"]+)"', text)
    assert zoo == [f"/zoo/{name}" for name in models()]
    for link in (*links, *zoo):
        assert server.get(link).status_code == 200
