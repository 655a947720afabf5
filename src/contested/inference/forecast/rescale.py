"""From agents back to persons: what a count would be if every person were played, given how many agents were counted.

Where an agent stands for a hundred persons a run says that 0 or 100 were detained, never 40. Runs at draws of one
posterior are alike, so the count of each is taken for a Poisson draw around an intensity of its own, and intensities
for a lognormal law over runs, as the emulator has it, that is read from the counts (empirical Bayes). Small counts are
drawn from what all runs say together; large ones stay as they are.

Leaves out: what agents do together. Arrests come in groups, so small counts scatter more than Poisson draws, and that
is taken for scatter of the intensities.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import uniforms

#: points at which the law of intensities is held, and agents from which on a count is good to a tenth as it is
NODES, MANY = 200, 100


def to_persons(truth: Floats, scale: int, seed: int) -> Floats:
    """Draws of what each count would be at a scale of 1:1.

    Parameters
    ----------
    truth : float64 array of shape (runs, cells)
        Cells that hold anything but multiples of `scale` (money, employers) are given back as they are.
    scale : int
        Persons an agent stands for.
    seed : int

    Returns
    -------
    float64 array of shape (runs, cells)
    """
    truth = np.asarray(truth, float)
    if scale == 1 or not truth.size:
        return truth
    from scipy.special import ndtri

    count, out = truth / scale, truth.copy()
    z = ndtri((np.arange(NODES) + 0.5) / NODES)
    chance = uniforms(truth.size, seed, streams.PERSONS).reshape(truth.shape)
    for j in np.flatnonzero((count == np.round(count)).all(axis=0)):
        k = count[:, j]
        mean = (k.sum() + 0.5) / len(k)
        # what counts scatter beyond a Poisson law is scatter of the intensities
        spread = np.sqrt(np.log1p(max(k.var() - mean, 0.0) / mean**2))
        rate = np.exp(np.log(mean) - spread**2 / 2 + spread * z)
        few = k < MANY
        log = k[few, None] * np.log(rate) - rate
        weight = np.cumsum(np.exp(log - log.max(axis=1, keepdims=True)), axis=1)
        at = (chance[few, j, None] * weight[:, -1:] > weight).sum(axis=1)
        out[few, j] = scale * rate[at]
    return out
