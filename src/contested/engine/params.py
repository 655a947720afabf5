"""Parameters, declared once: value, unit, range, source, and a prior if they are ever fitted.

Validation, documentation, `--set`, priors, provenance and the report's list of assumed numbers all read the same line.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar, get_args

import numpy as np

from contested.ground.errors import ParameterError, closest
from contested.ground.units import UNITS, check_unit

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: over what a parameter is one number: all crises, those with one kind of force or regime, or one country
Scope = Literal["universal", "kind", "country"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True)
class Declared:
    """What is known of one parameter besides its value: a number within a range, or one word of a list."""

    unit: str
    within: tuple[float, float]
    source: str
    meaning: str
    prior: str = ""
    whole: bool = False
    choices: tuple[str, ...] = ()
    formerly: str = ""
    scope: Scope | None = None
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def range(self) -> str:
        """What it may be, in words."""
        return " | ".join(self.choices) if self.choices else f"{self.within[0]:g} to {self.within[1]:g}"


def param(
    default: float,
    *,
    unit: str,
    within: tuple[float, float],
    source: str,
    meaning: str,
    prior: str = "",
    whole: bool = False,
    formerly: str = "",
    scope: Scope | None = None,
    when: Mapping[str, tuple[str, ...]] | None = None,
) -> Any:
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
    whole : bool
        A whole number, kept as an int.
    formerly : str
        An earlier name, still read.
    scope : "universal", "kind" or "country", optional
        Over what it is one number; its table's if not given.
    when : mapping of choice to words, optional
        With which words of choices of its table it is used; with all others it changes nothing.
    """
    only = tuple((when or {}).items())
    declared = Declared(unit, within, source, meaning, prior, whole, formerly=formerly, scope=scope, when=only)
    return field(default=default, metadata={"declared": declared})


def choice(
    default: str, *, among: tuple[str, ...], source: str, meaning: str,
    when: Mapping[str, tuple[str, ...]] | None = None,
) -> Any:  # fmt: skip
    """Declare a parameter that is one word of a list: how a rule is read, which network.

    Parameters
    ----------
    default : str
    among : tuple of str
        In an order that never changes: kernels get the position.
    source, meaning, when
        As for `param`.
    """
    declared = Declared("-", (0, len(among) - 1), source, meaning, choices=among, when=tuple((when or {}).items()))
    return field(default=default, metadata={"declared": declared})


@cache
def flat(module: str, name: str, names: tuple[str, ...]) -> type[Any]:
    """A NamedTuple for kernels, as an attribute of its module: there Numba's cache looks it up by its name."""
    kind = namedtuple(name, names, module=module)  # type: ignore[misc]  # the fields are known late
    setattr(sys.modules[module], name, kind)
    return kind


@dataclass(frozen=True, kw_only=True)
class Params:
    """Base of every table of parameters; checks units and ranges when made.

    A table of a national model says of what scope its parameters are, `class StreetParams(Params, scope="universal")`,
    and a parameter of another scope says its own.
    """

    def __init_subclass__(cls, scope: Scope | None = None) -> None:
        if scope is None:
            return
        for name, value in list(vars(cls).items()):
            if isinstance(value, Field) and (declared := value.metadata["declared"]).scope is None:
                scoped = {"declared": replace(declared, scope=scope)}
                setattr(cls, name, field(default=value.default, metadata=scoped))

    def __post_init__(self) -> None:
        for f in fields(self):
            declared: Declared = f.metadata["declared"]
            # as users write it: DetentionParams.hold_limit is detention.hold_limit; a table alone needs no name
            table, group, _ = type(self).__name__.partition("Params")
            name = f"{table.lower()}.{f.name}" if group else f.name
            check_unit(declared.unit, name, declared.within)
            object.__setattr__(self, f.name, _checked(name, getattr(self, f.name), declared))

    @cached_property
    def numbers(self) -> Self:
        """These parameters as kernels take them: a flat NamedTuple of floats, each under its own name."""
        names = tuple(f.name for f in fields(self))
        kind = flat(type(self).__module__, f"{type(self).__name__}Numbers", names)
        numbers: Self = kind(*(float(getattr(self, name)) for name in names))
        return numbers

    def __getstate__(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def declared(cls) -> dict[str, Declared]:
        """Name -> declaration, in order."""
        return {f.name: f.metadata["declared"] for f in fields(cls)}


P = TypeVar("P", bound=Params)


class Kinds(Mapping[str, P], Generic[P]):
    """A table of parameters with one row a kind: forms of gathering, forces, tactics. A kind is a row and no code.

    Parameters
    ----------
    of : type
        Class of the rows; its defaults are those of a kind that the package does not know.
    rows : mapping of str to mapping of str to number
        Kind -> column -> value; a column left out keeps the default of the class.
    priors : mapping of str to str
        "kind.column" -> prior, where a kind has another prior than its column.
    """

    def __init__(
        self, of: type[P], rows: Mapping[str, Mapping[str, float] | P], priors: Mapping[str, str] | None = None
    ) -> None:
        self.of, self.priors = of, dict(priors or {})
        self._rows = {name: row if isinstance(row, Params) else of(**row) for name, row in rows.items()}
        self._columns: dict[str, np.ndarray] = {}

    def __getitem__(self, kind: str) -> P:
        return self._rows[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        # columns hold numbers of rows, so that two tables in another order are two
        return isinstance(other, Kinds) and list(self._rows.items()) == list(other._rows.items())

    def __hash__(self) -> int:
        return hash(tuple(self._rows.items()))

    def row(self, kind: str) -> int:
        """Number of a kind's row, as columns hold it."""
        return list(self._rows).index(kind)

    def column(self, name: str) -> np.ndarray:
        """One column of the table: read-only float64 array of shape (kinds,), in the column's unit."""
        if name not in self._columns:  # phases ask every day
            column = np.array([getattr(row, name) for row in self._rows.values()], np.float64)
            column.flags.writeable = False
            self._columns[name] = column
        return self._columns[name]

    def replaced(self, kind: str, **values: float) -> Kinds[P]:
        """The table with another row of this kind, new or changed."""
        before = self._rows.get(kind)
        return Kinds(
            self.of, {**self._rows, kind: replace(before, **values) if before else self.of(**values)}, self.priors
        )

    def declared(self, kind: str) -> Iterator[tuple[str, float | str, Declared]]:
        """Column, value and declaration of every cell of a row."""
        for name, known in self.of.declared().items():
            prior = self.priors.get(f"{kind}.{name}", known.prior)
            yield name, getattr(self[kind], name), replace(known, prior=prior)


def _checked(name: str, value: Any, declared: Declared) -> float | str:
    if declared.choices:
        if value not in declared.choices:
            raise ParameterError(
                f"{name}: expected one of {', '.join(declared.choices)}; got {value!r}.", declared.meaning
            )
        return str(value)
    low, high = declared.within
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ParameterError(
            f"{name}: expected a number in {declared.unit}; got {value!r}.", declared.meaning
        ) from None
    if not low <= number <= high:  # also refuses NaN
        hint = declared.meaning
        if declared.unit == "day" and low <= number / 24 <= high:
            hint = f"if that was hours, {number:g} hours is {number / 24:g} days"
        elif declared.unit in ("share", "probability") and low <= number / 100 <= high:
            hint = f"if that was percent, {number:g} % is {number / 100:g}"
        raise ParameterError(f"{name} must lie within {low:g} to {high:g} {declared.unit}; got {number:g}.", hint)
    if declared.whole:
        if number != int(number):
            raise ParameterError(f"{name}: expected a whole number; got {number:g}.", declared.meaning)
        return int(number)
    return number


def coded(params: Params, name: str) -> int:
    """The position of a choice in its list, which is what a kernel can take."""
    return params.declared()[name].choices.index(getattr(params, name))


def walk(params: Any) -> Iterator[tuple[str, Any, Declared]]:
    """Every parameter of a group of `Params` (or of one), as (dotted name, value, declaration)."""
    for f in fields(params):
        value = getattr(params, f.name)
        if isinstance(value, Params):
            for g in fields(value):
                yield f"{f.name}.{g.name}", getattr(value, g.name), g.metadata["declared"]
        elif isinstance(value, Kinds):
            for kind in value:
                for column, cell, declared in value.declared(kind):
                    yield f"{f.name}.{kind}.{column}", cell, declared
        else:
            yield f.name, value, f.metadata["declared"]


def current(params: Any, name: str) -> str:
    """Today's name of a parameter that had another; every other name as it is."""
    name = _moved(params, name)
    return _names(params)[1].get(name, name)


def _moved(params: Any, name: str) -> str:
    """A name that the group gives to a parameter that moved from one table to another."""
    return str(getattr(params, "RENAMED", {}).get(name, name))


def declarations(params: DataclassInstance) -> Mapping[str, Declared]:
    """Dotted name -> declaration of every parameter of a group, as its tables declare it: a row's own prior aside."""
    return _names(params)[0]


def _names(params: DataclassInstance) -> tuple[Mapping[str, Declared], Mapping[str, str]]:
    """The declarations of all parameters, and today's names by former ones."""
    tables: list[tuple[str, type]] = [("", type(params))]
    for f in fields(params):
        value = getattr(params, f.name)
        if isinstance(value, Params):
            tables.append((f"{f.name}.", type(value)))
        elif isinstance(value, Kinds):
            tables += [(f"{f.name}.{kind}.", value.of) for kind in value]
    return _names_of(tuple(tables))


@lru_cache(maxsize=16)  # a scenario asks for each of its settings, an ensemble for each of its members
def _names_of(tables: tuple[tuple[str, type], ...]) -> tuple[Mapping[str, Declared], Mapping[str, str]]:
    known = {f"{table}{f.name}": f.metadata["declared"]
             for table, of in tables for f in fields(of) if "declared" in f.metadata}  # fmt: skip
    former: dict[str, str] = {}
    for name, declared in known.items():
        if declared.formerly:
            former.setdefault(f"{name.rpartition('.')[0]}.{declared.formerly}".lstrip("."), name)
    return MappingProxyType(known), MappingProxyType(former)


def deleted(params: Any, name: str) -> str:
    """Why a name is no parameter any more, from the group's DELETED; "" for any other name.

    "table.*.column" there stands for a column that all kinds of a table had.
    """
    reasons: Mapping[str, str] = getattr(params, "DELETED", {})
    table, _, rest = name.partition(".")
    return reasons.get(name, "") or reasons.get(f"{table}.*.{rest.rpartition('.')[2]}", "")


def unknown(params: Any, name: str) -> ParameterError:
    """The error of a name that is no parameter, or no longer one."""
    if why := deleted(params, name):
        return ParameterError(f"{name!r} is no longer a parameter of this model.", why)
    near = closest(name, [n for n, _, _ in walk(params)])
    return ParameterError(f"{name!r} is no parameter of this model.", f"{near}; `contested parameters` lists them")


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
    known, former = _names(params)
    tables: dict[str, dict[str, Any]] = {}
    for given, value in settings.items():
        name = _moved(params, given)
        name = former.get(name, name)
        if name not in known:
            raise unknown(params, name)
        table, _, column = name.rpartition(".")
        tables.setdefault(table, {})[column] = value
    changed = tables.pop("", {})
    for table, values in tables.items():  # each is made once, for making it checks all that is in it
        group, _, kind = table.partition(".")
        before = changed.get(group, getattr(params, group))
        changed[group] = before.replaced(kind, **values) if kind else replace(before, **values)
    return replace(params, **changed) if changed else params


def describe(params: Any) -> list[dict[str, Any]]:
    """One row a parameter, assumed ones first: name, value, unit, low, high, range in words, source, prior, scope and
    meaning."""
    rows = [
        {
            "name": name,
            "value": value,
            "unit": d.unit,
            "unit_meaning": UNITS[d.unit],
            "low": d.within[0],
            "high": d.within[1],
            "range": d.range,
            "source": d.source,
            "prior": d.prior,
            "scope": d.scope or "",
            "meaning": d.meaning,
        }
        for name, value, d in walk(params)
    ]
    return sorted(rows, key=lambda r: r["source"] != "assumed")
