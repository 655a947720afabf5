"""A small picture of each published model: its agents when they differ most, or else its curve, from a run with its own
parameters.

A picture is made when it is first asked for, one at a time, and stays in memory and in the user's cache, under the hash
of the program's sources: another version draws its own.
"""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import Path
from typing import Any

import platformdirs
from starlette.requests import Request
from starlette.responses import Response

from contested.files import parse_record, refusing
from contested.ground import options, private
from contested.ground.errors import RunError
from contested.report.plot.palette import BORDER, GRID, ROLES, SERIES
from contested.serve.models import NOBODY, ModelRequest, model_of
from contested.serve.pages import HIGH, WIDE
from contested.serve.workers import Workers
from contested.store import disk
from contested.store.provenance import code_hash

#: cells along a side of a lattice at most, and pixels left free around everything
CELLS, EDGE = 60, 8
#: share of agents of one kind above which their picture says nothing, and the curve is drawn
ALIKE = 0.97


class Thumbnails:
    """Pictures by the name of their model."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}
        self._one = asyncio.Lock()

    async def of(self, name: str, workers: Workers) -> bytes:
        """A model's picture, as SVG.

        Raises
        ------
        NoSuchModel, RunError
        """
        model_of(name)
        async with self._one:
            if name not in self._made:
                self._made[name] = await self._picture(name, workers)
            return self._made[name]

    async def _picture(self, name: str, workers: Workers) -> bytes:
        file = Path(platformdirs.user_cache_dir("contested")) / "thumbnails" / f"{name}-{code_hash()[:16]}.svg"
        stored = await asyncio.to_thread(_stored, file)
        if stored:
            return stored
        answered = await asyncio.wrap_future(workers.simulate(ModelRequest(name, options.SEED)))
        picture = await asyncio.to_thread(_sketched, name, answered.body)
        await asyncio.to_thread(_store, file, picture)
        return picture


async def picture(request: Request) -> Response:
    """GET /pictures/{name}.svg"""
    state = request.app.state
    drawn = await state.thumbnails.of(request.path_params["name"], state.workers)
    return Response(drawn, media_type="image/svg+xml", headers={"cache-control": "no-cache"})


def _stored(file: Path) -> bytes:
    return file.read_bytes() if private.is_private(file.parent) and file.is_file() else b""


def _store(file: Path, picture: bytes) -> None:
    try:
        if private.make_private(file.parent):
            for old in file.parent.glob(f"{file.name.rpartition('-')[0]}-*.svg"):
                old.unlink()
            disk.write_bytes(file, picture)
    except OSError:  # a read-only home still has pictures
        pass


def _sketched(name: str, body: bytes) -> bytes:
    run: dict[str, Any] = parse_record(body, refusing(RunError, "a run cannot be drawn")).plain()
    published = model_of(name)
    # one that moves, if any does
    parts = _curve(sorted(run["series"].values(), key=lambda values: len(set(values)) < 2)[:1])
    if published.view is not None and run["look"]:
        colours = [ROLES[role] for _, role in published.view.kinds]
        # at the end of a cascade all are alike, and the picture of it is one colour
        alike = [max(count) / max(1, sum(count)) for count in run["count"]]
        varied = alike.index(min(alike))
        stand = run["stand"][varied]
        if alike[varied] <= ALIKE and run["side"]:
            parts = _lattice(stand, run["side"], colours)
        elif alike[varied] <= ALIKE:
            parts = _network(run["at"], run["tie"], stand, colours)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">'
    return f"{head}<title>{escape(published.title)}</title>{''.join(parts)}</svg>".encode()


def _lattice(stand: str, side: int, colours: list[str]) -> list[str]:
    """A band of the lattice as wide as the picture, one square a site, or some of them where there are many."""
    apart = -(-side // CELLS)
    rows = [stand[row * side : (row + 1) * side : apart] for row in range(0, side, apart)]
    pixels = WIDE / len(rows[0])
    paths = [""] * len(colours)
    for y, row in enumerate(rows[: int(HIGH / pixels) + 1]):
        for x, kind in enumerate(row):
            if kind != NOBODY:
                paths[int(kind)] += f"M{x * pixels:.1f} {y * pixels:.1f}h{pixels:.1f}v{pixels:.1f}h-{pixels:.1f}z"
    return [f'<path fill="{colour}" d="{path}"/>' for colour, path in zip(colours, paths) if path]


def _network(at: list[list[float]], ties: list[list[int]], stand: str, colours: list[str]) -> list[str]:
    across = [(EDGE + (WIDE - 2 * EDGE) * x, EDGE + (HIGH - 2 * EDGE) * y) for x, y in at]
    lines = "".join("M{:.0f} {:.0f}L{:.0f} {:.0f}".format(*across[a], *across[b]) for a, b in ties)
    dots = [
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.4" fill="{colours[int(kind)]}"/>'
        for (x, y), kind in zip(across, stand) if kind != NOBODY
    ]  # fmt: skip
    return [f'<path d="{lines}" fill="none" stroke="{BORDER}" stroke-opacity=".4"/>', *dots]


def _curve(series: list[list[float | None]]) -> list[str]:
    """A curve over steps, from 0 or its least to its most."""
    parts = [f'<path d="M{EDGE} {HIGH - EDGE}H{WIDE - EDGE}" stroke="{GRID}"/>']
    for values, colour in zip(series, SERIES):
        there = [v for v in values if v is not None]
        low, high = min(0.0, *there, 0.0), max(0.0, *there, 0.0) or 1.0
        across = (WIDE - 2 * EDGE) / max(1, len(values) - 1)
        points = [
            f"{EDGE + k * across:.1f} {HIGH - EDGE - (HIGH - 2 * EDGE) * (v - low) / (high - low):.1f}"
            for k, v in enumerate(values) if v is not None
        ]  # fmt: skip
        parts.append(f'<path d="M{"L".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
    return parts
