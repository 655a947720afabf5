"""How kinds of party bend their numbers, learnt from accounts of one event; no run of the nation is needed.

    python -m benchmarks.crises.party_types [--draws 3000] [--write]

    log figure = log truth[event] + bias + error
    bias       = type[t] + what is counted[t, f] + type in this crisis[t, crisis] + party[p] + party's own[p, f]

All terms of the bias are normal about 0; errors are Student's t (4 degrees) of the claim model's scale. The spreads
between crises and between parties are inferred with half-normal priors, so few crises leave them open, and types that
were heard seldom stay near 0. Pairs of accounts only tell ratios. What anchors them to the truth is an assumption: that
kinds which count by a method (`ANCHORS`) are right to a fifth. --write sets the table that the package ships.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.crises.accounts import Accounts, shipped

from contested.inference.likelihood import party_types
from contested.inference.likelihood.claim_params import ClaimParams

TABLE = Path(party_types.__file__).with_suffix(".csv")
#: kinds that are right to so much (log), because they count by a method
ANCHORS = {"independent_count": 0.2}
#: prior spread of a type's bias, and of its bias in one kind of number (log)
TYPE, FAMILY = 1.0, 0.5
#: scales of the half-normal priors of the spreads between crises and between parties (log)
BETWEEN_CRISES, BETWEEN_PARTIES = 0.4, 0.6
DEGREES = 4.0
GRID = np.exp(np.linspace(np.log(0.03), np.log(3.0), 120))


class Fit(NamedTuple):
    """Draws of the posterior.

    Parameters
    ----------
    types : tuple of str
    type : float64 array of shape (draws, types)
    family : dict of (type, family) to float64 array of shape (draws,)
    crises, parties : float64 arrays of shape (draws,)
        Spreads.
    rng : numpy.random.Generator
        For what is drawn from these.
    """

    types: tuple[str, ...]
    type: np.ndarray
    family: dict[tuple[str, str], np.ndarray]
    crises: np.ndarray
    parties: np.ndarray
    rng: np.random.Generator

    def new_party(self, kind: str, family: str, own: float) -> np.ndarray:
        """Draws of the bias (log) of a party of this type in a crisis that was not seen, float64 array of shape
        (draws,); `own` is the spread between a party's biases in different kinds of number."""
        n = len(self.crises)
        mean = self.type[:, self.types.index(kind)] if kind in self.types else self.rng.normal(0, TYPE, n)
        mean = mean + self.family.get((kind, family), np.zeros(n))
        spread = np.sqrt(self.crises**2 + self.parties**2 + own**2)
        return np.asarray(mean + spread * self.rng.standard_normal(n))


def fit(accounts: Accounts, draws: int = 3000, burn: int = 500, seed: int = 1, law: ClaimParams | None = None) -> Fit:
    """The posterior by Gibbs sampling: all normal terms at once, then weights of errors, then both spreads."""
    law, rng = law or ClaimParams(), np.random.default_rng(seed)
    types = tuple(sorted({t for t in accounts.type if t}))
    columns, blocks = _columns(accounts)
    rows, n, d = np.arange(len(accounts.log)), len(accounts.log), len(blocks)
    X = np.zeros((n, d))
    for of in columns:
        X[rows[of >= 0], of[of >= 0]] = 1.0
    index = {name: k for k, name in enumerate(blocks)}
    kind = np.array([name[0] for name in blocks])
    fixed = np.array([_fixed(name, law) for name in blocks])
    crises = parties = 0.4
    weight = np.ones(n)
    centred = accounts.log - accounts.log.mean()
    out: dict[str, list[Any]] = {"beta": [], "crises": [], "parties": []}
    for turn in range(burn + draws):
        sd = np.where(kind == "crisis", crises, np.where(kind == "party", parties, fixed))
        precision = (X * (weight / law.error**2)[:, None]).T @ X + np.diag(sd**-2.0)
        lower = np.linalg.cholesky(precision)
        mean = np.linalg.solve(precision, X.T @ (centred * weight) / law.error**2)
        beta = mean + np.linalg.solve(lower.T, rng.standard_normal(d))
        residual = (centred - X @ beta) / law.error
        weight = rng.gamma((DEGREES + 1) / 2, 2 / (DEGREES + residual**2))
        crises = _spread(beta[kind == "crisis"], BETWEEN_CRISES, rng)
        parties = _spread(beta[kind == "party"], BETWEEN_PARTIES, rng)
        if turn >= burn:
            for name, value in (("beta", beta), ("crises", crises), ("parties", parties)):
                out[name].append(value)
    beta = np.array(out["beta"])
    family = {(t, f): beta[:, k] for (what, t, f), k in ((b, index[b]) for b in blocks if b[0] == "family")}
    return Fit(types, np.stack([beta[:, index["type", t, ""]] for t in types], axis=1), family,
               np.array(out["crises"]), np.array(out["parties"]), rng)  # fmt: skip


def _columns(accounts: Accounts) -> tuple[list[np.ndarray], list[tuple[str, str, str]]]:
    """Which unknown of each kind an account has (-1 for none), and what the unknowns are."""
    names: list[tuple[str, str, str]] = []
    columns = []
    # a party without a type is its own: nothing is shared but the spread that any party has
    of = {
        "event": [(str(e), "") for e in accounts.event],
        "type": [(t, "") if t else None for t in accounts.type],
        "family": [(t, f) if t else None for t, f in zip(accounts.type, accounts.family)],
        "crisis": [(t, c) if t else None for t, c in zip(accounts.type, accounts.crisis)],
        "stranger": [None if t else (p, "") for t, p in zip(accounts.type, accounts.party)],
        "party": [(p, "") if t else None for t, p in zip(accounts.type, accounts.party)],
        "own": [(p, f) for p, f in zip(accounts.party, accounts.family)],
    }
    for what, keys in of.items():
        number = {key: len(names) + k for k, key in enumerate(dict.fromkeys(key for key in keys if key))}
        names += [(what, *key) for key in number]
        columns.append(np.array([number[key] if key else -1 for key in keys]))
    return columns, names


def _fixed(name: tuple[str, str, str], law: ClaimParams) -> float:
    """Prior spread of an unknown whose spread is not inferred."""
    what, first, _ = name
    if what == "type":
        return ANCHORS.get(first, TYPE)
    return {"event": 10.0, "family": 0.05 if first in ANCHORS else FAMILY, "stranger": law.bias_spread,
            "own": law.indicator_spread}.get(what, 1.0)  # fmt: skip


def _spread(values: np.ndarray, scale: float, rng: np.random.Generator) -> float:
    """A spread given normal values about 0, its prior half-normal; drawn on a grid."""
    log = -len(values) * np.log(GRID) - (values @ values) / (2 * GRID**2) - 0.5 * (GRID / scale) ** 2 + np.log(GRID)
    chance = np.exp(log - log.max())
    return float(GRID[np.searchsorted(np.cumsum(chance), rng.random() * chance.sum())])


def rows_of(accounts: Accounts, found: Fit, law: ClaimParams | None = None) -> list[dict[str, str | float | int]]:
    """The table: what a party of each type is expected to do in a crisis that was not seen, by kind of number."""
    law = law or ClaimParams()
    rows = []
    for kind in found.types:
        for family in ("", *party_types.FAMILIES):
            each = enumerate(zip(accounts.type, accounts.family))
            mine = [k for k, (t, f) in each if t == kind and family in ("", f)]
            if not mine:
                continue
            # the spread between kinds of number is the claim model's own, and is not counted twice
            bias = found.new_party(kind, family, 0.0)
            rows.append({
                "type": kind, "counts": family, "mean": round(float(bias.mean()), 3), "sd": round(float(bias.std()), 3),
                "between_parties": round(float(np.median(found.parties)), 3),
                "between_crises": round(float(np.median(found.crises)), 3), "accounts": len(mine),
                "events": len({accounts.event[k] for k in mine}), "parties": len({accounts.party[k] for k in mine}),
                "crises": len({accounts.crisis[k] for k in mine}),
                "source": "accounts of one event in " + " ".join(sorted({accounts.crisis[k] for k in mine})),
            })  # fmt: skip
    return rows


def write(rows: Sequence[dict[str, Any]], path: Path = TABLE) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=3000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    accounts = shipped()
    found = fit(accounts, given.draws)
    rows = rows_of(accounts, found)
    print(f"{len(accounts.log)} accounts of {len(set(accounts.event))} events by {len(set(accounts.party))} parties")
    for row in rows:
        low, high = (np.exp(row["mean"] + z * row["sd"]) for z in (-1.645, 1.645))
        print(f"{row['type']:18s} {row['counts'] or 'all':10s} x{np.exp(row['mean']):.2f} ({low:.2f} to {high:.2f}), "
              f"{row['accounts']} accounts of {row['parties']} parties in {row['crises']} crises")  # fmt: skip
    if given.write:
        write(rows)


if __name__ == "__main__":
    main()
