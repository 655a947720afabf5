"""Where an answer's scale comes from: nothing but trust if nothing anchors it, the model if the prior is narrow."""

from __future__ import annotations

import math

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference import ClaimModel, ClaimParams, log_density, scales
from contested.inference.posterior.identifiability import alike
from tests.inference.saying import ready, say

LAW = ClaimParams(error=0.05, witness_spread=0.05, indicator_spread=0.05, bias_spread=0.5, own=1)


def where(claims, spread, claim_model=None):
    """Scales of one indicator with a lognormal prior of such a spread, by weighting 6,000 draws of it."""
    claim_model = claim_model or ClaimModel(LAW)
    X = 3000.0 * np.exp(spread * normals(6_000, 5, 1000))[:, None]
    log = log_density(X, claims, claim_model)
    return scales(X, X, claims, claim_model, np.exp(log - log.max()))[0]


def test_a_wide_prior_leaves_the_scale_to_trust():
    """All is nearly normal: the posterior mean moves by prior variance over the sum of all variances."""
    scale = where(ready(say(3000)), 2.0)
    assert scale.from_trust == pytest.approx(4 / (4 + 0.25), abs=0.05)
    assert scale.from_prior == pytest.approx(0.26 / 4.26, abs=0.02)
    assert scale.posterior_spread == pytest.approx(math.sqrt(0.26 * 4 / 4.26), rel=0.06)


def test_a_narrow_prior_is_the_model_speaking():
    scale = where(ready(say(3000)), 0.1)
    assert scale.from_prior > 0.9 and scale.from_trust < 0.1


def test_more_parties_share_the_trust_and_a_list_replaces_some():
    one = where(ready(say(3000)), 2.0)
    many = where(ready(*(say(3000, by=f"Party {c}") for c in "ABCDEFGH")), 2.0)
    assert many.posterior_spread < 0.5 * one.posterior_spread
    named = where(ready(say(3000, what="detained"), say(2900, what="detained", by="Rights group", note="named")), 2.0)
    open_ = where(ready(say(3000, what="detained")), 2.0)
    assert named.from_trust < open_.from_trust - 0.1


def test_an_indicator_that_is_the_same_in_all_runs_is_named():
    claims = ready(say(3000), say(30, what="detained"))
    X = np.ones((50, len(claims.cells)))
    crowd = claims.cells.indicators.index("crowd")
    X[:, claims.cells.indicator == crowd] = np.exp(np.linspace(6, 9, 50))[:, None]
    rows = scales(X, X, claims)
    assert [r.indicator for r in rows] == ["crowd"] and alike(claims, rows) == ["detained"]


def test_a_prior_without_spread_is_refused():
    with pytest.raises(InputError, match="differ"):
        scales(np.ones((5, 1)), np.ones((5, 1)), ready(say(3)))
