"""Who says it, and how surely, on sentences that no measured report has."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.reading import read_text as learnt
from contested.reading.attribution import frames
from contested.reading.countries import canonical
from contested.reading.known_actors import known_actors
from contested.reading.structure import paragraphs
from tests.reading.alone import read_text

DAY = dt.date(2020, 8, 15)


def said_by(text: str) -> list[tuple[str, str]]:
    return [(d.actor, d.side) for d in read_text(text, "report", DAY).drafts]


def test_a_bulletin_speaks_for_the_body_that_issues_it():
    text = "Ardal Human Rights Network\nDaily bulletin, 15 August 2020\n\nSo far 40 people have been detained."
    assert said_by(text) == [("Ardal Human Rights Network", "independent")]


@pytest.mark.parametrize(("letterhead", "body"), [
    ("MINISTRY OF HEALTH OF THE ARDALIAN REPUBLIC\nPress service, Marsk, 8 October 2020",
     "MINISTRY OF HEALTH OF THE ARDALIAN REPUBLIC"),
    ("Republic of Ardal — Ministry of Interior, Media Office, 30 October", "Ministry of Interior"),
    ("KINGDOM OF ARDAL – MINISTRY OF INFORMATION AND BROADCASTING\n\nMarsk, 17 September 2020",
     "MINISTRY OF INFORMATION AND BROADCASTING"),
    ("EMBASSY OF LOSTLAND, MARSK\n30 June 2020", "EMBASSY OF LOSTLAND"),
])  # fmt: skip
def test_a_letterhead_with_a_date_names_the_body_that_speaks(letterhead, body):
    (draft,) = read_text(f"{letterhead}\n\nIn Marsk 40 people were injured.", "r", DAY).drafts
    assert draft.claimant == body


@pytest.mark.parametrize("headline", [
    "COMMISSION HALTS COUNT, 30 October", "Police arrest many, 30 October", "POLICE FIRE ON CROWD\n30 October",
    "Region Four: court halts declaration",
])
def test_a_headline_that_goes_on_with_a_verb_is_no_letterhead(headline):
    (draft,) = read_text(f"{headline}\n\nIn Marsk 40 people were injured.", "r", DAY).drafts
    assert draft.actor == "reporter"


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


def test_a_body_in_its_own_bulletin_may_be_called_by_part_of_its_name():
    text = "ARDAL HUMAN RIGHTS FORUM\nDaily bulletin, 15 August 2020\n\nThe Forum has recorded 40 detentions."
    assert said_by(text) == [("ARDAL HUMAN RIGHTS FORUM", "independent")]
    text += " The Interior Ministry admits 12 detentions. The ministry said 3 people were freed."
    assert said_by(text)[1:] == [("Interior Ministry", "incumbent")] * 2


@pytest.mark.parametrize(("who", "name"), [("I", "Ana Sol"), ("we", "Ardal Gazette")])
def test_i_is_the_author_of_a_byline_and_we_the_paper(who, name):
    text = f"The Ardal Gazette\nBy Ana Sol\n\nOn Friday {who} counted 900 people in the square of Marsk."
    assert said_by(text) == [(name, "media")]


def test_a_spokesman_speaks_for_whose_he_is_and_an_association_for_itself():
    text = "The Justice Ministry said 2 people were freed. Its spokesman said 40 people had been detained."
    assert said_by(text) == [("Justice Ministry", "incumbent")] * 2
    ((actor, _),) = said_by("Police left. The Teachers' Union met. Their association said 40 people had been detained.")
    assert actor == "association"


def test_a_body_is_no_person_whose_title_names_it():
    text = "Ana Sol, secretary of the Dawn Alliance, spoke first. The 48-year-old said 30 people were hurt."
    assert said_by(text)[0][0] == "Ana Sol"


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


#: roles that an actor's table knows nothing of, in a country that no gazetteer has
ROLES = {
    "incumbent": "the interior ministry|state television|the state news agency|the attorney general|a senior official|"
    "the chief of police|the school board|the border service|the state railway company",
    "opposition": "the miners' union|the teachers' union|the coordination council|a striking miner|the shadow cabinet|"
    "an exiled politician|the candidate's headquarters|the families of the detained|the losing candidate",
    "independent": "the hospital|a historian|a human rights lawyer|a press freedom group|the fire brigade|"
    "the ombudsman|the chamber of commerce|an aid agency",
    "foreign": "Moscow|the US embassy|a Western diplomat|the African Union|the Polish border guard",
    "media": "local media|a blogger|an independent broadcaster",
}


@pytest.mark.parametrize(("side", "role"), [(s, r) for s, roles in ROLES.items() for r in roles.split("|")])
def test_a_role_says_on_which_side_somebody_stands(side: str, role: str) -> None:
    text = f"Clashes in Orvania\n\nOrvanian streets were calm on Sunday.\n\nForty people were detained, {role} said."
    assert [s for _, s in said_by(text)] == [side]


BESIDE = {
    "incumbent": "the presidential adviser|the security council secretary|a lawmaker from the ruling party",
    "opposition": "a member of the coordination council|a demonstrator|the party's deputy leader|an exiled politician",
    "independent": "a rights lawyer|the president of the chamber of commerce|the head of the doctors' association",
    "foreign": "the US ambassador|the British foreign secretary",
    "media": "a freelance journalist|an AFP photographer",
}


@pytest.mark.parametrize(("side", "role"), [(s, r) for s, roles in BESIDE.items() for r in roles.split("|")])
def test_the_words_beside_a_name_say_on_which_side_a_person_stands(side: str, role: str) -> None:
    text = f"Clashes in Orvania\n\nOrvanian streets were calm.\n\nAna Sorel, {role}, said 40 people were detained."
    assert said_by(text) == [("Ana Sorel", side)]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Police spokesman Jan Novak said 40 people were detained.", "police"),
        ("Ana Sol, a spokeswoman for the miners' union, said 40 people were hurt.", "miners' union"),
        ("By noon turnout was put at 31 percent by the electoral authority.", "electoral authority"),
        ("Forty people have died, by the count of the Red Cross.", "Red Cross"),
        ("The police first announced 60 arrests.", "police"),
        ("A hunger strike ended, the lawyers said, as about 4,000 people marched.", "reporter"),
        ("Ghana: 12 die in clashes", "reporter"),
    ],
)
def test_who_counts_is_found_by_how_the_sentence_is_built(text: str, actor: str) -> None:
    assert [a for a, _ in said_by(text)] == [actor]


REPORTED = {
    "police": """In a statement, police said 40 people had been detained.
A police officer who asked not to be named said 40 people had been detained.
Police were quoted as saying 40 people had been detained.
Police told reporters 40 people had been detained.
Police later raised the number of arrests to 40.
Police revised the toll to 40 arrests.
Police figures put arrests at 40.
State television, citing police, said 40 people had been detained.
40 people detained - police""",
    "Vigil": """The rights group Vigil has the names of 40 detainees.
The rights group Vigil published a list on Sunday. The group said 40 people had been detained.
Vigil, which monitors arrests, says that 40 people were detained.""",
    "reporter": """Police, who said the rally was illegal, detained 40 people.
Police arrested 40 people after the mayor said the rally was illegal.
Forty people were detained as police moved in.""",
}


@pytest.mark.parametrize(("actor", "text"), [(a, s) for a, lines in REPORTED.items() for s in lines.splitlines()])
def test_reported_speech_names_its_source_in_many_ways(actor: str, text: str) -> None:
    (found,) = said_by(f"Clashes in Orvania\n\n{text}")
    assert actor.casefold() in found[0].casefold()


def test_who_rules_a_country_is_no_court_and_who_claims_to_have_won_speaks():
    for text, kinds in (
        ("President Jan Kral has ruled the country for years and claims to have won 80 percent of the vote.", {"say"}),
        ("President Jan Kral, who has ruled since 1994, claims to have won 80 percent of the vote.", {"say"}),
        ("The court ruled that 40 stations were closed too early.", {"rule"}),
    ):
        assert {frame.kind for frame in frames(text, paragraphs(text))} == kinds, text
        assert [who for who, _ in said_by(f"Clashes in Orvania\n\n{text}")] == ["Jan Kral"] * (kinds == {"say"})


def test_a_notice_and_a_channel_speak_for_who_issues_them():
    notice = "ST ANNE HOSPITAL, ARDAL\nPublic notice, 15 August 2020\n\nSince Friday 40 people have been treated."
    assert said_by(notice) == [("ST ANNE HOSPITAL, ARDAL", "independent")]
    channel = "Ardal Wakes\nFriends, a summary\n- We were 900 on the square.\n- Three people were detained."
    assert said_by(channel) == [("Ardal Wakes", "opposition")] * 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("City police director Col. Jan Novak said 40 people were hurt.", ("Jan Novak", "incumbent")),
        ("Ana Sol, 38, the candidate of the Civic Alliance, said 40 people were hurt.", ("Ana Sol", "opposition")),
        ("Police Spokesman Jan Novak said 40 people were hurt.", ("police", "incumbent")),
        ("A clinic closed. Its nurse Berta Holm said 40 people were hurt.", ("Berta Holm", "independent")),
        ("The government on Monday dismissed four police chiefs.", ("reporter", "media")),
        ("The governor has called up 600 guards.", ("reporter", "media")),
        ("Some 700 people gathered, the city police report.", ("city police", "incumbent")),
    ],
)
def test_titles_cut_short_and_ages_do_not_hide_who_speaks(text, found):
    assert said_by(text) == [found]


@pytest.mark.parametrize(
    "day",
    ["July 5, 2020", "2020-07-05", "13/07/2020", "05.07.2020", "5 July 2020", "July 5", "the 5th"],
)
@pytest.mark.parametrize("said", ["said 60 people were detained", "detained 60"])
def test_no_number_of_a_date_is_part_of_a_source(day: str, said: str) -> None:
    (draft,) = learnt(f"On {day} police {said}.", "report", DAY).drafts
    assert draft.actor in ("police", "reporter"), "whose count it is may be open"
    assert (draft.actor == "police") or said.startswith("detained")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Police at the ring road on 5 August said 40 people were hurt.", "police at the ring road"),
        ("The ministry of health had by 5 August admitted 40 wounded.", "reporter"),
        ("A survey held between March 2nd and 7th puts the Union at 20.2 percent.", "reporter"),
        ("Mothers in front of the 5th police station say 40 people are inside.", "mothers in front of the 5th police "
         "station"),
    ],
)  # fmt: skip
def test_a_day_beside_a_source_is_no_part_of_it(text: str, actor: str) -> None:
    assert [a for a, _ in said_by(text)] == [actor]


KNOWN = {
    "Viasna": "Minsk, Belarus|Spring said 40 people were detained.\n"
    "Minsk, Belarus|The rights group Vesna said 40 people were detained.\n"
    "Warsaw, Poland|Viasna said 40 people were detained.",
    "Vesna": "Moscow, Russia|The Vesna movement said 40 people were detained.",
    "spring 1944 society": "Budapest, Hungary|The Spring 1944 society said 40 people were detained.\n"
    "Minsk, Belarus|The Spring 1944 society said 40 people were detained.",
    "Spring Bloc": "Kampala, Uganda|The Spring Bloc said 40 people were detained.",
    "spring": "Budapest, Hungary|Spring said 40 people were detained.",
    "Vesna Ilic": "Minsk, Belarus|Vesna Ilic, a lawyer, said 40 people were detained.",
    "Amnesty International": "Kampala, Uganda|Amnesty said 40 people were detained.",
    "Amnesty Commission": "Kampala, Uganda|The Amnesty Commission said 40 people were detained.",
    "Humanitarian Coordination Council": "Kampala, Uganda|The Humanitarian Coordination Council said 40 were hurt.",
    "European Union": "Minsk, Belarus|The EU Commission said 40 people were detained.",
}  # fmt: skip


@pytest.mark.parametrize(("actor", "text"), [(a, s) for a, lines in KNOWN.items() for s in lines.split("\n")])
def test_a_name_that_others_have_too_is_an_actor_s_only_in_its_country(actor: str, text: str) -> None:
    assert [a for a, _ in said_by(text.replace("|", "\n\n"))] == [actor]


@pytest.mark.parametrize(
    ("home", "sides"), [("Minsk, Belarus", ["incumbent", "foreign"]), ("Moscow, Russia", ["foreign", "incumbent"]),
                        ("Riga, Latvia", ["foreign", "foreign"])],
)  # fmt: skip
def test_who_governs_one_country_is_foreign_in_another(home: str, sides: list[str]) -> None:
    text = f"{home}\n\nLukashenko said 40 people were detained. The Kremlin said 12 people were detained."
    assert [s for _, s in said_by(text)] == sides


def test_countries_of_known_actors_are_those_that_reports_are_about() -> None:
    assert all(canonical(row.country) == row.country for row in known_actors())


def test_what_is_said_to_be_wrong_behind_a_number_is_denied():
    (draft,) = read_text("Reports on social media of 14 dead are not true, the ministry said.", "r", DAY).drafts
    assert (draft.quantity, draft.certainty) == ("dead", "denied")
