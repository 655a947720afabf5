"""The page of results in Markdown: caveats first, then a table a spec, whether answers agree, what threads change."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import log10
from pathlib import Path
from typing import Any

from benchmarks.peers.specs import OURS, SPECS, Spec
from benchmarks.peers.summary import CHANCE, Likeness, Speed

CAVEATS = """\
- One machine with few cores. Ratios within one run mean more than seconds; the bandwidth and caches of another machine
  may change them by a factor of two.
- All packages were given the same tasks and timed by the same code, each in its own process and environment. All
  compiled code was compiled on a small population before timing, also that of the other packages. Counting who is
  active and jailed is part of each step.
- We wrote the other packages' models, in the style of each package's own examples and guides, with values that never
  change computed only once; their authors may do better. Mesa's is its bundled class, laser-generic's its own SI model.
  The scripts are in `benchmarks/peers/models/`.
- contested and LASER use all threads given; Mesa, AgentPy, Repast4Py, Starsim and Covasim use one in these models.
  LASER is shown with threads that spin while they wait, which is numba's default, and with threads that sleep: with
  other work on the cores, the first was up to a hundred times slower.
- In the network people see the same others all the time, and few change in a step (about 0.3 % begin or cease to act).
  contested uses both facts: it reads three bytes per person in each step, and only people who changed inform those
  neighbours for whom it can matter. The scripts of LASER and Starsim go through all ties in each step, as models in
  these packages do. So that ratio compares algorithms, not only packages.
- In the model where everybody mixes with everybody nobody has ties; that table says nothing about models with a
  network.
- If a time limit ended a case, fewer steps are shown, marked *; the median is over the steps that were run.
- Peak memory includes interpreter and libraries; what the process used before the population was made is given beside
  it."""


def page(
    speeds: Mapping[str, Sequence[Speed]],
    alike: Mapping[str, Sequence[Likeness]],
    threads: Sequence[tuple[str, str, int, tuple[int, float, float] | None]],
    failed: Mapping[str, Sequence[tuple[str, str]]],
    differs: Mapping[str, Mapping[str, Sequence[str]]],
    versions: Mapping[str, Mapping[str, str]],
    *,
    when: Sequence[str] = (),
    quick: bool,
) -> str:
    """All of it.

    Parameters
    ----------
    speeds, alike : spec -> rows
    threads : rows of (spec, engine, people, first difference or None)
    failed : spec -> (case, why) of what could not be measured
    differs : spec -> engine -> rules not expressed
    versions : engine -> package -> version
    when : times of measuring
    quick : bool
        Whether sizes were tiny; the page then says that it shows no speed.
    """
    lines = ["# Beside other packages", ""]
    if quick:
        lines += ["**A trial at tiny sizes: that everything runs, not how fast it is.**", ""]
    lines += ["Caveats first:", "", CAVEATS, "", _machine(when), ""]
    for name, spec in SPECS.items():
        if not speeds.get(name) and not failed.get(name):
            continue
        lines += [f"## {spec.title}", "", spec.rules, "", *_numbers(spec), ""]
        if speeds.get(name):
            lines += [*speed_table(speeds[name]), ""]
        for case, why in failed.get(name, ()):
            lines.append(f"- {case}: {why}")
        for engine, rules in differs.get(name, {}).items():
            lines += [f"- {engine}: {rule}" for rule in rules]
        if failed.get(name) or any(differs.get(name, {}).values()):
            lines.append("")
        if alike.get(name):
            lines += [*likeness_table(spec, alike[name]), ""]
    if threads:
        lines += ["## One seed, one thread and two", "", *thread_table(threads), ""]
    lines += ["## Versions", "", *version_table(versions), ""]
    return "\n".join(lines)


def _machine(when: Sequence[str]) -> str:
    cpuinfo = Path("/proc/cpuinfo")
    words = cpuinfo.read_text().splitlines() if cpuinfo.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in words if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    python = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    written = f"{datetime.now(UTC):%Y-%m-%d}"
    measured = f"measured {min(when)} to {max(when)} UTC" if when else written
    return f"{measured}, {processor}, {os.cpu_count()} cores, Python {python}"


def _numbers(spec: Spec) -> list[str]:
    shown = ", ".join(f"{k.replace('_', ' ')} {v:.4g}" for k, v in spec.numbers.items())
    return [f"Numbers: {shown}; {spec.steps} steps at most."]


def speed_table(rows: Sequence[Speed]) -> list[str]:
    """Rows by size, ours first; ratios to ours at the size nearest."""
    lines = [
        "| engine | people | steps | set-up (s) | median step (ms) | range over processes | mean step (ms) | "
        "agent-steps/s | peak memory (MB) | ours is faster, median (mean) |",
        "| --- | --: | --: | --: | --: | --- | --: | --: | --: | --: |",
    ]
    for row in sorted(rows, key=lambda r: (round_size(r.people), r.engine != OURS, r.engine)):
        lines.append(
            f"| {row.engine} | {row.people:,} | {row.steps}{'*' if row.cut else ''} | {row.set_up_s:.3g} | "
            f"{1e3 * row.step_s:.4g} | {1e3 * row.step_low_s:.3g} to {1e3 * row.step_high_s:.3g} ({row.processes}) | "
            f"{1e3 * row.mean_s:.4g} | {row.rate:.2g} | {row.peak_mb:,.0f} ({row.before_mb:,.0f} before) | "
            f"{ratio(row, rows)} |"
        )
    return lines


def round_size(people: int) -> int:
    """Sizes that stand side by side: densities and scales never give exactly the number asked for."""
    return round(4 * log10(people))


def ratio(row: Speed, rows: Sequence[Speed]) -> str:
    """How many times as fast ours is at this size, by the median step and by the mean one."""
    if row.engine == OURS:
        return ""
    beside = [r for r in rows if r.engine == OURS and round_size(r.people) == round_size(row.people)]
    if not beside:
        return "not measured at this size"
    return f"{_times(beside[0].rate / row.rate)} ({_times(beside[0].mean_rate / row.mean_rate)})"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.2g}×"


def likeness_table(spec: Spec, rows: Sequence[Likeness]) -> list[str]:
    """Mean and spread over seeds, and how far from ours."""
    people, steps = spec.answer or (0, 0)
    lines = [
        f"Same answer? About {people:,} people, {steps} steps at most. A difference is flagged where chance alone "
        f"would make one so large in fewer than one of {1 / CHANCE:,.0f} comparisons (Welch's test); the last column "
        "says how large one must be to be seen.",
        "",
        "| | engine | seeds | mean ± sd over seeds | standard errors from ours | seen from |",
        "| --- | --- | --: | --: | --: | --: |",
    ]
    for what in dict.fromkeys(row.what for row in rows):
        for row in rows:
            if row.what != what:
                continue
            own = row.engine == OURS
            verdict = "" if own else f"{row.apart:+.1f}{' **differs**' if row.differs else ''}"
            seen = "" if own else f"{100 * row.visible:.2g} %"
            lines.append(f"| {what} | {row.engine} | {row.runs} | {row.mean:.4g} ± {row.sd:.2g} | {verdict} | {seen} |")
    return lines


def thread_table(rows: Sequence[tuple[str, str, int, tuple[int, float, float] | None]]) -> list[str]:
    """Whether the answer to one seed depends on how many threads there are."""
    lines = ["| model | engine | people | the same numbers on 1 and on 2 threads? |", "| --- | --- | --: | --- |"]
    for spec, engine, people, first in rows:
        words = "yes, at every step"
        if first is not None:
            words = f"no: from step {first[0]} on ({first[1]:,.0f} and {first[2]:,.0f})"
        lines.append(f"| {SPECS[spec].title} | {engine} | {people:,} | {words} |")
    return lines


def version_table(versions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What was installed."""
    lines = ["| engine | versions |", "| --- | --- |"]
    for engine, packages in versions.items():
        lines.append(f"| {engine} | {', '.join(f'{name} {v}' for name, v in packages.items())} |")
    return lines
