"""What a study of a real crisis may cost, and what it does: the budgets of docs/explain/performance.md.

    python benchmarks/budgets.py [--small] [--only STEP] [--write]

Commands are timed as a user starts them, a process each, with their pages; kernels and byte code are compiled
beforehand. Steps are `countries`, `study` (analysed again with one source distrusted) and `day`; what is written of one
stands until it is measured again. The default study is killed once on the way and goes on when its command is given
again: its time is that of both. A day is added to an ensemble of 300 members that matches the day before, which is made
first and has no budget. --small tries the same on `teaching` and writes nothing. In whole it takes about half an hour
of two cores that do nothing else, most of it for the study and the ensemble.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from national import processor

from contested.files import gazetteer
from contested.scenarios.check import check
from contested.scenarios.new.country import new_country

RESULTS = Path(__file__).parent / "results"
COUNTRIES = 100
SMOOTHER = ("--method", "smoother")
STEPS = ("countries", "study", "day")


class Case(NamedTuple):
    """What is calibrated: scenario, last fitted day, the day before it, whom to doubt, further options of both studies,
    and seconds after which the first is killed."""

    scenario: str
    until: str
    before: str
    doubted: str
    emulator: tuple[str, ...]
    smoother: tuple[str, ...]
    kill: float


WHOLE = Case("belarus-2020", "2020-09-20", "2020-09-19", "Interior Ministry", (), (), 120.0)
SMALL = Case(
    "teaching", "2031-05-13", "2031-05-11", "Ministry of Order",
    ("--scale", "50", "--waves", "2", "--points", "60", "--checks", "10", "--parameters", "street.cost"),
    ("--scale", "50", "--waves", "2", "--points", "24", "--parameters", "street.cost"), 8.0,
)  # fmt: skip


class Row(NamedTuple):
    """Something that has a budget, with seconds: what it may take, what it took, and of processors."""

    what: str
    limit: float
    wall: float
    busy: float


def timed(words: tuple[str, ...], folder: Path, kill: float | None = None) -> tuple[float, float]:
    """Wall and processor seconds of a command; with `kill` it is killed after so many seconds, with its children."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # byte code as an installed package has it, whatever this process was told
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-m", "contested", *words, "--no-progress"]
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            code = process.wait(kill)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            code = 0
        else:
            if kill is not None:
                raise SystemExit(f"{' '.join(words)}: finished before it could be killed; kill it earlier")
    if code:
        raise SystemExit(f"{' '.join(words)}: exit status {code}; see {folder / 'log.txt'}")
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def study(case: Case, folder: Path) -> list[Row]:
    """A default study that is killed once, and its analysis with one source distrusted."""
    whole = ("calibrate", case.scenario, "--fit-until", case.until, *case.emulator, "--out", "study")
    first, second = timed(whole, folder, case.kill), timed(whole, folder)
    rows = [shown(Row(
        f"default study of `{case.scenario}` with checks, killed once after {case.kill:.0f} s", 900.0,
        first[0] + second[0], first[1] + second[1],
    ))]  # fmt: skip
    again = ("calibrate", "study", "--distrust", case.doubted)
    rows.append(shown(Row("re-analysis with one source distrusted", 5.0, *timed(again, folder))))
    return rows


def day(case: Case, folder: Path) -> list[Row]:
    """A day more, in an ensemble that matches the day before."""
    ensemble = ("calibrate", case.scenario, *SMOOTHER, "--fit-until", case.before, *case.smoother, "--out", "ensemble")
    shown(Row("(an ensemble that matches the past, which has no budget)", 0.0, *timed(ensemble, folder)))
    later = ("calibrate", "ensemble", "--fit-until", case.until, "--out", "later")
    return [shown(Row("update with one more day of claims", 60.0, *timed(later, folder)))]


def drafts(folder: Path, countries: int) -> list[Row]:
    """Countries drafted and checked, without a vote and in this process."""
    wall, busy = time.perf_counter(), time.process_time()
    for code in list(gazetteer.countries())[:countries]:
        report = check(new_country(folder / code, code))
        assert not report.errors, f"{code}: {report.errors}"
    return [shown(Row(f"{countries} countries drafted and checked", 120.0 * countries / COUNTRIES,
                      time.perf_counter() - wall, time.process_time() - busy))]  # fmt: skip


def shown(row: Row) -> Row:
    print(f"{row.what}: {row.wall:.1f} s of {row.limit:.0f} s, processors {row.busy:.1f} s", flush=True)
    return row


def table(steps: dict[str, Any]) -> str:
    """Rows of all steps that were measured, with the day of each."""
    lines = ["| what | budget (s) | wall (s) | processor (s) | within | measured |", "|---|---:|---:|---:|---|---|"]
    for step in STEPS:
        for r in (Row(*row) for row in steps.get(step, {"rows": []})["rows"]):
            lines.append(f"| {r.what} | {r.limit:.0f} | {r.wall:.1f} | {r.busy:.1f} "
                         f"| {'yes' if r.wall <= r.limit else '**no**'} | {steps[step]['measured']} |")  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """Measure, and write what was measured if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="a small study of `teaching`, and five countries")
    parser.add_argument("--only", choices=STEPS)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/budgets.json and .md")
    given = parser.parse_args()
    case = SMALL if given.small else WHOLE
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    for step in STEPS if given.only is None else (given.only,):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home)
            if step == "countries":
                rows = drafts(folder, 5 if given.small else COUNTRIES)
            else:
                timed(("warm",), folder)
                rows = (study if step == "study" else day)(case, folder)
        if given.write and not given.small:
            write(step, {"measured": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine, "rows": rows})


def write(step: str, found: dict[str, Any]) -> None:
    """Keep what was measured of a step, and write the table of all."""
    file = RESULTS / "budgets.json"
    steps = {**(json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}), step: found}
    file.write_text(json.dumps(steps, indent=1) + "\n", encoding="utf-8")
    machines = "; ".join(dict.fromkeys(one["machine"] for one in steps.values()))
    (RESULTS / "budgets.md").write_text(f"# Budgets\n\n{machines}\n\n{table(steps)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
