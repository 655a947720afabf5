"""Where the nodes of a small graph are drawn: tied ones near each other, all others apart, the same in every run.

Source: fruchterman1991, without the frame.
"""

from __future__ import annotations

import numpy as np

from contested.zoo.kit.networks import Ties

STEPS = 160


def near(ties: Ties, first: int, most: int) -> np.ndarray:
    """Up to `most` nodes, those fewest ties away from the first before others.

    Returns
    -------
    int64 array
        In the order in which they are met; fewer where the rest is tied to none of them.
    """
    order = [first]
    seen = {first}
    for i in order:
        for j in ties.ends[ties.offsets[i] : ties.offsets[i + 1]].tolist():
            if j not in seen and len(order) < most:
                seen.add(j)
                order.append(j)
    return np.array(order)


def pairs_among(ties: Ties, nodes: np.ndarray) -> np.ndarray:
    """Ties with both ends among some nodes.

    Returns
    -------
    int64 array of shape (ties, 2)
        Positions in `nodes`, the smaller first; each tie once.
    """
    place = {int(node): k for k, node in enumerate(nodes)}
    found = [
        (k, place[j])
        for k, node in enumerate(nodes)
        for j in ties.ends[ties.offsets[node] : ties.offsets[node + 1]].tolist()
        if place.get(j, -1) > k
    ]
    return np.array(found, np.int64).reshape(-1, 2)


def positions(count: int, pairs: np.ndarray) -> np.ndarray:
    """A place for each node.

    Parameters
    ----------
    count : int
        Nodes; time and memory grow with its square.
    pairs : int64 array of shape (ties, 2)

    Returns
    -------
    float64 array of shape (count, 2)
        Within 0 to 1 in both directions.
    """
    # a spiral to begin with: no two nodes in one place, and no chance in it
    k = np.arange(count)
    radius, angle = np.sqrt((k + 0.5) / count), k * np.pi * (3 - np.sqrt(5))
    at = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    length = np.sqrt(np.pi / max(count, 1))
    a, b = pairs.T
    for step in range(STEPS):
        way = at[:, None] - at[None]
        apart = np.maximum((way**2).sum(axis=2), 1e-6)
        push = (way * (length**2 / apart)[:, :, None]).sum(axis=1)
        along = at[a] - at[b]
        pull = along * np.hypot(*along.T)[:, None] / length
        np.add.at(push, a, -pull)
        np.add.at(push, b, pull)
        size = np.maximum(np.hypot(*push.T), 1e-9)
        limit = 0.15 * (1 - step / STEPS)
        at = at + push / size[:, None] * np.minimum(size, limit)[:, None]
    low, high = at.min(axis=0), at.max(axis=0)
    inside: np.ndarray = (at - (low + high) / 2) / max(float((high - low).max()), 1e-9) + 0.5
    return inside
