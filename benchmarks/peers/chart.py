"""Agent-steps a second against people, a line a package at its fastest setting, a panel a spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.peers.engines import ENGINES
from benchmarks.peers.specs import OURS, SPECS
from benchmarks.peers.summary import Speed
from benchmarks.peers.tables import round_size

from contested.report.charts.published import write_pictures
from contested.zoo.picture import Layer, Panel, Picture

PACKAGES = list(dict.fromkeys(engine.environment or OURS for engine in ENGINES.values()))


def draw(speeds: Mapping[str, Sequence[Speed]], folder: Path, *, quick: bool) -> list[Path]:
    """Write peers.svg and peers.png."""
    panels = tuple(_panel(name, rows) for name, rows in speeds.items() if rows)
    caption = (
        "By the median step, on one machine, at each package's fastest setting; both axes are logarithmic. "
        "Models differ from panel to panel."
    )
    if quick:
        caption += " A trial at tiny sizes: it shows no speed."
    return write_pictures([Picture("peers", "Agent-steps a second, beside other packages", caption, panels)], folder)


def _panel(name: str, rows: Sequence[Speed]) -> Panel:
    best: dict[tuple[str, int], Speed] = {}
    for row in rows:
        package = ENGINES[row.engine].environment or OURS
        size = round_size(row.people)
        if (package, size) not in best or row.rate > best[package, size].rate:
            best[package, size] = row
    found = sorted(best.items(), key=lambda item: (PACKAGES.index(item[0][0]), item[1].people))
    data = {
        "x": [float(row.people) for _, row in found],
        "y": [row.rate for _, row in found],
        "series": [package for (package, _), _ in found],
    }
    return Panel("people", "agent-steps/s", (Layer("line", data), Layer("points", data)), SPECS[name].title,
                 x_log=True, y_log=True)  # fmt: skip
