"""Private persons of a report have one number each, in every field and at each mention; candidates keep their names."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from contested.claims.people import names_shown
from contested.reading import read_text
from contested.reading.masking import Masks
from contested.tasks import drafts as desk

DAY = dt.date(2021, 3, 14)
APOSTROPHES = (
    "Ms. O'Neil, an eyewitness, said 60 people were detained in Lenvik on Sunday. Sean O\u2019Brien, a student, said "
    "70 people were detained. Jean-Pierre d'Arcy, a passer-by, said 80 people were detained. Giovanni D'Angelo, a "
    "nurse, said 90 people were detained."
)
AGAIN = (
    "Police detained 12 people in Lenvik on Sunday, among them Taras Bondar.\n\nBondar's sister said 2 men "
    "were missing. BONDAR was released. Maria Ruiz was held; Ruiz\u2019s brother said 5 were beaten."
)
ALIVE = (
    "Nguyen Van Minh, a student, said 60 people were detained in Lenvik on Sunday. Minh is alive, said his brother, "
    "who counted 12 injured. Blacksmith John Cook said 200 people had marched in Lenvik. Cook said 7 were arrested."
)
VOTES = (
    "The Central Election Commission said on Friday that Oleg Marin won 61.4 percent of the vote in Lenvik. His "
    "challenger, Vera Dalen, received 29.1 percent of the vote, the commission said."
)


def fields(text, day=DAY):
    reading = read_text(text, "r.txt", day)
    (shown,) = Masks([reading]).readings([reading])
    return shown.drafts, "\n".join(" | ".join((d.actor, d.claimant, d.about, d.sentence)) for d in shown.drafts)


@pytest.mark.parametrize(
    ("text", "names"),
    [(APOSTROPHES, "Neil Brien Arcy Angelo"), (AGAIN, "Bondar Ruiz"), (ALIVE, "Minh Cook")],
)
def test_no_surname_of_a_masked_person_is_left(text, names):
    drafts, shown = fields(text)
    assert len(drafts) >= 3 and "private person 1" in shown
    assert not [n for n in names.split() if n.casefold() in shown.casefold()], shown
    with names_shown("all"):
        assert all(n in fields(text)[1] for n in names.split())


def test_a_person_has_one_number_at_each_mention():
    drafts, _ = fields(APOSTROPHES)
    assert [d.actor.removeprefix("Ms. ") for d in drafts] == [f"private person {k}" for k in (1, 2, 3, 4)]
    assert all(d.sentence.removeprefix("Ms. ").startswith(f"private person {k}") for k, d in enumerate(drafts, 1))
    sentences = [d.sentence for d in fields(AGAIN)[0]]
    assert sentences[0].endswith("private person 1.") and sentences[1].startswith("private person 1's sister")


def test_words_places_and_bodies_are_no_surnames():
    """ "Watch Line" looks like a name, and is none where its last word is one of the language."""
    text = (
        "Ivan Lenvik was among 12 people detained in Lenvik on Sunday. Watch Line said 5 were hurt at the front line "
        "in Lenvik. Line 3 of the metro was closed on Sunday."
    )
    assert "in Lenvik" in fields(text)[1] and "Line 3" in Masks([read_text(text, "r.txt", DAY)]).masked("r.txt", text)


def test_whom_a_report_gives_votes_is_a_candidate_and_who_reports_them_is_not():
    drafts, shown = fields(VOTES)
    assert [d.about for d in drafts] == ["Oleg Marin", "Vera Dalen"] and "private person" not in shown
    voter = "Anna Petrova, a voter, said 61 percent of the vote in Lenvik on Sunday was stolen. " + VOTES
    assert "Petrova" not in fields(voter)[1]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("President Ivan Marin said 60 people were detained in Lenvik on Sunday. Olga Marin, a student, said 70 people "
         "were detained. Marin said 5 officers were injured.", ("Ivan Marin | President Ivan Marin", "| Marin |")),
        ("The commission said Oleg Marin won 61 percent of the vote in Lenvik. Anna Marin, a voter, said 5 people were "
         "detained.", ("| Oleg Marin |",)),
        ("Peter Green, a student, said 60 people were detained in Lenvik on Sunday. The Green Party said 7 people were "
         "detained. Green said 8 were injured.", ("The Green Party said 7", "private person 1 said 8")),
        ("Maria Lopez, a nurse, said 60 people were injured in Lenvik on Sunday. The Lopez Foundation said 7 people "
         "were detained in Lopez Street.", ("The Lopez Foundation said 7 people were detained in Lopez Street",)),
        ("Olga Bondar, a student, said 60 people were detained in Lenvik on Sunday. Taras Bondar, a nurse, said 70 "
         "people were detained. Bondar said 5 officers were injured.",
         ("private person 2, a nurse", "private person 1 or private person 2 said 5")),
        ("Taras Bondar, a nurse, said 60 people were detained in Lenvik on Sunday. On Monday Bondar said 6 people were "
         "hurt. Yesterday Bondar left.", ("On Monday private person 1 said 6",)),
    ],
    ids=["president", "candidate", "party", "street", "two", "weekday"],
)  # fmt: skip
def test_a_surname_is_masked_only_where_it_is_that_of_a_private_person(text, there):
    shown = fields(text)[1]
    assert all(part in shown for part in there), shown
    assert not re.search("Olga|Anna|Peter|Maria|Taras|Bondar", shown), shown


@pytest.mark.parametrize(
    "text",
    [
        "Official results gave Oleg Marin 61 percent of the vote in Lenvik.",
        "Official results gave Oleg Marin of the United Party 61 percent of the vote in Lenvik.",
        "An exit poll put Oleg Marin at 61 percent in Lenvik.",
        "Oleg Marin: 61 percent of the vote in Lenvik.",
        "In Lenvik 61 percent voted for Oleg Marin, the commission said.",
        "Observer Anna Petrova said Vera Dalen had 29 percent and Oleg Marin 61 percent of the vote in Lenvik.",
    ],
)
def test_a_candidate_is_shown_however_the_votes_are_put(text):
    drafts, shown = fields(text)
    assert "Oleg Marin" in drafts[-1].sentence and "Petrova" not in shown
    assert drafts[-1].about in ("Oleg Marin", "United Party") and drafts[-1].value == 61
    assert ("Vera Dalen" in shown) == ("Dalen" in text)


def test_a_page_of_drafts_has_one_number_for_a_person_in_the_report_and_beside_it():
    page = html.unescape(desk.review(desk.read_text(AGAIN + "\n\n" + APOSTROPHES, DAY)))
    left, data = page.split('id="data">')
    left, data = re.sub(r"<[^>]+>", "", left), data.replace("\\u0027", "'")
    assert "actor_or_side" in re.search(r'"edited":\[(.*?)\]', data)[1], "whom a number is about can be corrected"
    assert "private person 1's sister" in left and "private person 1's sister" in data
    numbers = [set(re.findall(r"private person (\d+)", part)) for part in (left, data)]
    assert numbers[1] <= numbers[0] == set("123456")
    assert not re.search(r"Bondar|Ruiz|Neil|Brien|Arcy|Angelo", page)


def test_every_number_that_is_no_count_is_listed():
    text = (
        "Police said 1e9 protesters marched in Lenvik on Sunday. The ministry said 999999999999999999999 people were "
        "detained. The union said -5 people were injured. A doctor said \u22127 people were injured."
    )
    reading = read_text(text, "r.txt", DAY)
    assert not reading.drafts
    assert [(a.reason, text[a.anchor.start : a.anchor.end]) for a in reading.aside] == [
        ("unreadable", n) for n in ("1e9", "999999999999999999999", "-5", "\u22127")
    ]
    listed = read_text("Killed on Sunday in Lenvik:\n-5 people in the square\n- 3 officers", "r.txt", DAY)
    assert "unreadable" not in {a.reason for a in listed.aside}, "a dash that opens a line is no sign"
