"""Verbs and phrases by which a text says whose words follow: a table, by word form.

Classes: say, quote (only beside a quotation), call, point (needs "out" or "to"), put (needs "at"), show (evidence:
polls, counts), think, rule (courts), judge (praise, condemn), ask, demand, plan, deny. What is planned has not
happened; what is denied is denied by who denies it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from contested.reading.lexicon import words


class Cue(NamedTuple):
    """A verb that attributes: its base form, its class and whether the form can be a noun or an adjective too."""

    base: str
    kind: str
    doubtful: bool


#: forms that are nouns as often as verbs
_NOUNS = words("cues.nouns")


@cache
def forms() -> dict[str, Cue]:
    """The cue of each word form."""
    found: dict[str, Cue] = {}
    for line in (files("contested.reading") / "cues.txt").read_text("utf-8").splitlines():
        kind, base, *others = line.split()
        for form in (base, *others):
            found[form] = Cue(base, kind, form in _NOUNS)
    return found


#: nouns that stand for words said: "his statement that"
NOUNS = words("cues.statements")
