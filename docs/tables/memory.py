"""Bytes per person, counted on the arrays of a built population and on the declared columns."""

from __future__ import annotations

import math

from tables.page import Link, table

SCENARIO = "belarus-2020"
#: coarse enough to build in a moment; bytes of a row do not depend on it
BUILT_AT = 1000
SCALES = (1, 2, 10, 100, 1000)


def rows() -> list[tuple[str, str, float, str]]:
    """(column, type, bytes for each person, kind) of everything that has an entry a person."""
    import numpy as np

    from contested.nation.plan import FIELDS
    from contested.nation.world import build

    world = build(_country(), BUILT_AT)
    found = []
    for name, array in world.arrays.items():
        if len(array) == world.rows and "start" not in name:
            width = math.prod(array.shape[1:])
            kind = "ties" if array.ndim > 1 else "never changes"
            found.append((name, f"{array.dtype}" + (f" × {width}" if width > 1 else ""), array.itemsize * width, kind))
    for field in FIELDS:
        size = np.dtype(field.dtype).itemsize
        kind = "rewritten every day" if field.scratch else "changes"
        if field.per == ("person",):
            found.append((field.name, field.dtype, size, kind))
    return found


def bytes_per_person(link: Link) -> str:
    """The table and its sums."""
    found = rows()
    lines = [(f"`{name}`", dtype, f"{size:g}", kind) for name, dtype, size, kind in found]
    for kind in dict.fromkeys(k for *_, k in found):
        lines.append((f"**{kind}**", "", f"**{sum(s for _, _, s, k in found if k == kind):g}**", ""))
    lines.append(("**together**", "", f"**{sum(s for _, _, s, _ in found):g}**", ""))
    return table(("column", "type", "bytes per person", "kind"), lines, right=("bytes per person",))


def memory(link: Link) -> str:
    """What a run needs, as it is asked of the machine before anything is built."""
    from contested.nation.world import bytes_needed, rows_of

    country = _country()
    lines = [
        (s, f"{int(rows_of(country, s).sum()):,}", f"{bytes_needed(country, s) / 1e9:.2f} GB") for s in SCALES
    ]
    return table(("`--scale`", "people simulated", "memory asked for"), lines, right=("`--scale`", "people simulated"))


def _country():
    from contested.scenarios.load import load

    return load(SCENARIO).country
