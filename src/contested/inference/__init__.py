"""From contradictory claims back to parameters: what the truth may have been, and how far each party bends it.

    cells, where = cells_of(scenario, claims)       # which numbers of a run the claims speak of
    arrays = arrays_of(claims, cells, where)
    log_density(X, arrays)                          # X: one row per run, one column per cell
    [b.row() for b in biases(X, arrays)]            # "the ministry says 0.2 of it"

`priors` reads what parameters may be. The map from truth to claims is a density that is written down (`claim_model`),
never a distance; so another view of a source needs no new run.
"""

from contested.inference.likelihood.biases import biases as biases
from contested.inference.likelihood.cells import Cells as Cells
from contested.inference.likelihood.cells import cells_of as cells_of
from contested.inference.likelihood.claim_arrays import ClaimArrays as ClaimArrays
from contested.inference.likelihood.claim_arrays import arrays_of as arrays_of
from contested.inference.likelihood.claim_model import log_density as log_density
from contested.inference.likelihood.claim_params import ClaimModel as ClaimModel
from contested.inference.likelihood.claim_params import ClaimParams as ClaimParams
from contested.inference.likelihood.claim_simulator import simulate_figures as simulate_figures
from contested.inference.likelihood.claim_simulator import to_claims as to_claims
from contested.inference.posterior.identifiability import scales as scales
from contested.inference.priors import Priors as Priors
