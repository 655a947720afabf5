"""The word lists of the rules, by name; a text file beside this one, so that rules stay short."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    name = ""
    for line in (files("contested.reading") / "lexicon.txt").read_text("utf-8").splitlines():
        if line.startswith("  "):
            lists[name].update(line.split())
        elif line and not line.startswith("#"):
            name = line.removesuffix(":")
            lists[name] = set()
    return {key: frozenset(value) for key, value in lists.items()}


def words(name: str) -> frozenset[str]:
    """The words of a list, such as `kinds.towns`."""
    return _lists()[name]
