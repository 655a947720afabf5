"""Orders of release that are given earlier, and none of them lost.

None can be given before the first day, so that releases of several days can fall on one. On a day the largest order
holds; an order of 0.2 and, a day later, one of 0.4 of those still held would together have freed 1 - 0.8 * 0.6 = 0.52,
and so much does the later of the two free where both fall on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from contested.nation.acts import ACT_KINDS
from contested.scenarios.lines import as_line
from contested.scenarios.scenario import ActRow

#: so many releases that move less far than asked are named one by one
_NAMED = 3


def earlier(rows: Sequence[ActRow], days: int, start: date) -> tuple[tuple[str, ...], str]:
    """Releases, moved, and how far in words.

    Parameters
    ----------
    rows : sequence of ActRow
        Releases, which always are of the whole country.
    days : int
        How much earlier.
    start : date
        First day.

    Returns
    -------
    (tuple of str, str)
        Lines of acts.csv, each release as long as it was. Those that meet others of former days are an act a day.
    """
    by = {row.line: timedelta(days=min(days, (row.date - start).days)) for row in rows}
    shares: dict[date, dict[date, float]] = {}  # of the day it falls on now, by the day it fell on
    for row in rows:
        for was in _days(row):
            share = row.level if row.level is not None else ACT_KINDS["release"].usual or 0.0
            there = shares.setdefault(was - by[row.line], {})
            there[was] = max(there.get(was, 0.0), share)
    meeting = {day: _together(there) for day, there in shares.items() if len(there) > 1}
    lines: list[str] = []
    for row in rows:
        moved = [was - by[row.line] for was in _days(row)]
        if meeting.keys().isdisjoint(moved):
            end = None if row.end_date is None else row.end_date - by[row.line]
            lines.append(as_line(row, date=moved[0], end_date=end))
            continue
        for day, was in zip(moved, _days(row)):
            before = {former: share for former, share in shares[day].items() if former <= was}
            lines.append(as_line(row, date=day, end_date=None, level=_together(before), unit="share"))
    return tuple(lines), _words(rows, {line: gap.days for line, gap in by.items()}, days, start, meeting)


def _days(row: ActRow) -> Iterator[date]:
    for n in range(((row.end_date or row.date) - row.date).days + 1):
        yield row.date + timedelta(days=n)


def _together(shares: dict[date, float]) -> float:
    """What orders of several days free together, each of those whom the others left."""
    left = 1.0
    for share in shares.values():
        left *= 1.0 - share
    return round(1.0 - left, 12)


def _words(rows: Sequence[ActRow], by: dict[int, int], days: int, start: date, meeting: dict[date, float]) -> str:
    """How far releases move; those that move less far than asked for are named, and what meets on a day."""
    text = f"detainees released {_many(days)} earlier"
    short = [row for row in rows if by[row.line] < days]
    if not short:
        return text
    if len(short) <= _NAMED:
        how = ", ".join(f"that of {row.date} by {_many(by[row.line])}" for row in short)
    else:
        moves = sorted(by[row.line] for row in short)
        how = f"{len(short)} of {len(rows)} by {moves[0]} to {_many(moves[-1])}"
    together = [f"those that meet on {day} free {share:.3g} together" for day, share in sorted(meeting.items())]
    if len(together) > 1:
        together = ["those that meet free together what they freed one after the other"]
    return f"{text}, but none before {start} ({'; '.join([how, *together])})"


def _many(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"
