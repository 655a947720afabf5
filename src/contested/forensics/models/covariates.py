"""Which stations are falsified, and what goes with it: chances of fraud that depend on covariates of a station.

After the finite mixtures of Ferrari, McAlister and Mebane (2018), whose sampler takes hours; here the likelihood is
climbed in seconds. Honest logits of turnout and support are bell curves whose middles follow the covariates too, and
support may go with turnout: what observers or machines honestly go with is no fraud. A station stuffs or switches some
ballots (in bins whose weights are free), or nearly all, with chances that follow the covariates through logits.

Intervals let territories, not stations, differ independently.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import expit, logit, logsumexp, ndtr

from contested.forensics.finding import Finding
from contested.forensics.models.design import VALUES, between_territories, design
from contested.forensics.table.case import SMALL, Case, Floats
from contested.forensics.table.circumstances import COVARIATE
from contested.forensics.table.returns import ReturnsTable
from contested.ground import streams
from contested.ground.draws import uniforms

#: stations and territories a fit needs; stations beyond which a sample of them is fitted
FEW, TERRITORIES, MOST = 300, 20, 20_000
#: intensities: parts of those who stayed away that are stuffed, of others' votes that are switched, and both of extreme
STUFFED = (0.03, 0.08, 0.14, 0.2, 0.27, 0.34, 0.42, 0.5, 0.6, 0.7)
SWITCHED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.65)
EXTREME = ((0.85, 0.8), (0.92, 0.9), (0.97, 0.95))
#: spread of a coefficient before any station is seen, in logits a standard deviation of the covariate; of a middle
SPREAD, WIDE = 2.0, 5.0
#: climbing: the gain of log-likelihood a station that is not worth another round
GAIN = 2e-6
#: part of a covariate's variance between territories above which its intervals are doubted
BETWEEN = 0.65
#: chance, of all covariates together, below which it alarms; fewest falsified stations that say something of covariates
ALARM_P, SEEN = 0.001, 10

ABOUT = Finding(
    name="covariates", title="What goes with falsified stations", kind="estimate", unit="station",
    rule=f"a covariate goes with some fraud at a chance below {ALARM_P:g}, all covariates taken together",
    assumes="Given the covariates, logits of honest turnout and support are bell curves that are the same everywhere.",
    fails_when="Honest stations that differ otherwise than the covariates say pass for fraud, and whatever they have "
    "in common then seems to go with it. What goes with fraud need not cause it: observers go where fraud is expected.",
    cites=("ferrari2018", "klimek2012"),
)  # fmt: skip


class Fitted(NamedTuple):
    """A fit.

    Parameters
    ----------
    names : tuple of str
        "(all)" and the covariates.
    coefficients, errors : float64 array of shape (2, 1 + covariates)
        Logits of some fraud, and of extreme fraud, against honesty, by one standard deviation of a covariate; and
        their standard errors.
    some, extreme : float64 array of shape (stations,)
        Chance of each station to be of either kind.
    honest : (float, float)
        Honest turnout and support at the covariates' means.
    gain : float
        Twice the log-likelihood above that of the best fit without fraud.
    """

    names: tuple[str, ...]
    coefficients: Floats
    errors: Floats
    some: Floats
    extreme: Floats
    honest: tuple[float, float]
    gain: float


class _Data(NamedTuple):
    """Honest logits if a station were of each kind (stations, nodes), with stretch, noise, and the design with a 1."""

    turnout: Floats
    support: Floats
    stretch: Floats
    noise_t: Floats
    noise_s: Floats
    x: Floats


class _Params(NamedTuple):
    """Honest middles (by column of the design), the slope of support on turnout, spreads, chances, weights of nodes."""

    turnout: Floats
    support: Floats
    slope: float
    sd_t: float
    sd_s: float
    fraud: Floats
    weight: Floats


_NODES = 1 + len(STUFFED) + len(SWITCHED) + len(EXTREME)
_SOME = slice(1, 1 + len(STUFFED) + len(SWITCHED))
_ALL = slice(1 + len(STUFFED) + len(SWITCHED), _NODES)


def fit(case: Case, x: Floats, names: tuple[str, ...]) -> Fitted:
    """The most likely mixture.

    Parameters
    ----------
    case : Case
    x : float64 array of shape (stations, covariates)
    names : tuple of str
    """
    sd = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / np.where(sd > 0, sd, 1.0)
    data = _data(case, np.column_stack([np.ones(case.stations), scaled]))
    params, likely, part = _climbed(_start(case, data), data)
    # without fraud: one node
    one = [v[:, :1] for v in data[:5]]
    alone = _Data(one[0], one[1], one[2], one[3], one[4], data.x)
    start = _start(case, data)
    _, honest, _ = _climbed(start._replace(fraud=start.fraud - 50.0, weight=start.weight[:1]), alone)
    errors = _errors(params, data, case.territory)
    middle = (float(expit(params.turnout[0])), float(expit(params.support[0])))
    return Fitted(("(all)", *names), params.fraud, errors, part[:, _SOME].sum(1), part[:, _ALL].sum(1), middle,
                  2 * (likely - honest))  # fmt: skip


def _climbed(params: _Params, data: _Data) -> tuple[_Params, float, Floats]:
    """To the top of the likelihood: parameters, the log-likelihood there, each station's chance of each node."""
    before = -np.inf
    while True:
        joint = _joint(params, data)
        each = logsumexp(joint, axis=1)
        part = np.exp(joint - each[:, None])
        total = float(each.mean())
        if total - before < GAIN:
            return params, float(each.sum()), part
        before = total
        params = _better(params, data, part)


def _data(case: Case, x: Floats) -> _Data:
    n, cast, mine = case.registered + 1.0, np.minimum(case.cast, case.issued) + 1.0, case.leader + 0.5
    away = (case.registered - case.issued + 0.5) / n
    others = (np.maximum(case.cast, case.leader) - case.leader + 0.5) / n
    made = np.array([(0, 0), *((s, 0) for s in STUFFED), *((0, s) for s in SWITCHED), *EXTREME], float)
    # turned round: of the registered, who stayed away before anything was stuffed, and who voted for others
    before = away[:, None] / (1 - made[:, 0])
    rest = others[:, None] / (1 - made[:, 1])
    turnout = 1 - before
    share = 1 - rest / np.maximum(turnout, 1e-9)
    fits = (turnout > 0.5 / n[:, None]) & (share > 0.25 / cast[:, None])
    t, s = np.clip(turnout, 1e-6, 1 - 1e-6), np.clip(share, 1e-6, 1 - 1e-6)
    reported = (1 - away)[:, None], (mine / cast)[:, None]
    with np.errstate(divide="ignore"):
        stretch = np.where(fits, np.log(reported[0] / t) + np.log(np.clip(reported[1], 1e-6, 1) / s), -np.inf)
    return _Data(logit(t), logit(s), stretch, 1 / (n[:, None] * t * (1 - t)), 1 / (cast[:, None] * s * (1 - s)), x)


def _start(case: Case, data: _Data) -> _Params:
    columns = data.x.shape[1]
    turnout, support = data.turnout[:, 0], data.support[:, 0]
    low = turnout <= np.quantile(turnout, 0.6)
    middle_t, middle_s = np.zeros(columns), np.zeros(columns)
    middle_t[0], middle_s[0] = np.median(turnout[low]), np.median(support[low])
    fraud = np.zeros((2, columns))
    fraud[:, 0] = np.log([0.15, 0.02])
    weight = np.zeros(_NODES)
    weight[_SOME], weight[_ALL] = 1 / (_SOME.stop - _SOME.start), 1 / len(EXTREME)
    weight[0] = 1.0
    return _Params(middle_t, middle_s, 0.0, max(float(turnout[low].std()), 0.1), max(float(support[low].std()), 0.1),
                   fraud, weight)  # fmt: skip


def _classes(fraud: Floats, x: Floats) -> Floats:
    """Logarithms of the chances of honesty, some fraud and extreme fraud: float64 array of shape (stations, 3)."""
    score = np.column_stack([np.zeros(x.shape[0]), x @ fraud.T])
    return np.asarray(score - logsumexp(score, axis=1)[:, None])


def _joint(p: _Params, data: _Data) -> Floats:
    """Log-density of each station's counts together with each node."""
    off_t = data.turnout - (data.x @ p.turnout)[:, None]
    off_s = data.support - (data.x @ p.support)[:, None] - p.slope * off_t
    var_t, var_s = p.sd_t**2 + data.noise_t, p.sd_s**2 + data.noise_s
    density = -0.5 * (off_t**2 / var_t + np.log(var_t) + off_s**2 / var_s + np.log(var_s)) + data.stretch
    kind = _classes(p.fraud, data.x)
    if density.shape[1] == 1:
        return np.asarray(density)
    node = np.empty_like(density)
    node[:, 0], node[:, _SOME], node[:, _ALL] = kind[:, 0], kind[:, 1:2], kind[:, 2:3]
    return np.asarray(density + node + np.log(np.maximum(p.weight, 1e-12)))


def _better(p: _Params, data: _Data, part: Floats) -> _Params:
    """One round of expectation and maximisation: `part` is each station's chance of each node."""
    turnout, sd_t = _regressed(data.turnout, data.x[:, None, :], part, data.noise_t, p.sd_t)
    off = data.turnout - (data.x @ turnout)[:, None]
    both = np.concatenate([np.broadcast_to(data.x[:, None, :], (*off.shape, data.x.shape[1])), off[:, :, None]], axis=2)
    found, sd_s = _regressed(data.support, both, part, data.noise_s, p.sd_s)
    if part.shape[1] == 1:
        return p._replace(turnout=turnout, support=found[:-1], slope=float(found[-1]), sd_t=sd_t, sd_s=sd_s)
    weight = part.sum(axis=0) + 0.5
    weight[0] = 1.0
    for some in (_SOME, _ALL):
        weight[some] /= weight[some].sum()
    kinds = np.column_stack([part[:, 0], part[:, _SOME].sum(1), part[:, _ALL].sum(1)])
    return _Params(turnout, found[:-1], float(found[-1]), sd_t, sd_s, _chances(p.fraud, data.x, kinds), weight)


def _regressed(y: Floats, x: Floats, part: Floats, noise: Floats, sd: float) -> tuple[Floats, float]:
    """Weighted regression, and the spread beyond the noise of drawing ballots."""
    w = part / (sd**2 + noise)
    x = np.broadcast_to(x, (*y.shape, x.shape[-1]))
    cross = np.einsum("nk,nki,nkj->ij", w, x, x, optimize=True)
    found = np.linalg.solve(cross + 1e-9 * np.eye(cross.shape[0]), np.einsum("nk,nki,nk->i", w, x, y, optimize=True))
    off = y - x @ found
    # expectation of the part beyond the noise: what a round of maximisation takes
    shrunk = sd**2 / (sd**2 + noise)
    square = part * ((shrunk * off) ** 2 + shrunk * noise)
    return found, float(np.clip(np.sqrt(square.sum() / part.sum()), 0.02, 3.0))


def _chances(fraud: Floats, x: Floats, kinds: Floats) -> Floats:
    """One step of Newton for the logits of the classes, halved until it is no step back."""
    columns = x.shape[1]
    shrink = np.tile(np.where(np.arange(columns) == 0, WIDE**-2, SPREAD**-2), 2)

    def value(f: Floats) -> float:
        return float((kinds * _classes(f, x)).sum() - 0.5 * (shrink * f.ravel() ** 2).sum())

    q = np.exp(_classes(fraud, x))[:, 1:]
    slope = ((kinds[:, 1:] - q).T @ x).ravel() - shrink * fraud.ravel()
    curve = np.empty((2 * columns, 2 * columns))
    for a in range(2):
        for b in range(2):
            w = q[:, a] * ((a == b) - q[:, b])
            curve[a * columns : (a + 1) * columns, b * columns : (b + 1) * columns] = (x * w[:, None]).T @ x
    curve[np.diag_indices(2 * columns)] += shrink
    step = np.linalg.solve(curve, slope).reshape(2, columns)
    here = value(fraud)
    for _ in range(20):
        if value(fraud + step) >= here:
            return np.asarray(fraud + step)
        step = step / 2
    return fraud


def _flat(p: _Params) -> Floats:
    return np.concatenate([p.fraud.ravel(), p.turnout, p.support, [p.slope, np.log(p.sd_t), np.log(p.sd_s)],
                           np.log(np.maximum(p.weight[_SOME], 1e-9))])  # fmt: skip


def _unflat(z: Floats, p: _Params) -> _Params:
    c = p.turnout.size
    fraud, turnout, support, rest = np.split(z, [2 * c, 3 * c, 4 * c])
    weight = p.weight.copy()
    some = np.exp(rest[3:])
    weight[_SOME] = some / some.sum()
    return _Params(turnout, support, float(rest[0]), float(np.exp(rest[1])), float(np.exp(rest[2])),
                   fraud.reshape(2, c), weight)  # fmt: skip


def _errors(p: _Params, data: _Data, territory: np.ndarray) -> Floats:
    """Standard errors of the logits of fraud: stations' scores give the curvature, territories' their variance."""
    at = _flat(p)
    scores = np.empty((data.x.shape[0], at.size))
    for k in range(at.size):
        step = np.zeros(at.size)
        step[k] = 1e-4
        up, down = (logsumexp(_joint(_unflat(at + s, p), data), axis=1) for s in (step, -step))
        scores[:, k] = (up - down) / 2e-4
    c = p.turnout.size
    shrink = np.zeros(at.size)
    shrink[: 2 * c] = np.tile(np.where(np.arange(c) == 0, WIDE**-2, SPREAD**-2), 2)
    shrink[4 * c + 3 :] = 0.5  # half a station in each bin
    inverse = np.linalg.pinv(scores.T @ scores + np.diag(shrink))
    unit = np.unique(territory, return_inverse=True)[1]
    count = int(unit.max()) + 1
    sums = np.array([np.bincount(unit, s, count) for s in scores.T])
    sums -= sums.mean(1, keepdims=True)
    between = sums @ sums.T * count / max(count - 1, 1) + np.diag(shrink)
    spread = inverse @ between @ inverse
    # where territories agree by chance, no less than stations alone leave
    variance = np.maximum(np.diag(spread), np.diag(inverse))[: 2 * c]
    return np.sqrt(np.maximum(variance, 0.0)).reshape(2, c)


def find(returns: ReturnsTable, *, seed: int = 1) -> list[Finding]:
    """Chances of fraud by station and territory, and what goes with them; nothing without covariates."""
    if not any(c.startswith(COVARIATE) for c in returns.frame.columns):
        return []
    if returns.percent_only or returns.turnout_doubt:
        why = returns.turnout_doubt
        return [replace(ABOUT, says=f"Not possible: {why[0].lower()}{why[1:]}")]
    case = returns.case()
    order = np.lexsort((case.leader, case.cast, case.issued, case.registered, case.territory))
    case = case.where(order[(case.registered[order] >= SMALL) & (case.cast[order] > 0)])
    made = design(returns.frame[case.row.tolist()])
    if not made.names:
        return [replace(ABOUT, says=f"No covariate is a number or a text of 2 to {VALUES} values: no fit.")]
    keep = np.flatnonzero(made.known)
    if keep.size > MOST:
        u = uniforms(case.stations, seed, streams.SAMPLE_ORDER)[keep]
        keep = keep[np.sort(np.argsort(u, kind="stable")[:MOST])]
    some, x = case.where(keep), made.x[keep]
    varied = x.std(axis=0) > 0 if keep.size else np.zeros(len(made.names), bool)
    if some.stations < FEW or not varied.any():
        return [replace(ABOUT, says=f"{some.stations:,} stations of {SMALL} voters have all covariates, or they do not "
                                    f"differ: a fit needs {FEW}.")]  # fmt: skip
    names = tuple(n for n, v in zip(made.names, varied, strict=True) if v)
    x = x[:, varied]
    between = tuple(n for n, column in zip(names, x.T, strict=True)
                    if between_territories(column, some.territory) > BETWEEN)  # fmt: skip
    found = _finding(some, fit(some, x, names), x.std(axis=0), case.stations, between)
    left = [*made.left_out, *(n for n, v in zip(made.names, varied, strict=True) if not v)]
    more = f" Left out, because they do not vary or are texts of many values: {', '.join(left)}." if left else ""
    return [replace(found, says=found.says + more)]


def _finding(case: Case, result: Fitted, unit: Floats, stations: int, between: tuple[str, ...]) -> Finding:
    rows = []
    for k, kind in enumerate(("some", "nearly all")):
        for j, name in enumerate(result.names[1:], start=1):
            b, e = result.coefficients[k, j], result.errors[k, j]
            rows.append((name, kind, float(unit[j - 1]), float(np.exp(b)), float(np.exp(b - 1.96 * e)),
                         float(np.exp(b + 1.96 * e)), float(2 * ndtr(-abs(b) / e)) if e > 0 else 1.0))  # fmt: skip
    table = pl.DataFrame(rows, orient="row", schema=["covariate", "fraud", "standard deviation", "odds ratio", "low",
                                                     "high", "p"])  # fmt: skip
    fraud = result.some + result.extreme
    total = float(fraud.sum())
    first = table.filter(fraud="some").sort("p", "covariate")
    p = min(1.0, float(first["p"][0]) * first.height)
    best = first.row(0, named=True)
    says = (
        f"Of {case.stations:,} stations with all covariates {total:,.0f} are not honest by this fit, with an honest "
        f"middle of {result.honest[0]:.0%} turnout and {result.honest[1]:.0%} support. "
    )
    enough = total >= SEEN
    # by the information criterion of Schwarz: chances of both kinds, and about one number for each law of intensity
    if result.gain < (2 * len(result.names) + 3) * np.log(case.stations):
        says = (f"Falsified stations do not make these returns likelier ({case.stations:,} stations with all "
                "covariates), so nothing can be said to go with them.")  # fmt: skip
        return replace(ABOUT, says=says, value=0.0, alarm=False)
    if not enough:
        says += "That is too few to say what goes with fraud."
    else:
        says += (
            f"One standard deviation more of {best['covariate']} multiplies the odds of some fraud by "
            f"{best['odds ratio']:.2f} ({best['low']:.2f} to {best['high']:.2f}; p = {best['p']:.2g})."
        )
    if enough and between:
        says += (
            f" Differs between territories rather than within them: {', '.join(between)}. Doubt its odds ratio: "
            "territories honestly differ too. In planted elections with such a covariate intervals made for 19 of 20 "
            "held the truth in 17 of 20, and effects came out too large on average."
        )
    if case.territories and np.unique(case.territory).size < TERRITORIES:
        says += f" With fewer than {TERRITORIES} territories intervals are too narrow."
    if case.stations == MOST < stations:
        says += f" A random sample of {MOST:,} stations was fitted."
    return replace(
        ABOUT, says=says, value=total, alarm=bool(enough and p < ALARM_P),
        tables={"covariates": table, "territories of covariates": _territories(case, result),
                "chances of stations": pl.DataFrame({"row": case.row, "some": result.some,
                                                     "nearly all": result.extreme}).sort("row")},
    )  # fmt: skip


def _territories(case: Case, result: Fitted) -> pl.DataFrame:
    """Chances by territory, the highest first."""
    present, code = np.unique(case.territory, return_inverse=True)
    n = np.bincount(code)
    some, extreme = (np.bincount(code, v) / n for v in (result.some, result.extreme))
    return pl.DataFrame({
        "territory": pl.Series([case.territories[k] for k in present], dtype=pl.String), "stations": n, "some": some,
        "nearly all": extreme,
    }).sort(pl.col("some") + pl.col("nearly all"), "territory", descending=[True, False])  # fmt: skip
