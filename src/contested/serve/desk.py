"""Reports and returns that somebody brings: drafts of claims to review, and counts to audit.

A report stays in memory for half an hour, as the page of its drafts, and is never stored. Returns become a file of a
job, under a name of the server's.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import OrderedDict
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from contested.files import parse_record, refusing
from contested.ground.errors import InputError
from contested.serve import pages
from contested.serve.bodies import BYTES, sent
from contested.serve.chores import ROWS, Chores
from contested.serve.jobs.order import order_of
from contested.serve.jobs.routes import described_job, jobs_of, own_policy
from contested.serve.returns import ROLES

#: bytes of a report, of a table of drafts, of returns, and of what is said about them
REPORT, DRAFTS, RETURNS, ABOUT = 400_000, 4_000_000, 20_000_000, 64_000
#: pages of drafts in memory, and seconds that one stays there
PAGES, STAYS = 24, 1800.0


class Drafted:
    """Pages of drafts, each under a name that only who brought the report knows, for a while."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, page: str) -> str:
        """Its name."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._pages[name] = time.monotonic(), page
            while len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return name

    def get(self, name: str) -> str | None:
        """The page, unless its time is over."""
        with self._lock:
            for old in [n for n, (put, _) in self._pages.items() if time.monotonic() - put > STAYS]:
                del self._pages[old]
            return self._pages[name][1] if name in self._pages else None


async def read(request: Request) -> Response:
    """GET /read"""
    jobs_of(request)
    return HTMLResponse(pages.render("read.html", request.app.state.version, most=REPORT, minutes=int(STAYS / 60)))


async def drafts(request: Request) -> Response:
    """POST /api/drafts: a report into drafts"""
    jobs_of(request)
    refused = refusing(InputError, "report: expected a JSON object as the API describes it", "GET /api/openapi.json")
    record = parse_record(await sent(request, REPORT), refused)
    content = {"text": record.text("text"), "published": record.text("published"),
               "name": record.text("name", "")[:80] or "report"}  # fmt: skip
    if not content["text"].strip():
        raise InputError("text: expected a report; got none.", "paste its text")
    found = await asyncio.to_thread(_chores(request).ask, "read", content)
    name = request.app.state.drafted.put(found["page"])
    return JSONResponse({"drafts": found["drafts"], "page": f"/drafts/{name}"}, HTTPStatus.CREATED)


async def review(request: Request) -> Response:
    """GET /drafts/{name}"""
    page = request.app.state.drafted.get(request.path_params["name"])
    if page is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "These drafts are not here any more: paste the report again.")
    return HTMLResponse(page, headers={"content-security-policy": own_policy(page), "cache-control": "no-store"})


async def claims(request: Request) -> Response:
    """POST /api/claims: drafts with decisions into a table of claims"""
    jobs_of(request)
    content = await sent(request, DRAFTS, BYTES)
    return JSONResponse(await asyncio.to_thread(_chores(request).ask, "accept", content))


async def audit(request: Request) -> Response:
    """GET /audit"""
    jobs_of(request)
    version = request.app.state.version
    return HTMLResponse(pages.render("audit_returns.html", version, most=RETURNS, rows=ROWS, roles=ROLES))


async def guess(request: Request) -> Response:
    """POST /api/returns/columns: what the columns of returns mean, and the first rows"""
    jobs_of(request)
    content, called = await sent(request, RETURNS, BYTES), request.query_params.get("name", "")[:80]
    return JSONResponse(await asyncio.to_thread(_chores(request).ask, "guess", (content, called)))


async def returns(request: Request) -> Response:
    """POST /api/returns: an audit as a job; a line of JSON that says what is asked, then the file"""
    jobs = jobs_of(request)
    content = await sent(request, RETURNS + ABOUT, BYTES)
    about, line, table = content.partition(b"\n")
    if not line or len(about) > ABOUT or not table.strip():
        raise InputError("returns: expected a line of JSON, then the file; got no such line.", "GET /api/openapi.json")

    def add() -> dict[str, Any]:
        order = order_of(about)
        if order.kind != "audit":
            raise InputError(f"kind: expected audit; got {order.kind}.", "POST /api/jobs orders the others")
        return described_job(jobs, jobs.add(order, table).number)

    return JSONResponse(await asyncio.to_thread(add), HTTPStatus.CREATED)


def _chores(request: Request) -> Chores:
    chores: Chores = request.app.state.chores
    return chores


ROUTES = (
    Route("/read", read, methods=["GET"]),
    Route("/drafts/{name}", review, methods=["GET"]),
    Route("/audit", audit, methods=["GET"]),
    Route("/api/drafts", drafts, methods=["POST"]),
    Route("/api/claims", claims, methods=["POST"]),
    Route("/api/returns", returns, methods=["POST"]),
    Route("/api/returns/columns", guess, methods=["POST"]),
)
