"""What follows from the rules without simulating them."""

from __future__ import annotations

from contested.ground.errors import ParameterError


def region(joining: float, removal: float, visibility: float, capacity: float) -> str:
    """Which kind of state it is: "failed", "stable", "meta-stable" or "unstable".

    Parameters
    ----------
    joining, removal, visibility, capacity : float
        c1, c2, alpha, beta; with sudden switches. On a border between two kinds the weaker for protest is named.

    Returns
    -------
    str
        "failed": sizes are left that are neither seen nor policed. Else a police state: "stable" if no protest below
        the police's capacity lasts, "meta-stable" if one that is seen comes to rest below it, "unstable" if one that is
        seen passes it.
    """
    seen, rest = 1.0 - visibility, joining / (joining + removal)
    if capacity <= seen:
        return "failed"
    if rest <= seen:
        return "stable"
    return "meta-stable" if rest <= capacity else "unstable"


def limit(r: float, joining: float, removal: float, visibility: float, capacity: float) -> float:
    """Where protest that begins at r ends, with sudden switches.

    Parameters
    ----------
    r : float, share
    joining, removal, visibility, capacity : float
        c1, c2, alpha, beta.

    Returns
    -------
    float, share
    """
    if not 0 <= r <= 1:
        raise ParameterError(f"r: expected a share; got {r:g}.", "0 to 1")
    seen, rest = 1.0 - visibility, joining / (joining + removal)
    kind = region(joining, removal, visibility, capacity)
    if kind == "failed":
        return 0.0 if r < capacity else (r if r <= seen else 1.0)
    if r <= seen:
        return 0.0
    if r >= capacity or kind == "unstable":
        return 1.0
    if kind == "stable":
        return 0.0 if rest < seen else seen
    return rest
