"""Mutated reports: whatever is done to a text, the reader gives drafts whose spans reproduce it, and no exception.

    python -m benchmarks.reading.mutate [--number 100000] [--seed 1]

Each report of the gold set's development half is cut, doubled, shuffled, mangled in its letters, quotation marks and
encodings, spliced with another, and read. What fails is written to standard error, with the seed that makes it again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
import traceback

from benchmarks.reading.labels import reports

from contested.reading import read_text

MARKS = "“”\"'’‘«»()[]{}.,;:!?—–-%$€£\u00a0\u200b\ufeff\t\r\n\x0b0123456789"
WORDS = (
    "no one", "of whom", "between 40 and", "hundreds", "half a million", "said", "according to", "1 000 000 000 000",
    "in", "since 30 February", "31 April", "Mr", "the 65-year-old", "“", "%", "on Monday", "999999999999999999", "1/2",
    "¬†", "caf√©", "â€œ", "2020-99-99", "٣", "²", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip


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
        kind = draw.randrange(9)
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
        else:
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


def failures(number: int, seed: int) -> int:
    """How many of some mutated reports fail; each is described on standard error."""
    given = list(reports("dev").values())
    failed = 0
    for k in range(number):
        if k and k % 1000 == 0:
            print(f"{k} read, {failed} failures", file=sys.stderr)
        draw = random.Random(f"{seed}-{k}")
        report, other = draw.choice(given), draw.choice(given)
        text = mutated(report.text, other.text, draw)
        try:
            check(text, report.name, report.published)
        except Exception:
            failed += 1
            print(f"seed {seed}, report {k} ({report.name}):\n{traceback.format_exc()}", file=sys.stderr)
    return failed


def main(arguments: list[str] | None = None) -> int:
    """Mutate, read and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    failed = failures(options.number, options.seed)
    took = time.perf_counter() - start
    print(f"{options.number} mutated reports, {failed} failures; {60 * options.number / took:,.0f} a minute")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
