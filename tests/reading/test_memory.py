"""What is new in a report against a ledger and against the reports before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from contested.claims import Claim
from contested.reading import read_text
from contested.reading.memory import compared, timeline
from contested.reading.table import whom

SUNDAY = dt.date(2020, 8, 9)
SENTENCES = (
    "Police said 40 people were detained in Orvane on Sunday.",
    "The rights group Viasna said at least 60 people were detained in Orvane on Sunday.",
    "The newspaper Courier said 60 people were detained in Orvane on Sunday.",
    "Police said 55 people were detained in Orvane on Sunday.",
    "Police said 55 people were detained in Orvane on Sunday.",
    "Organisers said more than 50 people were detained in Orvane on Sunday.",
    "Police denied that 90 people were detained in Orvane on Sunday.",
    "Police said 12 people were detained in Miresk on Sunday.",
    "The opposition expects that 500 people will be detained in Orvane.",
    "Prosecutors said 55 people were detained in Orvane on Sunday.",
)


def reports():
    return [read_text(s, f"r{k}.txt", dt.date(2020, 8, 10 + k // 2)) for k, s in enumerate(SENTENCES)]


def test_ten_reports_on_one_event_are_told_apart():
    drafts = [d for r in reports() for d in r.drafts]
    accounts = compared(drafts)
    assert [a.status for a in accounts] == [
        "new", "contradicted", "repeated", "changed", "repeated", "compatible", "denied", "new", "planned", "repeated",
    ]  # fmt: skip
    by = [a.note for a in accounts]
    assert by[1] == "police: 40 (r0.txt)", "whom it contradicts"
    assert by[2] == "the number of viasna, r1.txt", "whose copy it is"
    assert by[3] == "by police, from 40 (r0.txt)", "who changed it, and from what"


def test_a_timeline_has_an_event_by_publication():
    accounts = compared([d for r in reversed(reports()) for d in r.drafts])
    first = timeline(accounts)[0]
    assert [a.published for a in first] == sorted(a.published for a in first)
    assert {a.event[1] for a in first} == {"orvane"} and len(first) >= 7


def test_a_ledger_is_what_drafts_are_compared_with():
    known = Claim(SUNDAY, None, "Orvane", "detained", "protesters", 40, None, None, "police", "incumbent", "wire")
    draft = reports()[3].drafts
    (account,) = compared(draft, [known])
    assert (account.status, account.note) == ("changed", "by police, from 40 (wire)")
    (account,) = compared(reports()[0].drafts, [known])
    assert account.status == "repeated"


def test_an_older_report_read_once_more_changes_nothing_back():
    """Police said 40, and later 55: who reads the first report again reads what the ledger has from it."""
    known = [
        Claim(SUNDAY, None, "Orvane", "detained", "protesters", value, None, None, "police", "incumbent", source)
        for value, source in ((40, "r0.txt"), (55, "r3.txt"))
    ]
    (account,) = compared(reports()[0].drafts, known)
    assert (account.status, account.note) == ("repeated", "of police, r0.txt")


def test_totals_of_a_place_are_one_series():
    days = (dt.date(2020, 8, 12), dt.date(2020, 8, 14))
    drafts = [
        d for day, n in zip(days, ("two", "three"))
        for d in read_text(f"Officials said {n} people have died so far in Orvane.", f"{day}.txt", day).drafts
    ]  # fmt: skip
    assert [a.status for a in compared(drafts)] == ["new", "changed"]


def test_the_total_of_a_month_is_another_event_than_its_first_day():
    drafts = [
        d for when, n in (("on 1 May", 12), ("in May", 90))
        for d in read_text(f"Police jailed {n} people in Orvane {when}.", f"{n}.txt", dt.date(2020, 8, 15)).drafts
    ]  # fmt: skip
    accounts = compared(drafts)
    assert [a.event[2] for a in accounts] == ["2020-05-01", "2020-05-01 to 2020-05-31"]
    assert [a.status for a in accounts] == ["new", "new"]


RETURNS = (
    "The Central Election Commission said on Friday that President Oleg Marin won 61.4 percent of the vote in Lenvik. "
    "Candidate Vera Dalen received 29.1 percent of the vote in Lenvik, the commission said.\n\n"
)
INJURED = {"forces": "Police said 12 police officers were injured in Lenvik on Sunday.",
           "": "Watch Line said 12 protesters were injured in Lenvik on Sunday."}  # fmt: skip


def about(text, day, ledger=()):
    drafts = read_text(text, f"{day}.txt", dt.date(2021, 3, day)).drafts
    return drafts, compared(drafts, ledger)


def test_a_candidate_is_not_compared_with_another_nor_officers_with_protesters():
    drafts, accounts = about(RETURNS + INJURED["forces"], 14)
    assert [a.status for a in accounts] == ["new"] * 3
    assert [a.event[3] for a in accounts] == ["marin", "dalen", "forces"]
    assert len(timeline(accounts)) == 3
    ledger = [
        Claim(d.date, d.end_date, d.place, d.quantity, whom(d), d.value, d.low, d.high, d.actor, d.side, d.report)
        for d in drafts
    ]
    for known in (ledger, [replace(c, actor=c.actor.split()[-1]) for c in ledger]):  # "Marin" is "President Oleg Marin"
        _, later = about(RETURNS + INJURED[""], 15, known)
        assert [a.status for a in later] == ["repeated", "repeated", "new"]
    _, later = about(RETURNS.replace("29.1", "30.2") + INJURED["forces"], 15, ledger)
    assert [a.status for a in later] == ["repeated", "changed", "repeated"]


def test_a_rally_of_the_incumbents_side_is_another_crowd():
    text = "Police said 900 people rallied in Lenvik on Sunday."
    (draft,), _ = about(text, 15)
    (own, other) = (
        Claim(draft.date, None, "Lenvik", "crowd", who, 40, None, None, "police", "incumbent", "wire")
        for who in ("opposition", "incumbent")
    )
    assert [compared([draft], [c])[0].status for c in (own, other)] == ["changed", "new"]


def returns(who, value=30.0, quantity="vote_share"):
    return Claim(
        dt.date(2021, 3, 14), None, "Lenvik", quantity, who, value, None, None, "commission", "incumbent", "wire"
    )


def test_two_parties_with_one_last_word_are_two_events():
    parties = (
        "The commission said the {} won 30 percent of the vote in Lenvik. The {} received 25 percent of the vote in "
        "Lenvik, the commission said."
    )
    for pair in (("United Party", "Freedom Party"), ("Popular Front", "National Front")):
        _, accounts = about(parties.format(*pair), 14)
        assert [(a.event[3], a.status) for a in accounts] == [(name.casefold(), "new") for name in pair]


def test_a_second_surname_makes_no_other_candidate():
    _, accounts = about(
        "The commission said Pedro Castillo won 50 percent of the vote in Lenvik. Pedro Castillo Terrones received 50 "
        "percent of the vote in Lenvik, the commission said.", 14,
    )  # fmt: skip
    assert [(a.event[3], a.status) for a in accounts] == [("castillo", "new"), ("castillo", "repeated")]


def test_all_ballots_are_one_count_whatever_a_ledger_calls_them_and_a_day_is_nobody():
    text = "The commission said on Sunday that 5,000 ballots were cast in Lenvik."
    for who in ("all", "all_ballots", ""):
        (draft,), (account,) = about(text, 14, [replace(returns(who, 5000.0, "votes"), date=None)])
        assert (draft.about, account.status) == ("", "repeated")
    (draft,), _ = about("On Sunday Oleg Marin won 61 percent of the vote in Lenvik.", 15)
    assert draft.about == "Oleg Marin"


def test_results_are_compared_by_the_names_that_masks_hide():
    drafts = read_text("Oleg Marin won 61 percent of the vote in Lenvik.", "r.txt", dt.date(2021, 3, 15)).drafts
    ledger = [replace(returns("Marin", 61.0), date=drafts[0].date, end_date=drafts[0].end_date)]
    shown = [replace(d, about="private person 1") for d in drafts]
    (account,) = compared(drafts, ledger, shown)
    assert (account.status, account.event[3]) == ("repeated", "private person 1")
