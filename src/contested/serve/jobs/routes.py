"""Jobs over HTTP: order, list, watch, cancel, resume, remove, and open the page of a result."""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from contested.ground.options import METHOD
from contested.serve import pages
from contested.serve.bodies import sent
from contested.serve.jobs.folder import SETTLED
from contested.serve.jobs.order import FUTURES, METHODS, PAIRS, POINTS, order_of, request_of, words_of
from contested.serve.jobs.queue import Jobs, NoSuchJob, ReadOnly
from contested.serve.listing import scenarios

#: bytes of an order
ORDER = 16_384
#: seconds between two looks at a job, and between two signs of life
LOOK, ALIVE = 0.5, 15.0
#: what is watched at once by all
WATCHED = 100
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


def jobs_of(request: Request) -> Jobs:
    """The server's jobs.

    Raises
    ------
    ReadOnly
        If it does none.
    """
    jobs: Jobs | None = request.app.state.jobs
    if jobs is None:
        raise ReadOnly
    return jobs


async def page(request: Request) -> Response:
    """GET /jobs"""
    jobs_of(request)
    limits = {"futures": FUTURES, "pairs": PAIRS, "points": POINTS}
    # the method of the command line comes first
    methods = {name: METHODS[name] for name in sorted(METHODS, key=lambda name: name != METHOD)}
    known = await asyncio.to_thread(scenarios)
    version = request.app.state.version
    return HTMLResponse(pages.render("jobs.html", version, limits=limits, scenarios=known, methods=methods))


async def listed(request: Request) -> Response:
    """GET /api/jobs"""
    jobs = jobs_of(request)
    return JSONResponse(await asyncio.to_thread(_described, jobs), headers={"cache-control": "no-store"})


def _described(jobs: Jobs) -> list[dict[str, Any]]:
    """All jobs, but for those that somebody removes meanwhile."""
    described = []
    for job in jobs.listed():
        with suppress(NoSuchJob):
            described.append(described_job(jobs, job.number))
    return described


async def order(request: Request) -> Response:
    """POST /api/jobs"""
    jobs = jobs_of(request)
    content = await sent(request, ORDER)
    number = await asyncio.to_thread(lambda: jobs.add(order_of(content)).number)
    return JSONResponse(described_job(jobs, number), HTTPStatus.CREATED, headers={"location": f"/api/jobs/{number}"})


async def changes(request: Request) -> Response:
    """GET /api/changes?scenario=..&set=..: what a query changes, in words; nothing is simulated"""
    asked = await asyncio.to_thread(request_of, request.url.query)
    return JSONResponse({"query": asked.query, "words": words_of(asked)})


async def job(request: Request) -> Response:
    """GET /api/jobs/{number}"""
    body = await asyncio.to_thread(described_job, jobs_of(request), request.path_params["number"])
    return JSONResponse(body, headers={"cache-control": "no-store"})


async def change(request: Request) -> Response:
    """POST /api/jobs/{number}/cancel, /resume"""
    jobs, number = jobs_of(request), request.path_params["number"]
    await sent(request, ORDER)
    await asyncio.to_thread(jobs.cancel if request.url.path.endswith("/cancel") else jobs.resume, number)
    return JSONResponse(await asyncio.to_thread(described_job, jobs, number))


async def remove(request: Request) -> Response:
    """DELETE /api/jobs/{number}"""
    await asyncio.to_thread(jobs_of(request).remove, request.path_params["number"])
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def events(request: Request) -> Response:
    """GET /api/jobs/{number}/events: the job, whenever it has changed, until it is settled"""
    jobs, number = jobs_of(request), request.path_params["number"]
    jobs.job(number)
    state = request.app.state
    if state.watched >= WATCHED:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, f"{WATCHED} pages watch jobs already.")
    return StreamingResponse(_events(request, jobs, number), media_type="text/event-stream",
                             headers={"cache-control": "no-store", "x-accel-buffering": "no"})  # fmt: skip


async def _events(request: Request, jobs: Jobs, number: int) -> AsyncIterator[bytes]:
    state, last, spoke = request.app.state, b"", time.monotonic()
    state.watched += 1
    try:
        while not await request.is_disconnected():
            try:
                body = await asyncio.to_thread(described_job, jobs, number)
            except NoSuchJob:  # somebody has removed it: there is nothing more to say
                return
            packed = json.dumps(body).encode()
            if packed != last:
                last, spoke = packed, time.monotonic()
                yield b"data: " + packed + b"\n\n"
            elif time.monotonic() - spoke > ALIVE:
                spoke = time.monotonic()
                yield b": \n\n"
            if body["state"] in SETTLED:
                return
            await asyncio.sleep(LOOK)
    finally:
        state.watched -= 1


async def bands(request: Request) -> Response:
    """GET /api/jobs/{number}/bands: of a run or a comparison, as far as it is done"""
    # what it imports takes a while, and no other page needs it
    from contested.serve.jobs.bands import bands as bands_of

    found = jobs_of(request).job(request.path_params["number"])
    return JSONResponse(await asyncio.to_thread(bands_of, found), headers={"cache-control": "no-store"})


async def report(request: Request) -> Response:
    """GET /jobs/{number}/report: the page of the result, under the policy that it carries itself"""
    jobs, number = jobs_of(request), request.path_params["number"]
    found, stand = jobs.job(number), jobs.stand(number)
    if stand.state != "finished" or not found.report.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return framed(await asyncio.to_thread(found.report.read_text, "utf-8"))


def framed(text: str) -> Response:
    """A page that needs nothing but itself, in an origin of its own: its scripts cannot ask this server anything."""
    policy = f"sandbox allow-scripts allow-downloads allow-popups; {own_policy(text)}"
    return HTMLResponse(text, headers={"content-security-policy": policy, "cache-control": "no-store"})


def own_policy(text: str) -> str:
    """The policy that a page of `report` carries, in which its scripts stand by their hashes.

    Raises
    ------
    HTTPException
        If it carries none: it is not shown then.
    """
    policy = _POLICY.search(text, 0, 20_000)
    if policy is None:
        raise HTTPException(HTTPStatus.INTERNAL_SERVER_ERROR, "This page has no policy.")
    return f"{html.unescape(policy[1])}; frame-ancestors 'none'"


def described_job(jobs: Jobs, number: int) -> dict[str, Any]:
    """A job as the API has it."""
    found, stand = jobs.job(number), jobs.stand(number)
    at = found.progress() if stand.state == "running" else None
    fields = found.order.fields
    return {
        "number": number, "kind": found.order.kind, "title": found.order.title,
        "scenario": fields.get("scenario"), "query": fields.get("query"),
        "changes": fields.get("words", []), "study": fields.get("study"),
        "scale": fields.get("scale"), "state": stand.state,
        "error": stand.error, "hint": stand.hint, "refused": stand.refused,
        "done": at.done if at else 0, "total": at.total if at else 0,
        "text": at.text if at else "", "report": f"/jobs/{number}/report" if stand.state == "finished" else None,
    }  # fmt: skip


ROUTES = (
    Route("/jobs", page, methods=["GET"]),
    Route("/jobs/{number:int}/report", report, methods=["GET"]),
    Route("/api/changes", changes, methods=["GET"]),
    Route("/api/jobs", listed, methods=["GET"]),
    Route("/api/jobs", order, methods=["POST"]),
    Route("/api/jobs/{number:int}", job, methods=["GET"]),
    Route("/api/jobs/{number:int}", remove, methods=["DELETE"]),
    Route("/api/jobs/{number:int}/events", events, methods=["GET"]),
    Route("/api/jobs/{number:int}/bands", bands, methods=["GET"]),
    Route("/api/jobs/{number:int}/cancel", change, methods=["POST"]),
    Route("/api/jobs/{number:int}/resume", change, methods=["POST"]),
)
