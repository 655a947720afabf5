"""The part of the API's document that is about claims."""

from __future__ import annotations

from typing import Any, NamedTuple

from contested.serve.json_schema import DATE, LEVEL, NUMBER, TEXT, WHOLE, Schema, listed, object_of, one

_MAYBE: Schema = {"type": ["integer", "null"]}
_NAME = {"name": "name", "in": "path", "required": True, "schema": TEXT}
SCHEMAS: dict[str, Schema] = {
    "Ledger": object_of({
        "scenario": TEXT,
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
}  # fmt: skip


class Call(NamedTuple):
    """A method of a path: what it does, its parameters, and what it answers, as JSON unless another kind is named."""

    summary: str
    answer: Schema
    parameters: tuple[dict[str, Any], ...] = ()
    method: str = "get"
    kind: str = "application/json"
    status: str = "200"


#: path -> its calls
CALLS: dict[str, tuple[Call, ...]] = {
    "/api/claims/{name}": (Call("A scenario's claims, parties and contradictions", one("Ledger"), (_NAME,)),),
    "/api/claims/{name}/table.csv": (Call("The claims as a table", TEXT, (_NAME,), kind="text/csv"),),
    "/api/claims/{name}/contradictions.csv": (
        Call("What cannot all be true, as a table", TEXT, (_NAME,), kind="text/csv"),
    ),
}


def paths(failure: dict[str, Any]) -> dict[str, Any]:
    """As OpenAPI has them; `failure` is what every other answer is."""
    return {path: {call.method: _described(call, failure) for call in calls} for path, calls in CALLS.items()}


def _described(call: Call, failure: dict[str, Any]) -> dict[str, Any]:
    answer = {"description": "OK", "content": {call.kind: {"schema": call.answer}}}
    responses = {call.status: answer, "default": failure}
    return {"summary": call.summary, "parameters": list(call.parameters), "responses": responses}
