"""Mutated reports: whatever is done to a text, the reader gives drafts whose spans reproduce it, and no exception.

    python -m benchmarks.reading.mutate [--number 100000] [--seed 1] [--short] [--state FILE]

Each report of the gold set's development half and of the bed is cut, doubled, shuffled, mangled in its letters, bytes,
quotation marks and encodings, filled with HTML, odd Unicode and very long lines, spliced with another, and read.
`--short` takes three paragraphs of each. What fails is written to standard error, with the seed that makes it again.
With `--state` a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
import time
import traceback
from pathlib import Path

from benchmarks.reading.bed import bed
from benchmarks.reading.labels import Report, reports

from contested.reading import read_text

MARKS = "“”\"'’‘«»()[]{}.,;:!?—–-%$€£\u00a0\u200b\ufeff\t\r\n\x0b0123456789"
WORDS = (
    "no one", "of whom", "between 40 and", "hundreds", "half a million", "said", "according to", "1 000 000 000 000",
    "in", "since 30 February", "31 April", "Mr", "the 65-year-old", "“", "%", "on Monday", "999999999999999999", "1/2",
    "¬†", "caf√©", "â€œ", "2020-99-99", "٣", "²", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip
#: where the letters of some scripts, marks, figures and private characters begin
RANGES = (0x0300, 0x0400, 0x0590, 0x0660, 0x0900, 0x0E00, 0x2000, 0x2070, 0x2150, 0x2460, 0x3040, 0x4E00, 0xAC00,
          0xE000, 0xFE00, 0xFF10, 0x1D7C0, 0x1F300)  # fmt: skip
HTML = (
    "<p>", "</p>", "<br/>", "&nbsp;", "&amp;", "&#8220;", "&rsquo;", "<script>let n = 40;</script>", "<!--", "-->",
    '<a href="http://a.b/c?d=1&e=2">', "<table><tr><td>40</td><td>dead</td></tr></table>", "<![CDATA[", "</div></div>",
)  # fmt: skip
CODECS = (("utf-8", "latin-1"), ("utf-8", "cp1252"), ("cp1251", "latin-1"), ("utf-16-le", "latin-1"))


def mutated(text: str, other: str, draw: random.Random) -> str:
    """A text after a few changes.

    Parameters
    ----------
    text, other : str
        A report, and one to take pieces from.
    draw : Random
        A seeded generator.
    """
    for _ in range(draw.randint(1, 6)):
        a, b = sorted(draw.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + draw.choice((1, 5, 40, 400)))
        kind = draw.randrange(13)
        if kind == 0:
            text = text[:a] + text[b:]
        elif kind == 1:
            text = text[:b] + text[a:b] * draw.randint(1, 3) + text[b:]
        elif kind == 2:
            text = text[:a] + draw.choice(MARKS) + text[a:]
        elif kind == 3:
            text = f"{text[:a]} {draw.choice(WORDS)} {text[a:]}"
        elif kind == 4:
            words = text[a:b].split(" ")
            draw.shuffle(words)
            text = text[:a] + " ".join(words) + text[b:]
        elif kind == 5:
            start = draw.randrange(len(other))
            text = text[:a] + other[start : start + 200] + text[a:]
        elif kind == 6:
            text = text[:a] + text[a:b].swapcase() + text[b:]
        elif kind == 7:
            text = text[:a] + text[a:b].encode("utf-8").decode("latin-1") + text[b:]
        elif kind == 8:
            there, back = draw.choice(CODECS)
            text = text[:a] + text[a:b].encode(there, "ignore").decode(back, "replace") + text[b:]
        elif kind == 9:
            text = text[:a] + draw.choice(HTML) + text[a:b] + draw.choice(HTML) + text[b:]
        elif kind == 10:
            odd = "".join(chr(draw.choice(RANGES) + draw.randrange(64)) for _ in range(draw.randint(1, 20)))
            text = text[:a] + odd + text[b:]
        elif kind == 11:
            text = text[:a] + re.sub(r"\s+", " ", text[a:] * draw.randint(1, 3))  # one very long line
        else:
            data = bytearray(text.encode("utf-8", "surrogatepass"))
            for _ in range(draw.randint(1, 12)):
                if data:
                    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            text = data.decode("utf-8", "replace")
        if draw.random() < 0.1:
            text = text[a:] + text[:a]
    return text[:6000]


def check(text: str, name: str, day: dt.date) -> None:
    """Read a text; every span must reproduce it."""
    reading = read_text(text, name, day)
    for one in (*reading.drafts, *reading.acts):
        for anchor in one.anchors.values():
            assert text[anchor.start : anchor.end] == anchor.text
    for cause in reading.causes:
        assert text[cause.anchor.start : cause.anchor.end] == cause.anchor.text


def given(short: bool) -> list[Report]:
    """The reports that are mutated; three paragraphs of each if they are to be short."""
    whole = [*reports("dev").values(), *(r for half in ("open", "styles") for r in bed(half)[0].values())]
    if not short:
        return whole
    return [Report(r.name, r.published, "", "", "", part) for r in whole for part in _pieces(r.text)]


def _pieces(text: str) -> list[str]:
    parts = [p for p in text.split("\n") if p.strip()]
    return ["\n\n".join(parts[k : k + 3]) for k in range(0, len(parts), 3)]


def failures(number: int, seed: int, short: bool = False, first: int = 0) -> int:
    """How many of some mutated reports fail, from the first on; each is described on standard error."""
    known = given(short)
    failed = 0
    for k in range(first, first + number):
        draw = random.Random(f"{seed}-{k}")
        report, other = draw.choice(known), draw.choice(known)
        text = mutated(report.text, other.text, draw)
        try:
            check(text, report.name, report.published)
        except Exception:
            failed += 1
            print(f"seed {seed}, report {k} ({report.name}):\n{traceback.format_exc()}", file=sys.stderr)
    return failed


def main(arguments: list[str] | None = None) -> int:
    """Mutate, read and count, a thousand at a time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="three paragraphs of each report")
    parser.add_argument("--state", type=Path, help="file that says how far a run is")
    options = parser.parse_args(arguments)
    run = {"seed": options.seed, "short": options.short, "read": 0, "failed": 0, "seconds": 0.0}
    if options.state and options.state.is_file():
        before = json.loads(options.state.read_text("utf-8"))
        if (before["seed"], before["short"]) != (options.seed, options.short):
            parser.error(f"{options.state}: expected the state of seed {options.seed}; it is of seed {before['seed']}")
        run = before
    while run["read"] < options.number:
        start = time.process_time()
        step = min(1000, options.number - run["read"])
        run["failed"] += failures(step, options.seed, options.short, run["read"])
        run["read"] += step
        run["seconds"] = round(run["seconds"] + time.process_time() - start, 2)
        if options.state:
            options.state.write_text(json.dumps(run) + "\n", "utf-8")
        print(f"{run['read']} read, {run['failed']} failures", file=sys.stderr)
    a_minute = 60 * run["read"] / max(run["seconds"], 1e-9)
    print(f"{run['read']} mutated reports, {run['failed']} failures; {a_minute:,.0f} a minute of one core")
    return 1 if run["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
