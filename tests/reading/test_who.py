"""Who says it, and how surely, on sentences that no measured report has."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.reading import read_text

DAY = dt.date(2020, 8, 15)


def said_by(text: str) -> list[tuple[str, str]]:
    return [(d.actor, d.side) for d in read_text(text, "report", DAY).drafts]


def test_a_bulletin_speaks_for_the_body_that_issues_it():
    text = "Ardal Human Rights Network\nDaily bulletin, 15 August 2020\n\nSo far 40 people have been detained."
    assert said_by(text) == [("Ardal Human Rights Network", "independent")]


def test_a_radio_bulletin_is_a_reporter():
    text = "Radio Ardal\nMorning bulletin\n\nPolice have detained 40 people."
    assert said_by(text) == [("reporter", "media")]


def test_a_pronoun_is_the_last_speaker_who_fits():
    text = (
        "Interior Minister Jan Novak said 12 people had been detained.\n\n"
        "A nurse said she had seen the wounded. She said 30 people were hurt.\n\n"
        "The union's chairwoman, Berta Holm, drives a crane. She said 900 people had marched."
    )
    assert [name for name, _ in said_by(text)] == ["Jan Novak", "nurse", "Berta Holm"]


def test_somebody_of_somebody_is_named_by_both():
    text = "Challenger Ana Sol went home. Her party said 18 people had been injured."
    assert said_by(text) == [("Ana Sol's party", "opposition")]


def test_a_relative_clause_does_not_hide_the_speaker():
    text = "A lawyer who was with them said 9 people were released. Doctors, who asked not to be named, saw 6 bodies."
    assert said_by(text)[0] == ("lawyer", "opposition")


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("The blocking of a road carries a fine of 500 euros.", "conditional"),
        ("About 300 police and soldiers will be deployed on Sunday.", "planned"),
        ("He urged supporters to stay in the streets for 48 hours.", "planned"),
        ("The government announced an amnesty for 60 prisoners.", "planned"),
        ("The rally was meant to draw 10,000 people.", "planned"),
        ("The court could sentence 12 people to prison.", "conditional"),
        ("About 300 police and soldiers were deployed on Friday.", "stated"),
        ("Statements by a so-called doctors' league about 19 dead are false.", "denied"),
        ("The commission considers unfounded the claim that 9,000 ballots were added.", "denied"),
    ],
)
def test_what_is_planned_or_provided_for_has_not_happened(sentence, certainty):
    assert [d.certainty for d in read_text(sentence, "report", DAY).drafts] == [certainty]


def test_what_came_instead_of_what_was_hoped_for_is_stated():
    drafts = read_text("Organisers hoped for 20,000 people but 3,000 came.", "report", DAY).drafts
    assert [(d.value, d.certainty) for d in drafts] == [(20_000, "planned"), (3000, "stated")]
