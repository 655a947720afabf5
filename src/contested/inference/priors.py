"""Priors: what a parameter may be before anybody claimed anything, read from the line that declares it.

Samplers like standard normals, so each parameter is a standard normal z sent through its own prior: z = -1, 0 and 1 are
the 16 %, 50 % and 84 % points. A prior is cut to the range the parameter may have. Parameters are independent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from contested.engine.params import Declared, unknown, walk
from contested.ground.arrays import Floats
from contested.ground.errors import ParameterError, closest

LAWS = ("lognormal", "normal", "beta", "uniform")
_WRITTEN = re.compile(r"(\w+)\(\s*([^,()]+?)\s*,\s*([^,()]+?)\s*\)")


@dataclass(frozen=True)
class Prior:
    """The prior of one parameter.

    Parameters
    ----------
    name : str
        Dotted, as users write it.
    law : str
        One of LAWS.
    first, second : float
        Mean and spread (normal), those of the logarithm (lognormal), the two shapes (beta), the two ends (uniform).
    within : (float, float)
        Where the law is cut.
    """

    name: str
    law: str
    first: float
    second: float
    within: tuple[float, float]


@dataclass(frozen=True)
class Priors:
    """Independent priors of some parameters.

    Parameters
    ----------
    each : tuple of Prior
        In the order of the columns of theta and z.
    """

    each: tuple[Prior, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Dotted names, in order."""
        return tuple(p.name for p in self.each)

    def to_theta(self, z: Floats) -> Floats:
        """Parameters of standard normals.

        Parameters
        ----------
        z : float array of shape (points, d)

        Returns
        -------
        float64 array of shape (points, d), in the parameters' own units
        """
        from scipy.special import ndtr

        z = np.asarray(z, dtype=np.float64)
        if z.ndim != 2 or z.shape[1] != len(self.each):
            raise ParameterError(f"z: expected shape (points, {len(self.each)}); got {z.shape}.")
        out = np.empty_like(z)
        for k, prior in enumerate(self.each):
            below, above = _cut(prior)
            mass = 1.0 - below - above
            # each half from its own end: far out, one minus a chance has no digits left
            low = z[:, k] <= 0.0
            out[low, k] = _at(prior, below + ndtr(z[low, k]) * mass, above=False)
            out[~low, k] = _at(prior, above + ndtr(-z[~low, k]) * mass, above=True)
            np.clip(out[:, k], *prior.within, out=out[:, k])
        return out

    def settings(self, theta: Floats) -> dict[str, float]:
        """One point as the settings that `engine.params.override` takes."""
        return dict(zip(self.names, np.asarray(theta, float).tolist(), strict=True))


def of(params: Any, names: Sequence[str] | None = None) -> Priors:
    """The priors that parameters declare.

    Parameters
    ----------
    params : Params, or dataclass of Params
    names : sequence of str, optional
        Only these, in this order; every parameter with a prior if absent.

    Raises
    ------
    ParameterError
        An unknown name, a parameter without a prior, or a prior that cannot be read.
    """
    declared = {name: d for name, _, d in walk(params)}
    fitted = [name for name, d in declared.items() if d.prior]
    for name in names or ():
        if name not in declared:
            raise unknown(params, name)
        if name not in fitted:
            raise ParameterError(f"{name}: expected a parameter with a prior; it has none.", closest(name, fitted))
    return Priors(tuple(_read(name, declared[name]) for name in (fitted if names is None else names)))


def _read(name: str, declared: Declared) -> Prior:
    match = _WRITTEN.fullmatch(declared.prior)
    numbers = (math.nan, math.nan)
    if match:
        try:
            numbers = (float(match[2]), float(match[3]))
        except ValueError:
            match = None
    if not match or match[1] not in LAWS or not all(map(math.isfinite, numbers)) or not _sound(match[1], *numbers):
        raise ParameterError(
            f"{name}: expected a prior such as lognormal(2, 0.5); got {declared.prior!r}.",
            f"known are {', '.join(LAWS)}, each with two numbers",
        )
    prior = Prior(name, match[1], *numbers, declared.within)
    below, above = _cut(prior)
    if not 1.0 - below - above > 1e-6:
        raise ParameterError(f"{name}: expected a prior inside {declared.range}; {declared.prior} lies outside.")
    return prior


def _sound(law: str, first: float, second: float) -> bool:
    return {"beta": first > 0 < second, "uniform": first < second}.get(law, second > 0)


def _cut(prior: Prior) -> tuple[float, float]:
    """The mass that lies below and above the range."""
    return float(_mass(prior, prior.within[0], above=False)), float(_mass(prior, prior.within[1], above=True))


# the laws' distribution functions, by scipy.special: scipy.stats takes a millisecond to make one


def _mass(prior: Prior, x: float, above: bool) -> Any:
    """The mass below x, or above it."""
    from scipy import special

    a, b = prior.first, prior.second
    if prior.law == "beta":
        return (special.betaincc if above else special.betainc)(a, b, np.clip(x, 0.0, 1.0))
    if prior.law == "uniform":
        return np.clip((b - x if above else x - a) / (b - a), 0.0, 1.0)
    with np.errstate(divide="ignore"):
        standard = ((np.log(np.maximum(x, 0.0)) if prior.law == "lognormal" else x) - a) / b
    return special.ndtr(-standard if above else standard)


def _at(prior: Prior, mass: Floats, above: bool) -> Floats:
    """The value with such a mass below it, or above it."""
    from scipy import special

    a, b = prior.first, prior.second
    if prior.law == "beta":
        return (special.betainccinv if above else special.betaincinv)(a, b, mass)
    if prior.law == "uniform":
        return b - mass * (b - a) if above else a + mass * (b - a)
    value = a + b * special.ndtri(mass) * (-1.0 if above else 1.0)
    return np.exp(value) if prior.law == "lognormal" else value
