"""A study as ArviZ reads one: groups of named draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from contested.inference.emulator.proposals import first

if TYPE_CHECKING:
    import xarray as xr

    from contested.studies.calibration.calibration import Calibration

#: draws of the prior
PRIOR = 1024


def tree(study: Calibration) -> xr.DataTree:
    """Groups posterior, prior, posterior_predictive and observed_data, in the parameters' own units.

    Chains are not told apart: they are short, and start where the posterior is.
    """
    import xarray

    evidence = study.folder.evidence(study.claims())
    names = study.parameters
    theta = study.to_polars().to_numpy()
    before = study.folder.priors.to_theta(first(PRIOR, len(names), study.record["seed"]))
    labels = [f"{c.date} {c.place} {c.quantity}, {c.claimant}" for c in evidence.fitted.claims]
    figures = study.figures

    def draws(values: np.ndarray) -> xr.Dataset:
        return xarray.Dataset({n: (("chain", "draw"), values[None, :, k]) for k, n in enumerate(names)})

    cells = [f"{c.indicator} {c.rows or ''} {c.first}-{c.last}" for c in evidence.cells.each]
    posterior = draws(theta)
    posterior["truth"] = (("chain", "draw", "cell"), study.truth[None])
    return xarray.DataTree.from_dict({
        "posterior": posterior.assign_coords(cell=cells),
        "prior": draws(before),
        "posterior_predictive": xarray.Dataset(
            {"figure": (("chain", "draw", "claim"), figures[None])}, coords={"claim": labels}
        ),
        "observed_data": xarray.Dataset(
            {"low": ("claim", evidence.fitted.low), "high": ("claim", evidence.fitted.high)}, coords={"claim": labels}
        ),
    })  # fmt: skip
