"""The claims of a scenario in a browser: who says what about a day, against whom, and how far from the others."""

from __future__ import annotations

import asyncio
import json
from functools import cache
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from contested.claims import Claim, Examined, examine
from contested.claims.contradictions import KINDS
from contested.claims.impossible import impossible
from contested.claims.ledger import QUANTITIES
from contested.claims.people.masking import masked_claims
from contested.claims.ratios import ratios
from contested.claims.write import contradictions_as_bytes, csv_of_claims
from contested.report.claims_view import kind
from contested.report.pages.cite import citation
from contested.report.plot.palette import SIDES
from contested.serve.ask import readable, scenario_of
from contested.serve.pages import read_only, render


async def first(request: Request) -> Response:
    """GET /claims: the scenario with most claims."""
    most = await asyncio.to_thread(lambda: max(readable()[0], key=lambda name: len(scenario_of(name).claims)))
    return RedirectResponse(f"/claims/{most}", HTTPStatus.SEE_OTHER)


async def page(request: Request) -> Response:
    """GET /claims/{name}"""
    name, version = request.path_params["name"], request.app.state.version
    return HTMLResponse(await asyncio.to_thread(_page, name, version, read_only(request)))


async def ledger(request: Request) -> Response:
    """GET /api/claims/{name}"""
    body = await asyncio.to_thread(_ledger, request.path_params["name"])
    return Response(body, media_type="application/json")


async def table(request: Request) -> Response:
    """GET /api/claims/{name}/table.csv: as a scenario's claims.csv"""
    name = request.path_params["name"]
    content = await asyncio.to_thread(lambda: b"".join(csv_of_claims(_examined(name).claims, masked=True)))
    return _download(content, f"{name}-claims.csv")


async def contradictions(request: Request) -> Response:
    """GET /api/claims/{name}/contradictions.csv"""
    name = request.path_params["name"]
    content = await asyncio.to_thread(lambda: contradictions_as_bytes(_examined(name).contradictions, ".csv"))
    return _download(content, f"{name}-contradictions.csv")


ROUTES = (
    Route("/claims", first, methods=["GET"]),
    Route("/claims/{name}", page, methods=["GET"]),
    Route("/api/claims/{name}", ledger, methods=["GET"]),
    Route("/api/claims/{name}/table.csv", table, methods=["GET"]),
    Route("/api/claims/{name}/contradictions.csv", contradictions, methods=["GET"]),
)


def _download(content: bytes, name: str) -> Response:
    """A file that a browser saves; `name` is a scenario's, which is one of letters, digits and dashes."""
    return Response(content, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'})


@cache
def _page(name: str, version: str, read_only: bool) -> str:
    s = scenario_of(name)
    others = [(n, scenario_of(n).title) for n in readable()[0] if scenario_of(n).claims]
    said = {"name": s.name, "title": s.title, "count": len(s.claims), "others": others}
    return render("claims.html", version, read_only, **said)


@cache
def _examined(name: str) -> Examined:
    scenario = scenario_of(name)
    return examine(masked_claims(scenario.claims), people=scenario.country.population)


@cache
def _ledger(name: str) -> bytes:
    found = _examined(name)
    party_of = {claimant: party.name for party in found.parties for claimant in party.names}
    people = scenario_of(name).country.population
    possible = [claim for claim in found.claims if not impossible(claim, people)]
    beside = {ratio.party: ratio for ratio in ratios(possible, party_of)}
    row_of = {id(claim): row for row, claim in enumerate(found.claims)}
    same = {claim: row for row, claim in enumerate(found.claims)}

    def row(claim: Claim) -> int | None:
        """Of a claim as it stands in the table; None where a place was read under another spelling."""
        return row_of.get(id(claim), same.get(claim))

    scenario = scenario_of(name)
    record = {"scenario": {"name": name, "hash": scenario.hash}}
    said = {
        "scenario": name,
        "cite": citation("claims", f"Claims about {scenario.title}", record)._asdict(),
        "sides": SIDES,
        "kinds": KINDS,
        "quantities": {c.quantity: _meaning(c.quantity) for c in found.claims},
        "party": [
            {"name": p.name, "side": p.side, "claims": p.claims, "ratio": _ratio(beside.get(p.name))}
            for p in found.parties
        ],
        "claim": [_claim(c, party_of[c.claimant]) for c in found.claims],
        "contradiction": [
            {
                "kind": c.kind, "less": row(c.less), "more": row(c.more), "less_party": c.less_party,
                "more_party": c.more_party, "most": c.most, "least": c.least,
                "factor": None if c.most == 0 else round(c.factor, 3), "remark": c.remark,
            }
            for c in found.contradictions
        ],
    }  # fmt: skip
    return json.dumps(said, separators=(",", ":"), allow_nan=False).encode()


def _meaning(quantity: str) -> str:
    known = QUANTITIES.get(quantity)
    return known.meaning if known else ""


def _ratio(ratio: Any) -> dict[str, Any] | None:
    if ratio is None:
        return None
    numbers = {name: round(getattr(ratio, name), 4) for name in ("middle", "low", "high")}
    return {**numbers, "things": ratio.things}


def _claim(c: Claim, party: str) -> dict[str, Any]:
    known = QUANTITIES.get(c.quantity)
    return {
        "date": c.date.isoformat(), "end": c.end_date.isoformat() if c.end_date else None, "place": c.place,
        "quantity": c.quantity, "unit": c.unit or (known.unit if known else ""), "about": c.actor,
        "kind": kind(c.value, c.low, c.high), "value": c.value, "low": c.low, "high": c.high, "claimant": c.claimant,
        "party": party, "side": c.side, "source": c.source_url, "note": c.note, "recalled": c.status == "recalled",
    }  # fmt: skip
