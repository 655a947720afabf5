"""How far parties bend their numbers, and how far honest counts differ: what the claim model has to assume.

All of it is on a log scale, so a spread of 0.7 is a factor of two. None of it can be read off the claims of one crisis
alone (inference.posterior.identifiability says how much of an answer hangs on it).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from contested.claims.party_types import type_of
from contested.engine.params import Params, param
from contested.ground.errors import InputError
from contested.inference.likelihood.party_types import TypePrior, shipped

#: standard deviation of the log bias of a doubted party: a factor of 20, and 90 % lie within a factor of 140 either way
DOUBT = 3.0


@dataclass(frozen=True, kw_only=True)
class ClaimParams(Params):
    """The law of a claim, given the truth."""

    bias_mean: float = param(
        0.0, unit="level", within=(-5, 5), source="assumed",
        meaning="mean of the logarithm of parties' bias, before they said anything",
    )  # fmt: skip
    bias_spread: float = param(
        0.8, unit="level", within=(0.01, 10), source="assumed",
        meaning="spread of a party's own bias, which it has in all it counts (log scale)",
    )  # fmt: skip
    indicator_spread: float = param(
        0.4, unit="level", within=(0.01, 10), source="assumed",
        meaning="spread of a party's bias from one indicator to another (log scale)",
    )  # fmt: skip
    error: float = param(
        0.3, unit="level", within=(0.01, 5), source="assumed",
        meaning="scale of the error of one claim, Student t with 4 degrees of freedom (log scale)",
    )  # fmt: skip
    witness_spread: float = param(
        0.25, unit="level", within=(0.01, 5), source="assumed",
        meaning="spread of what all copies of one witness have in common (log scale)",
    )  # fmt: skip
    list_error: float = param(
        0.05, unit="level", within=(0.001, 1), source="assumed",
        meaning="scale of how far a list of names may exceed the truth, by names written twice (log scale)",
    )  # fmt: skip
    small: float = param(
        50.0, unit="person", within=(0, 1000), source="assumed",
        meaning="numbers below this are counts and follow a negative binomial",
    )  # fmt: skip
    floor: float = param(
        0.25, unit="person", within=(1e-6, 1), source="assumed",
        meaning="what stands for none under a logarithm",
    )  # fmt: skip
    own: int = param(
        5, unit="-", within=(1, 1_000_000), source="assumed", whole=True,
        meaning="a party with at least so many witnesses has a bias of its own",
    )  # fmt: skip

    @property
    def dispersion(self) -> float:
        """Of small counts: the squared variation that the errors of large claims have (t with 4 degrees: 2 error^2)."""
        return math.expm1(2.0 * self.error**2 + self.witness_spread**2)

    @property
    def list_dispersion(self) -> float:
        """Of short lists of names."""
        return math.expm1(2.0 * self.list_error**2)


@dataclass(frozen=True)
class ClaimModel:
    """All that the claim model assumes.

    Parameters
    ----------
    params : ClaimParams
    doubted : tuple of (str, float)
        Parties whose bias has a spread of its own instead of `bias_spread`; infinite leaves their claims out.
    types : tuple of TypePrior
        What is expected of a party by its type; every other party has `bias_mean` and `bias_spread`.
    """

    params: ClaimParams = ClaimParams()
    doubted: tuple[tuple[str, float], ...] = ()
    types: tuple[TypePrior, ...] = ()

    def expected(self, name: str, side: str) -> TypePrior | None:
        """What is expected of a party by its type; None of a party that has none, or one of which nothing is known."""
        kind = type_of(name, side)
        return next((t for t in self.types if t.type == kind), None)

    def doubting(self, *parties: str, spread: float = DOUBT) -> ClaimModel:
        """The same, with less trust in some parties.

        Parameters
        ----------
        parties : str
            Any name of a party, "MVD" or "Interior Ministry".
        spread : float
            Of the logarithm of its bias; `math.inf` to leave its claims out.

        Raises
        ------
        InputError
            A spread that is no number above 0.
        """
        if not spread > 0:
            raise InputError(f"spread: expected a number above 0; got {spread:g}.", "math.inf leaves claims out")
        kept = tuple((name, s) for name, s in self.doubted if name not in parties)
        return replace(self, doubted=kept + tuple((name, float(spread)) for name in parties))


#: every claim model parameter as declared, types of parties as the package's crises taught them, nobody doubted
DEFAULT = ClaimModel(types=shipped())
