"""How long does an event database's export of half a million rows take, and how much memory?

Guards what an import promises: less than 1 GB, and seconds rather than minutes. The exports are made: ACLED with notes
of usual length and sizes in words, GDELT as a daily file has it (a tenth are protests) and as a query for protests
gives it. Each case runs in a process of its own, so that peak memory is its own: `scan` alone, then the whole
`contested claims import` with the table, the rows that the claims came from, and the rows kept aside. How many claims
came out is printed, so that speed cannot hide a changed answer.

    python benchmarks/importers.py [--only NAME] [--rows N] [--write]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from national import processor

ROWS = 500_000
#: case -> (format, one row in so many is a protest)
CASES = {"ACLED": ("acled", 1), "GDELT, a tenth protests": ("gdelt", 10), "GDELT, protests only": ("gdelt", 1)}
#: (seconds of the processor, largest memory in GB) of the version before importers were rewritten (27 November 2026,
#: same machine, while others worked on it), which masked no names
BEFORE = {("ACLED", "scan"): (34.3, 1.53), ("ACLED", "import"): (50.2, 2.32),
          ("GDELT, protests only", "scan"): (14.4, 2.06), ("GDELT, protests only", "import"): (26.5, 2.58)}  # fmt: skip
ACLED = """
    event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
    actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
    latitude longitude geo_precision source source_scale notes fatalities tags timestamp
""".split()  # noqa: SIM905
_SIZES = ("no report", "around 3,000", "hundreds", "dozens", "at least 40", "between 200 and 300", "a large crowd",
          "15", "about 250", "several dozens", "thousands", "around 100")  # fmt: skip
_TYPES = (("Protests", "Peaceful protest"), ("Riots", "Violent demonstration"),
          ("Protests", "Protest with intervention"), ("Battles", "Armed clash"))  # fmt: skip
_NOTE = "On {}, people gathered in {} against the result, with banners and flags; police stood by. [size={}] "


def write_acled(file: Path, rows: int) -> None:
    """An export as ACLED's, made up."""
    chance = random.Random(1)
    first = date(2031, 1, 1)
    with file.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(ACLED)
        for i in range(rows):
            day, town, size = first + timedelta(i % 700), f"Town {chance.randrange(4000)}", chance.choice(_SIZES)
            kind, sub = chance.choice(_TYPES)
            row = {
                "event_id_cnty": f"ORV{i}", "event_date": f"{day:%d %B %Y}", "year": day.year, "time_precision": 1,
                "disorder_type": "Demonstrations", "event_type": kind, "sub_event_type": sub,
                "actor1": "Protesters (Orvania)", "assoc_actor_1": "Labour Group (Orvania)", "inter1": 6,
                "interaction": 60, "iso": "040", "region": "Europe", "country": "Orvania", "admin1": f"Region {i % 9}",
                "admin2": f"District {i % 90}", "location": town, "latitude": f"{50 + i % 90 / 100:.4f}",
                "longitude": f"{20 + i % 70 / 100:.4f}", "geo_precision": 1,
                "source": chance.choice(("Orvane Courier", "Agence France Presse; Courier", "Radio One")),
                "source_scale": "National", "notes": (_NOTE.format(day, town, size) * 2).replace("flags", '"flags"'),
                "fatalities": chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 2, 10)), "tags": f"crowd size={size}",
                "timestamp": 1_900_000_000 + i,
            }  # fmt: skip
            out.writerow([row.get(name, "") for name in ACLED])


def write_gdelt(file: Path, rows: int, every: int) -> None:
    """A file as GDELT's events 2.0, made up; one row in `every` is a protest."""
    chance = random.Random(2)
    first = date(2031, 1, 1)
    with file.open("w", encoding="utf-8") as stream:
        for i in range(rows):
            day = first + timedelta(i % 30)
            root = "14" if i % every == 0 else f"{chance.choice((1, 2, 3, 4, 5, 7, 11, 12, 17, 19)):02d}"
            town = chance.randrange(4000)
            place = ["4", f"Town {town}, Region {town % 9}, Orvania", "OV", f"OV{town % 9:02d}", str(town % 90),
                     f"{50 + town % 90 / 100}", f"{20 + town % 70 / 100}", f"-{town}"]  # fmt: skip
            cells = [
                str(1_000_000_000 + i), f"{day:%Y%m%d}", f"{day:%Y%m}", str(day.year), "2031.3397",
                "CVL", "PROTESTER", "OVA", *[""] * 7, "GOV", "MINISTRY", "OVA", *[""] * 7,
                str(i % 2), root + "1", root + "1", root, "3", "-6.5", "4", "1", "4", "-3.1",
                *place, *place, *place, f"{day:%Y%m%d}153000",
                f"https://www.courier{chance.randrange(500)}.example/story/{i // 3}.html",
            ]  # fmt: skip
            stream.write("\t".join(cells) + "\n")


def one(name: str, rows: int, errand: str) -> dict:
    """One case in this process."""
    from contested.claims import scan
    from contested.tasks.claims import import_

    form, every = CASES[name]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        made = f"write_acled(Path(sys.argv[1]), {rows})" if form == "acled" else (
            f"write_gdelt(Path(sys.argv[1]), {rows}, {every})")  # fmt: skip
        text = f"import sys; from pathlib import Path; from importers import write_acled, write_gdelt; {made}"
        subprocess.run([sys.executable, "-c", text, str(file)], check=True, cwd=Path(__file__).parent)
        before, begun = _peak(), time.process_time()
        if errand == "scan":
            found = scan(file, form)
        else:
            found = import_(file, form, Path(folder) / "claims.csv").imported
        seconds = time.process_time() - begun
        return {"case": name, "errand": errand, "rows": found.rows, "mb": file.stat().st_size / 1e6, "seconds": seconds,
                "claims": len(found.claims), "aside": len({a.line for a in found.aside}),
                "passed": sum(found.passed.values()), "peak_before_gb": before, "peak_gb": _peak()}  # fmt: skip


def _peak() -> float:
    """Largest memory of this process so far, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def table(runs: list[dict]) -> list[str]:
    """Markdown: a row per case and errand."""
    lines = [
        "| export | MB | rows | errand | seconds | before | peak memory (GB) | before | claims | rows aside "
        "| passed over |",
        "| --- | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for run in runs:
        before = BEFORE.get((run["case"], run["errand"]))
        seconds, memory = (f"{x:g}" for x in before) if before else ("", "")
        lines.append(
            f"| {run['case']} | {run['mb']:.0f} | {run['rows']:,} | {run['errand']} | {run['seconds']:.1f} | {seconds} "
            f"| {run['peak_gb']:.2f} | {memory} | {run['claims']:,} | {run['aside']:,} | {run['passed']:,} |"
        )
    return lines


def main() -> None:
    """Run every case and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--only", choices=list(CASES))
    words.add_argument("--rows", type=int, default=ROWS)
    words.add_argument("--write", action="store_true", help="write benchmarks/results/importers.{json,md}")
    words.add_argument("--child", nargs=2)
    asked = words.parse_args()
    if asked.child:
        print(json.dumps(one(asked.child[0], asked.rows, asked.child[1])))
        return
    if asked.only and asked.write:
        words.error("--write: expected all cases; got --only, which would drop the others from the results")
    runs = []
    for name in [asked.only] if asked.only else CASES:
        for errand in ("scan", "import"):
            done = subprocess.run([sys.executable, __file__, "--rows", str(asked.rows), "--child", name, errand],
                                  check=True, capture_output=True, text=True)  # fmt: skip
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    lines = [
        "# Imports of claims",
        "",
        "Caveats: one run on one machine; every export is made up; seconds are of the processor, not of the clock,",
        "since others worked on the machine when the version before was measured, which masked no private names.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "",
        *table(runs),
        "",
    ]
    print("\n".join(lines))
    if asked.write:
        folder = Path(__file__).parent / "results"
        (folder / "importers.md").write_text("\n".join(lines))
        (folder / "importers.json").write_text(json.dumps(runs, indent=1))


if __name__ == "__main__":
    main()
