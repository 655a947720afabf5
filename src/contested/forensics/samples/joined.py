"""Returns and independent evidence put together: bounds, ratios and the model of reporting, each where it applies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.proofs import counting_bounds, parallel, remainder
from contested.forensics.samples import evidence, ratio, reporting
from contested.forensics.samples.evidence import KINDS, UNKNOWN, Evidence
from contested.forensics.table.announced import Announced
from contested.forensics.table.case import Flags, Ints
from contested.forensics.table.returns import ReturnsTable

#: contestant -> counts at every station, `UNKNOWN` where there is none
Counts = Mapping[str, Ints]


def of_returns(returns: ReturnsTable) -> Evidence | None:
    """The evidence that the returns' own file holds, if its map declares any."""
    if not returns.independent:
        return None
    columns: dict[str, pl.Series] = {
        "station": returns.frame["station"],
        "area": returns.frame[returns.units[0]] if returns.units else pl.Series([""] * returns.stations),
    }
    for kind in returns.independent:
        if kind in KINDS:
            own = returns.evidence(kind)
            columns |= {f"{kind}:{who}": own[who] for who in own.columns if who in returns.contestants}
    frame = pl.DataFrame(columns).filter(pl.col("station").is_not_null()).unique("station", maintain_order=True)
    return Evidence(frame, returns.source)


def findings(returns: ReturnsTable, other: Evidence | None = None, *, seed: int = 1) -> list[Finding]:
    """What evidence says, from the returns' own file and from another.

    Parameters
    ----------
    returns : ReturnsTable
    other : Evidence, optional
        Of a file of its own.
    seed : int
    """
    out: list[Finding] = []
    for known in (of_returns(returns), other):
        if known is not None:
            out += _of_one(returns, known, seed)
    return out


def _of_one(returns: ReturnsTable, known: Evidence, seed: int) -> list[Finding]:
    named = returns.frame.filter(pl.col("station").is_not_null()).unique("station", keep="first", maintain_order=True)
    station = named["station"].to_list()
    here = evidence.match(known, station).evidence
    # a protocol that does not say how many ballots were cast was not seen whole
    whole = named["cast"].is_not_null().to_numpy()
    official = {who: np.where(whole, named[who].fill_null(UNKNOWN).to_numpy(), UNKNOWN) for who in returns.contestants}
    of_kind = {
        kind: {who: evidence.counts(here, kind, who) for who in here.contestants(kind) if who in official}
        for kind in KINDS
    }
    out = [evidence.find(known, station)]
    if of_kind["photos"]:
        out.append(counting_bounds.find(official, of_kind["photos"]))
    if of_kind["parallel"]:
        out.append(parallel.find(official, of_kind["parallel"]))
    if of_kind["registrations"]:
        out += _registered(returns, here, official, of_kind, named, seed)
    return out


def _registered(
    returns: ReturnsTable,
    here: Evidence,
    official: Counts,
    of_kind: Mapping[str, Counts],
    named: pl.DataFrame,
    seed: int,
) -> list[Finding]:
    registered = of_kind["registrations"]
    trusted = ratio.consistent(official, registered)
    area = here.frame["area"].fill_null("").to_numpy()
    challenger = max(registered, key=lambda who: int(np.maximum(registered[who], 0).sum()))
    announced = returns.announced
    percent = announced.percent.get(challenger) if announced is not None else None
    total = None if announced is None or percent is None or not announced.base else percent / 100 * announced.base
    mine = registered[challenger], official[challenger]
    out = [
        counting_bounds.find(official, registered, "registrations"),
        ratio.find(area, *mine, trusted, contestant=challenger, announced=total),
    ]
    platform = _platform(returns, area, official, of_kind, trusted, named)
    if platform is not None and len(platform.contestants) > 1:
        claim, row = _claim(platform, announced), platform.contestants.index(challenger)
        out.append(reporting.find(platform, claim, challenger=row, seed=seed))
    return out


def _platform(
    returns: ReturnsTable,
    area: np.ndarray,
    official: Counts,
    of_kind: Mapping[str, Counts],
    trusted: Flags,
    named: pl.DataFrame,
) -> reporting.Platform | None:
    """Counts by area; the contestants that are neither leader nor first challenger together are "others"."""
    registered, photos = of_kind["registrations"], of_kind["photos"]
    names = sorted(registered, key=lambda who: -int(np.maximum(registered[who], 0).sum()))
    main = [who for who in dict.fromkeys([names[0], returns.leader]) if who in registered]
    rest = [who for who in names if who not in main]
    voters = named["registered"].fill_null(0).to_numpy()
    cast = named["cast"].fill_null(UNKNOWN).to_numpy()
    # ballots where no protocol was seen: by the voters there, if known, and else by stations of the mean size
    mean = cast[cast >= 0].mean() if (cast >= 0).any() else 0.0
    known = returns.announced.ballots if returns.announced is not None else None
    if not mean and not known:
        return None
    unseen = ~trusted
    size = np.where(cast >= 0, cast, np.where(voters > 0, voters, mean)).astype(float)
    if known and unseen.any():
        left = max(known - float(cast[trusted & (cast >= 0)].sum()), 1.0)
        size[unseen] *= left / max(size[unseen].sum(), 1.0)
    areas = tuple(dict.fromkeys(sorted(a for a in area if a))) or ("",)
    groups = [[who] for who in main] + ([rest] if rest else [])

    def table(counts: Counts, mask: Flags) -> Ints:
        out = np.zeros((len(areas), len(groups)), np.int64)
        for g, group in enumerate(groups):
            for who in group:
                if who in counts:
                    values = np.where(mask, np.maximum(counts[who], 0), 0)
                    out[:, g] += np.array([values[area == a].sum() for a in areas])
        return out

    return reporting.Platform(
        areas=areas,
        contestants=(*main, *(("others",) if rest else ())),
        ballots=np.array([size[unseen & (area == a)].sum() for a in areas]).round().astype(np.int64),
        registered=table(registered, unseen),
        photos=table(photos, unseen),
        trusted_votes=table(official, trusted),
        trusted_registered=table(registered, trusted),
    )


def _claim(platform: reporting.Platform, announced: Announced | None) -> reporting.Claim | None:
    if announced is None or not announced.percent:
        return None
    shares = [announced.share(who) for who in platform.contestants]
    if any(share is None and who in announced.percent for share, who in zip(shares, platform.contestants)):
        return None  # of valid votes, and how many those are is not known
    known = [None if share is None else 100 * share for share in shares]
    left = 100.0 - sum(p for p in known if p is not None)
    missing = sum(p is None for p in known)
    if left < 0 or (missing == 0 and left > 1e-9):
        return None
    share = [left / missing / 100 if p is None else p / 100 for p in known]
    return reporting.Claim(tuple(share))


def remainder_of(returns: ReturnsTable, announced: Announced) -> Finding | None:
    """The implied remainder for every contestant with an announced total; None where no ballots are left for a rest."""
    base = announced.base
    totals = {name: percent / 100 for name, percent in announced.percent.items()}
    if base is None or not (totals or announced.votes):
        return None
    totals |= {name: min(votes / base, 1.0) for name, votes in announced.votes.items()}
    # a protocol with more votes than ballots says nothing of where its ballots went: it is not in hand
    column = "valid" if announced.of == "valid" else "cast"
    seen = returns.counted("votes-above-cast").filter(pl.col(column).is_not_null())
    if seen.is_empty() and returns.frame[column].is_null().all():
        return None  # the file does not give what the percentages are of
    names = list(totals)
    votes = [int(seen[who].sum() or 0) for who in names]
    ballots = int(seen[column].sum() or 0)
    if ballots >= base or max(votes, default=0) > ballots:
        return None  # nothing is left; more in hand than was announced is what the sums prove
    # a count that was announced is not rounded
    rounding = announced.rounding if announced.percent else 0.5 / base
    return remainder.find(names, votes, ballots, base, list(totals.values()), rounding=rounding)
