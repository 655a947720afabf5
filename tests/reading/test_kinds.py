"""What a number counts, on sentences that no measured report has."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.reading.numbers import mentions
from tests.reading.alone import read_text

DAY = dt.date(2020, 8, 15)


def counted(text: str) -> list[tuple[str, float | None]]:
    return [(d.quantity, d.value) for d in read_text(text, "report", DAY).drafts]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        # what was done first belongs to the noun, what the verb says to the number
        ("A judge freed 31 students arrested during the clashes.", [("released", 31)]),
        ("The parties agreed to release 50 prisoners.", [("released", 50)]),
        ("Eight of those arrested were freed overnight.", [("released", 8)]),
        # two subjects of one verb, and a phrase between commas
        ("Some 60 marchers and 12 officers were injured.", [("injured", 60), ("injured", 12)]),
        ("At least six people, among them a child, were shot dead.", [("dead", 6)]),
        # persons who get a stretch of time are tried, and the time is how long
        ("Seven of her clients got three months each.", [("charged", 7), ("days", 3)]),
        ("The toll from the clashes rose to 17.", [("dead", 17)]),
        ("Hundreds of workers had downed tools at three mines on strike.", [("strikers", None), ("strike_sites", 3)]),
        ("There were 22 roadblocks on the highway.", [("protest_sites", 22)]),
        ("The walkout is to last 36 hours.", [("days", 36)]),
        ("Monitors documented violations at 312 polling stations.", [("fraud_stations", 312)]),
        ("Ana Sol had 54.1 percent and her rival 40.2 percent.", [("vote_share", 54.1), ("vote_share", 40.2)]),
    ],
)  # fmt: skip
def test_the_verb_that_governs_a_number_decides_its_kind(sentence, found):
    assert counted(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Police said 500 people marched. The union said 2,000.", [("crowd", 500), ("crowd", 2000)]),
        ("How many marched? Police: 700. The union: 9,000.", [("crowd", 700), ("crowd", 9000)]),
        ("Arrests at rallies: 88 (14)", [("detained", 88), ("detained", 14)]),
        ("She took 48 percent to 45.", [("vote_share", 48), ("vote_share", 45)]),
        ("The exit poll had Ana Sol at 52 and her rival at 44.", [("poll_share", 52), ("poll_share", 44)]),
        ("A decree raised fines from 40 euros to 90.", [("money", 40), ("money", 90)]),
    ],
)  # fmt: skip
def test_a_number_that_stands_alone_counts_what_the_one_before_counts(sentence, found):
    assert counted(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Police checked 12 of the 40 vans.",
        "The opposition leads by 212 votes.",
        "The crowd was three times as large.",
        "The youngest of those arrested was 15.",
        "The rally will end at nine.",
        "See page 8 for the protests.",
        "With 83 percent of votes counted, the protest went on.",
        "The union has 40,000 members.",
        "Number of buses at the protest: 30.",
        "Two of them told us what they had seen in custody.",
        "A boy of 14 was hurt.",
        "Her brothers, 26 and 31, were hurt.",
        "The driver, 38, was arrested.",
        "Police arrested those who were under 20.",
        "Police arrested them in front of polling station 214.",
    ],
)
def test_a_number_of_something_else_is_no_claim(sentence):
    assert counted(sentence) == []


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("not less than 640 000", (640_000, 640_000, None)),
        ("two and a half thousand", (2500, None, None)),
        ("three quarters of a million", (750_000, None, None)),
        ("hundreds, maybe thousands", (None, 200, 9999)),
        ("from one million to nine", (None, 1_000_000, 9_000_000)),
        ("thirty-odd", (30, 27, 33)),
        ("close on 50", (50, None, 50)),
        ("between about 40 and 50", (None, 40, 50)),
        ("80-plus", (80, 80, None)),
    ],
)
def test_words_that_bound_a_number_are_part_of_it(words, bounds):
    (one,) = mentions(f"Some said {words} came.") if not words.startswith("from") else mentions(f"It ran {words}.")
    assert one.reported == bounds


def test_what_falls_is_no_range():
    text = "From two million to two dozen in ten years"
    assert [m.reported.value for m in mentions(text)][:2] == [2_000_000, 24]


def test_a_made_wire_report_is_read_whole():
    text = (
        "Serbian police clash with protesters in Novi Sad; 40 held\n\n"
        "NOVI SAD, Serbia, Aug 15 (Agency) - Police fired stun grenades on Saturday to disperse several thousand "
        "people, witnesses said.\n\n"
        "Interior Minister Marko Ilic said that 43 people had been arrested and 12 officers injured, two of them "
        "seriously. Opposition leaders put the number of detained at over 100 and said at least 60 protesters sought "
        "medical help.\n\n"
        "President Petar Savic won 51.3 percent against 44.9 percent for his rival, Ana Jovic.\n\n"
        "Organisers expect 100,000 people at a rally in Belgrade on Sunday. Police plan to deploy 3,000 officers."
    )
    drafts = read_text(text, "report", DAY).drafts
    assert [(d.quantity, d.value if d.value is not None else d.low, d.certainty) for d in drafts] == [
        ("detained", 40, "stated"), ("crowd", 2000, "stated"), ("detained", 43, "stated"), ("injured", 12, "stated"),
        ("injured", 2, "stated"), ("detained", 100, "stated"), ("injured", 60, "stated"),
        ("vote_share", 51.3, "stated"), ("vote_share", 44.9, "stated"), ("crowd", 100_000, "planned"),
        ("forces", 3000, "planned"),
    ]  # fmt: skip
    assert [d.about for d in drafts if d.quantity == "vote_share"] == ["President Petar Savic", "Ana Jovic"]
    assert [d.place for d in drafts if d.quantity == "crowd"] == ["Novi Sad", "Belgrade"]
    assert drafts[4].part_of == 3, "two of the officers"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Guards killed one and wounded 14.", [("dead", 1), ("injured", 14)]),
        ("One of 12 drivers hurt was a woman.", [("injured", 12)]),
        ('Two people died. They speak of "some 90" detentions.', [("dead", 2), ("detained", 90)]),
        ("Police detained 12 people on Friday, bringing the total to 71.", [("detained", 12), ("detained", 71)]),
        ("The army said nobody had been killed and that 40 soldiers guarded the gate.", [("dead", 0), ("forces", 40)]),
        ("Nobody was hurt there. Organisers claim 30,000.", [("injured", 0), ("crowd", 30000)]),
        ("The board annulled the results of 19 stations overseas.", [("fraud_stations", 19)]),
        ("Voters were given Rs. 500 each.", [("money", 500)]),
        ("The bishop called a fast of nine days from Monday.", [("days", 9)]),
    ],
)  # fmt: skip
def test_what_a_clause_a_mark_and_a_total_have_to_do_with_a_number(text, found):
    assert counted(text) == found
