"""The part of the API's document that is about claims, jobs, and what somebody brings."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from contested.ground.options import METHOD, PASSES
from contested.serve.jobs.folder import State
from contested.serve.jobs.order import AHEAD, CHECKS, FUTURES, KINDS, METHODS, PAIRS, POINTS, RUNS, WAVES
from contested.serve.json_schema import DATE, LEVEL, NUMBER, TEXT, WHOLE, Schema, listed, object_of, one
from contested.serve.returns import ROLES

#: what is sent as it is
FILE = "application/octet-stream"
_MAYBE: Schema = {"type": ["integer", "null"]}
_NUMBERED = {"name": "number", "in": "path", "required": True, "schema": {**WHOLE, "minimum": 1}}
_NAME = {"name": "name", "in": "path", "required": True, "schema": TEXT}
_CALLED = {"name": "name", "in": "query", "schema": TEXT, "description": "of the file, for messages"}
SCHEMAS: dict[str, Schema] = {
    "Ledger": object_of({
        "scenario": TEXT, "cite": object_of({"text": TEXT, "bibtex": TEXT}),
        "sides": {"type": "object", "additionalProperties": TEXT, "description": "side of a claimant to its colour"},
        "kinds": {"type": "object", "additionalProperties": TEXT, "description": "contradiction to its meaning"},
        "quantities": {"type": "object", "additionalProperties": TEXT, "description": "quantity to its meaning"},
        "party": listed(one("Party")), "claim": listed(one("LedgerClaim")),
        "contradiction": listed(one("Contradiction")),
    }),
    "Party": object_of({
        "name": TEXT, "side": TEXT, "claims": WHOLE, "ratio": {"oneOf": [one("Ratio"), {"type": "null"}]},
    }),
    "Ratio": {
        **object_of({"middle": NUMBER, "low": NUMBER, "high": NUMBER, "things": WHOLE}),
        "description": "a party's number over the median of the others' for one thing and day: median, least, greatest",
    },
    "LedgerClaim": object_of({
        "date": DATE, "end": {"type": ["string", "null"], "format": "date"}, "place": TEXT, "quantity": TEXT,
        "unit": TEXT, "about": TEXT,
        "kind": {"type": "string", "enum": ["one figure", "at least", "at most", "between", ""]}, "value": LEVEL,
        "low": LEVEL, "high": LEVEL, "claimant": TEXT, "party": TEXT, "side": TEXT, "source": TEXT, "note": TEXT,
        "recalled": {"type": "boolean", "description": "from memory, and not read in a source"},
    }),
    "Contradiction": object_of({
        "kind": TEXT, "less": {**_MAYBE, "description": "row of `claim`, from 0"}, "more": _MAYBE, "less_party": TEXT,
        "more_party": TEXT, "most": {**NUMBER, "description": "that the smaller claim allows"}, "least": NUMBER,
        "factor": {**LEVEL, "description": "null against a claim of none"}, "remark": TEXT,
    }),
    "Job": object_of({
        "number": WHOLE, "kind": {"type": "string", "enum": list(KINDS)}, "title": TEXT,
        "scenario": {"type": ["string", "null"], "description": "of a fit"},
        "query": {"type": ["string", "null"], "description": "of a run, a comparison or a sweep"},
        "changes": {**listed(TEXT), "description": "what the query changes, in words"},
        "study": {**_MAYBE, "description": "the fit that it goes on from"},
        "scale": {**_MAYBE, "description": "of a fit: persons per agent"},
        "state": {"type": "string", "enum": list(get_args(State))}, "error": TEXT, "hint": TEXT,
        "refused": {"type": "boolean", "description": "of one that failed: it would fail so again"},
        "done": {**WHOLE, "description": "steps that are finished"}, "total": {**WHOLE, "description": "0 if unknown"},
        "text": {**TEXT, "description": "the present stage"},
        "report": {"type": ["string", "null"], "description": "path of the result's page"},
    }),
    "Bands": object_of({
        "runs": {**WHOLE, "description": "finished, of an arm"},
        "now": {"type": "object", "additionalProperties": one("Band"), "description": "by observable"},
        "before": {"type": ["object", "null"], "additionalProperties": one("Band"),
                   "description": "of a comparison: without the change"},
        "hash": {**TEXT, "description": "of these numbers"},
    }),
    "Band": object_of(dict.fromkeys(("low", "middle", "high"), listed(NUMBER))),
    "Nothing": object_of({}),
    "Report": object_of({
        "text": TEXT, "published": DATE, "name": {**TEXT, "description": "what drafts call it"},
    }, ("name",)),
    "Drafts": object_of({"drafts": WHOLE, "page": {**TEXT, "description": "of their review, for half an hour"}}),
    "Accepted": object_of({
        "csv": {**TEXT, "description": "a table of claims"}, "claims": WHOLE,
        "aside": {**listed(TEXT), "description": "why other accepted drafts are no claims"},
    }),
    "Columns": object_of({
        "columns": listed(object_of({"name": TEXT, "role": {"type": "string", "enum": list(ROLES)}})),
        "unsure": listed(TEXT), "rows": listed(listed(TEXT)), "stations": WHOLE, "hints": {"type": "object"},
    }),
    "Order": {
        "type": "object", "required": ["kind"], "description": "each kind has fields of its own",
        "properties": {
            "kind": {"type": "string", "enum": list(KINDS)},
            "query": {**TEXT, "description": "run, compare, sweep: as of /api/runs"},
            "replicates": {**WHOLE, "minimum": 1, "maximum": FUTURES, "description": "run"},
            "pairs": {**WHOLE, "minimum": 2, "maximum": PAIRS, "description": "compare"},
            "scenario": {**TEXT, "description": "calibrate"}, "scale": {**WHOLE, "description": "calibrate"},
            "fit_until": {**DATE, "description": "calibrate: claims until then are fitted"},
            "method": {**TEXT, "enum": list(METHODS), "description": f"calibrate; {METHOD} if absent"},
            "parameters": {**TEXT, "description": "calibrate: few (of sliders) or all; sweep: few, or one of them"},
            "rank": {"type": "boolean", "description": "sweep: rank parameters by Morris's elementary effects"},
            "waves": {**WHOLE, "minimum": 1, "maximum": PASSES, "description": f"calibrate: at most {WAVES} of an "
                      "emulator; passes of a smoother"},
            "points": {**WHOLE, "maximum": POINTS, "description": "calibrate: runs of a wave, or members of a "
                       "smoother; sweep: points, or blocks of one point more than parameters with rank"},
            "checks": {**WHOLE, "minimum": 0, "maximum": CHECKS, "description": "calibrate, with an emulator"},
            "study": {**WHOLE, "description": "forecast, compare: number of a finished fit, whose draws are its "
                      "parameters"},
            "horizon": {**WHOLE, "minimum": 1, "maximum": AHEAD, "description": "forecast: days"},
            "runs": {**WHOLE, "minimum": 10, "maximum": RUNS, "description": "forecast: from each origin"},
        },
    },
}  # fmt: skip


class Call(NamedTuple):
    """A method of a path: what it does, what it answers (None for nothing; JSON unless another kind is named), its
    parameters, and what it takes: a schema, FILE, or "" for nothing."""

    summary: str
    answer: Schema | None
    parameters: tuple[dict[str, Any], ...] = ()
    method: str = "get"
    kind: str = "application/json"
    status: str = "200"
    takes: str = ""


#: path -> its calls
CALLS: dict[str, tuple[Call, ...]] = {
    "/api/claims/{name}": (Call("A scenario's claims, parties and contradictions", one("Ledger"), (_NAME,)),),
    "/api/claims/{name}/table.csv": (Call("The claims as a table", TEXT, (_NAME,), kind="text/csv"),),
    "/api/claims/{name}/contradictions.csv": (
        Call("What cannot all be true, as a table", TEXT, (_NAME,), kind="text/csv"),
    ),
    "/api/claims": (
        Call("Drafts with decisions, a CSV file, into a table of claims", one("Accepted"), (), "post", takes=FILE),
    ),
    "/api/drafts": (
        Call("A report into drafts of claims", one("Drafts"), (), "post", status="201", takes="Report"),
    ),
    "/api/returns/columns": (
        Call("What the columns of returns mean: a CSV file is sent", one("Columns"), (_CALLED,), "post", takes=FILE),
    ),
    "/api/returns": (
        Call("Order an audit: a line of JSON (kind, columns, hints, title, leader, elections), then the CSV file",
             one("Job"), (), "post", status="201", takes=FILE),
    ),
    "/api/jobs": (
        Call("Every job, the newest first", listed(one("Job"))),
        Call("Order a job", one("Job"), method="post", status="201", takes="Order"),
    ),
    "/api/jobs/{number}": (
        Call("A job", one("Job"), (_NUMBERED,)),
        Call("Remove a job that is not being done", None, (_NUMBERED,), "delete", status="204"),
    ),
    "/api/jobs/{number}/events": (
        Call("The job whenever it has changed, until it is settled", TEXT, (_NUMBERED,), kind="text/event-stream"),
    ),
    "/api/jobs/{number}/bands": (
        Call("Of a run or a comparison, by day: the middle of its runs, and 90 % of them", one("Bands"), (_NUMBERED,)),
    ),
    "/api/jobs/{number}/cancel": (Call("End a job", one("Job"), (_NUMBERED,), "post", takes="Nothing"),),
    "/api/jobs/{number}/resume": (
        Call("Go on with a job that failed or was cancelled", one("Job"), (_NUMBERED,), "post", takes="Nothing"),
    ),
}


def paths(failure: dict[str, Any]) -> dict[str, Any]:
    """As OpenAPI has them; `failure` is what every other answer is."""
    return {path: {call.method: _described(call, failure) for call in calls} for path, calls in CALLS.items()}


def _described(call: Call, failure: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "OK"}
    if call.answer is not None:
        answer["content"] = {call.kind: {"schema": call.answer}}
    described = {"summary": call.summary, "parameters": list(call.parameters),
                 "responses": {call.status: answer, "default": failure}}  # fmt: skip
    if call.takes:
        taken: dict[str, Any] = {"application/json": {"schema": one(call.takes)}}
        content = {FILE: {}} if call.takes == FILE else taken
        described["requestBody"] = {"required": True, "content": content}
    return described
