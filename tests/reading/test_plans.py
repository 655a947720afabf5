"""What is a plan, what a condition and what has happened: a grammar's English futures, in sentences of no report."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.reading.alone import read_text

PLANNED = """The unions will stage a march of 20,000 people on Sunday.
The union said it would bring 20,000 people onto the streets on Sunday.
Police are to deploy 3,000 officers on Sunday.
Some 3,000 officers are to be deployed on Sunday.
The army is sending 3,000 soldiers to the city on Sunday.
Another 4,000 men are joining the strike on Monday.
A 48-hour strike begins on Monday.
A 48-hour strike is scheduled to begin on Monday.
The union has called a 48-hour strike from Monday.
The union issued a call for a 48-hour strike.
The union gave notice of a 48-hour strike.
The planned 48-hour strike was condemned by the ministry.
Preparations for a march of 20,000 people are under way.
The organisers applied for a rally with 20,000 participants.
The rally, expected to draw 20,000 people, is scheduled for Sunday.
The government agreed to release 120 prisoners.
The president ordered 120 prisoners released.
The president signed a decree to free 120 prisoners.
The EU is preparing sanctions against 40 officials.
Buses have been hired to bring 4,000 supporters to the capital.
Plans call for 4,000 officers to be on duty.
The march should bring 50,000 people to the capital.
Union plans 48-hour strike
The governor asked Marsk for 400 soldiers.
The commission has asked for 11 million talers to hold the vote in January.
The union gave the government three days to free the detained.
The union gave the governor 48 hours to answer the call for a strike.
Its leader reckons with 8,000 marchers.
The union counts on 14,000 strikers.
Hospitals are preparing for up to 50 wounded.
Opposition eyes million-strong march
Army: 4,000 soldiers to follow
Union says all 11 ports to close on Friday"""
CONDITIONAL = """If the court refuses, 4,000 workers will strike.
Unless the court agrees, 4,000 workers will walk out.
Should the court refuse, 4,000 workers would walk out.
Had the police stayed away, 4,000 people would have come.
It would take 4,000 soldiers to clear the square.
Otherwise 4,000 men will go on strike.
He may be jailed for 15 years."""
STATED = """Every Sunday 50,000 people would gather in the square.
He said 40 people had been detained and that the march would go on.
Police said 40 people would not leave and were detained.
The opposition, which plans a march on Sunday, said 40 people were detained.
Police expected trouble and detained 40 people.
About 4,000 people came to the planned march.
About 4,000 people answered the call for a strike.
Police detained 40 people to prevent a march.
Forty people were going to work when police detained them.
More people than expected came: 9,000, said the police.
The minister promised an inquiry into the deaths of 14 people.
He demanded the punishment of those who had killed 14 people.
Families called for justice for the 14 people killed on Friday.
Police who had looked on for hours detained 40 people.
The court sent each to jail for 10 days.
Fewer than 20 percent went to vote, the collective claimed.
The court will hear the case of 14 people who were arrested on Friday."""


@pytest.mark.parametrize(
    ("certainty", "text"),
    [(c, s) for c, lines in (("planned", PLANNED), ("conditional", CONDITIONAL), ("stated", STATED))
     for s in lines.splitlines()],
)  # fmt: skip
def test_the_verb_that_governs_a_number_says_whether_it_has_happened(certainty: str, text: str) -> None:
    assert [d.certainty for d in read_text(text, "r", dt.date(2030, 8, 15)).drafts] == [certainty]


def test_what_was_expected_and_what_came_stand_side_by_side() -> None:
    drafts = read_text("Police had expected 2,000 people but 9,000 came.", "r", dt.date(2030, 8, 15)).drafts
    assert [(d.value, d.certainty) for d in drafts] == [(2000, "planned"), (9000, "stated")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Those who march face fines of 500 to 2,000 talers.", [("money", "conditional")]),
        ("The European Union announced a travel ban on four generals.", [("sanctioned", "stated")]),
        ("A mob of about 300 tried to overrun a police post.", [("crowd", "stated")]),
        (
            "About 2,000 people came. The premier dismissed the figure of 120,000.",
            [("crowd", "stated"), ("crowd", "denied")],
        ),
    ],
)
def test_a_word_that_means_something_else_makes_no_other_claim(text: str, found: list[tuple[str, str]]) -> None:
    assert [(d.quantity, d.certainty) for d in read_text(text, "r", dt.date(2030, 8, 15)).drafts] == found
