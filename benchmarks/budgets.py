"""What a study of a real crisis may cost, and what it does: the budgets of docs/explain/performance.md.

    python benchmarks/budgets.py [--small] [--write]

Commands are timed as a user starts them, a process each, with their pages; kernels and byte code are compiled
beforehand. The default study is killed once on the way and goes on when its command is given again: its time is that of
both. --small tries the same on `teaching` and writes nothing. In whole it takes about half an hour of two cores that do
nothing else, most of it for the two studies.
"""

from __future__ import annotations

import argparse
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
from typing import NamedTuple

from national import processor

from contested.files import gazetteer
from contested.scenarios.check import check
from contested.scenarios.new.country import new_country

RESULTS = Path(__file__).parent / "results"
COUNTRIES = 100
SMOOTHER = ("--method", "smoother")


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


def studies(case: Case, folder: Path) -> list[Row]:
    """A default study that is killed once, a new view of one of its sources, and a day more."""
    whole = ("calibrate", case.scenario, "--fit-until", case.until, *case.emulator, "--out", "study")
    timed(("warm",), folder)
    first, second = timed(whole, folder, case.kill), timed(whole, folder)
    rows = [shown(Row(
        f"default study of `{case.scenario}` with checks, killed once after {case.kill:.0f} s", 900.0,
        first[0] + second[0], first[1] + second[1],
    ))]  # fmt: skip
    rows.append(shown(Row("a new view of a source", 5.0, *timed(("calibrate", "study", "--distrust", case.doubted),
                                                                  folder))))  # fmt: skip
    # what a day is assimilated by: it has no budget of its own
    ensemble = ("calibrate", case.scenario, *SMOOTHER, "--fit-until", case.before, *case.smoother, "--out", "ensemble")
    shown(Row("(an ensemble that matches the past, which has no budget)", 0.0, *timed(ensemble, folder)))
    later = ("calibrate", "ensemble", "--fit-until", case.until, "--out", "later")
    rows.append(shown(Row("a day assimilated", 60.0, *timed(later, folder))))
    return rows


def drafts(folder: Path, countries: int) -> Row:
    """Countries drafted and checked, without a vote and in this process."""
    wall, busy = time.perf_counter(), time.process_time()
    for code in list(gazetteer.countries())[:countries]:
        report = check(new_country(folder / code, code))
        assert not report.errors, f"{code}: {report.errors}"
    return shown(Row(f"{countries} countries drafted and checked", 120.0 * countries / COUNTRIES,
                     time.perf_counter() - wall, time.process_time() - busy))  # fmt: skip


def shown(row: Row) -> Row:
    print(f"{row.what}: {row.wall:.1f} s of {row.limit:.0f} s, processors {row.busy:.1f} s", flush=True)
    return row


def table(rows: list[Row]) -> str:
    lines = ["| what | budget (s) | wall (s) | processor (s) | within |", "|---|---:|---:|---:|---|"]
    for r in rows:
        lines.append(f"| {r.what} | {r.limit:.0f} | {r.wall:.1f} | {r.busy:.1f} "
                     f"| {'yes' if r.wall <= r.limit else '**no**'} |")  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """Measure, and write benchmarks/results/budgets.md if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="a small study of `teaching`, and five countries")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/budgets.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        rows = [drafts(folder, 5 if given.small else COUNTRIES), *studies(SMALL if given.small else WHOLE, folder)]
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = f"# Budgets\n\n{datetime.now(UTC):%Y-%m-%d}, {machine}\n\n{table(rows)}\n"
    if given.write and not given.small:
        (RESULTS / "budgets.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
