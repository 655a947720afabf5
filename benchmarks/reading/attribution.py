"""Whose number is it? Attribution on real news (PolNeAR, development split), and the figures of one wire report.

    CONTESTED_SHARED_DATA=... python benchmarks/reading/attribution.py [--reader parse] [--write]

Both files lie in the folder that CONTESTED_SHARED_DATA names, and are not part of this repository. PolNeAR's scorer
says for each number of an article whether somebody is named as its source, and who; two sources are the same if half of
their words are (token F1 of 0.5). `--write` puts both figures into benchmarks/results/reading.json.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

from contested.reading import read_text
from contested.reading.attribution import frames
from contested.reading.speakers import speaker_of
from contested.reading.structure import paragraphs
from contested.reading.tagging import tokens

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parents[1] / "benchmarks/results/reading.json"


def main() -> None:
    """Print both tables."""
    given = argparse.ArgumentParser()
    given.add_argument("--reader", choices=("rules", "parse"), default="rules")
    given.add_argument("--write", action="store_true")
    asked = given.parse_args()
    shared = os.environ.get("CONTESTED_SHARED_DATA", "")
    if not shared or not Path(shared, "polnear_dev").is_dir():
        print("attribution: not measured; CONTESTED_SHARED_DATA names no folder that has polnear_dev/")
        return
    polnear(Path(shared), asked.reader, asked.write)
    beside(*wire(Path(shared)))


def polnear(shared: Path, reader: str, write: bool) -> None:
    """Precision, recall and F1 on the development split, with and without the right source, and for each rule."""
    scorer = shared.parent / "tools" / "score_attribution"
    listed = subprocess.run([scorer, "--numbers"], capture_output=True, text=True, check=True).stdout
    numbers = [(r["article"], int(r["start"]), int(r["end"])) for r in csv.DictReader(listed.splitlines())]
    with zipfile.ZipFile(shared / "polnear_dev" / "polnear_dev.zip") as archive:
        names = [n for n in archive.namelist() if n.endswith(".txt")]
        texts = {Path(n).stem: archive.read(n).decode("utf-8", "replace") for n in names}
    tagger = tokens
    if reader == "parse":
        from contested.reading.parse import tokens as tagger
    spoken = {name: frames(text, paragraphs(text), tagger) for name, text in texts.items()}
    rows, rules = [], []
    for name, start, end in numbers:
        frame = speaker_of(spoken[name], start, end)
        source = "" if frame is None or frame.source is None else texts[name][frame.source.start : frame.source.end]
        rows.append([name, start, end, source])
        rules.append(frame.rule if frame else "")
    scored = _score(scorer, rows)
    found = [float(x) for x in re.findall(r"(?:F1|found) (\d\.\d+)", scored)]
    print(f"PolNeAR, development split, reader {reader}: {scored}")
    gold = gold_sources(scorer, shared)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (name, start, end, source), rule in zip(rows, rules):
        true = gold[name, start, end]
        counts[rule]["right" if source and true and same(source, true) else "wrong" if source else "none"] += 1
        counts["all"]["found"] += bool(source)
        counts["all"]["true"] += bool(true)
        counts["all"]["attributed"] += bool(source and true)
    whole = counts.pop("all")
    print(f"attributed: precision {whole['attributed'] / whole['found']:.2f}, "
          f"recall {whole['attributed'] / whole['true']:.2f}")  # fmt: skip
    for rule, count in sorted(counts.items()):
        if rule:
            n = count["right"] + count["wrong"]
            print(f"  rule {rule:10} right {count['right']:4} of {n:4}  precision {count['right'] / n:.2f}")
    if write:
        results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
        results[f"PolNeAR, {reader}"] = dict(zip(("attributed", "right source", "end to end"), found))
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")


def _score(scorer: Path, rows: list[list[object]]) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["article", "start", "end", "source"])
        writer.writerows(rows)
        stream.flush()
        return subprocess.run([scorer, stream.name], capture_output=True, text=True, check=True).stdout.strip()


def gold_sources(scorer: Path, shared: Path) -> dict[tuple[str, int, int], str]:
    """The source of each number as annotated, read by the scorer's own code."""
    code = scorer.read_text("utf-8").split("told =")[0]
    code = code.replace("Path(__file__).resolve().parent.parent", f"Path({str(shared.parent)!r})")
    space: dict[str, object] = {}
    before, sys.argv = sys.argv, ["score"]
    try:
        exec(compile(code, str(scorer), "exec"), space)  # its functions, not its report
    finally:
        sys.argv = before
    return {key: space["gold"](*key) for key in space["numbers"]}  # type: ignore[operator,attr-defined]


def same(one: str, other: str) -> bool:
    """Whether half of the words are the same, as the scorer has it."""
    a, b = (set(re.findall(r"\w+", s.lower())) - {"the", "a", "an", "of", "and"} for s in (one, other))
    return bool(a and b) and 2 * len(a & b) / (len(a) + len(b)) >= 0.5


def wire(shared: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The figures of the wire report that should come out, and those that do."""
    text = (shared / "reports" / "wire_2020-08-15.txt").read_text("utf-8")
    drafts = read_text(text, "wire", dt.date(2020, 8, 15)).drafts
    with (HERE / "wire.csv").open(newline="") as stream:
        wanted = [tuple(row.values()) for row in csv.DictReader(stream)]
    got = [
        (d.anchors["number"].text, d.quantity, *(f"{x:g}" if x is not None else "" for x in (d.value, d.low, d.high)),
         d.actor, str(d.date or ""), str(d.end_date or ""), d.certainty)
        for d in drafts
    ]  # fmt: skip
    return wanted, got


def beside(wanted: list[tuple[str, ...]], got: list[tuple[str, ...]]) -> None:
    """Print every figure of the wire report beside what should come out."""
    right = sum(row in got for row in wanted)
    print(f"wire report: {right} of {len(wanted)} figures right in every field, {len(got) - right} others")
    for row in wanted:
        print(f"  {'ok    ' if row in got else 'missed'} {', '.join(filter(None, row))}")
    for row in got:
        if row not in wanted:
            print(f"  false  {', '.join(filter(None, row))}")


if __name__ == "__main__":
    main()
