"""The API: JSON that pages and programs read. Each route is a function of its request; `openapi` describes them."""

from __future__ import annotations

import asyncio
import json
from functools import cache
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from contested.ground.errors import ContestedError
from contested.serve import listing
from contested.serve.ask import AGENTS, USUAL, pair_of, run_of
from contested.serve.codes import code_of
from contested.serve.explorer import Request as Run
from contested.serve.models import FEWER, LARGEST, request_of
from contested.serve.openapi import document
from contested.serve.tables import FORMATS, table, wanted
from contested.serve.workers import Busy, Workers

#: seconds after which a page that was refused asks again
AGAIN = 2


async def scenarios(request: Request) -> Response:
    """GET /api/scenarios"""
    return JSONResponse(await asyncio.to_thread(listing.scenarios))


async def scenario(request: Request) -> Response:
    """GET /api/scenarios/{name}"""
    body = await asyncio.to_thread(_scenario, request.path_params["name"])
    return Response(body, media_type="application/json")


@cache
def _scenario(name: str) -> bytes:
    return json.dumps(listing.scenario(name), separators=(",", ":"), allow_nan=False).encode()


async def models(request: Request) -> Response:
    """GET /api/models"""
    return JSONResponse(await asyncio.to_thread(listing.zoo))


async def model(request: Request) -> Response:
    """GET /api/models/{name}"""
    body = await asyncio.to_thread(_model, request.path_params["name"])
    return Response(body, media_type="application/json")


@cache
def _model(name: str) -> bytes:
    return json.dumps(listing.model(name), separators=(",", ":"), allow_nan=False).encode()


async def runs(request: Request) -> Response:
    """GET /api/runs?scenario=..&seed=..&scale=..&set=NAME=VALUE"""
    most = AGENTS if request.app.state.jobs is not None else USUAL  # whom a read-only server is for, nobody knows
    query, form = wanted(request.query_params.multi_items(), request.headers.get("accept", ""))
    return await _answered(request, await asyncio.to_thread(run_of, query, most), form)


async def differences(request: Request) -> Response:
    """GET /api/differences?scenario=..&seed=..&scale=..&set=NAME=VALUE"""
    most = AGENTS if request.app.state.jobs is not None else USUAL
    query, form = wanted(request.query_params.multi_items(), request.headers.get("accept", ""))
    return await _answered(request, await asyncio.to_thread(pair_of, query, most), form)


async def model_runs(request: Request) -> Response:
    """GET /api/model-runs?model=..&seed=..&set=NAME=VALUE"""
    most = LARGEST if request.app.state.jobs is not None else FEWER
    query, form = wanted(request.query_params.multi_items(), request.headers.get("accept", ""))
    return await _answered(request, await asyncio.to_thread(request_of, query, most), form)


async def _answered(request: Request, run: Run, form: str) -> Response:
    answered = await asyncio.wrap_future(_workers(request).simulate(run))
    etag = f'"{answered.hash}-{form}"'
    took = f"run;dur={1000 * answered.seconds:.0f}"
    headers = {"etag": etag, "cache-control": "no-cache", "vary": "accept", "server-timing": took}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = answered.body if form == "json" else await asyncio.to_thread(table, answered.body, form)
    return Response(body, media_type=FORMATS[form], headers=headers)


async def status(request: Request) -> Response:
    """GET /api/status"""
    workers = _workers(request)
    about = {"ready": workers.ready, "waiting": workers.waiting, "version": request.app.state.version}
    return JSONResponse(about, headers={"cache-control": "no-store"})


async def openapi(request: Request) -> Response:
    """GET /api/openapi.json"""
    return JSONResponse(document(request.app.state.version))


async def refused(request: Request, error: Exception) -> Response:
    """An error of the caller's, or of a run, in words."""
    assert isinstance(error, ContestedError)
    code = code_of(error)
    headers = {"retry-after": str(AGAIN)} if isinstance(error, Busy) else {}
    return JSONResponse({"error": error.message, "hint": error.hint}, code, headers)


def _workers(request: Request) -> Workers:
    workers: Workers = request.app.state.workers
    return workers
