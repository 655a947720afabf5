"""Drafts as a table: the columns of a table of claims, and beside them certainty, sentence, spans and rules.

The column `decision` is for a person: `accept`, `reject`, or empty for not yet. What is corrected is corrected in the
row. `contested claims accept` moves the accepted rows into a ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from contested.reading.drafts import Act, Draft

COLUMNS = (
    "decision", "report", "published", "date", "end_date", "place", "quantity", "unit", "actor_or_side", "value", "low",
    "high", "claimant", "claimant_side", "certainty", "quotation", "mention", "event", "part_of", "status",
    "status_note", "sentence", "number_at", "number_words", "anchors",
)  # fmt: skip
ACT_COLUMNS = (
    "report", "date", "end_date", "act", "plover", "actor", "target", "place", "certainty", "sentence", "anchors",
)  # fmt: skip
#: quantities of drafts by their names in a ledger; those of a total have another
LEDGER = {"charged": "criminal_defendants", "poll_share": "survey_share"}
TOTALS = {"detained": "detained_cum", "injured": "injured_cum", "dead": "dead_cum", "sanctioned": "sanctioned_cum"}


def rows(drafts: Iterable[Draft], statuses: Iterable[tuple[str, str]] | None = None) -> Iterator[tuple[object, ...]]:
    """A row a draft, in the order of COLUMNS.

    Parameters
    ----------
    drafts : iterable of Draft
    statuses : iterable of (str, str), optional
        For each what it is against a ledger, and of whom (`memory`).
    """
    drafts = tuple(drafts)
    against = tuple(statuses) if statuses is not None else (("", ""),) * len(drafts)
    for draft, (status, note) in zip(drafts, against, strict=True):
        first, last = period(draft)
        number = draft.anchors.get("number")
        yield (
            "", draft.report, draft.published, first, last, draft.place, ledger_quantity(draft), draft.unit,
            whom(draft), draft.value, draft.low, draft.high, draft.actor, draft.side,
            draft.certainty, "yes" if draft.quoted else "", draft.mention, draft.event,
            draft.part_of + 1 if draft.part_of >= 0 else "", status, note, draft.sentence,
            f"{number.start}-{number.end}" if number else "", " ".join(number.text.split()) if number else "",
            spans(draft),
        )  # fmt: skip


def act_rows(acts: Iterable[Act]) -> Iterator[tuple[object, ...]]:
    """A row an act, in the order of ACT_COLUMNS."""
    for act in acts:
        yield (act.report, act.date, act.end_date, act.act, act.code, act.actor, act.target, act.place, act.certainty,
               act.sentence, spans(act))  # fmt: skip


def spans(one: Draft | Act) -> str:
    """Where each field comes from, and by which rule: `claimant 120-128 subject; place 140-145 sentence`."""
    return "; ".join(f"{name} {a.start}-{a.end} {a.rule}".rstrip() for name, a in one.anchors.items())


def rules(draft: Draft) -> str:
    """The rule of each field of a draft, with the part of its results that were right where it was measured."""
    given = draft.rules or {name: anchor.rule for name, anchor in draft.anchors.items()}
    parts = []
    for name, rule in given.items():
        right, of = precision().get((name, rule), (0.0, 0))
        why = draft.reasons.get(name, ())
        named = f"{rule}: {', '.join(why)}" if why else rule or "nothing"
        parts.append(f"{name} by {named}" + (f" (right {right:.0%} of {of})" if of else ""))
    return "; ".join(parts)


@cache
def precision() -> dict[tuple[str, str], tuple[float, int]]:
    """By field and rule: the part that was right, and of how many.

    Rules are measured on the development half of the gold set, learnt choices on reports that they were not fitted to.
    """
    room = files("contested.reading")
    texts = [(room / name).read_text("utf-8") for name in ("precision.txt", "learnt/precision.txt")]
    rows = (line.split() for text in texts for line in text.splitlines() if not line.startswith("#"))
    return {(field, rule): (float(part), int(of)) for field, rule, part, of in rows}


def period(draft: Draft) -> tuple[dt.date | None, dt.date | None]:
    """First and last day for a ledger: a total without a dated start is dated on its last day."""
    if draft.date is None and draft.end_date is not None:
        return draft.end_date, None
    return draft.date, draft.end_date


def ledger_quantity(draft: Draft) -> str:
    """The quantity's name in a ledger."""
    total = draft.date is None and draft.end_date is not None
    if total and draft.quantity in TOTALS:
        return TOTALS[draft.quantity]
    return LEDGER.get(draft.quantity, draft.quantity)


def whom(draft: Draft) -> str:
    """Whom the number is about, as ledgers call them."""
    if draft.about:
        return draft.about
    if draft.quantity in ("crowd", "detained", "released", "injured", "dead", "charged", "hospitalised", "missing"):
        return "protesters"
    return ""
