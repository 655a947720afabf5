"""Do crises of the model have the regularities that crises have? Ensembles over prior draws, beside bands fixed before.

    python -m benchmarks.dynamics.regularities [--draws 200] [--pairs 200] [--only belarus-2020] [--whole 6] [--write]

Two countries: belarus-2020 at 1:100 and the teaching scenario at 1:1, which has about as many agents. Scales are
compared on belarus-2020 at its own parameters, on paired seeds. With --write, the rows measured are replaced in
benchmarks/results/regularities.json; the page docs/explain/regularities.md prints it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from benchmarks.dynamics import measures as m
from benchmarks.dynamics.ensembles import ensemble, permute_z, play_changed, prior_draws
from benchmarks.dynamics.pairs import answers
from benchmarks.dynamics.playing import Outcome, play, world_of
from benchmarks.dynamics.rows import others, row, write
from scipy import stats

from contested.nation.country import Call
from contested.nation.world import World

SCALES = {"belarus-2020": 100, "teaching": 1}
#: residents aged 16 to 64, part of all (Belstat 2020), and the survey's part of them who had taken part
AGED, SURVEY, TOWN = 0.65, 0.14, 20_000
Row = dict[str, Any]


def median(values: Any) -> tuple[float, int]:
    """Median of the numbers among values, infinities counted, and how many there are."""
    x = np.asarray(values, float)
    x = x[~np.isnan(x)]
    return (float(np.median(x)) if len(x) else np.nan), len(x)


def inside(values: Any, low: float, high: float) -> tuple[float, int]:
    """Part of the numbers among values between two ends, and how many there are."""
    x = np.asarray(values, float)
    x = x[~np.isnan(x)]
    return (float(((low <= x) & (x <= high)).mean()) if len(x) else np.nan), len(x)


def directions(name: str, world: World, draws: list[dict[str, float]], base: list[Outcome]) -> list[Row]:
    """Denial, crackdowns on small and large crowds, releases."""
    a = answers(world, draws, base)
    spared = f"without a death {median(a.large_without_death)[0]:.2f} ({len(a.large_without_death)} pairs)"
    many = f"where many testified {median(a.many_releases)[0]:.2f} ({len(a.many_releases)} pairs)"
    return [
        row("denial_lower", name, *inside(a.denial, -np.inf, 1 - 1e-9)),
        row("denial_size", name, *median(a.denial)),
        row("crackdown_small", name, *median(a.small)),
        row("crackdown_small_ends", name, *inside(a.small_ends, 1, 1)),
        row("crackdown_large", name, *median(a.large), spared),
        row("releases", name, *median(a.releases), many),
    ]


def sizes(name: str, world: World, base: list[Outcome]) -> list[Row]:
    """Tails of gatherings by place and day."""
    found = []
    for run in base:
        x = run.arrays["crowd"].ravel()
        x = x[x > 0]
        if len(x) >= m.FEWEST:
            decades = np.log10(x.max() / np.quantile(x, 0.1))
            found.append((m.power_tail(x, 5 * world.scale)[0], m.share_of_largest(x), decades))
    exponent, share, decades = np.array(found or [[np.nan] * 3]).T
    ends = np.nanquantile(exponent, [0.05, 0.95])
    return [
        row("tail_exponent", name, *median(exponent), f"90 % of draws: {ends[0]:.2f} to {ends[1]:.2f}"),
        row("tail_share", name, *median(share)),
        row("tail_decades", name, *median(decades)),
    ]


def rhythm(name: str, world: World, draws: list[dict[str, float]]) -> list[Row]:
    """The busiest weekday where the only series is weekly, and where it is daily."""
    last = world.country.days - 1
    found = []
    for form, every in (("march", 7), ("night", 1)):
        calls = (Call(1, last, every, form, ()),)
        runs = ensemble(world, draws, days=min(last + 1, 85), calls=calls, origin=last)
        found.append(median([m.busiest_weekday(r.total("crowd")[1:]) for r in runs]))
    return [row("rhythm_weekly", name, *found[0]), row("rhythm_daily", name, *found[1])]


def waves(name: str, world: World, base: list[Outcome]) -> list[Row]:
    """Half-lives of weekly largest crowds, up to an ending."""
    found = []
    for run in base:
        ended = run.arrays["ended"].any(axis=1)
        weekly = m.by_week(run.total("crowd")[: int(ended.argmax()) if ended.any() else None])
        if len(weekly) and weekly.max() > 0.002 * world.country.population:
            found.append(m.half_life(weekly))
    return [row("half_life", name, *median(found)), row("half_life_inside", name, *inside(found, 7, 112))]


def arrests(name: str, base: list[Outcome]) -> list[Row]:
    """Arrests per marcher, and how they change with the size of the day's crowd."""
    crowd = [r.total("crowd") for r in base]
    detained = [r.total("detained") for r in base]
    each = [d.sum() / c.sum() if c.sum() > 0 else np.nan for c, d in zip(crowd, detained)]
    slopes = [
        m.slope_of_logs(np.divide(d, c, out=np.zeros_like(d), where=c > 0), c) for c, d in zip(crowd, detained)
    ]
    return [
        row("arrests_per_marcher", name, *median(each)),
        row("arrests_inside", name, *inside(each, 0.001, 0.15)),
        row("arrests_slope", name, *median(slopes)),
        row("arrests_falling", name, *inside(slopes, -np.inf, 0)),
    ]


def participants(name: str, world: World, base: list[Outcome], own: list[Outcome]) -> list[Row]:
    """Distinct people who marched, of those of an age for it in towns."""
    places = world.country.places
    towns = [k for k, p in enumerate(places) if p.kind != "countryside" and p.population >= TOWN]
    aged = AGED * sum(places[k].population for k in towns)

    def part(runs: list[Outcome]) -> np.ndarray:
        return np.array([r.arrays["participants"][-1, towns].sum() / aged for r in runs])

    rows = []
    if name == "belarus-2020":
        low, high = np.quantile(part(base), [0.05, 0.95])
        rows = [
            row("participants", name, *median(part(own))),
            row("participants_prior", name, low <= SURVEY <= high, len(base), f"90 % band {low:.3f} to {high:.3f}"),
        ]
    times = [r.total("crowd").sum() / max(1.0, r.total("participants")[-1]) for r in base]
    return [*rows, row("marches_each", name, *median([t for t in times if t > 0]))]


def variance(name: str, world: World, base: list[Outcome]) -> list[Row]:
    """What the calls' own inputs explain of log crowd by day, over the scripted days."""
    country = world.country
    days = min(country.origin + 1, country.days)
    signs = m.inputs_by_day(country, days)
    logs = np.array([np.log(r.total("crowd")[:days] + 100.0 * country.population / 9_410_259) for r in base])
    called = [k for k, sign in enumerate(signs) if sign[0]]
    by_date = m.between_groups(logs, list(range(days)))
    by_draw = m.between_groups(logs.T, list(range(len(logs))))
    note = f"{len(set(signs))} kinds of day; the date explains {by_date:.2f}, the draw {by_draw:.2f}"
    return [
        row("calls_r2", name, m.between_groups(logs, signs), len(logs), note),
        row("calls_r2_called", name, m.between_groups(logs[:, called], [signs[k] for k in called]), len(logs)),
    ]


def permuted(name: str, world: World, base: list[Outcome]) -> list[Row]:
    """Whether an ensemble with z permuted among calls of a form is like one with z as drawn."""
    calls, days = world.country.calls, min(world.country.days, 85)
    draws = prior_draws(world.country, len(base), key=1)  # ensembles share no draw and no seed
    other = [play_changed(world, 10_000 + k, d, days, permute_z(calls, k)) for k, d in enumerate(draws)]

    def table(runs: list[Outcome]) -> np.ndarray:
        rows = []
        for r in runs:
            crowd = r.total("crowd")[:days]
            weeks = np.resize(m.by_week(crowd), 12)
            rows.append([crowd.max(), crowd.sum(), r.total("detained")[:days].sum(), *weeks])
        return np.array(rows)

    one, two = table(base), table(other)
    least = 15 * min(stats.ks_2samp(a, b).pvalue for a, b in zip(one.T, two.T))
    rng = np.random.default_rng(15)
    batches = np.array_split(np.arange(len(one)), 20)
    p = [m.randomised_ks(one[b, 1], two[b, 1], rng) for b in batches]
    return [
        row("permuted_z", name, least, len(one)),
        row("permuted_z_batches", name, stats.kstest(p, "uniform").pvalue, len(batches)),
    ]


def scales(name: str, whole: int) -> list[Row]:
    """Person-days, detained and deaths at 1:1, 1:10 and 1:100, own parameters, paired seeds, to the origin."""
    numbers: dict[int, np.ndarray] = {}
    for scale, runs in ((1, whole), (10, 4 * whole), (100, 4 * whole)):
        world = world_of(name, scale)
        found = []
        for seed in range(runs):
            r = play(world, seed, days=world.country.origin + 1)
            deaths = r.total("killed_street").sum() + r.total("killed_custody").sum()
            found.append([np.log(r.total("crowd").sum()), np.log(r.total("detained").sum()), deaths])
        numbers[scale] = np.array(found)
        world_of.cache_clear()
    apart = {
        (a, b): numbers[b][: len(numbers[a])] - numbers[a][: len(numbers[b])] for a, b in ((1, 10), (1, 100), (10, 100))
    }
    z = np.array([[m.standard_errors(d[:, k]) for k in range(3)] for d in apart.values()])
    deaths = ", ".join(f"1:{s} {x[:, 2].mean():.1f}" for s, x in numbers.items())
    return [
        row("scale_crowd_10", name, np.exp(apart[1, 10][:, 0].mean()), whole),
        row("scale_crowd_100", name, np.exp(apart[1, 100][:, 0].mean()), whole),
        row("scale_crowd_z", name, np.abs(z[:, 0]).max(), whole),
        row("scale_detained_z", name, np.abs(z[:, 1]).max(), whole),
        row("scale_deaths_z", name, np.abs(z[:, 2]).max(), whole, f"mean deaths {deaths}"),
    ]


def measured(name: str, n: int, pairs: int, progress: Callable[[str], None]) -> list[Row]:
    """Every row of one scenario but scales; `pairs` of the draws are run in pairs, too."""
    world = world_of(name, SCALES[name])
    draws = prior_draws(world.country, n)
    base = ensemble(world, draws)
    progress(f"{name}: plain runs")
    own = ensemble(world, [{}] * max(4, n // 10), first_seed=20_000)
    parts = (
        lambda: sizes(name, world, base), lambda: waves(name, world, base), lambda: arrests(name, base),
        lambda: participants(name, world, base, own), lambda: variance(name, world, base),
        lambda: directions(name, world, draws, base[:pairs]), lambda: rhythm(name, world, draws[:pairs]),
        lambda: permuted(name, world, base),
    )  # fmt: skip
    rows: list[Row] = []
    for part in parts:
        more = part()
        show(more, progress)
        rows += more
    return rows


def show(rows: list[Row], progress: Callable[[str], None]) -> None:
    """Rows, one a line."""
    for r in rows:
        value = "-" if r["value"] is None else f"{r['value']:.3g}"
        progress(f"  {'ok  ' if r['inside'] else 'FAIL'} {r['row']} {r['scenario']} {value} ({r['of']}) {r['note']}")


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=200, help="draws that are run in pairs")
    parser.add_argument("--only", choices=[*SCALES, "scales"])
    parser.add_argument("--whole", type=int, default=6, help="runs of belarus-2020 at 1:1")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    began = time.perf_counter()

    def progress(text: str) -> None:
        print(f"{time.perf_counter() - began:6.0f} s  {text}", flush=True)

    rows: list[Row] = []
    for name in SCALES:
        if given.only in (None, name):
            rows += measured(name, given.draws, given.pairs, progress)
    if given.only in (None, "scales"):
        show(more := scales("belarus-2020", given.whole), progress)
        rows += more
    if given.write:
        write("regularities", [*others("regularities", rows), *rows], draws=given.draws)


if __name__ == "__main__":
    main()
