"""How fast is it beside other packages, and do they give the same answer? One environment a package, one table a spec.

Guards against a speed that nobody else can check, and against one that hides a wrong model: twenty seeds of each
engine are compared. Environments and answers are kept under `.bench` (or $CONTESTED_BENCH), so an interrupted run goes
on where it stopped; what changed is measured anew. The whole takes less than an hour on two cores, and a network for
pip. For ratios that mean something, measure in one go on a quiet machine: --again.

    python -m benchmarks.peers [--quick] [--only SPEC[/ENGINE]] [--again] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks.peers.chart import draw
from benchmarks.peers.engines import ENGINES, ROOT, install
from benchmarks.peers.measuring import Case, ask, kept
from benchmarks.peers.specs import OURS, SPECS
from benchmarks.peers.summary import first_difference, likeness, speed
from benchmarks.peers.tables import page

PROCESSES = 3
#: a case whose first process took longer than this is not played again
CHEAP_S = 60.0
#: seeds of each engine in the comparison of answers, and how many times as many of ours, which costs nothing
SEEDS, QUICK_SEEDS = 20, 5
MORE = 10


def cases(quick: bool, threads: int) -> list[Case]:
    """Everything that is asked, once; then speeds again, round after round, so that noise falls on all engines."""
    limit = 20.0 if quick else 60.0
    found = []
    for spec in SPECS.values():
        for name, sizes in (spec.quick if quick else spec.sizes).items():
            steps = spec.quick_steps if quick else spec.steps
            found += [Case("speed", spec, ENGINES[name], n, steps, (1,), threads, limit) for n in sizes]
    more = [] if quick else [replace(c, repeat=r) for r in range(1, PROCESSES) for c in found]
    for spec in SPECS.values():
        if spec.answer:
            people, steps = spec.answer
            steps = spec.quick_steps if quick else steps
            for name in spec.sizes:
                count = (QUICK_SEEDS if quick else SEEDS) * (MORE if name == OURS else 1)
                seeds = tuple(range(1, count + 1))
                found.append(Case("answer", spec, ENGINES[name], people, steps, seeds, threads, limit))
        if spec.threads:
            people, names = spec.threads
            found += [
                Case("threads", spec, ENGINES[name], people // (10 if quick else 1), spec.quick_steps, (1,), t, limit)
                for name in names for t in (1, 2)
            ]  # fmt: skip
    return found + more


def measure(asked: argparse.Namespace, cache: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """Ask what has not been answered; file name of each case -> its answer."""
    wanted = cases(asked.quick, asked.threads)
    absent: dict[str, str] = {}
    answers: dict[str, dict[str, Any]] = {}
    for number, case in enumerate(wanted, 1):
        chosen = asked.only in ("", case.spec.name, f"{case.spec.name}/{case.engine.name}")
        first = answers.get(replace(case, repeat=0).name)
        if case.repeat and (first is None or "failed" in first or _seconds(first) > CHEAP_S):
            continue
        old = kept(case, folder)
        if old is not None and not (chosen and asked.again):
            answers[case.name] = old
            continue
        if not chosen:
            continue
        if case.engine.name not in absent:
            absent[case.engine.name] = install(case.engine, cache)
        if absent[case.engine.name]:
            answers[case.name] = {"failed": absent[case.engine.name]}
            continue
        print(f"[{number}/{len(wanted)}] {case.name} ", end="", flush=True)
        answers[case.name] = answer = ask(case, cache, folder)
        print(answer["failed"] if "failed" in answer else f"{_seconds(answer):.1f} s", flush=True)
    return answers


def _seconds(answer: dict[str, Any]) -> float:
    return sum(run["set_up_s"] + sum(run["steps_s"]) for run in answer["runs"])


def _ours_beside(case: Case) -> Case:
    return replace(case, engine=ENGINES[OURS])


def report(asked: argparse.Namespace, answers: dict[str, dict[str, Any]], out: Path) -> None:
    """Write the page, the numbers behind it and the chart."""
    speeds: dict[str, list[Any]] = {name: [] for name in SPECS}
    alike: dict[str, list[Any]] = {name: [] for name in SPECS}
    failed: dict[str, list[tuple[str, str]]] = {name: [] for name in SPECS}
    differs: dict[str, dict[str, list[str]]] = {name: {} for name in SPECS}
    versions: dict[str, dict[str, str]] = {}
    threads = []
    when = [answer["when"] for answer in answers.values() if "when" in answer]
    for case in cases(asked.quick, asked.threads):
        answer = answers.get(case.name)
        spec, engine = case.spec.name, case.engine.name
        if answer is None:
            continue
        if "failed" in answer:
            what = {"speed": f"{case.people:,} people", "answer": "same answer", "threads": "threads"}[case.kind]
            failed[spec].append((f"{engine}, {what}", answer["failed"]))
            continue
        versions[engine] = {**versions.get(engine, {}), **answer["versions"]}
        differs[spec][engine] = answer["differs"]
        if case.kind == "speed" and case.repeat == 0:
            same = [replace(case, repeat=r).name for r in range(PROCESSES)]
            speeds[spec].append(
                speed(engine, [answers[n] for n in same if n in answers and "failed" not in answers[n]])
            )
        elif case.kind == "answer":
            ours = answers.get(_ours_beside(case).name)
            if ours is not None and "failed" not in ours:
                alike[spec] += likeness(engine, answer, ours, case.spec.columns)
        elif case.kind == "threads" and case.threads == 2:
            alone = answers.get(replace(case, threads=1).name)
            if alone is not None and "failed" not in alone:
                threads.append((spec, engine, case.people, first_difference(alone, answer)))
    text = page(speeds, alike, threads, failed, differs, versions, when=when, quick=asked.quick)
    out.mkdir(parents=True, exist_ok=True)
    (out / "peers.md").write_text(text)
    numbers = {
        "speeds": {name: [asdict(row) for row in rows] for name, rows in speeds.items()},
        "same_answer": {name: [asdict(row) for row in rows] for name, rows in alike.items()},
        "threads": threads,
        "failed": failed,
        "versions": versions,
    }
    (out / "peers.json").write_text(json.dumps(numbers, indent=1))
    if any(speeds.values()):
        draw(speeds, out, quick=asked.quick)
    print(f"\n{text}\n{out / 'peers.md'}")


def main() -> None:
    """Measure and report."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.splitlines()[0])
    words.add_argument("--quick", action="store_true", help="tiny sizes, to see that everything runs")
    words.add_argument("--only", default="", metavar="SPEC[/ENGINE]", help="measure these only; all kept are shown")
    words.add_argument("--again", action="store_true", help="measure again what was measured before")
    words.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1), help="threads of each process")
    words.add_argument("--write", action="store_true", help="write benchmarks/results/peers.{json,md,svg,png}")
    asked = words.parse_args()
    spec, _, engine = asked.only.partition("/")
    if (spec and spec not in SPECS) or (engine and engine not in SPECS[spec].sizes):
        words.error(f"--only: expected one of {', '.join(SPECS)}, alone or with /ENGINE of it; got {asked.only!r}.")
    if asked.quick and asked.write:
        words.error("--write: expected the whole, since --quick shows no speed.")
    cache = Path(os.environ.get("CONTESTED_BENCH", ROOT / ".bench"))
    mode = "quick" if asked.quick else "whole"
    answers = measure(asked, cache, cache / "measured" / mode)
    report(asked, answers, ROOT / "benchmarks" / "results" if asked.write else cache / mode)
    if any("failed" in answer for answer in answers.values()):
        print("Some cases were not measured; the page says which and why.", file=sys.stderr)


if __name__ == "__main__":
    main()
