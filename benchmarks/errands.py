"""Ten errands of new users: what each took before results showed themselves, what it takes now, and how long that is.

Now: the commands and blocks of docs/guides/ten-errands.md, typed in an empty folder one section after another. Before:
tried by hand on commit 84d2ea9; lines of one's own are about as many as its documentation needed, the walls what it
answered.

    python -m benchmarks.errands [--only 3 --only 4]
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.docs.pages import FENCE

PAGE = Path(__file__).resolve().parents[1] / "docs" / "guides" / "ten-errands.md"


class Before(NamedTuple):
    """What an errand took at that commit: things typed or written (commands, and lines of one's own), and the wall."""

    commands: int
    lines: int
    wall: str


BEFORE = (
    Before(2, 4, "two runs, and the difference in Python; `compare` gave bands and no sentence"),
    Before(3, 6, "--from needed the scenario's name and scale again; `compare RUN RUN` asked for scenario.toml"),
    Before(0, 8, "no export; to_dataframe() of all observables was killed by its 40 million rows; no codebook"),
    Before(1, 10, "no listed values (`expected a number; got '0.7,0.8,0.9'`), no page; plotted by hand"),
    Before(2, 0, "none: --guess drafted the map then as well"),
    Before(1, 0, "a missing column was named alone, one at a time"),
    Before(2, 0, "acts of release looked up by `plan`, dropped and added as lines of acts.csv"),
    Before(1, 0, "all figures at once, by `report`; none by name"),
    Before(1, 120, "a file needed PUBLISHED with a card; no `contested.model`"),
    Before(0, 6, "no picture, no chart, no page in the notebook; compiling was silent"),
)


def sections() -> list[tuple[str, str]]:
    """Heading and text of each errand."""
    parts = re.split(r"^## \d+\. (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2]))


def run(text: str, folder: Path) -> tuple[int, int, float]:
    """Commands and lines of one's own of a section, and the seconds that they took.

    Raises
    ------
    RuntimeError
        If something fails.
    """
    commands, lines, seconds = 0, 0, 0.0
    for block in FENCE.finditer(text):
        language, content = block["language"], block["text"]
        if block["file"]:
            (folder / block["file"]).write_text(content, encoding="utf-8")
        if language in ("python", "r", "csv"):
            lines += sum(bool(line.strip()) for line in content.splitlines())
        calls: list[list[str]] = []
        if language == "console":
            typed = content.replace("\\\n", " ").splitlines()
            calls = [[sys.executable, "-m", "contested", *shlex.split(line)[2:]] for line in typed]
            commands += len(calls)
        elif language == "text":
            commands += len(content.splitlines())  # run by the guide of audits
        elif language == "python" and not block["file"]:
            calls = [[sys.executable, "-c", "import contested\n" + content]]
        for call in calls:
            began = time.perf_counter()
            done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
            seconds += time.perf_counter() - began
            if done.returncode:
                raise RuntimeError(f"{' '.join(call)}\n{done.stdout}{done.stderr}")
    return commands, lines, seconds


def main() -> None:
    """Print a row per errand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=int, action="append", help="number of an errand; those before it may be needed")
    only = parser.parse_args().only
    print("| | errand | before: commands, lines | now: commands, lines | s | the wall before |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as home:
        for k, ((title, text), before) in enumerate(zip(sections(), BEFORE, strict=True), 1):
            if only and k not in only:
                continue
            commands, lines, seconds = run(text, Path(home))
            print(f"| {k} | {title} | {before.commands}, {before.lines} | {commands}, {lines} | {seconds:.0f} | "
                  f"{before.wall} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
