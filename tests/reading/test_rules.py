"""What the default reader makes of reports: who says which number, of what, where, when and how surely."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.reading import read_text
from contested.reading.hygiene import repair
from contested.reading.numbers import mentions, readable

SATURDAY = dt.date(2020, 8, 15)
REPORT = """Police break up a march in Orvane

Thousands of protesters marched through the centre of Orvane on Friday, the third day of protests in the capital.

Police said 120 people were detained, while the opposition put the number at more than 300. “We counted 340 arrests,”
said Maria Ivanova, a lawyer for the opposition. She added that 12 people had been taken to hospital.

Interior Minister Jan Novak denied that two people had died. “Nobody was killed,” the 58-year-old told reporters.

The union plans to bring 50,000 people to the streets on Sunday. If the government refuses, 9,000 miners would strike.
"""


def read(text: str, day: dt.date = SATURDAY):
    return read_text(text, "report.txt", day)


def one(text: str, day: dt.date = SATURDAY):
    drafts = read(text, day).drafts
    assert len(drafts) == 1, [(d.quantity, d.value) for d in drafts]
    return drafts[0]


def test_each_number_has_its_claimant_side_and_kind():
    found = [(d.quantity, d.bounds, d.actor, d.side) for d in read(REPORT).drafts]
    assert found[:5] == [
        ("crowd", (2000, 9999), "reporter", "media"),
        ("detained", (120, 120), "police", "incumbent"),
        ("detained", (300, None), "opposition", "opposition"),
        ("detained", (340, 340), "Maria Ivanova", "opposition"),
        ("hospitalised", (12, 12), "Maria Ivanova", "opposition"),
    ]


def test_a_denial_belongs_to_the_denier():
    dead = [d for d in read(REPORT).drafts if d.quantity == "dead"]
    assert (dead[0].certainty, dead[0].actor, dead[0].side) == ("denied", "Jan Novak", "incumbent")
    assert (dead[1].value, dead[1].actor, dead[1].quoted) == (0, "Jan Novak", True)


def test_a_plan_is_never_a_happening_and_a_condition_is_none():
    late = read(REPORT).drafts[-2:]
    assert [(d.quantity, d.certainty, d.date) for d in late] == [
        ("crowd", "planned", dt.date(2020, 8, 16)), ("strikers", "conditional", None),
    ]  # fmt: skip


def test_accounts_of_one_event_share_a_letter_and_contradict():
    from contested.reading.relate import contradicting

    drafts = read(REPORT).drafts
    pairs = {(drafts[a].actor, drafts[b].actor) for a, b in contradicting(drafts)}
    assert ("police", "opposition") in pairs and ("police", "Maria Ivanova") in pairs
    assert ("opposition", "Maria Ivanova") not in pairs, "340 is more than 300"


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Police detained 40 people on Saturday.", dt.date(2020, 8, 15)),
        ("Police detained 40 people last Sunday.", dt.date(2020, 8, 9)),
        ("Police detained 40 people on Sunday.", dt.date(2020, 8, 9)),
        ("Police detained 40 people yesterday.", dt.date(2020, 8, 14)),
        ("Police detained 40 people on 3 August.", dt.date(2020, 8, 3)),
        ("Organisers will bring 4,000 people to the march on Sunday.", dt.date(2020, 8, 16)),
    ],
)
def test_days_are_resolved_against_publication(sentence, date):
    assert one(sentence).date == date


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Jan Kral, 34, was there.", "age"), ("The 65-year-old smiled.", "age"), ("He has ruled since 1994.", "date"),
        ("It began at 8 p.m. in the rain.", "date"), ("It was the 3rd protest.", "order"),
        ("One man stood in his underwear.", "pick"), ("The film ran on Channel 5 again.", "name"),
    ],
)  # fmt: skip
def test_a_number_that_is_no_claim_is_listed_with_its_reason(sentence, reason):
    reading = read(sentence)
    assert not reading.drafts
    assert [a.reason for a in reading.aside] == [reason]


def test_a_total_with_parts_is_never_added_up():
    drafts = read("Police said 40 people were detained on Friday, including 12 women.").drafts
    assert [(d.value, d.part_of) for d in drafts] == [(40, -1), (12, 0)]


def test_the_beginning_of_releases_is_no_total():
    draft = one("On Friday the authorities began releasing hundreds of those arrested.")
    assert (draft.quantity, draft.start) == ("released", True)


def test_acts_have_a_day_an_actor_and_a_type():
    text = "President Ana Sol announced the creation of a council on Friday.\n\nWorkers downed tools on Thursday."
    acts = read(text).acts
    assert [(a.act, a.code, a.actor, a.date and a.date.day) for a in acts] == [
        ("announced a council", "AGREE", "Ana Sol", 14), ("struck", "PROTEST", "workers", 13),
    ]  # fmt: skip


BROKEN = "re-election.¬† Lukashenko’s “threat” — “caf√©” â€œquotedâ€ 120 people were detained, police said. "


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*BROKEN.split(" "), REPORT, "\n\n", "“", "”", "5,000 people", "said"]), max_size=30))
def test_every_span_reproduces_its_text(pieces):
    text = " ".join(pieces)
    reading = read(text)
    anchors = [a for d in (*reading.drafts, *reading.acts) for a in d.anchors.values()]
    for anchor in (*anchors, *(a.anchor for a in reading.aside)):
        assert text[anchor.start : anchor.end] == anchor.text and anchor.text


@given(st.text(max_size=60))
def test_repaired_text_maps_into_the_original(text):
    repaired = repair(text)
    if repaired.offsets:
        assert len(repaired.offsets) == len(repaired.clean) + 1
        assert list(repaired.offsets) == sorted(repaired.offsets)
        for k, character in enumerate(repaired.clean):
            start, end = repaired.span(k, k + 1)
            assert repair(text[start:end]).clean == character


def test_wrong_encodings_are_repaired():
    assert repair("re-election.¬† Yes").clean == "re-election.\u00a0 Yes"
    assert repair("â€œHelloâ€\u009d").clean.startswith("“Hello")
    assert repair("Łódź naïve “fine” 5 €").clean == "Łódź naïve “fine” 5 €"


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("in excess of 40", (40, 40, None)), ("no fewer than 40", (40, 40, None)), ("upward of 40", (40, 40, None)),
        ("two thousand at least", (2000, 2000, None)), ("a little over half", (50, 50, None)),
        ("close on 40", (40, None, 40)), ("close to 40", (40, None, 40)), ("not even 40", (40, None, 40)),
        ("hardly a hundred", (100, None, 100)), ("25,000 at the very most", (25000, None, 25000)),
        ("did not exceed 900", (900, None, 900)), ("had never drawn more than 600", (600, None, 600)),
        ("perhaps 40", (40, 36, 44)), ("a thousand or so", (1000, 900, 1100)), ("some hundred", (100, 90, 110)),
        ("a couple of hundred", (200, None, None)), ("a reporter estimated 900", (900, None, None)),
        ("complaints about 28", (28, None, None)), ("add up to 52", (52, None, None)), ("zero", (0, None, None)),
        ("between 48.1 and 51.3", (None, 48.1, 51.3)), ("no more than a few dozen", (99, None, 99)),
        ("3,000 of them at the very most", (3000, None, 3000)), ("20,000, “at the very most”", (20000, None, 20000)),
        ("nearer 70", (70, 63, 77)), ("nearer to 5,500", (5500, 4950, 6050)), ("the toll passes 100", (100, 100, None)),
        ("150,000 “at the outside”", (150000, None, 150000)),
        ("not more than three or four", (4, None, 4)), ("eight thousand, no more", (8000, None, 8000)),
        ("for ten days or more", (10, 10, None)), ("arrests top 1,200", (1200, 1200, None)),
        ("the top 10", (10, None, None)),
        ("1,5 million", (1500000, None, None)), ("54,1 %", (54.1, None, None)), ("1,234,567", (1234567, None, None)),
        ("within five days", (5, None, 5)), ("within 5 km", (5, None, None)), ("it passed 12 laws", (12, None, None)),
        ("the court has passed 140 sentences", (140, None, None)), ("the toll has passed 140", (140, 140, None)),
        ("2,5 thousand", (2500, None, None)), ("the top 5,000 taxpayers", (5000, None, None)),
    ],
)  # fmt: skip
def test_words_around_a_number_bound_it_as_they_are_meant(words: str, amount: tuple[float | None, ...]) -> None:
    (number,) = mentions(f"They said: {words}.")
    assert tuple(number.reported) == amount


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The union said -5 were hurt and -6 freed.", []), ("Officials put it at (-3).", []),
        ("Killed on Sunday:\n  -5 people\n  -3 officers", [5, 3]), ("40 were held in Lenvik -12 women.", [40, 12]),
        ("1e9 came, 7 left.", [7]),
    ],
)  # fmt: skip
def test_a_number_below_zero_is_no_count_but_a_dash_is_no_minus(text: str, counts: list[int]) -> None:
    numbers, others = readable(text, 0, len(text))
    assert [m.reported.value for m in numbers] == counts
    assert bool(others) == ("e9" in text or not counts)


@pytest.mark.parametrize(
    "text",
    ["Turnout rose from 48 to 51 percent.", "She led by 51.2% to 48.8 percent.", "She got 1,749,060, or 45.8 percent."],
)
def test_two_numbers_that_are_no_range_stay_two(text: str) -> None:
    first, last = mentions(text)
    assert not (first.reported.low or last.reported.low)
    assert " to " not in text or first.unit == last.unit == "percent"


@pytest.mark.parametrize(
    ("sum_", "amount", "unit"),
    [
        ("K420", 420, "K"), ("RM10,000", 10000, "MYR"), ("£5.6m", 5600000, "GBP"), ("Sh500,000", 500000, "Sh"),
        ("L1.4 million", 1400000, "HNL"), ("R$300", 300, "BRL"), ("E450", 450, "SZL"),
    ],
)  # fmt: skip
def test_a_sum_has_its_currency_also_where_that_is_letters(sum_: str, amount: float, unit: str) -> None:
    (number,) = mentions(f"They were fined {sum_} each.")
    assert (number.reported.value, number.unit) == (amount, unit)


@pytest.mark.parametrize("name", ["the M23 rebels", "the E40 road", "the G20 summit", "an AK47"])
def test_a_letter_before_digits_that_is_a_name_is_no_sum(name: str) -> None:
    assert not [m for m in mentions(f"They spoke of {name}.") if m.unit]
