"""A picture as data: what is drawn, not how. The report room draws it; no model knows a chart library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from contested.ground.errors import BrokenInvariant

#: kind of layer -> columns its data must have (besides optional "series": one colour each)
KINDS: dict[str, tuple[str, ...]] = {
    "line": ("x", "y"),
    "dashed": ("x", "y"),
    "steps": ("x", "y"),
    "points": ("x", "y"),
    "bars": ("low", "high", "y"),  # from `low` to `high` along x, `y` high
    "band": ("x", "low", "high"),
    "heat": ("x", "y", "value"),  # x and y on an even grid
    "text": ("x", "y", "label"),
}


#: a column of a layer's data
Column: TypeAlias = Sequence[Any] | np.ndarray


@dataclass(frozen=True)
class Layer:
    """Marks of one kind.

    Parameters
    ----------
    kind : str
        A key of `KINDS`. For "bars", `low` and `high` are the edges along x and `y` the height.
    data : mapping of column to equally long sequences
        Columns as `KINDS` says; "series" groups marks under a colour and a name in the key; "dash" may be True for
        lines to be dashed.
    key : str
        Name in the key where there is no "series".
    """

    kind: str
    data: Mapping[str, Column]
    key: str = ""

    def __post_init__(self) -> None:
        need = KINDS.get(self.kind)
        if need is None:
            raise BrokenInvariant(f"picture: no kind of layer is called {self.kind!r}.")
        lengths = {len(v) for v in self.data.values()}
        if len(lengths) > 1 or not set(need) <= self.data.keys():
            raise BrokenInvariant(f"picture: a layer of {self.kind} needs equally long columns {', '.join(need)}.")


@dataclass(frozen=True)
class Panel:
    """One pair of axes.

    Parameters
    ----------
    x, y : str
        Titles of the axes, with units.
    layers : tuple of Layer
    title : str
    x_log, y_log : bool
    x_range, y_range : (float, float), optional
        As the data say if absent.
    x_rules, y_rules : mapping of label to position
        Reference lines: published or exact values.
    """

    x: str
    y: str
    layers: tuple[Layer, ...]
    title: str = ""
    x_log: bool = False
    y_log: bool = False
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    x_rules: Mapping[str, float] = field(default_factory=dict)
    y_rules: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """Panels under one title.

    Parameters
    ----------
    name : str
        File name.
    title, caption : str
        What is seen, and how to read it: which lines are exact, which simulated, with how many runs.
    panels : tuple of Panel
    columns : int
        Panels in a row.
    """

    name: str
    title: str
    caption: str
    panels: tuple[Panel, ...]
    columns: int = 2


def long(x: Column, series: Mapping[str, Column]) -> dict[str, list[Any]]:
    """Columns x, y, series from several curves over one x; what most layers are made of."""
    names = list(series)
    return {
        "x": [float(v) for _ in names for v in x],
        "y": [float(v) for name in names for v in np.asarray(series[name], float)],
        "series": [name for name in names for _ in x],
    }
