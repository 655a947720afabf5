"""How long does an audit take? Reading, proofs, each indicator and memory, on two real countries and a made one.

Guards what an audit promises on two cores for 95,000 stations: reading, proofs and estimates, but coarse shares and
the mixture, within ten seconds, the mixture within a minute, less than 1 GB. The real files are not shipped: the
folder with elections/russia_2011.csv.zip and elections/russia_2018.csv.zip is named by CONTESTED_SHARED_DATA, or is
shared/data beside the repository. Each country runs in a process of its own, so that peak memory is its own; kernels
are compiled on a small election before anything is timed. Each indicator's number is printed, so that speed cannot
hide a changed answer.

    python benchmarks/forensics.py [--only NAME] [--write]
"""

from __future__ import annotations

import argparse
import json
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

#: country -> (file, map), or nothing for stations that are made
CASES = {
    "Russia 2011": ("russia_2011.csv.zip", "russia-2011"),
    "Russia 2018": ("russia_2018.csv.zip", "russia-2018"),
    "a million made stations": None,
}
#: what has a budget of its own: a thousand redrawn countries, and a climb to the likelihood's top
APART = ("coarse-shares", "mixture")
_MADE = 1_000_000
_MAP = {
    "title": "made", "station": {"id": "station"}, "units": {"region": "region", "territory": "territory"},
    "counts": {"registered": "registered", "issued": "issued", "cast": "cast"},
    "contestants": {"leader": "leader", "columns": ["leader", "others"]},
}  # fmt: skip


def elections() -> Path:
    """The folder with the real files."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("CONTESTED_SHARED_DATA", beside)) / "elections"


def one(name: str) -> dict:
    """One country, after a small election that compiles."""
    from contested.forensics import suite
    from contested.forensics.models.synthetic import falsify, honest_election, of_case
    from contested.forensics.table.column_map import load_map, parse
    from contested.forensics.table.read import read

    suite.examine(of_case(falsify(honest_election(600, seed=2), stuffing=0.3, seed=2).case, "small"))
    with tempfile.TemporaryDirectory() as folder:
        if CASES[name] is None:
            file, mapped = Path(folder) / "made.csv", parse(_MAP)
            _write_made(file)
        else:
            file, mapped = elections() / CASES[name][0], load_map(CASES[name][1])
        before = _peak()
        returns, seconds = _timed(lambda: read(file, mapped))
        rows = [("reading", seconds, returns.stations)]
    case, seconds = _timed(returns.case)
    rows.append(("stations that can be used", seconds, case.stations))
    for words, find in suite.PROOFS.items():
        found, seconds = _timed(lambda find=find: find(returns))
        rows.append((words, seconds, found.value))
    if CASES[name] is not None:
        for words, find in suite.INDICATORS.items():
            found, seconds = _timed(lambda find=find: find(case))
            rows.append((words, seconds, found.value))
    return {"case": name, "rows": rows, "peak_before_gb": before, "peak_gb": _peak()}


def _write_made(file: Path) -> None:
    """Stations of a synthetic election as CSV, in a process of its own so that its memory is not counted."""
    text = (
        "import sys; from contested.forensics.models.synthetic import honest_election; "
        "from contested.forensics.models.synthetic import of_case; "
        f"c = honest_election({_MADE}, regions=80, territories=20_000, seed=3); "
        "f = of_case(c, 'made').frame.rename({'all others': 'others'}); "
        "f.select('station', 'region', 'territory', 'registered', 'issued', 'cast', 'leader', 'others')"
        ".write_csv(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", text, str(file)], check=True)


def _timed(errand):
    begun = time.perf_counter()
    return errand(), time.perf_counter() - begun


def _peak() -> float:
    """Largest memory of this process so far, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def table(runs: list[dict]) -> list[str]:
    """Markdown: a row an errand, a column a country."""
    cells = {run["case"]: {words: (seconds, value) for words, seconds, value in run["rows"]} for run in runs}
    names = list(dict.fromkeys(words for run in runs for words, *_ in run["rows"]))
    lines = [
        "| | " + " | ".join(f"{run['case']} (s) | what came out" for run in runs) + " |",
        "| --- |" + " --: | --: |" * len(runs),
    ]
    for words in names:
        lines.append(f"| {words} | " + " | ".join(_cell(cells[run["case"]].get(words)) for run in runs) + " |")
    for words, kept in ((f"everything but {' and '.join(APART)}", lambda w: w not in APART),
                        ("everything", lambda w: True)):  # fmt: skip
        sums = [sum(s for w, s, _ in run["rows"] if kept(w)) for run in runs]
        lines.append(f"| **{words}** | " + " | ".join(f"**{s:.2f}** | " for s in sums) + " |")
    peaks = " | ".join(f"{run['peak_gb']:.2f} GB | {run['peak_before_gb']:.2f} GB before" for run in runs)
    return [*lines, f"| peak memory | {peaks} |"]


def _cell(found: tuple[float, float | None] | None) -> str:
    if found is None:
        return " | "
    seconds, value = found
    shown = "" if value is None else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.6g}"
    return f"{seconds:.2f} | {shown}"


def main() -> None:
    """Run every country and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--only", choices=list(CASES))
    words.add_argument("--write", action="store_true", help="write benchmarks/results/forensics.{json,md}")
    words.add_argument("--child", choices=list(CASES))
    asked = words.parse_args()
    if asked.child:
        print(json.dumps(one(asked.child)))
        return
    wanted = [asked.only] if asked.only else list(CASES)
    missing = [CASES[n][0] for n in wanted if CASES[n] and not (elections() / CASES[n][0]).is_file()]
    if missing:
        print(f"Not measured: {', '.join(missing)} must lie in {elections()}; CONTESTED_SHARED_DATA names its parent.")
        return
    runs = []
    for name in wanted:
        done = subprocess.run([sys.executable, __file__, "--child", name], check=True, capture_output=True, text=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    lines = [
        "# An audit",
        "",
        "Caveats: one run on one machine, other work on it not excluded; kernels compiled beforehand; no",
        "honest elections are drawn. Files of Russia are not shipped.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "",
        *table(runs),
        "",
    ]
    print("\n".join(lines))
    if asked.write:
        folder = Path(__file__).parent / "results"
        (folder / "forensics.md").write_text("\n".join(lines))
        (folder / "forensics.json").write_text(json.dumps(runs, indent=1))


if __name__ == "__main__":
    main()
