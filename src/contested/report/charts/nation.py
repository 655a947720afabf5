"""Charts of a run over time: one function each, which gives a `Figure`, or None where the run has nothing to show.

Simulated figures are ink, claims have the colour of who makes them. Charts that are no more than the median and band of
one national number, or one line a label, stand in the tables of `trends`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from contested.report import claims_view, numbers
from contested.report import format as fmt
from contested.report.charts.trends import AUDIENCES, LABELLED, TRENDS, Trend
from contested.report.plot.days import (
    area_of,
    claim_key,
    claim_points,
    closed,
    dated,
    day_tip,
    dots,
    largest_claim,
    line_of,
    lines,
    median_and_bands,
    origin_key,
    origin_rule,
    simulated_key,
)
from contested.report.plot.palette import ACTORS, INK, SIDES
from contested.report.plot.parts import (
    Figure,
    Key,
    amount,
    chart_of,
    coloured,
    in_words,
    layered,
    number_tip,
    ranked,
    rows,
    tip,
)
from contested.scenarios.rhythm import dates_of, gap

if TYPE_CHECKING:
    from datetime import date

    import xarray as xr

    from contested.report.run_data import Material
    from contested.scenarios.scenario import ActRow

#: labels that a chart of one line each shows: those with the highest medians
MOST_LABELS = 8


def series(material: Material, trend: Trend) -> xr.DataArray:
    """The (replicate, day) numbers of a trend."""
    how = material.average if trend.how == "average" else material.nation
    a = numbers.added(how(name) for name in trend.observables)
    return numbers.so_far(a) if trend.so_far else a


def _claims(material: Material, observable: str, spans: tuple[str, ...] = ("day",), where: str = "nation"
            ) -> pl.DataFrame:  # fmt: skip
    """The claims that stand on a curve of the stored days."""
    claims = claims_view.on_curve(material.claims, observable, spans, where)
    return claims.filter(pl.col("at").is_between(material.days[0], material.days[-1]))


def _with_claims(material: Material, trend: Trend, a: xr.DataArray, claims: pl.DataFrame, *, wide: bool
                 ) -> tuple[alt.LayerChart | alt.FacetChart, Key]:  # fmt: skip
    """Median and bands of one number, the claims that speak of it, and the key to both."""
    unit, calendar = material.unit(trend.observables[0]), material.calendar
    layers = median_and_bands(
        numbers.bands(a), calendar, trend.axis, unit, top=trend.top, steps=not trend.smooth, also=largest_claim(claims)
    )
    layers += origin_rule(material.origin) + claim_points(claims, calendar, trend.axis, unit)
    simulated = (*simulated_key(material.replicates), *origin_key(material.origin)) if wide else ()
    return layered(*layers), simulated + claim_key(claims, ways=wide)


def trend(material: Material, key: str) -> Figure | None:
    """Median and bands of one national number, with the claims that speak of it."""
    t = TRENDS[key]
    if not material.has(*t.observables):
        return None
    claims = _claims(material, t.name, ("so_far",) if t.so_far or t.name in claims_view.STANDING else ("day",))
    chart, legend = _with_claims(material, t, series(material, t), claims, wide=t.wide)
    height = 340 if t.wide else 200
    return Figure(key, t.title, t.caption, chart, height, t.wide, legend, banded=material.replicates > 1)


def capital_crowd(material: Material) -> Figure | None:
    """The crowd in the capital, where most counts were made."""
    if not material.has("crowd") or len(material.country.places) < 2:
        return None
    a = material.results["crowd"].sel(place=material.capital, drop=True)
    claims = _claims(material, "crowd", where="place").filter(pl.col("place") == material.capital)
    chart, legend = _with_claims(material, TRENDS["crowd"], a, claims, wide=True)
    caption = "Points are claims about the capital alone; a bar joins the bounds that were given."
    title = f"People who marched, {fmt.words(material.capital)}"
    return Figure("crowd_capital", title, caption, chart, 340, True, legend, banded=material.replicates > 1)


def by_label(material: Material, observable: str) -> Figure | None:
    """One line a label, as `trends.LABELLED` says: the largest by their highest median."""
    if not material.has(observable):
        return None
    t, a = LABELLED[observable], material.results[observable]
    dim = next(str(d) for d in a.dims if d not in ("replicate", "day"))
    frame = numbers.bands(a)
    largest = ranked(frame, dim, pl.col("median").max())[:MOST_LABELS]
    shown = [str(v) for v in a[dim].values if str(v) in largest]
    order = pl.col(dim).replace_strict(shown, list(range(len(shown))))
    layers, key = lines(
        frame.filter(pl.col(dim).is_in(shown)).sort(order, "date"), dim, material.calendar, t.axis,
        material.unit(observable), words=t.words, top=t.top, colours=t.colours, steps=t.steps,
    )  # fmt: skip
    layers += origin_rule(material.origin)
    key = (*key, *(origin_key(material.origin) if t.wide else ()))
    return Figure(observable, t.title, t.caption, layered(*layers), 240 if t.wide else 200, t.wide, key)


def reported_and_true(material: Material) -> Figure | None:
    """The crowd as each audience heard of it, beside the true one."""
    if not material.has("told_crowd", "crowd"):
        return None
    heard = numbers.bands(material.results["told_crowd"])
    # media report on yesterday: what is reported on a day is set beside the crowd of the day before
    heard = heard.with_columns(pl.col("date").dt.offset_by("-1d")).filter(pl.col("date") >= material.days[0])
    words = {name: f"told to people {name}" for name in AUDIENCES}
    axis, unit = "people marching that day", "person"
    layers, key = lines(heard, "segment", material.calendar, axis, unit, words=words, colours=AUDIENCES, steps=True)
    true = numbers.bands(material.nation("crowd")).select("date", "median")
    base = chart_of(closed(true)).encode(x=dated(material.calendar))
    crowd = base.mark_area(color=INK, opacity=0.25, interpolate="step-after").encode(y=amount("median", axis, unit))
    return Figure(
        "reported_and_true",
        "The crowd as reported, and as it was",
        "People decide by the crowd they were told of, not by the one there was"
        + ("; both are medians." if material.replicates > 1 else "."),
        layered(crowd, *layers, *origin_rule(material.origin)),
        300,
        True,
        (("true crowd", INK, "band50"), *key, *origin_key(material.origin)),
    )


def custody(material: Material) -> Figure | None:
    """People in custody against the places there are."""
    if not material.has("custody", "capacity"):
        return None
    calendar, red = material.calendar, SIDES["incumbent"]
    room = numbers.bands(material.nation("capacity")).select("date", "median")
    also = numbers.most(room, "median")
    layers = median_and_bands(numbers.bands(material.nation("custody")), calendar, "people", "person", also=also)
    line = chart_of(room).mark_line(color=red, strokeDash=[6, 3], strokeWidth=1.8, interpolate="step-after")
    layers.append(line.encode(
        x=dated(calendar), y=amount("median", "people", "person"),
        tooltip=[day_tip(), number_tip("median", "places", "person")],
    ))  # fmt: skip
    return Figure(
        "custody",
        "People in custody, against places",
        "Above the dashed line cells hold more people than they are for.",
        layered(*layers, *origin_rule(material.origin)),
        260,
        True,
        (*simulated_key(material.replicates), ("places in custody", red, "dashed"), *origin_key(material.origin)),
        banded=material.replicates > 1,
    )


def crowding(material: Material) -> Figure | None:
    """How full each site was."""
    if not material.has("custody", "capacity"):
        return None
    held, room = material.results["custody"], material.results["capacity"]
    frame = numbers.bands((held / room).where(room > 0)).select("date", "site", "median")
    if not frame.height:
        return None
    frame = frame.with_columns(pl.col("site").str.replace_all("_", " "), until=pl.col("date").dt.offset_by("1d"))
    order = ranked(frame, "site", pl.col("median").max())
    full = numbers.most(frame, "median")
    scale = alt.Scale(scheme="oranges", domain=[0, max(1.0, full)])
    chart = chart_of(frame).mark_rect().encode(
        x=dated(material.calendar),
        x2="until:T",
        y=rows("site", order),
        color=alt.Color("median:Q", title="held per place", scale=scale),
        tooltip=[tip("site"), day_tip(), number_tip("median", "held per place", "level")],
    )  # fmt: skip
    return Figure(
        "crowding",
        "How full each site was",
        f"People held per place{', median' if material.replicates > 1 else ''}; the fullest stands at {full:.1f}.",
        chart,
        max(120, 22 * len(order)),
        True,
        (("empty", "#feedde", "square"), (f"{max(1.0, full):.1f} per place", "#a63603", "square")),
    )


def acts(material: Material) -> Figure | None:
    """The dated acts, one row a kind and form, coloured by actor."""
    last = material.days[-1]
    shown = [a for a in material.scenario.acts if material.days[0] <= a.date <= last]
    if not shown:
        return None
    actors = {a: k for k, a in enumerate(ACTORS)}
    sources = material.scenario.sources
    frame = pl.DataFrame(
        {
            "date": first, "until": until, "act": fmt.act(a), "actor": a.actor,
            "place": fmt.words(a.place) or "whole country", "every": a.every, "level": fmt.level(a),
            "note": a.note, "source": sources.get(a.source, a.source),
        }
        for a in shown for first, until in _spans(a, last)
    ).with_columns(end=pl.col("until").dt.offset_by("1d"))
    kinds = frame.select("act", "actor").unique(maintain_order=True)
    kinds = kinds.sort(pl.col("actor").replace_strict(actors, default=9), "act")
    order = kinds["act"].unique(maintain_order=True).to_list()
    present = {a: colour for a, colour in ACTORS.items() if a in set(frame["actor"].to_list())}
    chart = chart_of(frame).mark_bar(height=9, cornerRadius=2, opacity=0.85).encode(
        x=dated(material.calendar),
        x2="end:T",
        y=rows("act", order),
        color=coloured("actor", present),
        tooltip=[
            day_tip(), day_tip("until", "until"),
            *map(tip, ("actor", "act", "every", "place", "level", "note", "source")),
        ],
    )  # fmt: skip
    return Figure(
        "acts",
        "What was done, and by whom",
        "Dated acts as reported. Until the script ends collective actors do these; people decide for themselves.",
        layered(chart, *origin_rule(material.origin)),
        21 * len(order) + 20,
        True,
        (*((a, colour, "square") for a, colour in present.items()), *origin_key(material.origin)),
    )


def _spans(act: ActRow, last: date) -> list[tuple[date, date]]:
    """First and last days to draw: the days of a series that leaves days out, else the whole time."""
    end = min(act.end_date or act.date, last)
    days = gap(act.every)
    return [(day, day) for day in dates_of(act.date, end, days)] if days > 1 else [(act.date, end)]


#: observable -> title of its chart of one place
PLACE_TITLES = {"crowd": "Who marched there", "detained": "Who was detained there"}


def place_curves(material: Material, observable: str) -> Figure | None:
    """One place at a time: the page's selector says which."""
    if not material.has(observable):
        return None
    axis, unit, calendar = TRENDS[observable].axis, material.unit(observable), material.calendar
    frame = numbers.bands(material.results[observable]).select("date", "place", "median", "low90", "high90")
    frame = frame.with_columns(in_words("place"))
    claims = _claims(material, observable, where="place")
    place = alt.param(name="place", value=fmt.words(material.capital))
    chosen = "datum.place === place"
    base = chart_of(closed(frame, "place"), 3).encode(x=dated(calendar)).transform_filter(chosen)
    y = amount("median", axis, unit)
    layers = []
    if material.replicates > 1:
        layers.append(area_of(base, amount("low90", axis, unit), "high90", 0.2, steps=True))
    layers.append(line_of(base, y, steps=True))
    layers.append(dots(base, y, [tip("place"), day_tip(), number_tip("median", "simulated median", unit)]))
    layers += [c.transform_filter(chosen) for c in claim_points(claims, calendar, axis, unit)]
    key = simulated_key(material.replicates)
    return Figure(
        f"place_{observable}",
        PLACE_TITLES[observable],
        "Claims about this place alone; the picture file shows the capital.",
        layered(*layers, params=[place.param]),
        260,
        False,
        (*key[:1], *key[2:], *claim_key(claims)),
        "place",
    )
