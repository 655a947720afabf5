"""One function a chart, each handing back a `Figure`, or None where the run has nothing to show for it.

Simulated figures are ink, claims have the colour of who says so. Charts that are no more than the median and
band of one national number stand in one table, `trends.TRENDS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from contested.report import claims_view, numbers
from contested.report.charts.trends import TRENDS, Trend
from contested.report.plot.palette import ACTORS, INK, SIDES, colour_of
from contested.report.plot.parts import (
    NAMES,
    SHORT,
    Figure,
    amount,
    claim_key,
    claim_points,
    closed,
    dated,
    day_tip,
    lines,
    median_and_bands,
    number_tip,
    origin_rule,
    simulated_key,
    values,
)

if TYPE_CHECKING:
    import xarray as xr

    from contested.report.run_data import Material


#: those offline hear the incumbent's broadcasting, those online everybody
AUDIENCES = {"offline": SIDES["incumbent"], "online": SIDES["opposition"]}
AUDIENCE_WORDS = {k: f"people {k}" for k in AUDIENCES}


def series(material: Material, trend: Trend) -> xr.DataArray:
    """The (replicate, day) numbers of a trend."""
    how = material.average if trend.how == "average" else material.nation
    a = sum(how(name) for name in trend.observables)
    return numbers.so_far(a) if trend.so_far else a


def largest(claims: pl.DataFrame) -> float:
    """The largest number claimed, so that the axis has room for it; 0 without claims."""
    return max([0.0, *claims["value"].drop_nulls(), *claims["high"].drop_nulls()])


def trend(material: Material, key: str) -> Figure | None:
    """Median and bands of one national number, with the claims that speak of it."""
    t = TRENDS[key]
    if not material.has(*t.observables):
        return None
    unit = material.unit(t.observables[0])
    a = series(material, t)
    spans = ("so_far",) if t.so_far or t.name in claims_view.STANDING else ("day",)
    claims = claims_view.drawn(material.claims, t.name, spans)
    claims = claims.filter(pl.col("at").is_between(material.days[0], material.days[-1]))
    bands, also = numbers.bands(a), largest(claims)
    layers = median_and_bands(bands, material.days, t.axis, unit, top=t.top, steps=not t.smooth, also=also)
    layers += origin_rule(material.origin, named=t.wide) + claim_points(claims, material.days, t.axis, unit)
    return Figure(
        key,
        t.title,
        t.caption,
        alt.layer(*layers),
        340 if t.wide else 200,
        t.wide,
        (simulated_key(material.replicates) if t.wide else ()) + claim_key(claims, ways=t.wide),
        banded=material.replicates > 1,
    )


def capital_crowd(material: Material) -> Figure | None:
    """The crowd in the capital, where most counts were made."""
    if not material.has("crowd") or len(material.country.places) < 2:
        return None
    t = TRENDS["crowd"]
    a = material.results["crowd"].sel(place=material.capital, drop=True)
    claims = claims_view.drawn(material.claims, "crowd", ("day",), "place").filter(pl.col("place") == material.capital)
    claims = claims.filter(pl.col("at").is_between(material.days[0], material.days[-1]))
    layers = median_and_bands(numbers.bands(a), material.days, t.axis, "person", steps=True, also=largest(claims))
    layers += origin_rule(material.origin, named=True) + claim_points(claims, material.days, t.axis, "person")
    return Figure(
        "crowd_capital",
        f"People who marched, {material.capital}",
        "Points are claims about the capital alone; a bar joins the bounds that were said.",
        alt.layer(*layers),
        340,
        True,
        simulated_key(material.replicates) + claim_key(claims),
        banded=material.replicates > 1,
    )


def by_label(
    material: Material,
    observable: str,
    title: str,
    axis: str,
    caption: str,
    *,
    top: float | None = None,
    words: dict[str, str] | None = None,
    colours: dict[str, str] | None = None,
    wide: bool = False,
    most: int = 8,
    steps: bool = False,
) -> Figure | None:
    """One line a label (force, segment, enterprise, ending): the `most` largest by their highest median."""
    if not material.has(observable):
        return None
    a = material.results[observable]
    dim = next(d for d in a.dims if d not in ("replicate", "day"))
    frame = numbers.bands(a)
    ranked = frame.group_by(dim).agg(pl.col("median").max()).sort("median", descending=True)[dim].to_list()
    kept = [str(v) for v in a[dim].values if str(v) in ranked[:most]]
    frame = frame.filter(pl.col(dim).is_in(kept)).sort(pl.col(dim).replace_strict(kept, list(range(len(kept)))), "date")
    layers, key = lines(
        frame, dim, material.days, axis, material.unit(observable), words=words, top=top, colours=colours, steps=steps
    )
    layers += origin_rule(material.origin, named=wide)
    return Figure(observable, title, caption, alt.layer(*layers), 240 if wide else 200, wide, key)


def force_loyalty(material: Material) -> Figure | None:
    """Loyalty by kind of force."""
    return by_label(
        material,
        "force_loyalty",
        "Loyalty of the security forces",
        "mean loyalty (share)",
        "Falls with violence ordered against one's own people, rises with pay and the belief that the incumbent stays.",
        top=1.0,
    )


def refusing(material: Material) -> Figure | None:
    """Officers who refuse, by kind of force."""
    return by_label(
        material,
        "refusing",
        "Officers refusing orders",
        "officers",
        "Refusal comes before defection.",
        steps=True,
    )


def enterprises(material: Material) -> Figure | None:
    """Strikers in the named enterprises."""
    return by_label(
        material,
        "plant_strikers",
        "Strikers in named enterprises",
        "people on strike that day",
        "The enterprises with the largest strikes.",
        wide=True,
        steps=True,
    )


def hazards(material: Material) -> Figure | None:
    """Daily hazard of each ending."""
    return by_label(
        material,
        "hazard",
        "Hazard of each ending",
        "hazard a day",
        "Chance a day that the crisis ends so, while it goes on; all are zero until the script ends.",
        steps=True,
    )


def told_and_true(material: Material) -> Figure | None:
    """The crowd as each audience was told of it, beside the true one."""
    if not material.has("told_crowd", "crowd"):
        return None
    told = numbers.bands(material.results["told_crowd"])
    dim = "segment"
    # media tell of yesterday: what is told on a day is set beside the crowd of the day before
    told = told.with_columns(pl.col("date").dt.offset_by("-1d")).filter(pl.col("date") >= material.days[0])
    told = told.with_columns(pl.format("told to people {}", pl.col(dim)).alias(dim))
    colours = {f"told to people {k}": c for k, c in AUDIENCES.items()}
    axis, unit = "people marching that day", "person"
    layers, key = lines(told, dim, material.days, axis, unit, colours=colours, steps=True)
    true = numbers.bands(material.nation("crowd")).select("date", "median")
    base = alt.Chart(values(closed(true))).encode(x=dated(material.days))
    crowd = base.mark_area(color=INK, opacity=0.25, interpolate="step-after").encode(y=amount("median", axis, unit))
    return Figure(
        "told_and_true",
        "The crowd as told, and as it was",
        "People decide by the crowd they were told of, not by the one there was; both are medians.",
        alt.layer(crowd, *layers, *origin_rule(material.origin, named=True)),
        300,
        True,
        (("true crowd", INK, "band50"), *key),
    )


def told_abuse(material: Material) -> Figure | None:
    """How much of public attention testimonies fill."""
    return by_label(
        material,
        "told_abuse",
        "Ill-treatment in the news",
        "share of public attention",
        "Attention filled by testimonies, by audience.",
        words=AUDIENCE_WORDS,
        colours=AUDIENCES,
    )


def expected_arrests(material: Material) -> Figure | None:
    """How many arrests people expect."""
    return by_label(
        material,
        "expected_arrests",
        "Arrests people expect",
        "people a day, nationwide",
        "Learned from what is reported: the risk a marcher believes in is not the true one.",
        words=AUDIENCE_WORDS,
        colours=AUDIENCES,
    )


def custody(material: Material) -> Figure | None:
    """People in custody against the places there are."""
    if not material.has("custody", "capacity"):
        return None
    title = "people"
    room = numbers.bands(material.nation("capacity")).select("date", "median")
    held, also = numbers.bands(material.nation("custody")), float(room["median"].max() or 0.0)
    layers = median_and_bands(held, material.days, title, "person", also=also)
    base = alt.Chart(values(room)).encode(x=dated(material.days))
    layers.append(
        base.mark_line(color=SIDES["incumbent"], strokeDash=[6, 3], strokeWidth=1.8, interpolate="step-after").encode(
            y=amount("median", title, "person"), tooltip=[day_tip(), number_tip("median", "places", "person")]
        )
    )
    return Figure(
        "custody",
        "People in custody, against places",
        "Above the dashed line cells hold more people than they are for.",
        alt.layer(*layers, *origin_rule(material.origin, named=True)),
        260,
        True,
        (*simulated_key(material.replicates), ("places in custody", SIDES["incumbent"], "dashed")),
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
    order = frame.group_by("site").agg(pl.col("median").max()).sort("median", descending=True)["site"].to_list()
    full = float(frame["median"].max())
    scale = alt.Scale(scheme="oranges", domain=[0, max(1.0, full)])
    chart = (
        alt.Chart(values(frame))
        .mark_rect()
        .encode(
            x=dated(material.days),
            x2="until:T",
            y=alt.Y("site:N", sort=order, title=None, axis=NAMES),
            color=alt.Color("median:Q", title="held per place", scale=scale),
            tooltip=[alt.Tooltip("site:N"), day_tip(), number_tip("median", "held per place", "level")],
        )
    )
    return Figure(
        "crowding",
        "How full each site was",
        f"People held per place, median; the fullest stands at {full:.1f}.",
        chart,
        max(120, 22 * len(order)),
        True,
        (("empty", "#feedde", "square"), (f"{max(1.0, full):.1f} a place", "#a63603", "square")),
    )


def acts(material: Material) -> Figure | None:
    """The dated acts, one row a kind, coloured by actor."""
    rows = [a for a in material.scenario.acts if material.days[0] <= a.date <= material.days[-1]]
    if not rows:
        return None
    actors = {a: k for k, a in enumerate(ACTORS)}
    frame = pl.DataFrame(
        {
            "date": [a.date for a in rows],
            "until": [min(a.end_date or a.date, material.days[-1]) for a in rows],
            "act": [a.act.replace("_", " ") for a in rows],
            "actor": [a.actor for a in rows],
            "place": [a.place or "whole country" for a in rows],
            "level": [f"{a.level:,g} {a.unit}" for a in rows],
            "note": [a.note for a in rows],
            "source": [material.scenario.sources.get(a.source, a.source) for a in rows],
        }
    ).with_columns(end=pl.col("until").dt.offset_by("1d"))
    order = (
        frame.select("act", "actor")
        .unique(maintain_order=True)
        .sort(pl.col("actor").replace_strict(actors, default=9), "act")["act"]
        .unique(maintain_order=True)
        .to_list()
    )
    present = [a for a in ACTORS if a in set(frame["actor"].to_list())]
    chart = (
        alt.Chart(values(frame))
        .mark_bar(height=9, cornerRadius=2, opacity=0.85)
        .encode(
            x=dated(material.days),
            x2="end:T",
            y=alt.Y("act:N", sort=order, title=None, axis=NAMES),
            color=alt.Color("actor:N", title=None, scale=alt.Scale(domain=present, range=[ACTORS[a] for a in present])),
            tooltip=[
                day_tip(),
                day_tip("until", "until"),
                alt.Tooltip("actor:N"),
                alt.Tooltip("act:N"),
                alt.Tooltip("place:N"),
                alt.Tooltip("level:N"),
                alt.Tooltip("note:N"),
                alt.Tooltip("source:N"),
            ],
        )
    )
    return Figure(
        "acts",
        "What was done, and by whom",
        "Dated acts as reported. Until the script ends collective actors do these; people decide for themselves.",
        alt.layer(chart, *origin_rule(material.origin, named=True)),
        21 * len(order) + 20,
        True,
        tuple((a, ACTORS[a], "square") for a in present),
    )


def endings(material: Material) -> Figure | None:
    """How the futures ended."""
    if not material.has("ended"):
        return None
    share = numbers.ended(material.results["ended"])
    frame = pl.DataFrame({"outcome": [k.replace("_", " ") for k in share], "share": list(share.values())})
    base = alt.Chart(values(frame)).encode(
        y=alt.Y("outcome:N", sort=frame["outcome"].to_list(), title=None, axis=NAMES),
        x=alt.X(
            "share:Q", title="share of futures", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="~%", tickCount=5)
        ),
        tooltip=[alt.Tooltip("outcome:N"), number_tip("share", "share of futures", "share")],
    )
    chart = base.mark_bar(color=INK, height=14) + base.mark_text(align="left", dx=4, color=INK).encode(
        text=alt.Text("share:Q", format=".0%")
    )
    count = material.replicates
    return Figure(
        "endings",
        "How the futures ended",
        f"By {material.days[-1]:%-d %B %Y}, over {count} {'future' if count == 1 else 'futures'}.",
        chart,
        200,
    )


def toll(material: Material, kind: str) -> pl.DataFrame:
    """Injured or killed by place, cause and setting: persons, mean over futures, most first.

    A row of the casualties table is one simulated person, who stands for `scale` persons.
    """
    weight = material.provenance.get("scale", 1) / material.replicates
    return (
        material.casualties.filter(pl.col("kind") == kind)
        .group_by("place", "cause", "setting")
        .len("count")
        .with_columns(pl.col("count") * weight)
        .with_columns(pl.col("cause").str.replace_all("_", " "), pl.col("place").str.replace_all("_", " "))
        .sort("count", "place", "cause", descending=[True, False, False])
    )


def casualties(material: Material, kind: str) -> Figure | None:
    """Injured or killed, by place and cause: mean over futures."""
    table = material.casualties
    if not table.height or kind not in set(table["kind"].to_list()):
        return None
    frame = toll(material, kind)
    order = frame.group_by("place").agg(pl.col("count").sum()).sort("count", descending=True)["place"].to_list()[:12]
    frame = frame.filter(pl.col("place").is_in(order))
    # every cause keeps its colour from one chart to the next
    known = table["cause"].str.replace_all("_", " ").unique().sort().to_list()
    palette = dict(zip(known, colour_of(known)))
    causes = frame.group_by("cause").agg(pl.col("count").sum()).sort("count", descending=True)["cause"].to_list()
    colours = [palette[c] for c in causes]
    chart = (
        alt.Chart(values(frame))
        .mark_bar(height=13)
        .encode(
            y=alt.Y("place:N", sort=order, title=None, axis=NAMES),
            x=alt.X(
                "sum(count):Q", title=f"people {kind}, mean of futures", axis=alt.Axis(labelExpr=SHORT, tickCount=5)
            ),
            color=alt.Color("cause:N", title=None, scale=alt.Scale(domain=causes, range=colours)),
            order=alt.Order("count:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("place:N"),
                alt.Tooltip("cause:N"),
                alt.Tooltip("setting:N"),
                alt.Tooltip("count:Q", format=",.2f", title="mean of futures"),
            ],
        )
    )
    return Figure(
        f"casualties_{kind}",
        f"People {kind}, by place and cause",
        "Place and cause as the model knows them, so that claims can disagree about them; the twelve worst-hit places.",
        chart,
        22 * len(order) + 20,
        False,
        tuple((c, k, "square") for c, k in zip(causes, colours)),
    )


def place_curves(material: Material, observable: str) -> Figure | None:
    """One place at a time: the page's selector says which."""
    if not material.has(observable):
        return None
    t = TRENDS[observable]
    frame = numbers.bands(material.results[observable]).select("date", "place", "median", "low90", "high90")
    claims = claims_view.drawn(material.claims, observable, ("day",), "place")
    claims = claims.filter(pl.col("at").is_between(material.days[0], material.days[-1]))
    place = alt.param(name="place", value=material.capital)
    chosen = "datum.place === place"
    base = alt.Chart(values(closed(frame, "place"), 3)).encode(x=dated(material.days)).transform_filter(chosen)
    unit = material.unit(observable)
    layers = []
    if material.replicates > 1:
        layers.append(
            base.mark_area(color=INK, opacity=0.2, interpolate="step-after").encode(
                y=amount("low90", t.axis, unit), y2="high90:Q"
            )
        )
    layers.append(
        base.mark_line(color=INK, strokeWidth=1.5, interpolate="step-after").encode(y=amount("median", t.axis, unit))
    )
    layers.append(
        base.transform_filter("!datum.end")
        .mark_circle(size=70, opacity=0)
        .encode(
            y=amount("median", t.axis, unit),
            tooltip=[alt.Tooltip("place:N"), day_tip(), number_tip("median", "simulated median", unit)],
        )
    )
    layers += [c.transform_filter(chosen) for c in claim_points(claims, material.days, t.axis, unit)]
    key = simulated_key(material.replicates)
    return Figure(
        f"place_{observable}",
        {"crowd": "Who marched there", "detained": "Who was detained there"}[observable],
        "Claims about this place alone; the picture file shows the capital.",
        alt.layer(*layers).add_params(place),
        260,
        False,
        (*key[:1], *key[2:], *claim_key(claims)),
        "place",
    )


FUNCTIONS: dict[str, Callable[[Material], Figure | None]] = {
    "crowd_capital": capital_crowd,
    "force_loyalty": force_loyalty,
    "refusing": refusing,
    "plant_strikers": enterprises,
    "hazard": hazards,
    "told_and_true": told_and_true,
    "told_abuse": told_abuse,
    "expected_arrests": expected_arrests,
    "custody": custody,
    "crowding": crowding,
    "acts": acts,
    "endings": endings,
    "casualties_injured": lambda m: casualties(m, "injured"),
    "casualties_killed": lambda m: casualties(m, "killed"),
    "place_crowd": lambda m: place_curves(m, "crowd"),
    "place_detained": lambda m: place_curves(m, "detained"),
}
