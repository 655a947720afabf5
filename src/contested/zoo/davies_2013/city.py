"""A made-up city: homes on a grid, deprivation in patches, sites that fill the square evenly. No chance in it."""

from __future__ import annotations

import math

import numpy as np

#: steps of the sequence of the plane that fills a square most evenly: powers of the root of x^3 = x + 1
ACROSS, UP = 0.7548776662466927, 0.5698402909980532


def origins(side: int, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Middles of side x side square cells, row by row; km."""
    row, column = np.divmod(np.arange(side * side), side)
    return (column + 0.5) * width / side, (row + 0.5) * width / side


def deprivation(x: np.ndarray, y: np.ndarray, width: float) -> np.ndarray:
    """rho, 0 to 1: two deprived quarters and two that are not."""
    return (1.0 + np.sin(2 * math.pi * x / width) * np.sin(2 * math.pi * y / width)) / 2.0


def sites(count: int, width: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where sites lie, km, and their sizes, falling as 1 / rank with mean 1."""
    k = np.arange(1, count + 1)
    size = 1.0 / k
    return width * ((0.5 + k * ACROSS) % 1.0), width * ((0.5 + k * UP) % 1.0), size / size.mean()
