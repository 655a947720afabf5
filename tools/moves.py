"""Extract the table of what moves what that comes with the package, from what `benchmarks.dynamics.ablation` measured.

    python tools/moves.py

`contested serve` offers the first parameters of it as sliders. Parameters that shape the population are left out: each
of their values needs a population of its own, which takes longer than a slider may.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "benchmarks" / "results" / "ablation.json"
OUT = ROOT / "src" / "contested" / "serve" / "moves.csv"
#: of these the larger change counts
WHAT = ("crowd_days", "detained")
#: a change to nothing counts as this part of what was
LEAST = 1e-3


def lines(measured: dict[str, Any]) -> list[str]:
    """The table's lines, what moves most first: ends of each parameter, and the changes of crowds and detentions."""
    rows, shaping = measured["parameters"]["rows"], set(measured["parameters"]["shape the population"])

    def moved(name: str) -> float:
        return max(abs(math.log(max(LEAST, 1 + rows[name][what]["default"]))) for what in WHAT)

    order = sorted((name for name in rows if name not in shaping), key=lambda name: (-moved(name), name))
    return [
        "parameter,low,high,crowd_days,detained",
        *(
            f"{name},{rows[name]['low']:.4g},{rows[name]['high']:.4g},"
            + ",".join(f"{rows[name][what]['default']:.3g}" for what in WHAT)
            for name in order if moved(name) > 0
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    OUT.write_text("\n".join(lines(json.loads(MEASURED.read_text("utf-8")))) + "\n", "utf-8")
