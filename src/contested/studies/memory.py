"""Whether a population fits, asked before it is built: running out half-way would take the whole computer down."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from contested.ground.errors import InputError, NotEnoughMemory
from contested.nation.country import Country

#: set this many megabytes aside for us and no more, e.g. on a shared machine
LIMIT_VARIABLE = "CONTESTED_MEMORY_MB"
_SCALES = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000)


def available() -> int:
    """Bytes this process may still take: the least of what the machine, a container and the user allow."""
    return min((limit for limit in (_by_user(), _machine(), _container()) if limit is not None), default=sys.maxsize)


def check_memory(country: Country, scale: int) -> None:
    """Refuse a population that does not fit.

    Raises
    ------
    NotEnoughMemory
        Says what is needed, what is there, and the nearest scale that fits.
    """
    from contested.nation.world import bytes_needed

    needed, there = bytes_needed(country, scale), available()
    if needed <= there:
        return
    fits = next((s for s in _SCALES if s > scale and bytes_needed(country, s) <= there), None)
    hint = f"--scale {fits} lets one agent stand for {fits} persons and fits" if fits else "free memory and try again"
    raise NotEnoughMemory(
        f"{country.title} with {country.population:,} people at scale {scale} needs {_gb(needed)}; "
        f"{_gb(there)} are available.",
        hint,
    )


def check_workers(
    country: Country, scale: int, workers: int | None, *, arms: int = 1, populations: int = 1
) -> None:
    """Refuse more workers than fit: each holds the states of its arms; the network is there once per population.

    Parameters
    ----------
    workers : int, optional
        One per processor if absent.
    arms : int
        Runs that a worker holds at once.
    populations : int
        Different ones among the arms.

    Raises
    ------
    NotEnoughMemory
        Says how many workers fit.
    """
    from contested.nation.world import bytes_needed, columns_of_ties, rows_of

    check_memory(country, scale)
    count = workers or os.cpu_count() or 1
    network = int(rows_of(country, scale).sum()) * (4 * columns_of_ties(country) + 9)
    own, shared, there = arms * (bytes_needed(country, scale) - network), network * populations, available()
    if shared + count * own > there:
        each = f"each of {count} workers" + (f", which hold {arms} arms," if arms > 1 else "")
        raise NotEnoughMemory(
            f"{country.title} at scale {scale} needs {own / 1e9:.1f} GB for {each} and {shared / 1e9:.1f} GB for all; "
            f"{there / 1e9:.1f} GB are available.",
            f"--workers {max(1, int((there - shared) // own))} fit, or a larger --scale",
        )


def out_of_memory(country: Country, scale: int) -> NotEnoughMemory:
    """The error for a run that found no more memory although it should have."""
    return NotEnoughMemory(
        f"memory ran out while simulating {country.title} at scale {scale}.",
        f"--scale {max(2, scale * 10)} takes a tenth, or close other programs",
    )


def _by_user() -> int | None:
    text = os.environ.get(LIMIT_VARIABLE)
    if not text:
        return None
    try:
        megabytes = float(text)
    except ValueError:
        megabytes = float("nan")
    if not 0 < megabytes < float("inf"):
        raise InputError(
            f"{LIMIT_VARIABLE}: expected a number of megabytes above 0; got {text!r}.", "for example 4000; or unset it"
        )
    return int(megabytes * 1e6)


def _machine() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    if not hasattr(os, "sysconf"):  # Windows, where only a limit of the user's own is known
        return None
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _container() -> int | None:
    group = Path("/sys/fs/cgroup")
    try:
        limit = int((group / "memory.max").read_text())  # "max" where there is none
        used = int((group / "memory.current").read_text())
        stat = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return limit - used + int(stat.get("inactive_file", 0))  # cached files give way
    except (OSError, ValueError):
        return None


def _gb(n: int) -> str:
    return f"{n / 1e9:.1f} GB" if n >= 1e8 else f"{n / 1e6:.0f} MB"
