"""The count: announced against cast, by region, and the fingerprint of the stations (Klimek et al. 2012).

A fingerprint is how many stations stand at each pair of turnout and the winner's share. Honest counts gather
in one cloud; stuffed ones smear it towards full turnout and full support, and ordered results draw it to a
target.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Literal

import altair as alt
import numpy as np
import polars as pl
from polars import selectors

from contested.report import format as fmt
from contested.report import numbers
from contested.report.claims_view import kind, where_of
from contested.report.plot.days import claim_key, claim_shape
from contested.report.plot.palette import INK, SIDES
from contested.report.plot.parts import (
    Figure,
    band_tips,
    chart_of,
    coloured,
    number_tip,
    percent_axis,
    rows,
    share_scale,
    squares,
    tip,
)

if TYPE_CHECKING:
    from contested.report.run_data import Material

BINS = 50
What = Literal["incumbent", "challenger", "turnout"]


def shares(material: Material) -> pl.DataFrame:
    """Turnout, early voting and votes by region, as cast and as reported.

    Returns
    -------
    polars.DataFrame
        region ("" is the whole country), what ("turnout", "early", "incumbent", "challenger"), source ("cast",
        "reported"), median, low, high over replicates. Turnout is part of registered voters, the others of votes cast.
    """
    table = material.returns
    if not table.height:
        return pl.DataFrame()
    both = pl.concat([table.with_columns(pl.lit("").alias("region")), table])
    sums = both.group_by("replicate", "region", maintain_order=True).agg(selectors.integer().sum())
    found = []
    for region in sums["region"].unique(maintain_order=True):
        part = sums.filter(pl.col("region") == region)
        column = {name: part[name].to_numpy().astype(float) for name in part.columns if name != "region"}
        for source, prefix in (("cast", ""), ("reported", "reported_")):
            cast = column[f"{prefix}cast"]
            for what in ("turnout", "early", "incumbent", "challenger"):
                above = cast if what == "turnout" else column[f"{prefix}{what}"]
                below = column["registered"] if what == "turnout" else cast
                share = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
                found.append((region, what, source, *numbers.summary(share)))
    return pl.DataFrame(found, schema=["region", "what", "source", "median", "low", "high"], orient="row")


def claimed_shares(material: Material, actor: str, quantity: str = "vote_share") -> pl.DataFrame:
    """Claims about a candidate's share (or about turnout) of the country or of whole regions, as shares."""
    size = Counter(p.region for p in material.country.places)
    found = []
    for c in material.scenario.claims:
        where, places = where_of(c.place, material.scenario)
        if c.quantity != quantity or (actor and c.actor != actor) or c.middle is None or not where:
            continue
        region = "" if where == "nation" else material.country.places[places[0]].region
        if where in ("nation", "region") or (where == "place" and size[region] == 1):
            low, high = (None if v is None else v / 100 for v in (c.low, c.high))
            found.append((region, c.middle / 100, low, high, kind(c.value, c.low, c.high), c.claimant, c.side, c.note))
    columns = ["region", "value", "low", "high", "kind", "claimant", "side", "note"]
    return pl.DataFrame(
        found, schema=dict.fromkeys(columns, pl.String) | dict.fromkeys(columns[1:4], pl.Float64), orient="row"
    )


TITLES: dict[What, str] = {
    "incumbent": "The incumbent's share",
    "challenger": "The challenger's share",
    "turnout": "Turnout",
}


def by_region(material: Material, what: What = "incumbent") -> Figure | None:
    """A share by region: reported and cast, joined, with the claims about it."""
    frame = shares(material)
    if not frame.height:
        return None
    if what == "turnout":
        claims, title = claimed_shares(material, "", "turnout_share"), "share of registered voters"
    else:
        claims, title = claimed_shares(material, material.scenario.words.get(what) or "-"), "share of votes"
    named = pl.col("region").replace("", "whole country").str.replace_all("_", " ")
    frame, claims = frame.filter(pl.col("what") == what).with_columns(named), claims.with_columns(named)
    y = rows("region", ["whole country", *map(fmt.words, material.country.regions)], padding=0.3)
    x = partial(alt.X, title=title, scale=share_scale(), axis=percent_axis(6))
    pairs = frame.pivot("source", index="region", values="median")
    bar = chart_of(pairs).mark_rule(color=INK, opacity=0.45, strokeWidth=5).encode(y=y, x=x("cast:Q"), x2="reported:Q")
    filled = alt.Scale(domain=["cast", "reported"], range=[INK, "white"])
    ends = chart_of(frame).mark_point(size=95, stroke=INK, strokeWidth=1.8, filled=True).encode(
        y=y,
        x=x("median:Q"),
        fill=alt.Fill("source:N", scale=filled, title="simulated, as"),
        tooltip=[tip("region"), tip("source", "simulated, as"), *band_tips("share", "share", "low", "high")],
    )  # fmt: skip
    points = chart_of(claims).mark_point(
        size=42, filled=True, opacity=0.9, stroke="white", strokeWidth=0.6, yOffset=9
    ).encode(
        y=y,
        x=x("value:Q"),
        color=coloured("side", SIDES, "claimed by"),
        shape=claim_shape(),
        tooltip=[*map(tip, ("region", "claimant", "side")), number_tip("value", "claimed", "share"), tip("note")],
    )  # fmt: skip
    layers = [bar, ends] + ([points] if claims.height else [])
    return Figure(
        f"election_{what}",
        f"{TITLES[what]}: as cast and as reported",
        "Simulated, as cast (full) and as stations reported (hollow); claims, coloured by side, below each line.",
        alt.layer(*layers).resolve_scale(color="independent", fill="independent"),
        44 * (1 + len(material.country.regions)),
        True,
        (
            ("simulated, as cast", INK, "circle"),
            ("simulated, as reported", INK, "ring"),
            *(claim_key(claims) if claims.height else ()),
        ),
    )


def fingerprint(material: Material, source: Literal["cast", "reported"]) -> Figure | None:
    """Stations by turnout and the incumbent's share, "cast" or "reported", of the first replicate."""
    table = material.returns
    if not table.height:
        return None
    prefix = "" if source == "cast" else "reported_"
    one = table.filter(
        (pl.col("replicate") == table["replicate"].min()) & (pl.col("registered") > 0) & (pl.col(f"{prefix}cast") > 0)
    )
    turnout = (one[f"{prefix}cast"] / one["registered"]).to_numpy().clip(0, 1)
    share = (one[f"{prefix}incumbent"] / one[f"{prefix}cast"]).to_numpy()
    count, _, _ = np.histogram2d(turnout, share, bins=BINS, range=((0, 1), (0, 1)))
    across, up = np.nonzero(count)
    frame = pl.DataFrame(
        {
            "x": across / BINS,
            "x2": (across + 1) / BINS,
            "y": up / BINS,
            "y2": (up + 1) / BINS,
            "stations": count[across, up],
        }
    )
    y_axis = percent_axis(level=True)
    chart = squares(
        chart_of(frame),
        alt.X("x:Q", title="turnout (share of registered)", scale=share_scale(), axis=percent_axis()),
        alt.Y("y:Q", title="incumbent's share of votes", scale=share_scale(), axis=y_axis),
        alt.Color("stations:Q", scale=alt.Scale(scheme="blues", type="sqrt"), title="stations"),
        [number_tip("x", "turnout from", "share"), number_tip("y", "share from", "share"), tip("stations:Q")],
    )
    return Figure(
        f"fingerprint_{source}",
        f"Fingerprint of the stations, as {source}",
        f"{one.height:,} stations of one future, in squares of 2 %; the fullest square holds "
        f"{numbers.most(frame, 'stations'):.0f}.",
        chart,
        330,
        key=(("few stations", "#deebf7", "square"), ("many", "#08519c", "square")),
    )
