"""The pages: a gallery, and one page for each scenario, which its modules bring to life."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from contested.ground.errors import ContestedError
from contested.ground.visible import visible
from contested.report.charts.map_ground import Frame, clipped, frame_of, rings_of
from contested.report.charts.map_ground import land as land_in
from contested.scenarios.scenario import SET_BY
from contested.serve import listing, models
from contested.serve.ask import readable, scenario_of
from contested.serve.codes import code_of
from contested.serve.models import model_of

if TYPE_CHECKING:
    from contested.files.gazetteer.outlines import Ring

#: kinds of the files that pages load
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
#: width of a card's map, and radius of the largest place on it, in pixels
WIDE, HIGH, LARGEST = 260, 150, 15


@cache
def static() -> dict[str, tuple[bytes, str]]:
    """Every file that a page may load, by name: content and kind. Read once, so that no address reaches the disk."""
    folders = [files("contested.serve") / "static", files("contested.report.pages") / "templates"]
    wanted = {*(f.name for f in folders[0].iterdir()), "page.css", "save.js"}
    return {
        file.name: (file.read_bytes(), KINDS[file.name.rpartition(".")[2]])
        for folder in folders for file in folder.iterdir() if file.name in wanted
    }  # fmt: skip


async def asset(request: Request) -> Response:
    """GET /static/{name}"""
    entry = static().get(request.path_params["name"])
    if entry is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    content, kind = entry
    return Response(content, media_type=kind, headers={"cache-control": "no-cache"})


async def home(request: Request) -> Response:
    """GET /"""
    (_, scenarios), (_, others) = await asyncio.to_thread(lambda: (readable(), models.readable()))
    version, told = request.app.state.version, (*scenarios.items(), *others.items())
    return HTMLResponse(await asyncio.to_thread(_home, version, read_only(request), told))


async def explore(request: Request) -> Response:
    """GET /explore/{name}"""
    name, version = request.path_params["name"], request.app.state.version
    return HTMLResponse(await asyncio.to_thread(_explore, name, version, read_only(request)))


async def zoo(request: Request) -> Response:
    """GET /zoo/{name}"""
    name, version = request.path_params["name"], request.app.state.version
    return HTMLResponse(await asyncio.to_thread(_zoo, name, version, read_only(request)))


async def refused(request: Request, error: Exception) -> Response:
    """An error as a page."""
    code, message, hint = HTTPStatus.BAD_REQUEST, "", ""
    if isinstance(error, ContestedError):
        code = code_of(error)
        message, hint = error.message, error.hint
    elif isinstance(error, HTTPException):
        code = HTTPStatus(error.status_code)
        message = error.detail if error.detail != code.phrase else code.description
        message = "There is no such page." if message == HTTPStatus.NOT_FOUND.description else message
    version = request.app.state.version
    page = render("refused.html", version, read_only(request), message=message, hint=hint)
    return HTMLResponse(page, code, headers=getattr(error, "headers", None))


@cache
def _environment() -> Environment:
    return Environment(
        loader=ChoiceLoader([
            PackageLoader("contested.serve"), PrefixLoader({"report": PackageLoader("contested.report.pages")}),
        ]), autoescape=select_autoescape(), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=lambda v: visible(v) if type(v) is str else v,
    )  # fmt: skip


def read_only(request: Request) -> bool:
    """Whether the server does no jobs and takes nothing in: its pages have no way to such pages then."""
    return request.app.state.jobs is None


def render(template: str, version: str, read_only: bool = False, **context: Any) -> str:
    """A page from a template; its texts are escaped, and characters that would be obeyed are shown."""
    return _environment().get_template(template).render(version=version, read_only=read_only, say=str, **context)


@cache
def _home(version: str, read_only: bool, broken: tuple[tuple[str, str], ...]) -> str:
    cards = [entry | dict(zip(("land", "dots"), sketch(entry["name"]))) for entry in listing.scenarios()]
    known = {"cards": cards, "broken": broken, "models": listing.zoo()}
    return render("home.html", version, read_only, wide=WIDE, high=HIGH, **known)


@cache
def _explore(name: str, version: str, read_only: bool) -> str:
    s = scenario_of(name)
    said = {"name": s.name, "title": s.title, "summary": s.summary, "set_by": SET_BY[s.set_by]}
    return render("explore.html", version, read_only, **said)


@cache
def _zoo(name: str, version: str, read_only: bool) -> str:
    p = model_of(name)
    return render("zoo.html", version, read_only, name=p.name, title=p.title, idea=p.card.idea if p.card else "")


def sketch(name: str) -> tuple[str, list[tuple[float, float, float]]]:
    """A scenario's map for a card: the land as the path of an SVG, and places as circles: x, y and radius in pixels."""
    s = scenario_of(name)
    rings = rings_of(s.outline)
    south, north, west, east = _with_border(frame_of(s.country.places, rings), rings)
    squeeze = math.cos(math.radians((south + north) / 2))
    per = min(WIDE / (squeeze * (east - west)), HIGH / (north - south))
    middle = (west + east) / 2, (south + north) / 2

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round(WIDE / 2 + (lon - middle[0]) * squeeze * per, 1), round(HIGH / 2 - (lat - middle[1]) * per, 1)

    # a card is broader than its picture
    across, up = 2 * WIDE / (squeeze * per), HIGH / per
    around = Frame(middle[1] - up, middle[1] + up, middle[0] - across, middle[0] + across)
    shown = [corners for ring in rings if len(corners := clipped(ring.corners, around)) > 2]
    land = "".join("M" + "L".join("{} {}".format(*at(*corner)) for corner in ring.tolist()) + "Z" for ring in shown)
    places = sorted(s.country.places, key=lambda p: -p.population)
    most = places[0].population
    return land, [(*at(p.lon, p.lat), round(max(1.5, LARGEST * math.sqrt(p.population / most)), 1)) for p in places]


def _with_border(frame: Frame, rings: Sequence[Ring]) -> Frame:
    """A frame, grown until it holds some border or coast: land alone says nothing of where it is."""
    while rings and not land_in(rings, frame):
        high, wide = (frame.north - frame.south) / 4, (frame.east - frame.west) / 4
        frame = Frame(frame.south - high, frame.north + high, frame.west - wide, frame.east + wide)
    return frame
