"""Truths drawn from an emulator: of all its cells, or of the others given some.

Sampling costs by the cell, and cells that nobody spoke of cost it for nothing. So the posterior is drawn with the cells
that claims speak of, and the others are drawn afterwards from what the emulator says of them given these.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import normals
from contested.inference.emulator.emulator import Emulator
from contested.inference.threads import one_core


def restrict(model: Emulator, cells: Ints) -> Emulator:
    """The same emulator for some of its cells."""
    own = model.own
    return model._replace(
        floor=model.floor[cells], mean=model.mean[cells], loading=model.loading[:, cells],
        pattern=model.pattern[cells],
        own=own._replace(base=own.base[cells], slope=own.slope[:, cells], low=own.low[cells], high=own.high[cells]),
    )  # fmt: skip


@one_core()
def extend(model: Emulator, cells: Ints, z: Floats, truth: Floats, seed: int) -> Floats:
    """All cells, given some.

    Parameters
    ----------
    model : Emulator
        Of all cells.
    cells : int64 array of shape (k,)
        The ones that are given.
    z : float64 array of shape (m, d)
    truth : float64 array of shape (m, k), in the cells' own units
    seed : int

    Returns
    -------
    float64 array of shape (m, cells)
        What runs share is drawn given what the known cells lie off their means (a normal law, so by algebra; a truth of
        0 is taken for the edge it was cut at), what is a cell's own afresh.
    """
    p = model.predict(z)
    m, r = p.scale.shape
    off = np.log(truth + model.floor[cells]) - p.mean[:, cells]
    tall = p.pattern[cells][None] * p.scale[:, None, :]
    scaled = tall / p.own[:, cells, None] ** 2
    curve = np.eye(r) + np.swapaxes(tall, 1, 2) @ scaled
    middle = np.linalg.solve(curve, np.einsum("mkr,mk->mr", scaled, off)[..., None])[..., 0] if r else np.zeros((m, 0))
    # noise with the inverse of `curve` as covariance
    noise = normals(m * r, seed, streams.OTHER_CELLS_SHARED).reshape(m, r)
    root = np.linalg.cholesky(curve)
    shared = middle + (np.linalg.solve(np.swapaxes(root, 1, 2), noise[..., None])[..., 0] if r else noise)
    own = normals(m * model.mean.size, seed, streams.OTHER_CELLS_OWN).reshape(m, -1)
    out = model.to_truth(p.mean + (p.scale * shared) @ p.pattern.T + p.own * own)
    out[:, cells] = truth
    return out


@one_core()
def draw_truths(model: Emulator, z: Floats, seed: int, turn: int = 0) -> Floats:
    """What runs at these points might say: float64 array of shape (m, cells), in the cells' own units."""
    p = model.predict(z)
    shared = normals(p.scale.size, seed, streams.TRUTH_SHARED, day=turn).reshape(p.scale.shape)
    own = normals(p.own.size, seed, streams.TRUTH_OWN, day=turn).reshape(p.own.shape)
    return model.to_truth(p.mean + (p.scale * shared) @ p.pattern.T + p.own * own)
