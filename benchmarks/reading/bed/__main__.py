"""Print the figures of a half of the bed."""

from __future__ import annotations

import argparse

from benchmarks.reading.bed import SETS, bed
from benchmarks.reading.run import labelled
from benchmarks.reading.score import score

#: `open` and `closed` mark no amounts; none but `fresh` marks the words of a claimant, quotations and events
SHOWN = (
    "number", "number with bounds", "quantity", "actor", "side", "place", "date", "denied", "planned or conditional",
)  # fmt: skip


def main() -> None:
    """Read, score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", default="open", choices=SETS)
    parser.add_argument("--misses", action="store_true", help="print what was missed and what was wrong")
    asked = parser.parse_args()
    texts, labels = bed(asked.half)
    tallies, counts, misses = score(labelled(texts), labels, texts)
    for field in SHOWN:
        if field == "number with bounds" and asked.half in ("open", "closed"):
            continue
        print(f"{field:24} {tallies[field]}")
    print(f"plans as happenings      {counts['plans as happenings']} of {counts['plans']}")
    print(f"descriptions resolved    {counts['desc right']} of {counts['desc']}")
    if asked.misses:
        print(*(m for m in misses if asked.half in ("styles", "fresh") or " amount " not in m), sep="\n")


if __name__ == "__main__":
    main()
