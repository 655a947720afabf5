"""How often a call comes again, as a word of acts.csv."""

from __future__ import annotations

from datetime import date

from contested.files.faults import Faults, Row

#: words for days between two gatherings
WORDS = {"day": 1, "week": 7}
LONGEST = 366
DAILY = 1


def days_between(row: Row, faults: Faults) -> int:
    """Days from one gathering of a series to the next; daily where the row does not say, or says it wrongly.

    A rhythm needs an end: what goes on after the last scripted day is the model's business, and not the script's.
    """
    word: str = row["every"]
    if not word:
        return DAILY
    days = gap(word)
    if not 1 <= days <= LONGEST:
        faults.add(
            row.where("every"), f"{', '.join(WORDS)}, or a number of days from 1 to {LONGEST}", repr(word),
            "leave it empty for a call that comes again daily, or once",
        )  # fmt: skip
        return DAILY
    if row["end_date"] is None:
        faults.add(
            row.where("end_date"), f"the last day of a call that comes again (every {word})", "an empty cell",
            "a series ends on a day; what is called after it is up to the model",
        )  # fmt: skip
    return days


def gap(word: str) -> int:
    """Days from one gathering to the next; daily for an empty word, 0 for what is no rhythm."""
    if not word:
        return DAILY
    return WORDS.get(word, int(word) if word.isdecimal() and len(word) < 10 else 0)


def dates_of(first: date, last: date | None, every: int) -> list[date]:
    """Days on which a series gathers."""
    end = last or first
    return [date.fromordinal(day) for day in range(first.toordinal(), end.toordinal() + 1, every)]
