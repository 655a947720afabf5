"""Steps are integers; dates live only at the edges."""

from __future__ import annotations

from typing import NamedTuple


class Tick(NamedTuple):
    """Which step of which run: all that chance may depend on besides the row."""

    step: int
    seed: int
