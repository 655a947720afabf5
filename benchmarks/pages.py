"""How long `contested simulate` and each kind of page take, as a user starts them: a process each.

    python benchmarks/pages.py [--write]

Worries it guards: a page that is waited for (3 s asked), and a second `make run` that does everything again (12 s
asked). Wall and processor seconds include Python's start; kernels and byte code are compiled beforehand.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from national import processor

RESULTS = Path(__file__).parent / "results"
BELARUS = ("simulate", "belarus-2020", "--seed", "1", "--out", "belarus")
SMALL = ("--scale", "100", "--no-report")
#: what is timed: words of the page, and of the command
TIMED = (
    ("Belarus at 1:1, into a new folder", BELARUS),
    ("the same command again", BELARUS),
    ("its page", ("report", "belarus")),
    ("page of 20 replicates at 1:100", ("report", "replicates")),
    ("page of a published model", ("report", "epstein")),
    ("page of a comparison", ("report", "comparison")),
    ("page of a sweep", ("report", "sweep")),
)
#: what these pages are of
READY = (
    ("simulate", "belarus-2020", "--replicates", "20", *SMALL, "--out", "replicates"),
    ("simulate", "epstein-2002", "--no-report", "--out", "epstein"),
    ("compare", "belarus-2020", "--set", "street.cost=1.4", "--pairs", "10", *SMALL, "--out", "comparison"),
    ("sweep", "teaching", "--over", "street.cost=0.5:2", "--points", "20", "--out", "sweep"),
    ("report", "replicates"),
)


def timed(words: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of a command."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # byte code as an installed package has it, whatever this process was told
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-m", "contested", *words], cwd=folder, env=env, check=True, capture_output=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured() -> str:
    """The table."""
    rows = ["| what | wall (s) | processor (s) |", "|---|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        for words in READY:
            timed(words, Path(folder))
        for about, words in TIMED:
            wall, busy = timed(words, Path(folder))
            rows.append(f"| {about} | {wall:.1f} | {busy:.1f} |")
            print(rows[-1], flush=True)
    return "\n".join(rows)


def main() -> None:
    """Measure, and write benchmarks/results/pages.md if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/pages.md")
    write = parser.parse_args().write
    table = measured()
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = f"# Pages\n\n{datetime.now(UTC):%Y-%m-%d}, {machine}\n\n{table}\n"
    if write:
        (RESULTS / "pages.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
