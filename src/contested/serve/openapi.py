"""The API described as an OpenAPI 3.1 document, by hand."""

from __future__ import annotations

from typing import Any

from contested.ground import options
from contested.serve import openapi_desk
from contested.serve.json_schema import DATE as _DATE
from contested.serve.json_schema import LEVEL as _LEVEL
from contested.serve.json_schema import NUMBER as _NUMBER
from contested.serve.json_schema import TEXT as _TEXT
from contested.serve.json_schema import WHOLE as _WHOLE
from contested.serve.json_schema import listed as _list
from contested.serve.json_schema import object_of as _object
from contested.serve.json_schema import one as _one
from contested.serve.queries import LARGEST_SEED
from contested.serve.series import BY_PLACE, NATIONAL
from contested.serve.tables import FORMATS

_YES: dict[str, Any] = {"type": "boolean"}
_FRACTION: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}

_CITE: dict[str, Any] = {
    **_object({"text": _TEXT, "bibtex": _TEXT}), "description": "how to cite it; FIGURE stands for a chart",
}

_ENTRY = {
    "name": _TEXT, "title": _TEXT, "summary": _TEXT, "start": _DATE, "end": _DATE, "days": _WHOLE, "people": _WHOLE,
    "places": _WHOLE, "acts": _WHOLE, "claims": _WHOLE,
}  # fmt: skip
SCHEMAS: dict[str, Any] = {
    "Entry": _object(_ENTRY),
    "ModelEntry": _object({
        "name": _TEXT, "title": _TEXT, "idea": _TEXT,
        "picture": {"type": "string", "enum": ["lattice", "network", "curves"]},
    }),
    "Model": _object({
        "name": _TEXT, "title": _TEXT, "clock": {"type": "string", "description": "what a step is called"},
        "steps": _WHOLE, "longest": {"type": "integer", "description": "steps of a run, at most"},
        "idea": {"type": "string", "description": "what it asks and answers"},
        "report": {**_list(_object({"text": _TEXT, "status": _TEXT, "where": _TEXT})),
                   "description": "what the paper says came out, and how that is known"},
        "status": {"type": "object", "additionalProperties": _TEXT, "description": "what a status means"},
        "source": _list(_object({"text": _TEXT, "link": _TEXT})), "slider": _list(_one("Slider")),
        "choice": _list(_object({"name": _TEXT, "meaning": _TEXT, "value": _TEXT, "choices": _list(_TEXT)})),
        "preset": _list(_object({
            "name": _TEXT, "settings": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        })),
        "observable": _list(_object({"name": _TEXT, "unit": _TEXT, "meaning": _TEXT})),
        "kind": {**_list(_object({"name": _TEXT, "colour": _TEXT})),
                 "description": "what stands on a site or node, in the order of their numbers"},
    }),
    "ModelRun": _object({
        "cite": _CITE, "model": _TEXT, "seed": _WHOLE,
        "settings": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        "unused": {**_list(_TEXT), "description": "which settings change nothing here, in words"},
        "query": {"type": "string", "description": "the request as it is written here"},
        "terminal": {"type": "string", "description": "what asks the same on a terminal"},
        "hash": {"type": "string", "description": "of all that follows: 16 hexadecimal digits"},
        "unfinished": {"type": "string", "description": "why it ended too early to show a result; empty if it did not"},
        "series": {"type": "object", "additionalProperties": _list(_LEVEL), "description": "by step"},
        "look": {**_list(_WHOLE), "description": "steps at which one looked"},
        "stand": {**_list(_TEXT), "description": "at each look, a character a site or node: the number of its kind, or "
                  "a point for nobody"},
        "count": {**_list(_list(_WHOLE)), "description": "at each look, how many of each kind there are in all"},
        "side": {"type": "integer", "description": "sites along the lattice; 0 without one"},
        "at": {**_list(_list(_NUMBER)), "description": "where nodes are drawn, 0 to 1"},
        "tie": {**_list(_list(_WHOLE)), "description": "pairs of drawn nodes"},
        "nodes": {"type": "integer", "description": "sites or nodes in all"},
    }),
    "Scenario": _object({
        **_ENTRY,
        "set_by": {"type": "string", "description": "how its parameters were set"},
        "origin": {"type": "integer", "description": "last day on which actors follow the script"},
        "scale": {"type": "integer", "description": "persons per agent where a request says nothing"},
        "sides": {"type": "object", "additionalProperties": _TEXT, "description": "side of a claimant to its colour"},
        "actors": {"type": "object", "additionalProperties": _TEXT, "description": "actor to its colour"},
        "subsystems": {"type": "object", "additionalProperties": _TEXT, "description": "to its colour, of those that "
                       "can change people"},
        "frame": {**_object(dict.fromkeys(("south", "north", "west", "east"), _NUMBER)),
                  "description": "sides of a map, in degrees"},
        "land": {**_list(_list(_list(_NUMBER))), "description": "outlines: longitude and latitude, even-odd"},
        "place": _list(_one("Place")), "act": _list(_one("Act")), "act_kind": _list(_one("ActKind")),
        "claim": _list(_one("Claim")), "slider": _list(_one("Slider")), "intervention": _list(_one("Intervention")),
    }),
    "Intervention": _object({
        "name": _TEXT, "meaning": _TEXT, "takes": {"type": "string", "enum": ["", "DAYS", "AMOUNT"]},
        "example": {"type": "number", "description": "0 where it takes nothing"},
    }),
    "Place": _object({"name": _TEXT, "kind": _TEXT, "lat": _NUMBER, "lon": _NUMBER, "population": _WHOLE}),
    "Act": _object({
        "day": _WHOLE, "until": _WHOLE, "line": _WHOLE, "actor": _TEXT, "act": _TEXT, "form": _TEXT, "place": _TEXT,
    }),
    "ActKind": _object({
        "name": _TEXT, "actor": _TEXT, "meaning": _TEXT, "unit": _TEXT, "low": _NUMBER, "high": _NUMBER,
        "usual": {**_LEVEL, "description": "level where none is given"},
        "needed": {**_YES, "description": "an act of this kind needs a level"},
        "local": {**_YES, "description": "it can be done in one place"},
        "forms": {**_list(_TEXT), "description": "one of which it has; empty for none"},
        "lasts": {**_YES, "description": "it holds until an end date, or comes again"},
    }),
    "Claim": _object({
        "day": _WHOLE, "observable": _TEXT, "place": {"type": ["integer", "null"], "description": "null: the country"},
        "kind": {"type": "string", "enum": ["one figure", "at least", "at most", "between"]}, "value": _NUMBER,
        "low": _LEVEL, "high": _LEVEL, "claimant": _TEXT, "side": _TEXT,
    }),
    "Slider": _object({
        "name": _TEXT, "meaning": _TEXT, "unit": _TEXT, "value": _NUMBER, "low": _NUMBER, "high": _NUMBER,
        "step": _NUMBER, "source": _TEXT,
    }),
    "Run": _object({
        "cite": _CITE, "scenario": _TEXT, "seed": _WHOLE, "scale": _WHOLE,
        "settings": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        "interventions": _list(_TEXT), "drop": _list(_WHOLE),
        "move": {**_list(_list(_WHOLE)), "description": "line of an act, and how many days later it is done"},
        "add": {**_list(_TEXT), "description": "added acts, as lines of acts.csv"},
        "branch": {"type": "integer", "description": "day from which on changes hold"},
        "words": {**_list(_TEXT), "description": "what the run does otherwise than its scenario"},
        "query": {"type": "string", "description": "the request as it is written here"},
        "terminal": {"type": "string", "description": "what asks the same on a terminal"},
        "hash": {"type": "string", "description": "of place, nation, outcome and shares: 16 hexadecimal digits"},
        "place": {
            **_object({name: _list(_list(_LEVEL if name == "outrage" else _WHOLE)) for name in BY_PLACE}),
            "description": "by day and place; persons, but for outrage, a level",
        },
        "nation": {**_object({name: _list(_LEVEL) for name in NATIONAL}), "description": "by day"},
        "outcome": {
            "oneOf": [_object({"name": _TEXT, "day": _WHOLE}), {"type": "null"}],
            "description": "how the crisis ended, and on which day; null if it did not",
        },
        "shares": {
            "oneOf": [_object({"announced": _FRACTION, "cast": _FRACTION}), {"type": "null"}],
            "description": "the incumbent's share of the vote; null where nobody votes",
        },
    }),
    "Differences": _object({
        **dict.fromkeys(("scenario", "query", "terminal", "hash"), _TEXT),
        "cite": _CITE, "seed": _WHOLE, "scale": _WHOLE,
        "settings": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        "interventions": _list(_TEXT), "drop": _list(_WHOLE), "move": _list(_list(_WHOLE)), "add": _list(_TEXT),
        "branch": _WHOLE, "words": _list(_TEXT),
        "same_people": {**_YES, "description": "if not, nobody is compared, and numbers of persons are 0"},
        "differing": {**_list(_WHOLE), "description": "persons who differ in anything in the evening, by day"},
        "doing": {**_list(_object({"without": _TEXT, "with": _TEXT, "persons": _list(_WHOLE)})), "description":
                  "persons who do one thing without the change and another with it while marches are out, by day"},
        "reached": {
            **_list(_object({"phase": _TEXT, "subsystem": _TEXT, "meaning": _TEXT, "persons": _list(_WHOLE)})),
            "description": "persons who first differ that day, by the phase of the day through which",
        },
        "group": {**_list(_object({"name": _TEXT, "persons": _list(_WHOLE)})), "description": "the same by group"},
        "where": {**_list(_list(_WHOLE)), "description": "the same by day and place"},
        "first": {**_list(_object({"day": _WHOLE, "meaning": _TEXT, "subsystem": _TEXT, "phase": _TEXT})),
                  "description": "what of the model differs from which day on, earliest first"},
        "through": {**_TEXT, "description": "where it begins, and the main ways"},
    }),
    "Changes": _object({"query": {**_TEXT, "description": "the same, as the server writes it"}, "words": _list(_TEXT)}),
    "Status": _object({
        "ready": {"type": "boolean", "description": "everything is compiled"},
        "waiting": {"type": "integer", "description": "runs that are not begun"}, "version": _TEXT,
    }),
    "Error": _object({"error": _TEXT, "hint": _TEXT}),
}  # fmt: skip

_NAME = {"name": "name", "in": "path", "required": True, "schema": _TEXT}
_RUN: list[dict[str, Any]] = [
    {"name": "scenario", "in": "query", "required": True, "schema": _TEXT},
    {"name": "seed", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED,
                                               "default": options.SEED}},
    {"name": "scale", "in": "query", "description": "persons per agent; the scenario's `scale` where absent",
     "schema": {"type": "integer", "minimum": 1}},
    {"name": "set", "in": "query", "description": "NAME=VALUE, a parameter; any number of times", "explode": True,
     "schema": {"type": "array", "items": _TEXT}},
    {"name": "intervention", "in": "query", "description": "NAME or NAME=VALUE; any number of times", "explode": True,
     "schema": {"type": "array", "items": _TEXT}},
    {"name": "drop", "in": "query", "description": "an act's `line`, which is left out; any number of times",
     "explode": True, "schema": {"type": "array", "items": {"type": "integer", "minimum": 1}}},
    {"name": "move", "in": "query", "description": "LINE:DAYS, an act done later, or earlier below 0; any number of "
     "times", "explode": True, "schema": {"type": "array", "items": _TEXT}},
    {"name": "add", "in": "query", "description": "an act, as a line of acts.csv; any number of times",
     "explode": True, "schema": {"type": "array", "items": _TEXT}},
    {"name": "branch", "in": "query", "description": "day from which on the changes hold; 0 for the first",
     "schema": {"type": "integer", "minimum": 0, "default": 0}},
    {"name": "format", "in": "query", "description": "json, csv or arrow; the header Accept does the same",
     "schema": {"type": "string", "enum": list(FORMATS), "default": "json"}},
]  # fmt: skip
_MODEL_RUN: list[dict[str, Any]] = [
    {"name": "model", "in": "query", "required": True, "schema": _TEXT},
    *(parameter for parameter in _RUN if parameter["name"] in ("seed", "set", "format")),
]
#: path -> summary, parameters, schema of the answer
ROUTES: dict[str, tuple[str, list[dict[str, Any]], dict[str, Any]]] = {
    "/api/scenarios": ("The scenarios", [], _list(_one("Entry"))),
    "/api/scenarios/{name}": ("A scenario: places, acts, claims, sliders", [_NAME], _one("Scenario")),
    "/api/models": ("The published models", [], _list(_one("ModelEntry"))),
    "/api/models/{name}": ("A published model: its card, parameters, presets", [_NAME], _one("Model")),
    "/api/model-runs": ("A run of a published model by step", _MODEL_RUN, _one("ModelRun")),
    "/api/runs": ("A run by day and place; the same request gives the same numbers", _RUN, _one("Run")),
    "/api/differences": ("Who differs from the run without the changes, and through whom", _RUN, _one("Differences")),
    "/api/changes": ("What such a query changes, in words; nothing is simulated", _RUN[:-1], _one("Changes")),
    "/api/status": ("Whether the server is ready", [], _one("Status")),
    "/api/openapi.json": ("This document", [], {"type": "object"}),
}


def document(version: str) -> dict[str, Any]:
    """The OpenAPI document of this version."""
    failure = {"description": "Why not", "content": {"application/json": {"schema": _one("Error")}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "contested", "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            path: {
                "get": {
                    "summary": summary,
                    "parameters": parameters,
                    "responses": {
                        "200": {"description": "OK", "content": {"application/json": {"schema": schema}}},
                        "default": failure,
                    },
                }
            }
            for path, (summary, parameters, schema) in ROUTES.items()
        } | openapi_desk.paths(failure),
        "components": {"schemas": SCHEMAS | openapi_desk.SCHEMAS},
    }  # fmt: skip
