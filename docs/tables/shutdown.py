"""What the shutdown of Belarus 2020 did in the model, by three ensembles: the tables of the case study; and what other
changes do to the members of one of them."""

from __future__ import annotations

import json
from typing import Any

from tables.benchmarks import RESULTS, older
from tables.page import Link, table

CASES = {
    "shipped": "shipped parameters: chance alone",
    "prior": "draws from the priors: before any claim",
    "members": "members that match the claims to 15 September",
}
PARTS = {
    "shipped": "all of it",
    "shipped_august": "9 to 12 August, the whole country",
    "shipped_sundays": "four Sundays, mobile internet in Minsk",
}
#: questions to the members, with the option that asks each
QUESTIONS = {
    "members": "no shutdown (`--no-shutdown`)",
    "members_guarantee": "no guarantee of the patron (`--no-patron-guarantee`)",
    "members_release": "detainees released 3 days earlier (`--release-earlier 3d`)",
    "members_mediator": "a mediator accepted from 15 August on (`--mediator-accepted`)",
}
#: share of members on the smaller side from which on the sign is unclear, as in `studies.comparison.limits`
UNCLEAR = 0.1


def _cases() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((RESULTS / "shutdown.json").read_text(encoding="utf-8"))["cases"]
    return stored


def _row(what: str, case: dict[str, Any]) -> tuple[str, ...]:
    marched, taken = case["indicators"]["crowd.sum"], case["indicators"]["detained.sum"]
    return (what, str(case["pairs"]), f"{marched['a'] / 1e6:.1f}", _ratio(marched), f"{marched['more']:.0%}",
            _ratio(taken), f"{taken['more']:.0%}")  # fmt: skip


def _ratio(indicator: dict[str, Any]) -> str:
    """The median ratio of the pairs with its band; a pair without any on one side has none."""
    if "ratio" not in indicator:
        return "undefined in a pair without any"
    low, middle, high = indicator["ratio"]
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def _table(names: dict[str, str], first: str) -> str:
    heads = (first, "pairs", "person-days with it, millions", "person-days, without / with", "more in",
             "detained, without / with", "more in")  # fmt: skip
    cases = _cases()
    return table(heads, [_row(words, cases[name]) for name, words in names.items()], heads[1:])


def shutdown(link: Link) -> str:
    """A row for each ensemble: marches and detentions without the shutdown, over those with it."""
    return _table(CASES, "ensemble")


def shutdown_parts(link: Link) -> str:
    """A row for each part of the shutdown that is left out, at the shipped parameters."""
    return _table(PARTS, "left out")


def shutdown_limits(link: Link) -> str:
    """What the ensemble of members says against its own answer."""
    return "\n".join(f"- {limit[0].upper()}{limit[1:]}." for limit in _cases()["members"]["limits"])


def what_if(link: Link) -> str:
    """A row for each question that was put to the members: marches, detentions, through whom, and the sign."""
    cases = {name: case for name, case in _cases().items() if name in QUESTIONS}
    heads = ("what if", "marches, person-days", "detained", "reaches people first through", "more marches in", "sign")
    rows = [_question(QUESTIONS[name], case) for name, case in cases.items()]
    a = cases["members"]["indicators"]
    about = (
        f"B - A: medians over {cases['members']['pairs']} members, with the band that holds 90 % of them. Medians of A "
        f"are {a['crowd.sum']['a'] / 1e6:.1f} million person-days and {a['detained.sum']['a']:,.0f} detained."
    )
    stale = older((QUESTIONS[name], case) for name, case in cases.items())
    return f"{table(heads, rows)}\n\n{stale}{about}"


def _question(words: str, case: dict[str, Any]) -> tuple[str, ...]:
    marched, taken = case["indicators"]["crowd.sum"], case["indicators"]["detained.sum"]
    through = ", ".join(f"{name} ({share:.0%})" for name, share in [*case.get("through", {}).items()][:2])
    unclear = min(marched["more"], marched["fewer"]) >= UNCLEAR
    return (
        words, _band(marched["difference"]), _band(taken["difference"]), through or "not stored",
        f"{marched['more']:.0%}, fewer in {marched['fewer']:.0%}",
        "**unclear**" if unclear else "more" if marched["more"] > marched["fewer"] else "fewer",
    )  # fmt: skip


def _band(values: list[float]) -> str:
    low, middle, high = (f"{float(f'{v:.3g}'):,.0f}" for v in values)
    return f"{middle if middle.startswith('-') else '+' + middle} ({low} to {high})"
