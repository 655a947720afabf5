"""The scenarios that come with the package: their state, a picture of each, and how forecasts of them fared."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from tables.benchmarks import RESULTS, older
from tables.page import DOCS, Link, table

if TYPE_CHECKING:
    from contested.scenarios.catalogue import Entry

WAYS = {
    "search": "search on reported figures", "fit": "three numbers fitted, the others are defaults", "hand": "by hand",
    "package": "the package's", "calibration": "calibration",
}  # fmt: skip


@cache
def shipped() -> list[Entry]:
    """Every scenario, read once for all pages."""
    from contested import list_scenarios

    return list_scenarios()


def scenarios(link: Link) -> str:
    """Every scenario with its size and state."""
    rows = [
        (f"[`{s.name}`](#{s.name})", f"{s.start} to {s.end}", f"{s.people:,}", f"{s.acts}", f"{s.claims}",
         f"{s.targets}", WAYS.get(s.set_by, s.set_by), s.calibrated, s.scored)
        for s in shipped()
    ]  # fmt: skip
    heads = (
        "scenario", "days", "people", "acts", "claims", "targets", "parameters", "calibrated on", "forecasts scored",
    )  # fmt: skip
    return table(heads, rows, ("people", "acts", "claims", "targets"))


def gallery(link: Link) -> str:
    """A section for each scenario: what it is about, a picture, and how many of its targets its runs keep to."""
    drawn = json.loads((DOCS / "scenarios.json").read_text(encoding="utf-8"))
    parts = []
    for s in shipped():
        parts += [f"### {s.name}", f"**{s.title}.** {' '.join(s.summary.split())}"]
        found = drawn.get(s.name)
        if found is None:
            parts.append(f"Not drawn yet: `python docs/gallery.py {s.name}`.")
            continue
        parts.append("!" + link.to(found["title"], f"images/scenarios/{s.name}.svg"))
        runs = f"{found['replicates']} runs at 1:{found['scale']} (version {found['version']}, {found['date']})."
        parts.append(f"{runs} {_targets(found)} {_ended(found)}")
    return "\n\n".join(parts)


def _targets(found: dict[str, Any]) -> str:
    met, of = found["targets"]
    return f"Medians of runs lie within {met} of its {of} targets." if of else "It has no targets."


def _ended(found: dict[str, Any]) -> str:
    if not found["ended"]:
        return "No run ends before the last day."
    return "Runs end by " + ", ".join(f"`{name}` ({part:.0%})" for name, part in found["ended"].items()) + "."


def others(link: Link) -> str:
    """Forecasts from the fifth gathering on, crises in which the model lost first."""
    stored = json.loads((RESULTS / "others.json").read_text(encoding="utf-8"))
    results = sorted(stored["results"], key=_margin, reverse=True)
    lost = [r["scenario"] for r in results if _margin(r) > 0]
    rows = [
        (
            f"`{r['scenario']}`", str(len(r["rows"])), *(f"{r['crps'][k]:.2f}" for k in NAMES),
            "**worse**" if _margin(r) > 0 else "better", f"{r['held by 90 %']:.0%}",
            f"{r['median within a factor of 3']:.0%}",
            ", ".join(f"`{k}` {x:.0%}" for k, x in r["ended"].items()) or "none",
        )
        for r in results
    ]  # fmt: skip
    heads = (
        "scenario", "gatherings", *NAMES, "model against the better of the two", "inside the 90 % band",
        "median within a factor of 3", "runs that ended by then",
    )  # fmt: skip
    first = f"The model is worse than a simple forecast in {len(lost)} of {len(results)} crises" + (
        f": {', '.join(f'`{name}`' for name in lost)}." if lost else "."
    )
    return (
        f"{first} Measured on {stored['date']} ({stored['machine']}), {stored['draws']} runs each.\n\n"
        f"{table(heads, rows, ('gatherings', *NAMES))}"
    )


def gatherings(link: Link) -> str:
    """Every gathering forecast: figure, band and scores."""
    stored = json.loads((RESULTS / "others.json").read_text(encoding="utf-8"))
    rows = [
        (r["scenario"] if k == 0 else "", row["date"], f"{row['figure']:,.0f}", f"{row['median']:,.0f}",
         f"{row['low']:,.0f} to {row['high']:,.0f}", *(f"{row[name]:.2f}" for name in NAMES))
        for r in sorted(stored["results"], key=_margin, reverse=True) for k, row in enumerate(r["rows"])
    ]  # fmt: skip
    return table(("scenario", "day", "figure", "median", "90 % band", *NAMES), rows, ("figure", "median", *NAMES))


def party_types(link: Link) -> str:
    """What kinds of party are expected to do in a crisis that was not seen: reported over true."""
    import csv
    from importlib.resources import files
    from math import exp

    text = files("contested.inference.likelihood").joinpath("party_types.csv").read_text(encoding="utf-8")
    rows = [
        (f"`{r['type']}`" if not r["counts"] else "", r["counts"] or "all", f"{exp(float(r['mean'])):.2f}",
         " to ".join(f"{exp(float(r['mean']) + z * float(r['sd'])):.2f}" for z in (-1.645, 1.645)), r["sd"],
         r["between_parties"], r["between_crises"], r["accounts"], r["events"], r["parties"], r["crises"])
        for r in csv.DictReader(text.splitlines())
    ]  # fmt: skip
    heads = ("type", "counts", "reported / true", "90 %", "sd (log)", "between parties", "between crises", "accounts",
             "events", "parties", "crises")  # fmt: skip
    return table(heads, rows, heads[2:])


def leave_one_out(link: Link) -> str:
    """Forecasts of a crisis by what the others teach, those that lost first."""
    file = RESULTS / "leave_one_out.json"
    if not file.exists():
        return "Not measured yet."
    stored = json.loads(file.read_text(encoding="utf-8"))
    done = [r for r in stored["results"] if r["scored"]]
    none = [f"`{r['scenario']}`" for r in stored["results"] if not r["scored"]]

    def margin(r: dict[str, Any]) -> float:
        crps: dict[str, float] = r["crps"]
        return crps["first week"] - min(crps[name] for name in SIMPLE)

    lost = [f"`{r['scenario']}`" for r in done if margin(r) > 0]
    spoilt = [f"`{r['scenario']}`" for r in done if r["crps"]["first week"] > r["crps"]["prior"]]
    # what all claims together hide
    parts = [
        f"{q} of `{r['scenario']}` ({each['prior']:.2f} to {each['first week']:.2f})"
        for r in done for q, each in r["by quantity"].items() if each and each["first week"] > each["prior"]
    ]  # fmt: skip
    there = {r["scenario"] for r in stored["results"]}
    missing = [f"`{name}`" for name in LEAVABLE if name not in there]
    rows = [
        (f"`{r['scenario']}`", r["origin"], str(r["fitted"]), str(r["scored"]),
         *(f"{r['crps'][name]:.2f}" for name in LEFT_OUT), "**worse**" if margin(r) > 0 else "better",
         f"{r['coverage']['share']:.0%} ({r['coverage']['low']:.0%} to {r['coverage']['high']:.0%})",
         f"{r['coverage']['prior']:.0%}")
        for r in sorted(done, key=margin, reverse=True)
    ]  # fmt: skip
    pooled = [row for r in done for row in r["rows"]]
    mean = ", ".join(f"{name} {sum(row['crps'][name] for row in pooled) / len(pooled):.2f}" for name in LEFT_OUT)
    count = f"{len(lost)} of {len(done)} crises"
    first = f"With the first week's claims the model is worse than a simple forecast in {count}"
    heads = ("crisis left out", "last day known", "claims fitted", "claims scored", *LEFT_OUT,
             "first week against the better simple one", "inside 90 % (95 %)", "prior only")  # fmt: skip
    return (
        f"{first}{': ' + ', '.join(lost) if lost else ''}, and worse than the same model without any claim of "
        f"the crisis in {len(spoilt)}{': ' + ', '.join(spoilt) if spoilt else ''}. "
        + (f"By quantity, the week's claims made these scores worse: {', '.join(parts)}. " if parts else "")
        + (f"**Not measured yet**: {', '.join(missing)}. " if missing else "")
        + f"Mean scores over all {len(pooled)} claims: {mean}. "
        + (f"Nothing could be scored for {', '.join(none)}. " if none else "")
        + older((f"`{r['scenario']}`", r) for r in done)
        + f"Measured on {stored['date']} ({stored['machine']}), {stored['members']} members each.\n\n"
        + table(heads, rows, ("claims fitted", "claims scored", *LEFT_OUT))
    )


SIMPLE = ("climatology", "last value")
LEAVABLE = ("belarus-2020", "yellow-vests-2018", "khabarovsk-2020", "leipzig-1989", "serbia-2024")
LEFT_OUT = ("untyped", "prior", "first week", *SIMPLE)
NAMES = ("model", "last value", "climatology")


def _margin(result: dict[str, Any]) -> float:
    """Score of the model less that of the better simple forecast; above 0 it lost."""
    crps: dict[str, float] = result["crps"]
    return crps["model"] - min(crps["last value"], crps["climatology"])
