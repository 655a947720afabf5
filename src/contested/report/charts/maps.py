"""Places on a plain map, day by day: circles sized by the crowd, coloured by what happened to it.

No tiles, no borders and nothing loaded from elsewhere: a frame of degrees, the places, and names of the
larger ones. The rest of a region stands at its middle as a ring, because its people live all around.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import altair as alt
import numpy as np
import polars as pl

from contested.report import format as fmt
from contested.report import numbers
from contested.report.plot.palette import GRID, INK
from contested.report.plot.parts import Figure, chart_of, number_tip, tip, values

if TYPE_CHECKING:
    from contested.nation.country import Place
    from contested.report.run_data import Material


class Shade(NamedTuple):
    """What colours a circle: in the title, in short, its unit, and a scale with the colours of its ends."""

    title: str
    short: str
    unit: str
    scheme: Literal["oranges", "purples"]
    kind: Literal["sqrt", "linear"]
    ends: tuple[str, str]


#: room that a name takes, as parts of the map
WIDE, HIGH = 0.12, 0.04

COLOURED_BY = {
    "detained": Shade("people detained that day", "detained", "person", "oranges", "sqrt", ("#fdd8b3", "#c54102")),
    "outrage": Shade("outrage", "outrage (level)", "level", "purples", "linear", ("#dedded", "#5a3696")),
}


def day_map(material: Material, colour: Literal["detained", "outrage"]) -> Figure | None:
    """The map of one day, moved by the page's day slider; the picture file shows the largest day.
    """
    if not material.has("crowd", colour):
        return None
    shade, frame, centre = COLOURED_BY[colour], _by_day(material, colour), _places(material)
    top = material.nation("crowd").median("replicate", skipna=True).values
    day = alt.param(name="day", value=int(np.nanargmax(top)))
    degrees = alt.Chart(alt.InlineData(values=_degrees(material))).mark_geoshape(
        filled=False, stroke=GRID, strokeWidth=1
    )
    most, crowd = numbers.most(frame, "colour") or 1.0, numbers.most(frame, "crowd") or 1.0
    area = alt.Scale(type="linear", domain=[0, crowd], range=[8, 4200])
    hue = alt.Scale(scheme=shade.scheme, type=shade.kind, domain=[0, most])
    circles = (
        chart_of(frame, 3)
        .transform_filter("datum.day === day")
        .transform_lookup("row", from_=alt.LookupData(values(centre), "row", ["place", "lat", "lon", "rest"]))
        .mark_circle(stroke=INK, strokeWidth=0.8, opacity=0.85)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size("crowd:Q", title="people marching", scale=area),
            color=alt.Color("colour:Q", title=shade.short, scale=hue),
            strokeDash=alt.condition("datum.rest > 0", alt.value([3, 2]), alt.value([1, 0])),
            tooltip=[
                tip("place"), number_tip("crowd", "people marching", "person"),
                number_tip("colour", shade.short, shade.unit),
            ],
        )
    )  # fmt: skip
    name = chart_of(centre.filter(pl.col("named"))).encode(longitude="lon:Q", latitude="lat:Q", text="place:N")
    halo = name.mark_text(dy=17, fontSize=12, stroke="white", strokeWidth=3, opacity=0.8)
    layers = alt.layer(degrees, circles, halo, name.mark_text(dy=17, fontSize=12, color=INK))
    return Figure(
        f"map_{colour}",
        f"Where people marched, coloured by {shade.title}",
        f"A circle's area is the crowd of the day, its colour {shade.title} (medians); dashed: rest of a region.",
        layers.project(type="mercator").add_params(day),
        470,
        key=(
            (f"0 {shade.short}", shade.ends[0], "circle"),
            (f"{fmt.significant(most, 2):,g}", shade.ends[1], "circle"),
        ),
        control="day",
        ratio=_shape(material),
    )


def _by_day(material: Material, colour: str) -> pl.DataFrame:
    """Median crowd and colour of every day and place; days and places as row numbers, which keeps the page small."""
    crowd, other = (
        numbers.spread(material.results[n].transpose("replicate", "day", "place").values)[2] for n in ("crowd", colour)
    )
    shape = crowd.shape
    return pl.DataFrame(
        {
            "day": np.repeat(np.arange(shape[0]), shape[1]),
            "row": np.tile(np.arange(shape[1]), shape[0]),
            "crowd": crowd.reshape(-1),
            "colour": other.reshape(-1),
        }
    ).filter(pl.col("crowd").is_not_nan())


def _places(material: Material) -> pl.DataFrame:
    """Name, position and kind of the places, in the order of the results."""
    by_name = {p.name: p for p in material.country.places}
    places = [by_name[str(n)] for n in material.results["place"].values]
    labelled = _labelled(places, _frame(material))
    return pl.DataFrame(
        {
            "row": np.arange(len(places)),
            "place": [p.name for p in places],
            "lat": [p.lat for p in places],
            "lon": [p.lon for p in places],
            "rest": [int(p.kind == "countryside") for p in places],
            "named": [p.name in labelled for p in places],
        }
    )


def _labelled(places: Sequence[Place], frame: tuple[float, float, float, float]) -> set[str]:
    """The capital and the regional centres, the larger first, that leave room for one another's names."""
    south, north, west, east = frame
    centres = [p for p in places if p.kind in ("capital", "regional_centre")]
    chosen: list[Place] = []
    for p in sorted(centres, key=lambda p: (p.kind != "capital", -p.population)):
        if not any(
            abs(p.lon - q.lon) < WIDE * (east - west) and abs(p.lat - q.lat) < HIGH * (north - south) for q in chosen
        ):
            chosen.append(p)
    return {p.name for p in chosen}


def _frame(material: Material) -> tuple[float, float, float, float]:
    """South, north, west and east of a frame with some room around all places, in degrees."""
    lat = [p.lat for p in material.country.places]
    lon = [p.lon for p in material.country.places]
    pad = 0.12 * max(max(lat) - min(lat), max(lon) - min(lon), 0.1)
    return min(lat) - pad * 0.7, max(lat) + pad * 0.7, min(lon) - pad, max(lon) + pad


def _shape(material: Material) -> float:
    """Width over height of the frame on the ground, kept between a tall and a broad page."""
    south, north, west, east = _frame(material)
    across = (east - west) * np.cos(np.radians((south + north) / 2))
    return float(np.clip(across / (north - south), 0.75, 1.8))


def _degrees(material: Material) -> list[dict[str, Any]]:
    """The frame and the whole degrees inside it, as GeoJSON lines; the projection fits itself to them."""
    south, north, west, east = _frame(material)
    # many short pieces: a long one along a parallel would be drawn as a great circle, bent towards the pole
    across = np.linspace(west, east, 60).tolist()
    meridians = [west, *range(int(np.ceil(west)), int(np.floor(east)) + 1), east]
    parallels = [south, *range(int(np.ceil(south)), int(np.floor(north)) + 1), north]
    lines = [[[x, south], [x, north]] for x in meridians] + [[[x, y] for x in across] for y in parallels]
    return [{"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": lines}, "properties": {}}]
