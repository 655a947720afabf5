"""What contested notes of its work (Python's `logging`, logger "contested"), on standard error if it is asked for."""

from __future__ import annotations

import logging
import sys
from typing import Literal, get_args

Level = Literal["debug", "info", "warning"]
LEVELS: tuple[str, ...] = get_args(Level)


def begin(level: str) -> None:
    """Print notes of this level and above, each with its time."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("contested")
    logger.addHandler(handler)
    logger.setLevel(level.upper())
