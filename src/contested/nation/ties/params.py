"""Who knows whom."""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param


@dataclass(frozen=True, kw_only=True)
class TiesParams(Params):
    """Numbers of ties a person has, by kind. These shape the population: changing one builds it anew."""

    household: float = param(
        2.5, unit="person", within=(1, 4), source="belstat2019census",
        meaning="mean size of a household (2.5; largest 4)")
    neighbours: float = param(4, unit="tie", within=(0, 8), source="assumed", meaning="ties in the neighbourhood")
    colleagues: float = param(3, unit="tie", within=(0, 8), source="assumed", meaning="ties at work, for the employed")
    far: float = param(2, unit="tie", within=(0, 8), source="assumed", meaning="ties anywhere in the country")
