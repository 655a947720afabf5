"""Measure every target of the zoo and draw its pictures: `python docs/measure.py [NAME ...]`.

Numbers go to `docs/zoo/measured.json` (other models' stay), pictures to `docs/images/zoo`, the first of each model once
more for the gallery, small (`--gallery` draws only these again, from what is there). The pages are made from
both by `docs/generate.py`, which measures nothing; a test measures again and compares.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ZOO = Path(__file__).resolve().parent / "zoo"
STORE = ZOO / "measured.json"
IMAGES = ZOO.parent / "images" / "zoo"
GALLERY = IMAGES / "gallery"
#: pixels of a picture of the gallery along the wider side of its frame, bytes it may take, and colours
WIDE, HIGH, BYTES, COLOURS = 920, 600, 60_000, 64
#: the title above a drawing, which is its last: where the drawing and the title begin, and the caption's lines
TITLE = re.compile(
    r'translate\([\d.]+,([\d.]+)\)"><g class="mark-group role-frame root.*'
    r'<g class="mark-group role-title"><g transform="translate\([-\d.]+,([-\d.]+)\)"(.*)',
    re.DOTALL,
)


def kept() -> dict[str, Any]:
    """What was measured before: model -> what `measured` gives; empty if nothing was."""
    return json.loads(STORE.read_text(encoding="utf-8")) if STORE.is_file() else {}


def measured(name: str, draw: bool) -> dict[str, Any]:
    """One model's targets and pictures, measured and drawn now.

    Returns
    -------
    dict
        version, machine, date; targets: {what: {number, seconds}}; pictures: [{name, title, caption}].
    """
    from contested import __version__, zoo
    from contested.zoo.target import measure

    published = zoo.load(name)
    results = [measure(target) for target in published.targets]
    found = {
        "version": __version__,
        "machine": _machine(),
        "date": date.today().isoformat(),
        "targets": {r.target.what: {"number": r.number, "seconds": round(r.seconds, 2)} for r in results},
    }
    if draw:
        found["pictures"] = _drawn(published)
    return found


def _drawn(published: Any) -> list[dict[str, str]]:
    import vl_convert

    from contested.report.charts.published import specification

    IMAGES.mkdir(parents=True, exist_ok=True)
    pictures = published.pictures() if published.pictures else ()
    for picture in pictures:
        # SVG: a tenth of the PNG's bytes, and sharp on any screen
        drawing = vl_convert.vegalite_to_svg(specification(picture))
        (IMAGES / f"{published.name}-{picture.name}.svg").write_text(drawing, encoding="utf-8")
    if pictures:
        small(published.name, pictures[0].name)
    return [{"name": p.name, "title": p.title, "caption": p.caption} for p in pictures]


def small(name: str, picture: str) -> None:
    """A model's picture once more, for the gallery: a PNG that loads at once, however many marks it has.

    Its title and caption are left out: the page has them as text, which is read on a narrow screen too.
    """
    drawing = (IMAGES / f"{name}-{picture}.svg").read_text(encoding="utf-8")
    width, height = (float(re.search(rf'<svg[^>]*? {side}="([\d.]+)', drawing)[1]) for side in ("width", "height"))
    top = below_title(drawing)
    scale = min(WIDE / width, HIGH / (height - top))
    drawn = _png(drawing, scale, top)
    while len(drawn) > BYTES:
        scale *= 0.9
        drawn = _png(drawing, scale, top)
    GALLERY.mkdir(parents=True, exist_ok=True)
    (GALLERY / f"{name}.png").write_bytes(drawn)


def below_title(drawing: str) -> float:
    """Where a drawing begins below its title and caption, in its own pixels."""
    found = TITLE.search(drawing)
    assert found is not None, "a drawing without a title"
    lines = re.findall(r'role-title-subtitle.*?font-size="(\d+)px[^>]*>(.*?)</text>', found[3], re.DOTALL)
    below = 20 if not lines else 37 + 16 * max(0, lines[0][1].count("<tspan") - 1)
    return float(found[1]) + float(found[2]) + below


def _png(drawing: str, scale: float, top: float) -> bytes:
    import vl_convert
    from PIL import Image

    whole = Image.open(io.BytesIO(vl_convert.svg_to_png(drawing, scale=scale))).convert("RGB")
    image = whole.crop((0, round(scale * top), whole.width, whole.height))
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _machine() -> str:
    import numba
    import numpy

    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"NumPy {numpy.__version__}, numba {numba.__version__}"
    )


def keep(name: str, found: dict[str, Any]) -> None:
    """Put one model's numbers beside the others', in order of names; pictures not drawn now stay."""
    everything = kept()
    found.setdefault("pictures", everything.get(name, {}).get("pictures", []))
    everything[name] = found
    part = STORE.with_suffix(".part")
    part.write_text(json.dumps(dict(sorted(everything.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    part.replace(STORE)


def main() -> int:
    """Measure the models named, or all; 1 if one of them could not be."""
    from contested import zoo

    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("names", nargs="*", metavar="NAME", help="models; all if none is named")
    words.add_argument("--processes", type=int, default=os.cpu_count())
    words.add_argument("--no-pictures", action="store_true", help="measure only")
    words.add_argument("--gallery", action="store_true", help="only draw the small pictures, from those drawn before")
    asked = words.parse_args()
    if asked.gallery:
        for name, found in kept().items():
            small(name, found["pictures"][0]["name"])
        return 0
    names = [name.replace("_", "-") for name in asked.names] or zoo.names()
    failed, began = 0, time.perf_counter()
    with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as workers:
        jobs = {workers.submit(measured, name, not asked.no_pictures): name for name in names}
        for k, job in enumerate(as_completed(jobs), 1):
            name = jobs[job]
            try:
                found = job.result()
            except Exception as error:  # the other models can still be measured
                failed += 1
                print(f"{k} of {len(names)}: {name} failed: {type(error).__name__}: {error}", flush=True)
                continue
            keep(name, found)
            seconds = sum(t["seconds"] for t in found["targets"].values())
            print(f"{k} of {len(names)}: {name}, {len(found['targets'])} targets in {seconds:.1f} s", flush=True)
    print(f"{time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
