"""A study as ArviZ reads one: groups of named draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from contested.inference.emulator.proposals import first

if TYPE_CHECKING:
    from contested.studies.calibration.study import Study

#: draws of the prior
PRIOR = 1024


def tree(study: Study) -> Any:
    """Groups posterior, prior, posterior_predictive and observed_data, in the parameters' own units.

    Chains are not told apart: they are short, and start where the posterior is.
    """
    import xarray

    found = study.held.evidence(study.claims())
    names = study.parameters
    theta = study.frame().to_numpy()
    before = study.held.priors.to_theta(first(PRIOR, len(names), study.record["seed"]))
    said = [f"{c.date} {c.place} {c.quantity}, {c.claimant}" for c in found.fitted.claims]
    figures = study.figures

    def draws(values: np.ndarray) -> Any:
        return xarray.Dataset({n: (("chain", "draw"), values[None, :, k]) for k, n in enumerate(names)})

    cells = [f"{c.indicator} {c.rows or ''} {c.first}-{c.last}" for c in found.cells.each]
    posterior = draws(theta)
    posterior["truth"] = (("chain", "draw", "cell"), study.truth[None])
    return xarray.DataTree.from_dict({
        "posterior": posterior.assign_coords(cell=cells),
        "prior": draws(before),
        "posterior_predictive": xarray.Dataset(
            {"figure": (("chain", "draw", "claim"), figures[None])}, coords={"claim": said}
        ),
        "observed_data": xarray.Dataset(
            {"low": ("claim", found.fitted.low), "high": ("claim", found.fitted.high)}, coords={"claim": said}
        ),
    })  # fmt: skip
