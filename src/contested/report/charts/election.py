"""The count: announced against cast, by region, and the fingerprint of the stations (Klimek et al. 2012).

A fingerprint is how many stations stand at each pair of turnout and the winner's share. Honest counts gather
in one cloud; stuffed ones smear it towards full turnout and full support, and ordered results draw it to a
target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import polars as pl
from polars import selectors

from contested.report import numbers
from contested.report.claims_view import kind, where_of
from contested.report.plot.palette import INK, SHAPES, SIDES
from contested.report.plot.parts import LEVEL_TITLE, NAMES, Figure, claim_key, number_tip, values

if TYPE_CHECKING:
    from contested.report.run_data import Material

BINS = 50


def shares(material: Material) -> pl.DataFrame:
    """Turnout, early voting and votes by region, as cast and as reported.

    Returns
    -------
    polars.DataFrame
        region ("" is the whole country), what ("turnout", "early", "incumbent", "challenger"), said ("cast",
        "reported"), median, low, high over replicates. Turnout is part of registered voters, the others of votes cast.
    """
    table = material.returns
    if not table.height:
        return pl.DataFrame()
    whole = table.with_columns(pl.lit("").alias("region"))
    both = pl.concat([whole, table])
    sums = both.group_by("replicate", "region", maintain_order=True).agg(selectors.integer().sum())
    rows = []
    for region in sums["region"].unique(maintain_order=True):
        part = sums.filter(pl.col("region") == region)
        for said, prefix in (("cast", ""), ("reported", "reported_")):
            cast = part[f"{prefix}cast"].to_numpy().astype(float)
            for what in ("turnout", "early", "incumbent", "challenger"):
                above = cast if what == "turnout" else part[f"{prefix}{what}"].to_numpy().astype(float)
                below = part["registered"].to_numpy().astype(float) if what == "turnout" else cast
                share = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
                s = numbers.summary(share)
                rows.append((region, what, said, s.median, s.low, s.high))
    return pl.DataFrame(rows, schema=["region", "what", "said", "median", "low", "high"], orient="row")


def claimed_shares(material: Material, actor: str, quantity: str = "vote_share") -> pl.DataFrame:
    """Claims about a candidate's share (or about turnout) of the country or of whole regions, as shares."""
    regions = set(material.country.regions)
    rows = []
    for c in material.scenario.claims:
        where, found = where_of(c.place, material.scenario)
        if c.quantity != quantity or (actor and c.actor != actor) or c.middle is None or not where:
            continue
        region = "" if where == "nation" else material.country.places[found[0]].region
        if where == "nation" or c.place in regions or (where == "place" and region in (c.place,)):
            low, high = (None if v is None else v / 100 for v in (c.low, c.high))
            rows.append((region, c.middle / 100, low, high, kind(c.value, c.low, c.high), c.claimant, c.side, c.note))
    columns = ["region", "value", "low", "high", "kind", "claimant", "side", "note"]
    return pl.DataFrame(
        rows, schema=dict.fromkeys(columns, pl.String) | dict.fromkeys(columns[1:4], pl.Float64), orient="row"
    )


def by_region(material: Material, what: str = "incumbent") -> Figure | None:
    """A share by region: reported and cast, joined, with the claims about it."""
    frame = shares(material)
    if not frame.height:
        return None
    frame = frame.filter(pl.col("what") == what)
    role = material.scenario.words.get(what, "")
    claims = claimed_shares(
        material, "" if what == "turnout" else role or "-", *(("turnout_share",) if what == "turnout" else ())
    )
    name = lambda column: pl.col(column).replace("", "whole country").str.replace_all("_", " ")  # noqa: E731
    frame, claims = frame.with_columns(name("region")), claims.with_columns(name("region"))
    order = ["whole country", *(r.replace("_", " ") for r in material.country.regions)]
    y = alt.Y("region:N", sort=order, title=None, scale=alt.Scale(paddingInner=0.3), axis=NAMES)
    title = "share of registered voters" if what == "turnout" else "share of votes"
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="~%", tickCount=6)
    pairs = frame.pivot("said", index="region", values="median")
    bar = (
        alt.Chart(values(pairs))
        .mark_rule(color=INK, opacity=0.45, strokeWidth=5)
        .encode(y=y, x=alt.X("cast:Q", title=title, scale=scale, axis=axis), x2="reported:Q")
    )
    tips = [
        alt.Tooltip("region:N"),
        alt.Tooltip("said:N", title="simulated, as"),
        number_tip("median", "share", "share"),
        number_tip("low", "90 % from", "share"),
        number_tip("high", "90 % to", "share"),
    ]
    ends = (
        alt.Chart(values(frame))
        .mark_point(size=95, stroke=INK, strokeWidth=1.8, filled=True)
        .encode(
            y=y,
            x=alt.X("median:Q", title=title, scale=scale, axis=axis),
            fill=alt.Fill(
                "said:N", scale=alt.Scale(domain=["cast", "reported"], range=[INK, "white"]), title="simulated, as"
            ),
            tooltip=tips,
        )
    )
    sides = list(SIDES)
    said = (
        alt.Chart(values(claims))
        .mark_point(size=42, filled=True, opacity=0.9, stroke="white", strokeWidth=0.6, yOffset=9)
        .encode(
            y=y,
            x=alt.X("value:Q", title=title, scale=scale, axis=axis),
            color=alt.Color(
                "side:N", title="claimed by", scale=alt.Scale(domain=sides, range=[SIDES[s] for s in sides])
            ),
            shape=alt.Shape(
                "kind:N", title="how it was said", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
            ),
            tooltip=[
                alt.Tooltip("region:N"),
                alt.Tooltip("claimant:N"),
                alt.Tooltip("side:N"),
                number_tip("value", "claimed", "share"),
                alt.Tooltip("note:N"),
            ],
        )
    )
    whom = {"incumbent": "The incumbent's share", "challenger": "The challenger's share", "turnout": "Turnout"}[what]
    layers = [bar, ends] + ([said] if claims.height else [])
    return Figure(
        f"election_{what}",
        f"{whom}: as cast and as reported",
        "Simulated, as cast (full) and as stations reported (hollow); claims, coloured by side, below each line.",
        alt.layer(*layers).resolve_scale(color="independent", fill="independent"),
        44 * len(order),
        True,
        (
            ("simulated, as cast", INK, "circle"),
            ("simulated, as reported", INK, "ring"),
            *(claim_key(claims) if claims.height else ()),
        ),
    )


def fingerprint(material: Material, said: str) -> Figure | None:
    """Stations by turnout and the incumbent's share, "cast" or "reported", of the first replicate."""
    table = material.returns
    if not table.height:
        return None
    prefix = "" if said == "cast" else "reported_"
    one = table.filter(
        (pl.col("replicate") == table["replicate"].min()) & (pl.col("registered") > 0) & (pl.col(f"{prefix}cast") > 0)
    )
    turnout = (one[f"{prefix}cast"] / one["registered"]).to_numpy().clip(0, 1)
    share = (one[f"{prefix}incumbent"] / one[f"{prefix}cast"]).to_numpy()
    count, _, _ = np.histogram2d(turnout, share, bins=BINS, range=((0, 1), (0, 1)))
    rows, columns = np.nonzero(count)
    frame = pl.DataFrame(
        {
            "x": rows / BINS,
            "x2": (rows + 1) / BINS,
            "y": columns / BINS,
            "y2": (columns + 1) / BINS,
            "stations": count[rows, columns],
        }
    )
    scale, axis = alt.Scale(domain=[0, 1]), alt.Axis(format="~%", tickCount=5)
    chart = (
        alt.Chart(values(frame))
        .mark_rect()
        .encode(
            x=alt.X("x:Q", title="turnout (share of registered)", scale=scale, axis=axis),
            x2="x2:Q",
            y=alt.Y(
                "y:Q",
                title="incumbent's share of votes",
                scale=scale,
                axis=alt.Axis(format="~%", tickCount=5, **LEVEL_TITLE),
            ),
            y2="y2:Q",
            color=alt.Color("stations:Q", scale=alt.Scale(scheme="blues", type="sqrt"), title="stations"),
            tooltip=[
                number_tip("x", "turnout from", "share"),
                number_tip("y", "share from", "share"),
                alt.Tooltip("stations:Q"),
            ],
        )
    )
    word = {"cast": "as cast", "reported": "as reported"}[said]
    top = int(frame["stations"].max() or 0)
    return Figure(
        f"fingerprint_{said}",
        f"Fingerprint of the stations, {word}",
        f"{one.height:,} stations of one future, in squares of 2 %; the fullest square holds {top}.",
        chart,
        330,
        key=(("few stations", "#deebf7", "square"), ("many", "#08519c", "square")),
    )
