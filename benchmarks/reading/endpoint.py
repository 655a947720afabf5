"""How well a language model reads that is asked as `--endpoint` asks: a server's, or answers that were written down.

    python -m benchmarks.reading.endpoint SET --endpoint URL --model NAME [--write FILE]
    python -m benchmarks.reading.endpoint SET --answers FILE [--record NAME]
    python -m benchmarks.reading.endpoint SET --ask FOLDER
    python -m benchmarks.reading.endpoint SET --second [--record NAME]

SET is one of the bed. With --write the answers of a server go to a file of JSON lines, by report, which --answers
scores without a server; --ask writes the messages instead, to be answered in some other way. --record puts the figures
into benchmarks/results/reading.json under "endpoint". --second scores the labels of a second annotator in the same way.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.reading.bed import SETS, bed
from benchmarks.reading.labels import Label, Report
from benchmarks.reading.left_out import figures, record
from benchmarks.reading.measure import RESULTS
from benchmarks.reading.run import label

from contested.reading import Reading
from contested.reading.endpoint import Endpoint, answer_of, grounded, question
from contested.reading.hygiene import repair
from contested.reading.structure import unwrapped

Answers = Callable[[str], Callable[[Mapping[str, Any]], str]]


def read(texts: Mapping[str, Report], answers: Answers) -> dict[str, Reading]:
    """Every report, as answers to its question ground it."""
    return {name: grounded(r.text, name, r.published, answers(name)) for name, r in texts.items()}


def labelled(readings: Mapping[str, Reading]) -> dict[str, list[Label]]:
    """The drafts of each report as the scorer compares them."""
    return {name: [label(d, k) for k, d in enumerate(r.drafts, 1)] for name, r in readings.items()}


def main() -> int:
    """Ask or replay, and score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--endpoint", metavar="URL")
    parser.add_argument("--model", default="")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.add_argument("--answers", type=Path, metavar="FILE")
    parser.add_argument("--record", metavar="NAME")
    parser.add_argument("--ask", type=Path, metavar="FOLDER")
    parser.add_argument("--second", action="store_true")
    given = parser.parse_args()
    texts, _ = bed(given.set)
    if given.ask:
        given.ask.mkdir(parents=True, exist_ok=True)
        for name, report in texts.items():
            clean = unwrapped(repair(report.text).clean)
            body = json.dumps(question(clean, report.published), ensure_ascii=False, indent=1)
            (given.ask / f"{name}.json").write_text(body + "\n", "utf-8")
        return 0
    if given.second:
        put(f"{given.set}, {given.record}" if given.record else "", figures(given.set, bed(f"second/{given.set}")[1]))
        return 0
    if given.answers:
        rows = map(json.loads, given.answers.read_text("utf-8").splitlines())
        written = {row["report"]: row["answer"] for row in rows}
        if lacking := sorted(set(texts) - set(written)):
            parser.error(f"expected answers to all reports of {given.set}; got none to {', '.join(lacking)}")
        readings = read(texts, lambda name: lambda _: written[name])
    elif given.endpoint:
        server = Endpoint(given.endpoint, given.model, os.environ.get("CONTESTED_ENDPOINT_KEY", ""))

        def ask(name: str, body: Mapping[str, Any]) -> str:
            text = answer_of(body, server)
            if given.write:  # at once, so that a server that fails later loses nothing
                with given.write.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"report": name, "answer": text}, ensure_ascii=False) + "\n")
            return text

        readings = read(texts, lambda name: partial(ask, name))
    else:
        parser.error("expected --endpoint, --answers, --ask or --second")
    dropped = [a for r in readings.values() for a in r.aside if a.reason.startswith("ungrounded")]
    for aside in dropped:
        print(aside.reason, repr(aside.anchor.text))
    row = figures(given.set, labelled(readings)) | {"dropped": len(dropped), "reports": len(readings)}
    put(f"{given.set}, {given.record}" if given.record else "", row)
    return 0


def put(name: str, row: Mapping[str, float]) -> None:
    """Print figures, and record them under a name."""
    print(row)
    if name:
        record("endpoint", json.loads(RESULTS.read_text("utf-8")).get("endpoint", {}) | {name: dict(row)})


if __name__ == "__main__":
    raise SystemExit(main())
