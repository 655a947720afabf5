"""Reads damaged copies of a reader's file and counts what comes of it.

python -m tests.files.fuzz 500            # copies a reader; prints whatever is no result and no ContestedError
"""

from __future__ import annotations

import random
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

from contested.ground.errors import ContestedError
from tests.files.mutations import damaged
from tests.files.readers import Reader, readers


def attempts(reader: Reader, folder: Path, count: int, seed: int = 0) -> tuple[Counter[str], list[str]]:
    """Outcomes ("read", "refused", "raw"), and for each raw error where it arose and what was read."""
    for name, content in reader.beside.items():
        (folder / name).write_bytes(content)
    file = folder / reader.file
    file.write_bytes(reader.content)
    reader.read(file)
    outcomes: Counter[str] = Counter()
    raw = []
    for i in range(count):
        content = damaged(reader.content, reader.kind, random.Random(f"{reader.name} {seed} {i}"))
        file.write_bytes(content)
        try:
            reader.read(file)
            outcomes["read"] += 1
        except ContestedError as error:
            str(error).encode()
            outcomes["refused"] += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            outcomes["raw"] += 1
            at = traceback.extract_tb(error.__traceback__)
            ours = [f"{Path(f.filename).name}:{f.lineno}" for f in at if "contested" in f.filename][-1:]
            said = f"{str(error)[:100]!r} of {content[:60]!r} (copy {i})"
            raw.append(f"{type(error).__name__} at {''.join(ours)}: {said}")
    return outcomes, raw


if __name__ == "__main__":
    number = int(sys.argv[1])
    total: Counter[str] = Counter()
    for one in readers():
        if len(sys.argv) > 2 and sys.argv[2] not in one.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            outcomes, raw = attempts(one, Path(folder), number, int(sys.argv[3]) if len(sys.argv) > 3 else 0)
        total += outcomes
        print(f"{one.name:28} {dict(outcomes)}", flush=True)
        for line, times in Counter(r.split(": ")[0] for r in raw).items():
            print("     ", times, line, next(r for r in raw if r.startswith(line))[len(line) :][:220])
    print(dict(total))
