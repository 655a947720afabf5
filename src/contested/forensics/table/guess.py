"""A map drafted from a file's headings and numbers, to be read and corrected by somebody who knows the file.

Headings propose what columns mean (`headings`), and numbers decide: registered >= cast >= valid = the sum of
contestants; a station's key is what no two rows share. What stays unsure is said beside the draft. No audit uses a
draft that nobody has read: it is printed, with the file's first rows as the draft reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.table import layout
from contested.forensics.table.cells import Cells
from contested.forensics.table.columns import Column, columns_of, names_beside
from contested.forensics.table.fitting import at_least, equal, families, run_of, summed
from contested.forensics.table.guess_rates import Rates, rates_of, tables_of
from contested.forensics.table.headings import ROWS, plain
from contested.forensics.table.long import contests
from contested.forensics.table.names import shortened
from contested.forensics.table.returns import RESERVED
from contested.ground.errors import ReturnsError

#: part of rows that must fit for numbers to decide, and for a column to be kept without a doubt
NEARLY, FITS, SURE = 0.75, 0.9, 0.99
#: part of rows that a column of names must fill
FILLED = 0.7
#: most columns that are looked at; and parts of invalid ballots that are tried together
MOST, PARTS = 400, 6


class Guess(NamedTuple):
    """The tables of a map, and what is not sure about them."""

    tree: dict[str, dict[str, object] | str]
    unsure: tuple[str, ...]


def draft(path: str | Path) -> Guess:
    """A map for a file of returns.

    Raises
    ------
    ReturnsError
        The file is no table, or its numbers are no returns: no columns of votes can be found.
    """
    found = layout.find(path)
    made = _Draft(found.cells)
    by_rates = rates_of(found.cells, made.columns)
    tree = made.tree() if by_rates is None else made.rates_tree(by_rates)
    hints = {k: v for k, v in vars(found.hints).items() if v not in (None, 0) and (k, v) != ("header_rows", 1)}
    if made.decimal:
        hints["decimal"] = made.decimal
    title = {"title": f"Draft of a map for {Path(path).name}"}
    file = {"file": hints} if hints else {}
    return Guess({**title, **tree, **file}, (*found.unsure, *made.unsure))


class _Draft:
    """What is found out about one table."""

    def __init__(self, cells: Cells) -> None:
        self.cells, self.unsure = cells, list[str]()
        if cells.frame.width > MOST:
            raise ReturnsError(f"the table has {cells.frame.width} columns; drafts are made for {MOST} at most.",
                               "write the map by hand: docs/guides/audit.md", file=cells.source)  # fmt: skip
        self.columns, self.decimal = columns_of(cells)
        self.by_name = {c.name: c for c in self.columns}

    def tree(self) -> dict[str, dict[str, object] | str]:
        """All tables of the map but its title and file."""
        if self.long is not None:
            return self._long_tree(*self.long)
        counts, contestants = self._counts()
        taken = {*contestants, *(name for names in counts.values() for name in names)}
        rest = [c for c in self.columns if c.name not in taken]
        known = ("station", "region", "district", "lat", "lon")
        unused = [c.name for c in rest if c.counted and not c.code and c.role not in known and "%" not in c.name]
        station, units = self._places(rest, [])
        unused = [name for name in unused if name not in {*station, *units}]
        if unused:
            listed = ", ".join(map(repr, unused[:12])) + (", ..." if len(unused) > 12 else "")
            self.unsure.append(f"Columns of numbers that the draft does not use: {listed}.")
        shown = self._contestants(contestants)
        if len(contestants) == 1:
            self.unsure.append("One contestant only was found.")
        if self.cells.repeated:
            self.unsure.append(
                f"Headings that appear twice are not used: {', '.join(map(repr, self.cells.repeated[:8]))}."
            )
        return {**self._head(station, units, list(shown["columns"])), "counts": _short(counts),
                "contestants": {**shown}, **self._place()}  # fmt: skip

    def rates_tree(self, rates: Rates) -> dict[str, dict[str, object] | str]:
        """The tables of the map of a file that gives percentages and no counts."""
        station, units = self._places([c for c in self.columns if c.name not in {*rates.shares, rates.turnout}], [])
        self.unsure += rates.unsure
        shown = tables_of(rates, self._of("registered"))
        return {**self._head(station, units, rates.shares), **shown, **self._place()}

    def _head(self, station: list[str], units: list[str], others: Sequence[str]) -> dict[str, dict[str, object] | str]:
        head: dict[str, dict[str, object] | str] = {}
        if station:
            head["station"] = {"id": station}
        else:
            self.unsure.append("No columns name a station alone: its row in the file is its name.")
        if units:
            taken = {*others, *RESERVED}
            head["units"] = {(f"{u} (unit)" if u in taken else u): u for u in units}
        return head

    def _place(self) -> dict[str, dict[str, object] | str]:
        named = {axis: next((c.name for c in self.columns if c.role == kind), None)
                 for axis, kind in (("x", "lon"), ("y", "lat"))}  # fmt: skip
        return {"place": {**named}} if all(named.values()) else {}

    def _contestants(self, names: Sequence[str]) -> dict[str, list[str] | dict[str, str]]:
        shown = names_beside(self.columns, names, FITS) or shortened(names)
        shown = [f"{name} (votes)" if name in RESERVED else name for name in shown]
        return {"columns": dict(zip(shown, names))} if shown != list(names) else {"columns": list(names)}

    def _of(self, role: str) -> list[Column]:
        return [c for c in self.columns if c.role == role and c.counted]

    # counts and contestants of a file with a column a contestant

    def _counts(self) -> tuple[dict[str, list[str]], list[str]]:
        usual = [c for c in self.columns if c.counted and not (c.code or c.constant)]
        free = [c for c in usual if c.role in ("", "candidate", "votes")]
        valid, cast, contestants, invalid = self._votes(free)
        counts: dict[str, list[str]] = {}
        ballots = cast or valid or contestants
        total = sum((self.by_name[n].numbers for n in ballots), start=np.zeros(self.cells.frame.height))
        registered = self._registered(total, [c for c in free if c.name not in {*ballots, *contestants}])
        if registered:
            counts["registered"] = [c.name for c in registered]
        else:
            self.unsure.append("No column of registered voters was found: no test of turnout can be made.")
        issued = self._issued(total, registered)
        if issued:
            counts["issued"] = issued
        if cast:
            counts["cast"] = cast
        if valid:
            counts["valid"] = valid
        elif not cast:
            counts["valid"] = contestants
            self.unsure.append("No column of ballots cast was found: all votes of contestants stand in its place.")
        if invalid:
            counts["invalid"] = invalid
        return counts, contestants

    def _votes(self, free: list[Column]) -> tuple[list[str], list[str], list[str], list[str]]:
        """Columns of valid votes, ballots cast, contestants and invalid votes that fit together best."""
        valids, casts = (sorted(self._of(kind), key=lambda c: not c.whole) for kind in ("valid", "cast"))
        invalids = self._of("invalid")[:PARTS]
        parts = [p for n in range(len(invalids), -1, -1) for p in combinations(invalids, n)]
        best: tuple[float, int, list[str], list[str], list[str], list[str]] | None = None
        targets: list[tuple[np.ndarray, list[str], list[str], list[str]]] = [
            (v.numbers, [v.name], *self._around(v, casts, parts)) for v in valids
        ]
        for c in casts:
            targets += [(c.numbers - summed(part, c), [], [c.name], [p.name for p in part]) for part in parts]
        for target, valid, cast, invalid in targets:
            for alike in families(free):
                run, fit = run_of(alike, target)
                if run and (best is None or (round(fit, 2), len(run)) > best[:2]):
                    best = (round(fit, 2), len(run), valid, cast, [c.name for c in run], invalid)
        if best is not None and best[0] >= NEARLY:
            self._several(valids, best[2])
            if best[0] < SURE:
                off = 100 * (1 - best[0])
                self.unsure.append(f"Votes of contestants do not add up at {off:.0f} % of rows: is one missing?")
            return best[2], best[3], best[4], best[5]
        return self._unfitting(free, valids, casts, invalids)

    def _around(
        self, valid: Column, casts: list[Column], parts: list[tuple[Column, ...]]
    ) -> tuple[list[str], list[str]]:
        """The column of ballots cast and those of invalid ones that go with this column of valid ones."""
        fits = [(equal(c.numbers, valid.numbers + summed(p, c)), len(p), c, p) for c in casts for p in parts]
        if fits:
            fit, _, cast, part = max(fits, key=lambda f: (round(f[0], 2), f[1]))
            if fit >= FITS:
                return [cast.name], [p.name for p in part]
            above = [c for c in casts if at_least(c.numbers, valid.numbers) >= FITS]
            if above:
                return [min(above, key=lambda c: c.total).name], []
        related = [p for p in self._of("invalid") if plain(valid.name).split()[-1:] == plain(p.name).split()[-1:]]
        chosen = related or self._of("invalid")
        return [valid.name, *(p.name for p in chosen)] if chosen else [], [p.name for p in chosen]

    def _several(self, valids: list[Column], chosen: list[str]) -> None:
        if len(valids) > 1:
            others = ", ".join(repr(c.name) for c in valids if c.name not in chosen)
            self.unsure.append(f"There are several columns of valid votes, perhaps of another vote: {others}.")

    def _unfitting(
        self, free: list[Column], valids: list[Column], casts: list[Column], invalids: list[Column]
    ) -> tuple[list[str], list[str], list[str], list[str]]:
        """No sum fits a column whose heading is known."""
        if not casts and not valids:
            for target in sorted(free, key=lambda c: -c.total):
                run, fit = run_of([c for c in free if c is not target], target.numbers)
                if len(run) > 1 and fit >= FITS:
                    self.unsure.append(f"{target.name!r} was taken for ballots cast: other columns add up to it.")
                    return [], [target.name], [c.name for c in run], []
        known = casts or valids
        ceiling = max(known, key=lambda c: c.total).numbers if known else None
        block = [c for c in free if ceiling is None or at_least(ceiling, c.numbers) >= FITS]
        if not known and len(block) > 2:
            # the largest number above all others together is voters more often than a contestant
            block.sort(key=lambda c: c.total)
            if at_least(block[-1].numbers, summed(block[:-1], block[-1])) >= FITS:
                block.pop()
            block.sort(key=lambda c: self.columns.index(c))
        if not block:
            alike = ", ".join(repr(c.name) for c in self.columns if c.counted and c.constant)
            why = "no columns of votes can be found" + (f"; one number stands in every row of {alike}" if alike else "")
            raise ReturnsError(f"{why}.", "write the map by hand: docs/guides/audit.md", file=self.cells.source)
        below = 0.0 if ceiling is None else float(np.nansum(summed(block, block[0])) / max(np.nansum(ceiling), 1))
        if 0.8 <= below <= 1:
            self.unsure.append(f"Votes of contestants are {100 * below:.1f} % of ballots: the rest may be invalid, or "
                               "a contestant is missing.")  # fmt: skip
        else:
            self.unsure.append("No columns add up to ballots cast or to valid votes: contestants are all other counts, "
                               "and totals or protocol lines may be among them.")  # fmt: skip
        cast = [max(casts, key=lambda c: c.total).name] if casts else []
        valid = [max(valids, key=lambda c: c.total).name] if valids else []
        return valid, cast, [c.name for c in block], [c.name for c in invalids] if not casts or not valids else []

    def _registered(self, total: np.ndarray, free: list[Column]) -> list[Column]:
        named = [c for c in self._of("registered") if at_least(c.numbers, total) >= FITS]
        if named:
            best = max(named, key=lambda c: c.total)
            if len(named) > 1:
                others = ", ".join(repr(c.name) for c in named if c is not best)
                self.unsure.append(f"{best.name!r} was taken for registered voters; also likely: {others}.")
            return [best]
        lists = self._of("registered")
        if len(lists) > 1 and at_least(summed(lists, lists[0]), total) >= FITS:
            self.unsure.append("Voters were added up from several lists: say which of them vote.")
            return lists
        enough = [c for c in free if at_least(c.numbers, total) >= SURE and c.total <= 20 * np.nansum(total)]
        if enough:
            best = max(enough, key=lambda c: c.total)
            self.unsure.append(f"{best.name!r} was taken for registered voters: it is never below ballots cast.")
            return [best]
        doubtful = self._of("registered")
        if doubtful:
            best = max(doubtful, key=lambda c: c.total)
            self.unsure.append(f"{best.name!r} reads as registered voters, but is often below ballots cast.")
            return [best]
        return []

    def _issued(self, total: np.ndarray, registered: list[Column]) -> list[str]:
        named = self._of("issued")
        if not named:
            return []
        every = summed(named, named[0])
        below = not registered or at_least(summed(registered, registered[0]), every) >= FITS
        if below and equal(every, np.maximum(every, total)) >= FITS and every[np.isfinite(every)].sum() > 0:
            return [c.name for c in named]
        one = max(named, key=lambda c: at_least(c.numbers, total))
        return [one.name] if at_least(one.numbers, total) >= FITS else []

    # long form

    @cached_property
    def long(self) -> tuple[Column, Column] | None:
        """Columns of candidates and of votes, if there is a row a candidate."""
        votes = [c for c in self.columns if c.role == "votes" and c.counted]
        names = [c for c in self.columns if c.role == "candidate" and not c.counted and c.distinct > 1]
        if not votes or not names:
            return None

        # names tell more than parties: a heading of candidates first, then the column with most values
        def known(c: Column) -> tuple[bool, bool, int]:
            text = plain(c.name)
            return not c.code, "cand" in text or "votavel" in text or "kand" in text or "канд" in text, c.distinct

        best = max(names, key=known)
        return (best, votes[0]) if 3 * best.distinct < self.cells.frame.height or best.distinct < 40 else None

    def _long_tree(self, candidate: Column, votes: Column) -> dict[str, dict[str, object] | str]:
        offices = [c for c in self.columns if c.role == "office" and not c.counted]
        office = max(offices, key=lambda c: c.distinct) if offices else None
        keys = [candidate.name, *([office.name] if office else [])]
        more = [c.name for c in self.columns if c.role in ("candidate", "votes", "office") and c.name not in keys]
        rest = [c for c in self.columns if c.name not in {*keys, *more, votes.name}]
        station, units = self._places(rest, keys)
        long: dict[str, object] = {"candidate": candidate.name, "votes": votes.name}
        words = Counter[str]()
        for name in (candidate.name, *([office.name] if office else [])):
            words.update(self.cells.frame[name].drop_nulls().str.strip_chars().unique().to_list())
        kinds = {kind: [w for w in words if plain(w) in known] for kind, known in ROWS.items()}
        long |= {kind: there for kind, there in kinds.items() if there}
        if office is not None:
            long["office"] = office.name
            skipped = {w.casefold() for there in kinds.values() for w in there}
            there = contests(self.cells, candidate.name, office.name, votes.name, skipped)
            if len(there) > 1:
                long["contest"] = there[0]
                self.unsure.append(f"The file holds {len(there)} contests; the one with most votes was taken. Others: "
                                   f"{', '.join(there[1:7])}{', ...' if len(there) > 7 else ''}.")  # fmt: skip
        counts = {} if not station else self._repeated(station, [k for k, v in kinds.items() if v])
        tree = {**self._head(station, units, ()), "long": long}
        return {**tree, **({"counts": _short(counts)} if counts else {}), **self._place()}

    def _repeated(self, station: list[str], stated: list[str]) -> dict[str, list[str]]:
        """Counts in columns of a long file, the same in each row of a station."""
        group = self.cells.frame.select(station)
        counts: dict[str, list[str]] = {}
        for kind in ("registered", "issued", "cast", "valid", "invalid"):
            steady = [
                c.name for c in self._of(kind)
                if group.with_columns(c.text.alias("_")).group_by(station).agg(pl.col("_").n_unique())["_"].max() == 1
            ]  # fmt: skip
            if steady and kind not in stated:
                counts[kind] = steady if kind == "invalid" else [max(steady, key=lambda n: self.by_name[n].total)]
        return counts

    # names of stations and units

    def _places(self, rest: list[Column], within: list[str]) -> tuple[list[str], list[str]]:
        """Columns that name a station together (in each row of `within`, for a long file), and those of units."""
        rows = self.cells.frame.height
        stations = [c for c in rest if c.role == "station" and c.distinct > 1]
        named = [c for c in rest if c.role in ("region", "district") and c.distinct > 1]
        named.sort(key=lambda c: (c.role != "region", c.distinct))
        coded = [c for c in rest if c.code and c.distinct > 1 and c not in stations and c not in named]
        texts = [c for c in rest if not c.counted and c.role == "" and c.distinct > 1 and c not in coded]
        order = [*sorted(stations, key=lambda c: -c.distinct), *coded, *texts]
        station = self._key(order, named, within, rows)
        units = self._units(named, texts, station, rows)
        return station, units

    def _key(self, own: list[Column], units: list[Column], within: list[str], rows: int) -> list[str]:
        """The fewest columns whose values no two rows share: a station's own first, then with its units."""

        def unique(names: Sequence[str]) -> float:
            return self.cells.frame.select([*names, *within]).unique().height / rows

        filled = [c for c in own if c.filled >= FILLED]
        wide = sorted((c for c in units if c.filled >= FILLED), key=lambda u: u.distinct)
        nearly: list[tuple[float, list[str]]] = []
        for c in filled[:8]:
            for more in range(min(len(wide), 3) + 1):
                for group in combinations(wide[:6], more):
                    names = [*(u.name for u in group), c.name]
                    part = unique(names)
                    if part == 1:
                        return names
                    if part >= 0.995:
                        nearly.append((part, names))
            if nearly:
                return max(nearly, key=lambda n: n[0])[1]
        for size in (2, 3, 4):
            for group in combinations([*wide, *filled][:10], size):
                if unique([c.name for c in group]) >= 0.995:
                    names = [c.name for c in group]
                    self.unsure.append(f"Stations were told apart by {', '.join(map(repr, names))}.")
                    return names
        every = [c.name for c in [*wide, *filled][:10]]
        if every and unique(every) >= 0.9:
            self.unsure.append("Some rows share all columns that can name a station.")
            return every
        return []

    def _units(self, named: list[Column], texts: list[Column], station: list[str], rows: int) -> list[str]:
        """Columns of units, the largest first; of two that part the stations alike (a code and a name), the name."""
        likely = [c for c in named if c.filled >= FILLED and 1 < c.distinct <= rows / 2]
        likely = [c for c in likely if not c.code] or likely
        if not likely:
            likely = [c for c in texts if c.filled >= FILLED and 1 < c.distinct <= rows / 4 and c.name not in station]
            if likely:
                self.unsure.append(f"Units were taken by their values: {', '.join(repr(c.name) for c in likely[:2])}.")
                likely = likely[:2]
        out: list[Column] = []
        for c in sorted(likely, key=lambda c: (c.distinct, c.code)):
            same = next((o for o in out if o.distinct == c.distinct and self._alike(o, c)), None)
            if same is None:
                out.append(c)
            elif same.code and not c.code:
                out[out.index(same)] = c
        return [c.name for c in out[:3]]

    def _alike(self, one: Column, other: Column) -> bool:
        return self.cells.frame.select(one.name, other.name).unique().height == one.distinct


def _short(counts: Mapping[str, list[str]]) -> dict[str, object]:
    return {kind: names[0] if len(names) == 1 else names for kind, names in counts.items()}
