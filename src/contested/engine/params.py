"""Parameters, declared once: value, unit, range, source, and a prior if they are ever fitted.

Validation, documentation, `--set`, priors, provenance and the report's list of assumed numbers all read the same line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from contested.ground.errors import ParameterError, closest
from contested.ground.units import UNITS, check_unit


@dataclass(frozen=True)
class Declared:
    """What is known of one parameter besides its value."""

    unit: str
    within: tuple[float, float]
    source: str
    meaning: str
    prior: str = ""


def param(default: float, *, unit: str, within: tuple[float, float], source: str, meaning: str, prior: str = "") -> Any:
    """Declare a parameter in a `Params` class.

    Parameters
    ----------
    default : float
        Its value where a scenario says nothing.
    unit : str
        One of ground.units.UNITS.
    within : (float, float)
        Smallest and largest value that make sense.
    source : str
        A key of references.bib, or "assumed".
    meaning : str
        One sentence, for documentation and error messages.
    prior : str
        For calibration, e.g. "lognormal(2, 0.5)"; empty if it is never fitted.
    """
    return field(default=default, metadata={"declared": Declared(unit, within, source, meaning, prior)})


@dataclass(frozen=True, kw_only=True)
class Params:
    """Base of every table of parameters; checks units and ranges when made."""

    def __post_init__(self) -> None:
        for f in fields(self):
            declared: Declared = f.metadata["declared"]
            # as users write it: DetentionParams.hold_limit is detention.hold_limit
            name = f"{type(self).__name__.removesuffix('Params').lower()}.{f.name}"
            check_unit(declared.unit, name)
            object.__setattr__(self, f.name, _checked(name, getattr(self, f.name), declared))

    @classmethod
    def declared(cls) -> dict[str, Declared]:
        """Name -> declaration, in order."""
        return {f.name: f.metadata["declared"] for f in fields(cls)}


def _checked(name: str, value: Any, declared: Declared) -> float:
    low, high = declared.within
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ParameterError(
            f"{name}: expected a number in {declared.unit}; got {value!r}.", declared.meaning
        ) from None
    if not low <= number <= high:  # also refuses NaN
        hint = declared.meaning
        if declared.unit == "day" and low <= number / 24 <= high:
            hint = f"if that was hours, {number:g} hours is {number / 24:g} days"
        elif declared.unit in ("share", "chance") and low <= number / 100 <= high:
            hint = f"if that was percent, {number:g} % is {number / 100:g}"
        raise ParameterError(f"{name} must lie within {low:g} to {high:g} {declared.unit}; got {number:g}.", hint)
    return number


def walk(params: Any) -> Iterator[tuple[str, float, Declared]]:
    """Every parameter of a group of `Params` (or of one), as (dotted name, value, declaration)."""
    for f in fields(params):
        value = getattr(params, f.name)
        if isinstance(value, Params):
            for g in fields(value):
                yield f"{f.name}.{g.name}", getattr(value, g.name), g.metadata["declared"]
        else:
            yield f.name, value, f.metadata["declared"]


def override(params: Any, settings: dict[str, Any]) -> Any:
    """`params` with some values replaced, checked.

    Parameters
    ----------
    params : dataclass of Params
        A group of tables, such as the nation's.
    settings : dict of dotted name to number
        For example {"detention.hold_limit": 3}.

    Raises
    ------
    ParameterError
        Unknown name, not a number, or outside its range.
    """
    known = [name for name, _, _ in walk(params)]
    for name, value in settings.items():
        if name not in known:
            raise ParameterError(f"{name!r} is no parameter of this model.", closest(name, known))
        if "." in name:
            group, leaf = name.split(".", 1)
            table = getattr(params, group)
            params = replace(params, **{group: replace(table, **{leaf: value})})
        else:
            params = replace(params, **{name: value})
    return params


def describe(params: Any) -> list[dict[str, Any]]:
    """One row a parameter, assumed ones first: name, value, unit, range, source, prior, meaning."""
    rows = [
        {
            "name": name,
            "value": value,
            "unit": d.unit,
            "unit_meaning": UNITS[d.unit],
            "low": d.within[0],
            "high": d.within[1],
            "source": d.source,
            "prior": d.prior,
            "meaning": d.meaning,
        }
        for name, value, d in walk(params)
    ]
    return sorted(rows, key=lambda r: r["source"] != "assumed")
