"""All observables of a run as one dataset, which refuses to become a table that nobody could hold.

A table of a dataset has a row for every combination of its dimensions: places, places of detention, forces, enterprises
and endings together are tens of millions of rows of numbers repeated. So a dataset of several sets of dimensions says
which tables there are instead.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import prod
from typing import TYPE_CHECKING

import xarray as xr

from contested.ground.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


class Observables(xr.Dataset):  # type: ignore[no-untyped-call]  # xarray's hook for subclasses has no types
    """A dataset as any other, but for `to_dataframe`."""

    __slots__ = ()

    def to_dataframe(self, dim_order: Sequence[Hashable] | None = None) -> pd.DataFrame:
        """As of any dataset, if some observable has all of its dimensions.

        Raises
        ------
        InputError
            If rows would be combinations that no observable has.
        """
        rows = prod(self.sizes.values())
        if rows > max((array.size for array in self.data_vars.values()), default=rows):
            dims = " x ".join(f"{n} {dim}" for dim, n in self.sizes.items())
            raise InputError(
                f"to_dataframe: expected observables of one set of dimensions; got a table of {rows:,} rows ({dims}).",
                'run.to_pandas("place") and run.to_xarray("site") are tables and arrays of one set; '
                'so is x[["crowd", "detained"]]',
            )
        return super().to_dataframe(dim_order)
