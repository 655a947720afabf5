# /// script
# requires-python = ">=3.11"
# dependencies = ["pycountry==26.2.16", "shapely==2.1.2"]
# ///
"""Cut the outlines of countries that maps of a run are drawn on.

    npm pack world-atlas@2.0.2
    uv run tools/outlines.py world-atlas-2.0.2.tgz [FOLDER]

Borders and coasts are those of Natural Earth (https://www.naturalearthdata.com, public domain), version 4.1.0, scale
1:10m, as the npm package world-atlas 2.0.2 ships them (packed as TopoJSON under the ISC licence). The package needs
neither: it reads the tables that this script writes.

What is changed: lines are simplified to what a map of the country can show, and islands too small for it are left out.
Countries are those of the gazetteer, which has the codes of ISO 3166-1 and XK. Natural Earth shows who controls a
place; which country it is drawn with follows ISO 3166-2 here: Crimea (UA-43) lies in UA, Somaliland in SO, the north of
Cyprus and its buffer zone in CY, Baikonur in KZ. Neither says anything on whose a place should be.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from math import cos, radians
from pathlib import Path
from typing import Any

from shapely import affinity
from shapely.geometry import Polygon, box
from shapely.ops import unary_union

TABLES = Path(__file__).resolve().parents[1] / "src" / "contested" / "files" / "gazetteer"
#: of world-atlas-2.0.2.tgz as npm gives it out
SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
MEMBER = "package/countries-10m.json"
#: names of Natural Earth that have no code in world-atlas -> country whose part they are in ISO 3166-2, or own code
WITHOUT_CODE = {
    "Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Baikonur": "KZ",
}  # fmt: skip
#: the peninsula of Crimea: west, south, east, north, in degrees
CRIMEA = box(32.3, 44.2, 36.68, 46.3)
#: a border is drawn about so many steps long across the country
STEPS = 800
#: degrees of latitude: lines are no finer and no coarser than this
FINEST, COARSEST = 0.001, 0.02
#: from this step on two decimals will do
FINE = 0.01
#: islands and lakes are at least this many steps across
SMALLEST = 6
#: degrees: neighbours of two sources may miss each other by a step of the atlas
SEAM = 0.004


def main(atlas: Path, out: Path) -> None:
    """Write every outline."""
    content = atlas.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"{atlas}: expected world-atlas-2.0.2.tgz with SHA-256 {SHA256}; got another file")
    with tarfile.open(atlas) as packed:
        member = packed.extractfile(MEMBER)
        assert member is not None
        topology = json.load(member)
    with (TABLES / "countries.csv").open(encoding="utf-8") as file:
        known = [row["code"] for row in csv.DictReader(file)]
    parts = _by_country(topology)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.csv"):
        old.unlink()
    missing = []
    for code in known:
        if polygons := simplified(parts.get(code, [])):
            _write(out / f"{code}.csv", polygons, digits=3 if _step(polygons[0]) < FINE else 2)
        else:
            missing.append(code)
    files = list(out.glob("*.csv"))
    print(f"{len(files)} outlines, {sum(f.stat().st_size for f in files) / 1e6:.2f} MB in {out}; none of {missing}")


def _by_country(topology: dict[str, Any]) -> dict[str, list[Polygon]]:
    """Polygons of each country, in degrees."""
    import pycountry

    arcs = _arcs(topology)
    found: dict[str, list[Polygon]] = defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        country = pycountry.countries.get(numeric=shape["id"]) if "id" in shape else None
        code = country.alpha_2 if country else WITHOUT_CODE.get(name)
        if code is not None:
            found[code] += [p for polygon in _polygons(shape) for p in _valid([_ring(r, arcs) for r in polygon])]
    crimea = [p for p in found["RU"] if CRIMEA.contains(p)]
    if not crimea:
        raise SystemExit("Crimea is no polygon of its own in this atlas; see the docstring")
    found["RU"] = [p for p in found["RU"] if p not in crimea]
    found["UA"] += crimea
    return found


def _arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Lines in degrees, from whole steps each counted from the last."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        lines.append(line)
    return lines


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    if shape["type"] == "Polygon":
        return [shape["arcs"]]
    return shape["arcs"] if shape["type"] == "MultiPolygon" else []


def _ring(arcs_of: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Arcs one behind the other; ~k is arc k backwards."""
    points: list[tuple[float, float]] = []
    for k in arcs_of:
        line = arcs[k] if k >= 0 else arcs[~k][::-1]
        points += line[1:] if points else line
    return points


def _valid(rings: list[list[tuple[float, float]]]) -> Iterator[Polygon]:
    """The polygon, without crossings that rounding made."""
    if len(rings[0]) < 4:
        return
    repaired = Polygon(rings[0], [r for r in rings[1:] if len(r) >= 4]).buffer(0)
    yield from _pieces(repaired)


def _pieces(shape: Any) -> list[Polygon]:
    return [p for p in getattr(shape, "geoms", [shape]) if not p.is_empty]


def simplified(polygons: list[Polygon]) -> list[Polygon]:
    """One country without inner borders, its lines as fine as a map of its largest part needs; largest first."""
    whole = unary_union([p.buffer(SEAM, join_style="mitre") for p in polygons]).buffer(-SEAM, join_style="mitre")
    every = _pieces(unary_union(polygons) if whole.is_empty else whole)
    if not every:
        return []
    largest = max(every, key=lambda p: p.area)
    squeeze, step = cos(radians(largest.centroid.y)), _step(largest)
    kept = []
    for p in every:
        flat = affinity.scale(p, squeeze, 1, origin=(0, 0))
        if p is not largest and flat.area < (SMALLEST * step) ** 2:
            continue
        for one in _pieces(flat.simplify(step).buffer(0)):
            holes = [h for h in one.interiors if Polygon(h).area >= (SMALLEST * step) ** 2]
            kept.append(affinity.scale(Polygon(one.exterior, holes), 1 / squeeze, 1, origin=(0, 0)))
    return sorted(kept, key=lambda p: -p.area)


def _step(largest: Polygon) -> float:
    """How fine the lines of a country are, in degrees of latitude."""
    west, south, east, north = largest.bounds
    across = max((east - west) * cos(radians(largest.centroid.y)), north - south)
    return min(max(across / STEPS, FINEST), COARSEST)


def _write(path: Path, polygons: list[Polygon], digits: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "points"))
        for p in polygons:
            writer.writerow(("land", _points(p.exterior.coords, digits)))
            for hole in p.interiors:
                writer.writerow(("hole", _points(hole.coords, digits)))


def _points(coordinates: Any, digits: int) -> str:
    return " ".join(f"{x:.{digits}f} {y:.{digits}f}" for x, y in list(coordinates)[:-1])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else TABLES / "outlines")
