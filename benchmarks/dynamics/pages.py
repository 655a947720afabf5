"""The results as a page: what has an effect, what has none, and which parameters move nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: share of the draws in which a part must move the street, and change below which a parameter moves nothing
ALIVE, NOTHING = 0.1, 0.02


def page(results: dict[str, Any]) -> str:
    """Everything that was measured, in Markdown."""
    lines = ["# What moves what", ""]
    if "parts" in results:
        lines += [*_parts(results["parts"]), ""]
    if "own" in results:
        lines += [*_own(results["own"]), ""]
    if "parameters" in results:
        lines += [*_parameters(results["parameters"]), ""]
    if "elsewhere" in results:
        lines += [*_elsewhere(results["elsewhere"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def alive(name: str, row: dict[str, Any]) -> bool:
    """Whether a part moves the street in enough draws; `outcome` is judged by how the crisis ends."""
    return bool(row["street"] >= ALIVE or (name == "outcome" and row["endings"]["moved"]))


def _about(about: dict[str, Any]) -> str:
    cut = "" if about["origin"] is None else f", cut on day {about['origin']}"
    runs = f"{about['replicates']} paired runs each; {about['written']}."
    return f"{about['scenario']} at 1:{about['scale']}{cut}, {runs}"


def _parts(parts: dict[str, Any]) -> Iterator[str]:
    yield "## Parts left out"
    yield ""
    dead = [name for name, row in parts["rows"].items() if not alive(name, row)]
    count = len(parts["rows"])
    yield (f"{len(dead)} of {count} parts have no effect: {', '.join(dead)}. " if dead else
           f"All {count} parts have an effect. ") + \
          f"{parts['about']['draws']} draws of all parameters from their priors. {_about(parts['about'])}"  # fmt: skip
    yield ""
    yield "| left out | draws in which crowds or detentions move | median change of person-days | of detentions | " \
          "ended (with it) | median day of the ending (with it) | endings that differ | has an effect |"  # fmt: skip
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for name, row in sorted(parts["rows"].items(), key=lambda item: item[1]["street"]):
        e = row["endings"]
        yield (
            f"| {name} | {row['street']:.0%} | {row['crowd_days']['median']:+.0%} | {row['detained']['median']:+.0%} | "
            f"{e['ended']:.0%} ({e['ended_before']:.0%}) | {_day(e['day'])} ({_day(e['day_before'])}) | "
            f"{e['otherwise']:.0%}{'' if e['moved'] else ' (chance)'} | {'yes' if alive(name, row) else '**no**'} |"
        )


def _own(own: dict[str, Any]) -> Iterator[str]:
    yield "### At the scenario's own values"
    yield ""
    yield f"{_about(own['about'])} Bold: more than 5 % and three standard errors."
    yield ""
    yield "| left out | person-days | detentions | ended (with it) |"
    yield "| --- | ---: | ---: | ---: |"
    for name, row in sorted(own["rows"].items(), key=lambda item: -abs(item[1]["crowd_days"]["median"])):
        cells = (f"{'**' * bool(row[k]['moved'])}{row[k]['median']:+.0%}{'**' * bool(row[k]['moved'])}"
                 for k in ("crowd_days", "detained"))  # fmt: skip
        yield f"| {name} | {' | '.join(cells)} | {row['endings']['ended']:.0%} ({row['endings']['ended_before']:.0%}) |"


def _parameters(parameters: dict[str, Any]) -> Iterator[str]:
    rows = parameters["rows"]
    yield "## Parameters"
    yield ""
    yield "From one end to the other, with all others at the scenario's values and at " \
          f"{parameters['backgrounds'] - 1} draws. " \
          f"{_about(parameters['about'])}"  # fmt: skip
    idle = [name for name, row in rows.items() if still(row)]
    yield ""
    yield f"{len(idle)} of {len(rows)} have no effect (under {NOTHING:.0%}, and endings differ no more than by " \
          "chance): " \
          + (", ".join(f"`{name}`" for name in idle) or "none") + "."  # fmt: skip
    yield ""
    yield "| parameter | from | to | person-days | detentions | largest of both over draws | endings that differ |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, row in sorted(rows.items(), key=lambda item: -_largest(item[1])):
        yield (
            f"| `{name}` | {row['low']:.3g} | {row['high']:.3g} | {row['crowd_days']['default']:+.0%} | "
            f"{row['detained']['default']:+.0%} | {_largest(row):.0%} | {row['endings']['otherwise']:.0%} |"
        )


def _elsewhere(elsewhere: dict[str, Any]) -> Iterator[str]:
    rows, left = elsewhere["rows"], elsewhere["still"]
    yield "### Where the others have an effect"
    yield ""
    yield (
        "Each is tried on other crises, and on the teaching country with mechanisms added "
        f"(benchmarks/dynamics/stages.py), until an observable changes by more than {NOTHING:.0%} and three standard "
        "errors of paired runs from one end of the range to the other. The table shows the observable whose change is "
        "most certain; hazards are summed over days."
    )
    yield ""
    yield "| parameter | where it acts | from | to | moves | change | pairs |"
    yield "| --- | --- | ---: | ---: | --- | ---: | ---: |"
    for name, row in rows.items():
        yield (
            f"| `{name}` | {row['where']} | {row['low']:.3g} | {row['high']:.3g} | {_words(row['moves'])} | "
            f"{row['change']:+.0%} ± {row['error']:.0%} | {row['runs']} |"
        )
    yield ""
    named = ", ".join(f"`{name}`" for name in left) or "none"
    yield f"{len(left)} have no known effect anywhere so far: {named}."


def _words(observable: str) -> str:
    return "person-days" if observable == "crowd_days" else observable.replace("_", " ")


def _largest(row: dict[str, Any]) -> float:
    return max(abs(row[what]["largest"]) for what in ("crowd_days", "detained"))


def still(row: dict[str, Any]) -> bool:
    """Whether a parameter moves nothing between its ends."""
    return _largest(row) < NOTHING and not row["endings"]["moved"]


def _day(day: float) -> str:
    return "-" if day != day else f"{day:.0f}"
