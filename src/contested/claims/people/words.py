"""The lists that names are known by; each is a text file beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = files("contested.claims.people").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """Every word of a list."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def like(word: str, name: str) -> bool:
    """Whether a word is of a list, in any form: with an English ending, or behind a Cyrillic beginning."""
    known = words(name)
    if word.isascii():
        return any(word.removesuffix(ending) in known for ending in ("", "s", "'s", "ed", "d", "ing", "es"))
    return word in known or word.startswith(_beginnings(name))


@cache
def _beginnings(name: str) -> tuple[str, ...]:
    return tuple(w for w in words(name) if not w.isascii())


@cache
def phrases(name: str) -> frozenset[str]:
    """Every line of a list."""
    return frozenset(_lines(name))


@cache
def public() -> dict[str, frozenset[str]]:
    """Given names of public figures by their surnames."""
    found: dict[str, frozenset[str]] = {}
    for line in _lines("public"):
        given, _, surnames = line.partition(":")
        for surname in surnames.split():
            found[surname] = found.get(surname, frozenset()) | frozenset(given.split())
    return found
