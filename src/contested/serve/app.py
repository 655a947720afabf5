"""The application: which address is answered by which function, and what stands around all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import ExitStack, asynccontextmanager
from importlib.metadata import version

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contested.ground.errors import ContestedError
from contested.serve import api, claims, desk, pages, thumbnails
from contested.serve.chores import Chores
from contested.serve.guard import LOOPBACK, Guard
from contested.serve.jobs import routes as jobs_
from contested.serve.jobs.queue import Jobs
from contested.serve.limits import Limits
from contested.serve.workers import Workers
from contested.store.provenance import code_hash

ROUTES = (
    Route("/", pages.home, methods=["GET"]),
    Route("/explore/{name}", pages.explore, methods=["GET"]),
    Route("/zoo/{name}", pages.zoo, methods=["GET"]),
    Route("/pictures/{name}.svg", thumbnails.picture, methods=["GET"]),
    Route("/static/{name}", pages.asset, methods=["GET"]),
    Route("/api/scenarios", api.scenarios, methods=["GET"]),
    Route("/api/scenarios/{name}", api.scenario, methods=["GET"]),
    Route("/api/models", api.models, methods=["GET"]),
    Route("/api/models/{name}", api.model, methods=["GET"]),
    Route("/api/model-runs", api.model_runs, methods=["GET"]),
    Route("/api/runs", api.runs, methods=["GET"]),
    Route("/api/differences", api.differences, methods=["GET"]),
    Route("/api/status", api.status, methods=["GET"]),
    Route("/api/openapi.json", api.openapi, methods=["GET"]),
    *claims.ROUTES,
    *jobs_.ROUTES,
    *desk.ROUTES,
)


def application(
    workers: Callable[[], Workers], hosts: Collection[str] = LOOPBACK, token: str = "",
    jobs: Jobs | None = None,
) -> Starlette:  # fmt: skip
    """The application.

    Parameters
    ----------
    workers : () -> Workers
        Begins them, once the application starts; they are closed when it ends.
    hosts : collection of str
        Names of Host that are answered.
    token : str
        What every request has to bring; "" for none.
    jobs : Jobs, optional
        Closed when it ends; without them the server is read-only.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with ExitStack() as closing:
            if jobs is not None:
                closing.callback(jobs.close)
            closing.callback(app.state.chores.close)
            app.state.workers = workers()
            closing.callback(app.state.workers.close)
            yield

    app = Starlette(
        routes=list(ROUTES),
        middleware=[
            Middleware(Guard, hosts=hosts, token=token),
            *([Middleware(Limits)] if token or jobs is None else []),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=5),
        ],
        exception_handlers={ContestedError: _refused, HTTPException: _refused, 500: _broken},
        lifespan=lifespan,
    )
    app.state.version = program_version()
    app.state.jobs, app.state.watched = jobs, 0
    app.state.thumbnails = thumbnails.Thumbnails()
    app.state.chores, app.state.drafted = Chores(), desk.Drafted()
    return app


def program_version() -> str:
    """The package's version, and the beginning of the hash of its sources: what a link says it was made by."""
    return f"{version('contested')}-{code_hash()[:8]}"


async def _refused(request: Request, error: Exception) -> Response:
    if not request.url.path.startswith("/api/"):
        return await pages.refused(request, error)
    if isinstance(error, HTTPException):
        body = {"error": error.detail, "hint": "GET /api/openapi.json lists what there is"}
        return JSONResponse(body, error.status_code, headers=error.headers)
    return await api.refused(request, error)


async def _broken(request: Request, error: Exception) -> Response:
    text = "contested has a defect here; the server's terminal says which."
    return await _refused(request, HTTPException(500, text))
