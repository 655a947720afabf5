"""The stations of an election that can be used, as plain arrays: what every estimate works on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from contested.ground.errors import InputError


@dataclass(frozen=True)
class Case:
    """Counts at stations where all of them are known and none contradicts another.

    Parameters
    ----------
    registered, issued, cast, leader : int64 array of shape (stations,), person or ballot
        0 < registered, 0 <= leader <= cast <= issued' and issued <= registered, where issued' is `issued` or, where a
        protocol has a few more ballots in its boxes than were issued, `cast`.
    region, territory : int32 array of shape (stations,)
        Rows of `regions` and of `territories`: the largest and the smallest unit a station belongs to.
    leader_name : str
        The contestant whose votes `leader` counts.
    regions, territories : tuple of str
        Names of the units.
    row : int64 array of shape (stations,)
        Row of each station in the table it came from.
    """

    registered: np.ndarray
    issued: np.ndarray
    cast: np.ndarray
    leader: np.ndarray
    region: np.ndarray
    territory: np.ndarray
    leader_name: str
    regions: tuple[str, ...]
    territories: tuple[str, ...]
    row: np.ndarray

    def __post_init__(self) -> None:
        n = self.registered.size
        for name in ("issued", "cast", "leader", "region", "territory", "row"):
            if getattr(self, name).size != n:
                raise InputError(f"{name}: expected {n} stations; got {getattr(self, name).size}.")

    @property
    def stations(self) -> int:
        """How many."""
        return self.registered.size

    @property
    def turnout(self) -> np.ndarray:
        """float64 array, share: ballots issued over voters registered."""
        return self.issued / self.registered

    @property
    def result(self) -> np.ndarray:
        """float64 array, share: the leader's part of ballots cast; 0 where none were cast."""
        return self.leader / np.maximum(self.cast, 1)

    def where(self, keep: np.ndarray) -> Case:
        """The stations that a mask (or an array of row numbers) picks; names of units stay."""
        arrays = ("registered", "issued", "cast", "leader", "region", "territory", "row")
        return replace(self, **{name: getattr(self, name)[keep] for name in arrays})
