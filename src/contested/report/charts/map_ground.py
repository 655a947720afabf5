"""What lies under the places of a map: a frame of degrees, and the land of the country as far as the frame reaches.

Outlines are Natural Earth's, of today, and take no side on whose land it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from contested.files.gazetteer.outlines import outline

if TYPE_CHECKING:
    from contested.files.gazetteer.outlines import Ring
    from contested.nation.country import Place

#: the frame grows to hold the country, unless it would grow to more than this many times its width or height
GROWN = 1.9
#: a straight edge is drawn in at least this many pieces across the frame: a long one would bend towards the pole
PIECES = 60


class Frame(NamedTuple):
    """The sides of a map, in degrees."""

    south: float
    north: float
    west: float
    east: float

    @property
    def ratio(self) -> float:
        """Width over height on the ground, kept between a tall and a broad page."""
        across = (self.east - self.west) * np.cos(np.radians((self.south + self.north) / 2))
        return float(np.clip(across / (self.north - self.south), 0.75, 1.8))


def frame_of(places: Sequence[Place], rings: Sequence[Ring] = ()) -> Frame:
    """A frame with some room around all places, and around the country if it is not much larger than they lie apart."""
    lat, lon = [p.lat for p in places], [p.lon for p in places]
    pad = 0.12 * max(max(lat) - min(lat), max(lon) - min(lon), 0.1)
    near = Frame(min(lat) - pad * 0.7, max(lat) + pad * 0.7, min(lon) - pad, max(lon) + pad)
    ends = [(*r.corners.min(axis=0), *r.corners.max(axis=0)) for r in rings if r.kind == "land"]
    # pieces far away, as islands overseas are, do not count
    ends = [e for e in ends if e[0] < near.east and e[2] > near.west and e[1] < near.north and e[3] > near.south]
    if not ends:
        return near
    west, south, _, _ = np.min(ends, axis=0)
    _, _, east, north = np.max(ends, axis=0)
    room = 0.03 * max(east - west, north - south)
    grown = Frame(
        min(near.south, south - room * 0.7), max(near.north, north + room * 0.7),
        min(near.west, west - room), max(near.east, east + room),
    )  # fmt: skip
    fits = (
        grown.east - grown.west <= GROWN * (near.east - near.west)
        and grown.north - grown.south <= GROWN * (near.north - near.south)
    )  # fmt: skip
    return grown if fits else near


def rings_of(code: str) -> tuple[Ring, ...]:
    """The outline of a scenario's country; nothing where it names none."""
    return outline(code) if code else ()


def degrees(frame: Frame, inside: bool) -> list[dict[str, Any]]:
    """The frame and, `inside` it, the whole degrees, as GeoJSON lines; the projection fits itself to them."""
    south, north, west, east = frame
    across = np.linspace(west, east, PIECES).tolist()
    between = [*range(int(np.ceil(west)), int(np.floor(east)) + 1)] if inside else []
    levels = [*range(int(np.ceil(south)), int(np.floor(north)) + 1)] if inside else []
    lines = [[[x, south], [x, north]] for x in (west, *between, east)]
    lines += [[[x, y] for x in across] for y in (south, *levels, north)]
    return [_feature("MultiLineString", lines)]


def land(rings: Sequence[Ring], frame: Frame) -> list[dict[str, Any]]:
    """The land inside the frame as a GeoJSON area, and its border as lines; nothing where no border is to be seen.

    An area's outer line runs clockwise, as the page's projection wants it.
    """
    areas: list[list[list[list[float]]]] = []
    lines: list[list[list[float]]] = []
    kept = False
    for ring in rings:
        if ring.kind == "hole" and not kept:
            continue
        corners = clipped(ring.corners, frame)
        if ring.kind == "land":
            kept = len(corners) > 2
        if len(corners) < 3:
            continue
        if (_area(corners) > 0) == (ring.kind == "land"):
            corners = corners[::-1]
        closed = np.vstack([corners, corners[:1]])
        shown = _fine(closed, frame).round(3).tolist()
        areas.append([shown]) if ring.kind == "land" else areas[-1].append(shown)
        lines += border(closed, frame)
    return [_feature("MultiPolygon", areas), _feature("MultiLineString", lines)] if lines else []


def clipped(corners: np.ndarray, frame: Frame) -> np.ndarray:
    """The part of a closed line inside the frame, closed along its sides (sutherland1974).

    Parameters
    ----------
    corners : float64 array of shape (corners, 2), degree

    Returns
    -------
    float64 array of shape (corners, 2), degree
        Without corners if all of it lies outside.
    """
    for axis, at, sign in ((0, frame.west, 1), (0, frame.east, -1), (1, frame.south, 1), (1, frame.north, -1)):
        if not len(corners):
            break
        inside = sign * (corners[:, axis] - at) >= 0
        if inside.all():
            continue
        after = np.roll(corners, -1, axis=0)
        kept: list[np.ndarray] = []
        for here, there, now, then in zip(corners, after, inside, np.roll(inside, -1)):
            if now:
                kept.append(here)
            if now != then:
                part = (at - here[axis]) / (there[axis] - here[axis])
                cut = here + part * (there - here)
                cut[axis] = at
                kept.append(cut)
        corners = np.array(kept).reshape(-1, 2)
    return corners


def border(closed: np.ndarray, frame: Frame) -> list[list[list[float]]]:
    """Pieces of a clipped line that are border and not a side of the frame."""
    start, end = closed[:-1], closed[1:]
    side = np.zeros(len(start), bool)
    for axis, ends in ((0, (frame.west, frame.east)), (1, (frame.south, frame.north))):
        for at in ends:
            side |= (start[:, axis] == at) & (end[:, axis] == at)
    pieces: list[list[list[float]]] = []
    for k in np.flatnonzero(~side):
        if k and not side[k - 1] and pieces:
            pieces[-1].append(end[k].round(3).tolist())
        else:
            pieces.append([start[k].round(3).tolist(), end[k].round(3).tolist()])
    return pieces


def _area(corners: np.ndarray) -> float:
    """Twice the area inside, positive if it is walked round against the clock."""
    x, y = corners.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def _fine(closed: np.ndarray, frame: Frame) -> np.ndarray:
    """The same line with long edges cut into short ones."""
    step = (frame.east - frame.west) / PIECES
    out = [closed[:1]]
    for here, there in pairwise(closed):
        count = max(1, int(np.ceil(np.abs(there - here).max() / step)))
        out.append(here + (there - here) * (np.arange(1, count + 1) / count)[:, None])
    return np.vstack(out)


def _feature(kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": {}}
