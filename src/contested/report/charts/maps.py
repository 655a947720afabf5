"""Places on a plain map, day by day: circles sized by the crowd, coloured by what happened to it.

No tiles and nothing loaded from elsewhere: the outline of the country, or a frame of degrees where it has none, the
places, and names of the larger ones. The rest of a region stands at its middle as a ring, because its people live all
around.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import altair as alt
import numpy as np
import polars as pl

from contested.report import format as fmt
from contested.report import numbers
from contested.report.charts.map_ground import Frame, degrees, frame_of, land, rings_of
from contested.report.plot.palette import BORDER, GRID, INK, LAND
from contested.report.plot.parts import Figure, chart_of, layered, number_tip, tip, values

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


#: what a caption says of an outline
OUTLINED = " Land: Natural Earth, borders of today."
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
    shade, days = COLOURED_BY[colour], _by_day(material, colour)
    top = material.nation("crowd").median("replicate", skipna=True).values
    day = alt.param(name="day", value=int(np.nanargmax(top)))
    rings = rings_of(material.scenario.outline)
    frame = frame_of(material.country.places, rings)
    centre = _places(material, frame)
    most, crowd = numbers.most(days, "colour") or 1.0, numbers.most(days, "crowd") or 1.0
    area = alt.Scale(type="linear", domain=[0, crowd], range=[8, 4200])
    hue = alt.Scale(scheme=shade.scheme, type=shade.kind, domain=[0, most])
    circles = (
        chart_of(days, 3)
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
    ground = land(rings, frame)
    layers = (*_ground(ground, frame), circles, halo, name.mark_text(dy=17, fontSize=12, color=INK))
    medians = " (medians)" if material.replicates > 1 else ""
    return Figure(
        f"map_{colour}",
        f"Where people marched, coloured by {shade.title}",
        f"A circle's area is the crowd of the day, its colour {shade.title}{medians}; dashed: rest of a region."
        + (OUTLINED if ground else ""),
        layered(*layers, projection=alt.Projection(type="mercator"), params=[day.param]),
        470,
        key=(
            (f"0 {shade.short}", shade.ends[0], "circle"),
            (f"{fmt.significant(most, 2):,g}", shade.ends[1], "circle"),
        ),
        control="day",
        ratio=frame.ratio,
    )


def _ground(area: list[dict[str, Any]], frame: Frame) -> list[alt.Chart]:
    """The frame, and the land in it; whole degrees instead where there is no border to show."""
    drawn = [_shapes(degrees(frame, inside=not area), filled=False, stroke=GRID, strokeWidth=1)]
    if area:
        drawn += [_shapes(area[:1], fill=LAND), _shapes(area[1:], filled=False, stroke=BORDER, strokeWidth=1)]
    return drawn


def _shapes(features: list[dict[str, Any]], **look: Any) -> alt.Chart:
    shapes: alt.Chart = alt.Chart(alt.InlineData(values=features)).mark_geoshape(**look)
    return shapes


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


def _places(material: Material, frame: Frame) -> pl.DataFrame:
    """Name, position and kind of the places, in the order of the results."""
    by_name = {p.name: p for p in material.country.places}
    places = [by_name[str(n)] for n in material.results["place"].values]
    labelled = _labelled(places, frame)
    return pl.DataFrame(
        {
            "row": np.arange(len(places)),
            "place": [fmt.words(p.name) for p in places],
            "lat": [p.lat for p in places],
            "lon": [p.lon for p in places],
            "rest": [int(p.kind == "countryside") for p in places],
            "named": [p.name in labelled for p in places],
        }
    )


def _labelled(places: Sequence[Place], frame: Frame) -> set[str]:
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
