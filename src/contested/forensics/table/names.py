"""Names of contestants as a reader wants them: without what all headings have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence


def shortened(headings: Sequence[str]) -> list[str]:
    """Headings without the words at their start and their end that all of them share; as they are if any would go."""
    if len(headings) < 2:
        return list(headings)
    start = _common(headings)
    start = start[: _edge(start)]
    end = _common([name[::-1] for name in headings])[::-1]
    cut = re.search(r"[\s_\-:/(]", end)
    end = end[cut.start() :] if cut else ""
    names = [name[len(start) : len(name) - len(end)].strip(" _-:/.") for name in headings]
    return names if all(names) and len(set(names)) == len(names) else list(headings)


def _common(texts: Sequence[str]) -> str:
    """The signs that all texts begin with."""
    low, high = min(texts), max(texts)
    n = next((i for i, sign in enumerate(low) if high[i : i + 1] != sign), len(low))
    return low[:n]


def _edge(text: str) -> int:
    """Where the last whole word of a common start ends."""
    found = [m.end() for m in re.finditer(r"[\s_\-:/]", text)]
    return found[-1] if found else 0
