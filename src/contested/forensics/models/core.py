"""The honest core: where most voters' stations lie in turnout x result, when nobody has pulled them upwards.

Fraud for a leader moves a station to the upper right, and every station by another distance, so what stays in one
place is thick and what was moved is thin. The core is the thickest place. Its middle is taken from everything at least
half as thick, because the top itself follows the chance of single cities. It is an assumption all the same: where most
stations are falsified alike, the thickest place is the falsified one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.ndimage import gaussian_filter, label

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case

#: width of a cell of the density, percentage points
CELL = 0.5
#: stations fewer than this have no density worth the name
FEW = 30
#: smoothing, percentage points: no less (integer percentages must not make a core), no more
NARROW, WIDE = 2.0, 6.0
#: a second island of this part of the first's voters makes two cores
RIVAL = 0.25
#: a core whose middle lies above this is where stations with everything for the leader lie
EDGE = 0.95


@dataclass(frozen=True)
class Core:
    """Where the honest core lies, and whether there is one.

    Parameters
    ----------
    turnout, result : float, share
        Its middle; NaN without stations to look at.
    single : bool
        Whether it is the only place of its kind; `why` tells in words why not.
    why : str
    part : float, share
        Of the voters looked at, those within half its height.
    smoothing : float, percentage point
        Standard deviation of the kernel.
    density : float64 array of shape (200, 200), person
        Smoothed registered voters, turnout x result, in cells of half a point.
    islands : tuple of (float, float, float), share
        Middle and part of every place at least half as thick as the thickest, largest first.
    """

    turnout: float
    result: float
    single: bool
    why: str
    part: float
    smoothing: float
    density: np.ndarray
    islands: tuple[tuple[float, float, float], ...]


def find_core(case: Case) -> Core:
    """Look for the core, by registered voters, among stations of 100 or more and neither share above 99 %."""
    cells = round(100 / CELL)
    use = (case.cast > 0) & (case.registered >= SMALL)
    use &= (100 * case.issued <= 99 * case.registered) & (100 * case.leader <= 99 * case.cast)
    if use.sum() < FEW:
        why = f"only {use.sum()} stations have {SMALL} voters and shares of at most 99 %"
        return Core(np.nan, np.nan, False, why, 0.0, NARROW, np.zeros((cells, cells)), ())
    x, y, w = 100 * case.turnout[use], 100 * case.result[use], case.registered[use].astype(float)
    smoothing = _smoothing(x, y, w)
    edges = np.linspace(0, 100, cells + 1)
    voters = np.histogram2d(x, y, bins=(edges, edges), weights=w)[0]
    density = gaussian_filter(voters, smoothing / CELL, mode="constant")
    islands = _islands(density)
    turnout, result, part = islands[0]
    why = ""
    if len(islands) > 1 and islands[1][2] >= RIVAL * part:
        at = f"{islands[1][0]:.0%} turnout and {islands[1][1]:.0%}"
        why = f"a second place, at {at}, holds {islands[1][2] / part:.0%} as many voters"
    elif max(turnout, result) > EDGE:
        why = "the thickest place is where nearly everything is for the leader, or nearly everybody voted"
    return Core(turnout, result, not why, why, part, smoothing, density, islands)


ABOUT = Finding(
    name="core", title="The honest core", kind="description", unit="share",
    fails_when="If most stations are falsified in the same way, the core is among them; if honest regions "
    "differ much, there are several cores.",
    cites=("kobak2016",),
)  # fmt: skip


def find(case: Case, *, seed: int = 1) -> Finding:
    """The core as a finding: a description, and the ground on which other estimates stand. Nothing is drawn."""
    core = find_core(case)
    if not core.islands:
        return replace(ABOUT, says=f"No core can be looked for: {core.why}.")
    says = f"Most voters' stations lie around {core.turnout:.1%} turnout and {core.result:.1%} for {case.leader_name}"
    says += "." if core.single else f", but this is not a single core: {core.why}."
    kinds = dict.fromkeys(("turnout", "result", "part"), pl.Float64)
    table = pl.DataFrame(core.islands, schema=kinds, orient="row")
    return replace(ABOUT, says=says, value=core.turnout, tables={"islands": table})


def _smoothing(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """By Scott's rule for two dimensions on the quartile spread, within `NARROW` and `WIDE`."""
    spread = np.mean([np.subtract(*np.percentile(v, (75, 25))) for v in (x, y)]) / 1.349
    alike = w.sum() ** 2 / (w**2).sum()  # stations of equal weight that would say as much
    return float(np.clip(spread * alike ** (-1 / 6), NARROW, WIDE))


def _islands(density: np.ndarray) -> tuple[tuple[float, float, float], ...]:
    """Middle and part of each connected place at least half as thick as the thickest; that one first, then by part."""
    at = (np.arange(density.shape[0]) + 0.5) / density.shape[0]
    names, count = label(density >= density.max() / 2)
    top = names.ravel()[density.argmax()]
    out = []
    for k in range(1, count + 1):
        here = np.where(names == k, density, 0.0)
        mass = here.sum()
        island = float(here.sum(1) @ at / mass), float(here.sum(0) @ at / mass), float(mass / density.sum())
        out.append((k != top, -island[2], island))
    return tuple(island for *_, island in sorted(out))
