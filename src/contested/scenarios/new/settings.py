"""scenario.toml of a new country, with comments for the person who goes on from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from contested.scenarios.new.ratios import RATIOS

TEXT = Path(__file__).parent / "texts" / "scenario.toml"

ELECTION = '''
[election]
day = {day}
announcement = {announcement}
# how counts are falsified: "none"; "stuffing" (ballots added at some stations); "ordered" (the shares of official.csv
# are demanded from above); "central" (honest protocols, and the total of official.csv announced over them)
mechanism = "none"
# what is published: protocols of "stations", or a total of the "nation" alone
# published = "stations"
# whether people vote for an "office", or for "lists", where those are angry whose own list was lowered
# contest = "office"
# roles, not names
incumbent = "the incumbent"
challenger = "the challenger"

# later votes have sections like these; their results stand in official.csv with "runoff" or "repeat" in a column vote
# [runoff]
# day = {announcement}
# announcement = {announcement}
# mechanism = "none"
# [repeat]
'''


def settings(
    name: str, country: str, outline: str, people: int, ratio: Mapping[str, float], vote: dt.date | None,
    start: dt.date, announced: dt.date, end: dt.date,
) -> str:  # fmt: skip
    """The text of scenario.toml."""
    year = start.year
    about = f"the vote of {vote.day} {vote:%B %Y}" if vote else f"{start:%B} {year}"
    begun = "the result is disputed once it is announced" if vote else "something begins a crisis on the first day"
    summary = (
        f"A first draft of {country} for {about}. Towns and residents are those of GeoNames; nearly everything else\n"
        f"comes from ratios between countries and is assumed, also that {begun}. It says nothing about\n"
        "the country until its assumptions are replaced."
    )
    return TEXT.read_text("utf-8").format(
        name=name, title=f"{country} {year}: a first draft", summary=summary, start=start, end=end,
        origin=announced if vote else start, country=country, outline=outline,
        election="" if vote is None else ELECTION.format(day=vote, announcement=announced),
        sides=" and the two sides" if vote else "", parameters="\n".join(_parameters(people, ratio)) + "\n",
        named='incumbent = "Incumbent"\nchallenger = "Challenger"\n' if vote else "",
    )  # fmt: skip


def _parameters(people: int, ratio: Mapping[str, float]) -> list[str]:
    """Parameters whose values hang on how many people there are and how rich they are."""
    adults = ratio["adults"]
    reserves = people * ratio["reserves"] / 1e6
    rows = {
        "workplaces": [
            ("employed", adults * ratio["employed"], "share", _in_words("employed", ratio)),
            ("other_output", ratio["output"] / 1000, "level", _in_words("output", ratio)),
        ],
        "incumbent": [
            ("treasury", reserves, "million USD", _in_words("reserves", ratio)),
            ("treasury_low", 0.4 * reserves, "million USD", "two fifths of that"),
            ("tax", ratio["revenue"], "share", _in_words("revenue", ratio)),
        ],
        "patron": [("guarantee", 0.5, "level", "no patron: neutral for forces and elite")],
    }
    lines = []
    for section, values in rows.items():
        lines.append(f"\n[parameters.{section}]")
        lines += [
            f'{key} = {{ value = {_plain(value)}, unit = "{unit}", source = "assumed", note = "{note}" }}'
            for key, value, unit, note in values
        ]
    return lines


def _in_words(name: str, ratio: Mapping[str, float]) -> str:
    r = RATIOS[name]
    return f"{ratio[name]:g} {r.unit}, {r.low:g} to {r.high:g} between countries"


def _plain(value: float) -> str:
    """Four digits, without an exponent."""
    rounded = float(f"{value:.4g}")
    return f"{rounded:.0f}" if rounded >= 1000 else f"{rounded:.10f}".rstrip("0").rstrip(".")
