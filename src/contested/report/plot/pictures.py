"""Charts as files: PNG (twice as fine as the screen) and SVG, with title and key inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import wrap
from typing import Any, TypeVar

import vl_convert

from contested.ground.visible import all_visible
from contested.report.plot.parts import Figure, look
from contested.store import disk

Thing = TypeVar("Thing")
WIDTH = 900
BANDS = " Ink: simulated median, with the bands that hold 50 % and 90 % of futures."


def write_all(
    some: Iterable[Thing], folder: Path, specification: Callable[[Thing], tuple[str, dict[str, Any]]]
) -> list[Path]:
    """Write a picture of each thing.

    Parameters
    ----------
    folder : Path
        Made if need be.
    specification : (thing) -> (name of its files, its chart as Vega-Lite)

    Returns
    -------
    list of Path
        PNG and SVG of each.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def write(thing: Thing) -> tuple[Path, Path]:
        name, spec = specification(thing)
        svg = vl_convert.vegalite_to_svg(all_visible(spec))
        drawing, painting = folder / f"{name}.svg", folder / f"{name}.png"
        disk.write_bytes(drawing, svg.encode())
        disk.write_bytes(painting, vl_convert.svg_to_png(svg, scale=2))
        return painting, drawing

    with ThreadPoolExecutor(max_workers=2) as two:  # one lays out while the other paints
        return [path for pair in two.map(write, some) for path in pair]


def write_figures(figures: Iterable[Figure], folder: Path) -> list[Path]:
    """Each chart of a page as PNG and SVG."""
    return write_all(figures, folder, _picture)


def _picture(f: Figure) -> tuple[str, dict[str, Any]]:
    width = WIDTH if f.wide else WIDTH * 2 // 3
    title = {"text": f.title, "subtitle": wrap(f.caption + (BANDS if f.banded else ""), width // 7)}
    size = {"width": width, "height": f.height}
    return f.name, {**_still(f.bare), **size, "title": title, "config": look(legend=True)}


def _still(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart without the invisible marks that only carry tooltips: a picture has no pointer."""
    layers = [_still(layer) for layer in spec.get("layer", ()) if not _for_pointer(layer)]
    return {**spec, "layer": layers} if layers else spec


def _for_pointer(layer: dict[str, Any]) -> bool:
    mark, opacity = layer.get("mark"), layer.get("encoding", {}).get("opacity", {})
    faint = isinstance(mark, dict) and mark.get("opacity") == 0
    return faint or opacity.get("condition", {}).get("param") == "pointer"
