"""Who gave which number, with its qualifier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims import scan
from contested.claims.voices import voices
from tests.claims import exports

POLICE = ("police", 500, None, None)
ORGANISERS = ("organisers", 2000, None, None)
BOTH = {POLICE, ORGANISERS}


def said(text):
    return {(v.claimant, *v.reported) for v in voices(text)}


@pytest.mark.parametrize(
    "text",
    [
        "police said 500, organizers 2,000",
        "500 per police; 2000 per organizers",
        "organizers say 2,000; police estimate of 500",
        "Police estimated the crowd at 500, while organizers claimed 2,000.",
        "between 500 (police) and 2,000 (organizers)",
        "500 (police) - 2,000 (organisers)",
        "police 500 - organizers 2,000",
        "organizers: 2,000; police: 500",
        "According to police, 500; according to organisers, 2,000",
        "500 according to police, 2,000 according to organizers",
        "police put the figure at 500 and organisers at 2,000",
        "2,000, organizers said, while police said 500",
        "500 by police count, 2,000 by organizers' count",
        "organizers' estimate: 2,000; police estimate: 500",
        "2,000 (as claimed by organizers); 500 (as estimated by police)",
        "500, said police; organizers said 2,000",
        "500 (source: police); 2,000 (source: organizers)",
        "Sheriff: 500 / organizers: 2,000",
    ],
)
def test_each_number_has_its_voice_however_it_is_put(text):
    assert said(text) == BOTH


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("fewer than 500 per police, organizers claimed over 2,000",
         {("police", 500, None, 500), ("organisers", 2000, 2000, None)}),
        ("Organizers said more than 2,000 people took part. Police put the number at about 500.",
         {("police", 500, 450, 550), ("organisers", 2000, 2000, None)}),
        ('"around 500" (police), "2,000" (organisers)', {("police", 500, 450, 550), ORGANISERS}),
        ("hundreds according to police, thousands according to organizers",
         {("police", None, 200, 999), ("organisers", None, 2000, 9999)}),
        ("Police: up to 500. Organizers: between 1,500 and 2,000",
         {("police", 500, None, 500), ("organisers", None, 1500, 2000)}),
    ],
)  # fmt: skip
def test_a_qualifier_stays_with_its_voice(text, right):
    assert said(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("500-2000", set()),
        ("500/2,000", set()),
        ("Police said 500 officers were deployed; organizers said 2,000 marched.", {ORGANISERS}),
        ("police arrested 500, organizers said 2,000 attended", {ORGANISERS}),
        ("500 people clashed with police; organizers said 2,000.", {ORGANISERS}),
        ("2,000, police said 500", {POLICE}),
        ("Police gave no figure. About 500 marched.", set()),
    ],
)
def test_a_number_that_nobody_gave_has_no_voice(text, right):
    assert said(text) == right


def test_sides_follow_from_the_words():
    sides = {v.claimant: v.side for v in voices("Sheriff: 500, union: 700; the mayor said 600; AFP counted 650")}
    assert sides == {"police": "incumbent", "union": "opposition", "mayor": "incumbent", "AFP": "media"}


pieces = st.sampled_from(["police", "organizers", "said", "(", ")", ",", ";", "500", "to", "2,000", "per", "."])


@given(st.text(max_size=700) | st.lists(pieces, max_size=25).map(" ".join))
def test_no_text_does_harm_and_no_number_has_two_voices(text):
    for voice in voices(text):
        inside = [x for x in (voice.reported.low, voice.reported.value, voice.reported.high) if x is not None]
        assert inside and inside == sorted(inside)


@pytest.mark.parametrize(
    ("text", "low", "high", "right"),
    [
        ("police said fewer than 500, organizers 2,000", 500, 2000,
         [(500, None, 500, "police", "incumbent"), (2000, None, None, "organisers", "opposition")]),
        ("500 according to police", 500, 500, [(500, None, None, "police", "incumbent")]),
        ("police said 500", 500, 2000, [(None, 500, 2000, "courier.example", "media")]),
        ("police said 500, organizers 3,000", 500, 2000, [(None, 500, 2000, "courier.example", "media")]),
        ("police 500, AFP 1,000, organizers 2,000", 500, 2000,
         [(500, None, None, "police", "incumbent"), (1000, None, None, "AFP", "media"),
          (2000, None, None, "organisers", "opposition")]),
    ],
)  # fmt: skip
def test_a_row_is_split_only_where_both_ends_have_a_voice(tmp_path, text, low, high, right):
    path = tmp_path / "ccc.csv"
    path.write_text(exports.ccc({"size_text": text, "size_low": f"{low}", "size_high": f"{high}"}), encoding="utf-8")
    claims = scan(path, "ccc").claims
    assert [(c.value, c.low, c.high, c.claimant, c.side) for c in claims] == right
