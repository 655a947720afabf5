"""Whether a point lies on land, by counting crossings: not the program's own way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contested.files.gazetteer.outlines import Ring

KM = 111.2


def kilometres_off(rings: Sequence[Ring], lon: float, lat: float) -> float:
    """Distance from a point to the nearest line of an outline, flat; 0 inside it."""
    crossings, near = 0, np.inf
    squeeze = np.cos(np.radians(lat))
    for ring in rings:
        a = ring.corners
        b = np.roll(a, -1, axis=0)
        over = (a[:, 1] > lat) != (b[:, 1] > lat)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = a[:, 0] + (lat - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
        crossings += int(np.count_nonzero(over & (at > lon)))
        start = (a - [lon, lat]) * [squeeze, 1]
        way = (b - a) * [squeeze, 1]
        length = np.maximum((way**2).sum(axis=1), 1e-18)
        part = np.clip(-(start * way).sum(axis=1) / length, 0, 1)
        near = min(near, float(np.hypot(*(start + part[:, None] * way).T).min()))
    return 0.0 if crossings % 2 else near * KM
