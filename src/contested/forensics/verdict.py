"""The verdict: all findings in words; what is proven, what is estimated and under which assumption, and how firmly.

Never one number alone. An estimate that alarms as often when nobody cheats is called weak.
"""

from __future__ import annotations

from collections.abc import Sequence

from contested.forensics.controls import CAUSES, Control
from contested.forensics.finding import Finding

#: an indicator whose false-alarm rate is above this says little by itself
READY = 0.10
#: nor does one whose rate may, with 95 % confidence, be above this: fewer than ten honest elections show nothing
UNSURE = 1 / 3
#: worlds in words
ALIKE = {"territories": "honest elections whose territories differ as these do",
         "core": "honest elections that are all like the core",
         "gradient": "honest elections with a class gradient in every territory",
         "villages": "honest elections whose small stations vote otherwise",
         "special": "honest elections with postal or special stations",
         "feigned": "honest elections whose special stations leave others as many ballots as elsewhere",
         "electorates": "honest elections with two electorates in every territory",
         "strays": "honest changes of stations, each for itself",
         "turned places": "honest changes in which places turned",
         "other voters": "honest changes in which stations with new voters turned"}  # fmt: skip
CAUSE_WORDS = {"gradient": "a class gradient", "villages": "villages", "special": "special stations",
               "feigned": "special stations that leave others as many ballots as elsewhere",
               "electorates": "two electorates in every territory", "turned places": "places that turned",
               "other voters": "stations with new voters"}  # fmt: skip
#: tests that honest causes set off: class gradients, villages, postal and special stations
MISTAKES = ("turnout-curve", "shoulder", "klimek", "mixture", "neighbours", "turnout-slope")
#: test -> worlds with the honest causes that set it off, each of which it must be held against
NAMED: dict[str, tuple[str, ...]] = {**dict.fromkeys(MISTAKES, CAUSES),
                                     "change-outliers": ("turned places", "other voters")}  # fmt: skip
#: of honest elections with such a cause the part that may set off a strong alarm, and its upper bound with 95 %
CAUSED, CAUSED_HIGH = 0.03, 0.10
#: a test whose chance is that of the lot which drew its stations: it needs no honest elections
BY_LOT = "randomised-groups"
#: ballots, stations: numbers that are read with separators
_COUNTED = ("ballot", "station")


def verdict(findings: Sequence[Finding], controls: Sequence[Control] = ()) -> tuple[str, ...]:
    """What can be said about the count, surest first.

    `controls` are alarms of the same indicators on honest elections.
    """
    read = [f"Before anything else: {f.says}" for f in findings if f.name == "plausibility"]
    return (*_proved(findings), *read, *_estimated(findings, controls), *_limits(findings, controls))


def _proved(findings: Sequence[Finding]) -> list[str]:
    proofs = [f for f in findings if f.kind == "proof" and f.alarm is not None]
    if not proofs:
        return ["Nothing could be checked by arithmetic alone."]
    failed = [f for f in proofs if f.alarm]
    if not failed:
        checks = f"{len(proofs)} checks that need" if len(proofs) > 1 else "1 check that needs"
        small = [f.title[0].lower() + f.title[1:] for f in proofs if f.value and f.unit == "ballot"]
        if small:
            return [f"Arithmetic contradicts nothing of weight in {checks} no assumption; listed as too small to "
                    f"matter: {', '.join(small)}."]  # fmt: skip
        hold = f"all {checks} no assumption hold" if len(proofs) > 1 else f"{checks} no assumption holds"
        return [f"Arithmetic contradicts nothing: {hold}."]
    return [f"Proved by arithmetic: {f.title}. {f.says}" for f in failed]


def strength(finding: Finding, controls: Sequence[Control]) -> str:
    """How strong an estimate's alarm is: "strong", "weak", "quiet" (it does not alarm), or "" (it has no rule).

    "weak" if it alarms on more than a tenth of honest elections of some kind, or if these are too few to tell; an alarm
    without controls is "weak" too. So is that of a test which mistakes honest causes for fraud (`NAMED`), unless it was
    held against honest elections with each of them and alarms on hardly any.
    """
    if finding.alarm is None:
        return ""
    if not finding.alarm:
        return "quiet"
    if finding.name.startswith(BY_LOT):
        return "strong"
    mine = [c for c in controls if c.name == finding.name]
    sure = mine and all(c.rate <= READY and c.high <= UNSURE for c in mine)
    return "strong" if sure and not _missing(finding, mine) else "weak"


def _missing(finding: Finding, mine: Sequence[Control]) -> list[str]:
    """Honest causes that a test names and that it was not held against, or not often enough, or that set it off."""
    sure = [c.world for c in mine if c.rate <= CAUSED and c.high <= CAUSED_HIGH]
    return [world for world in NAMED.get(finding.name, ()) if world not in sure]


def _estimated(findings: Sequence[Finding], controls: Sequence[Control]) -> list[str]:
    estimates = [f for f in findings if f.kind == "estimate"]
    heard = {s: [f for f in estimates if strength(f, controls) == s] for s in ("strong", "weak", "quiet", "")}
    out = []
    for f in (*heard["strong"], *heard["weak"], *(f for f in heard[""] if f.value is not None)):
        rates = [c for c in controls if c.name == f.name]
        if strength(f, controls) == "strong":
            alike = f"Its alarm comes on {_rates(rates)}." if rates else "Its chance is that of the lot itself."
            out.append(f"{f.title}: {f.says} {alike} This holds if: {f.assumes}")
        else:
            why = "No rule says when this alarms." if f.alarm is None else _why(f, rates)
            out.append(f"{f.title}: {f.says} {why} It holds if: {f.assumes}")
    if heard["quiet"]:
        out.append(f"No alarm from {len(heard['quiet'])} of {len(estimates)} estimates: {_titles(heard['quiet'])}.")
    return out


def _titles(findings: Sequence[Finding]) -> str:
    return ", ".join(f.title[0].lower() + f.title[1:] for f in findings)


def _why(finding: Finding, rates: Sequence[Control]) -> str:
    if not rates:
        return "It was not tried on honest elections."
    if max(c.rate for c in rates) > READY:
        return f"By itself this says little: the same alarm comes on {_rates(rates)}."
    not_held = [w for w in _missing(finding, rates) if w not in {c.world for c in rates}]
    if not_held:
        return ("By itself this says little: honest causes give the same alarm, and it was not tried on honest "
        "elections "
                f"with {', '.join(CAUSE_WORDS[w] for w in not_held)}.")  # fmt: skip
    if any(c.rate > CAUSED for c in rates if c.world in NAMED.get(finding.name, ())):
        return f"By itself this says little: the same alarm comes on {_rates(rates)}."
    return f"It was tried on too few honest elections: it raises an alarm on {_rates(rates)}."


def _rates(controls: Sequence[Control]) -> str:
    parts = [f"{c.alarms} of {c.elections} {ALIKE[c.world]}" for c in controls]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _limits(findings: Sequence[Finding], controls: Sequence[Control]) -> list[str]:
    silent = [f for f in findings if f.kind != "description" and f.alarm is None and f.value is None]
    out = []
    if silent:
        out.append(f"Nothing could be said by: {_titles(silent)}.")
    if not controls:
        out.append("No indicator was tried on honest elections, so no alarm counts as strong.")
    out.append(
        "Silence is no proof of honesty: votes switched evenly everywhere, or carefully invented results, leave no "
        "trace in returns."
    )
    return out


def span(finding: Finding) -> str:
    """A finding's range as a reader reads it: "3 to 5", "at least 3"; nothing where it has none."""
    if finding.low is None:
        return ""
    low = amount(finding.low, finding.unit)
    return f"at least {low}" if finding.high is None else f"{low} to {amount(finding.high, finding.unit)}"


def amount(value: float | None, unit: str) -> str:
    """A finding's number as a reader reads it; a dash where there is none."""
    if value is None or value != value:
        return "–"
    if unit in _COUNTED:
        return f"{value:,.0f}"
    return f"{100 * value:.2f} %" if unit == "share" else f"{value:,.4g}"
