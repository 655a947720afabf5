"""Where what is counted happened, on reports that no measured report has."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.reading.actors import Cast
from contested.reading.countries import country_of
from contested.reading.learnt.places import possible
from contested.reading.places import places
from contested.reading.structure import paragraphs
from contested.reading.where import Where
from tests.reading.alone import read_text

DAY = dt.date(2020, 8, 15)


def placed(text: str) -> list[str]:
    return [d.place for d in read_text(text, "report", DAY).drafts]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Police in Nairobi detained 40 people. Kenyan officials denied it.", "Kenya"),
        ("Lawyers for Thai activists said so.", "Thailand"),
        ("Police in Varnia detained 40 people, Varnian media said.", "Varnia"),
        ("Republic of Telmar\nElection Commission\n\nThe count is over.", "Telmar"),
        ("PORTO, Silvania (Agency) — Polls opened.", "Silvania"),
        ("The weather was fine.", ""),
    ],
)
def test_the_country_is_the_one_most_named_also_where_no_gazetteer_has_it(text, home):
    assert country_of(text) == home


def test_each_number_of_a_list_has_its_own_place():
    text = "Police in Belarus said 90 people were detained in Minsk, 22 in Grodno, 13 in Brest and 11 in other towns."
    assert placed(text) == ["Minsk", "Grodno", "Brest", "Belarus"]


def test_several_places_that_share_a_number_are_their_country():
    assert placed("The Belarus ministry said 70 people were hurt in Minsk, Lida and Pinsk.") == ["Belarus"]


def test_a_dateline_places_the_street_and_not_the_total():
    text = (
        "March in Kenya\n\nNAIROBI, Aug 15 (Agency) — About 400 people marched on Saturday.\n\n"
        "Since the vote 21 people have died, doctors say."
    )
    assert placed(text) == ["Nairobi", "Kenya"]


def test_a_town_carries_on_in_its_paragraph_and_not_beyond():
    text = (
        "Minsk marches again\n\n"
        "Police detained 30 people in Grodno on Friday. They hurt 12 of them, witnesses said.\n\n"
        "About 500 people marched on Saturday."
    )
    assert placed(text) == ["Grodno", "Grodno", "Minsk"]


def test_where_somebody_speaks_from_or_comes_from_is_no_scene():
    text = "Belarus detained 33 Russians before the vote.\n\nIn London, a minister spoke. Thousands marched in Minsk."
    assert placed(text) == ["Belarus", "Minsk"]


def test_what_a_people_is_called_is_no_place():
    assert placed("Thousands marched through the Belarusian capital, Minsk, on Friday.") == ["Minsk"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Clashes spread to Kesh, where 14 people were hurt.", "Kesh"),
        ("Residents of Plesno said 40 people were detained.", "Plesno"),
        ("KESTER, Morvania (Wire) - On Sunday 40 people marched. Morvanian media are silent.", "Kester"),
        ("At the gates of the works a crowd of 300 people gathered. The mayor of Horka came.", "Horka"),
    ],
)
def test_a_town_that_no_gazetteer_has_is_known_by_the_words_before_it(text: str, place: str) -> None:
    drafts = read_text(text, "r", dt.date(2028, 5, 5)).drafts
    assert [d.place for d in drafts] == [place]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Bangladeshi police said 40 people were hurt.", "Bangladesh"),
        ("Zimbabwean doctors and Zimbabwean lawyers met South Africa's envoy.", "Zimbabwe"),
        ("Crowds filled Arequipa and Juliaca. A Peruvian court spoke.", "Peru"),
        ("Tunisian unions met in Tunis.", "Tunisia"),
        ("Embassy of Canada in Caldera: advice to travellers\n\nCanadian citizens should stay at home.", "Caldera"),
        ("How Pelagia lost its count\n\nPelagia's government is gone.", "Pelagia"),
        ("COALITION FOR FREE ASSEMBLY KALUNDIA\nWeekly bulletin\n\n12 people were held.", "Kalundia"),
    ],
)
def test_a_country_is_known_by_its_people_its_towns_and_what_only_a_state_has(text: str, home: str) -> None:
    assert country_of(text) == home


def test_the_town_of_the_title_is_the_scene_and_not_that_of_the_dateline() -> None:
    text = "Ghana: clashes in Tamale\n\nACCRA – Men fought in Tamale on Friday.\n\nPolice detained 40 people."
    assert placed(text) == ["Tamale"]


def test_a_house_is_no_town() -> None:
    text = "Old Bay waits\n\nPolice stood in Old Bay. At the Anchor, 40 people were hurt, said a doctor."
    assert placed(text) == ["Old Bay"]


def test_a_town_that_was_placed_once_is_a_town_wherever_it_stands() -> None:
    text = "KESTER, Morvania (Wire) - Unrest in Osterlin goes on. Osterlin police detained 40 people, media say."
    assert placed(text) == ["Osterlin"]


def test_the_capital_of_a_country_that_no_gazetteer_has_is_named_by_the_text() -> None:
    text = "Thousands came to the festival in the capital, Grenz. In the capital 40 people were detained."
    assert placed(text)[-1] == "Grenz"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Brest's main hospital said it had treated 40 people. Belarusian media said so.", "Brest"),
        ("Belarus\n\nBrest: 40 people detained, police say.", "Brest"),
        ("MINSK (Agency) - Police detained 40 people in Belarus's capital on Sunday.", "Minsk"),
        ("Workers at 14 plants across the country walked out, said a union in Minsk, Belarus.", "Belarus"),
        ("Belarus votes\n\nVisiting a dairy in Brest, he said 40 people had been detained in Belarus.", "Belarus"),
        ("Orvanian officials spoke. About 400 people marched through Tarn on Sunday.", "Tarn"),
    ],
)
def test_a_town_may_set_the_scene_without_a_preposition_and_a_speech_sets_none(text: str, place: str) -> None:
    assert placed(text)[-1:] == [place]


def test_a_number_that_goes_on_with_the_one_before_happened_where_and_when_that_did() -> None:
    text = (
        "Thousands march in Minsk\n\nMINSK (Agency) - Thousands marched in Minsk on Friday.\n\n"
        "Since July, 14 people have died across Belarus, doctors say. The ombudsman's count is 12."
    )
    drafts = read_text(text, "report", DAY).drafts[-2:]
    assert [(d.place, f"{d.date}..{d.end_date}") for d in drafts] == [("Belarus", "2020-07-01..2020-08-15")] * 2


def test_a_dateline_may_hold_a_date_or_an_abbreviation_and_a_slug_is_none():
    assert placed("Lusaka, 14 Aug. (Agency) - Police detained 40 people.") == ["Lusaka"]
    assert (
        placed("SAN TELMO, P.R. - Police detained 40 people.\n\nGov. Ana Sol said 12 were hurt.") == ["San Telmo"] * 2
    )
    assert placed("KENYA VOTE - Two killed\nNAIROBI - Police said 40 people were hurt.")[-1] == "Nairobi"


def test_the_land_around_a_town_gives_way_to_the_town():
    assert placed("Police shot dead two people in the Karst town of Sevno.") == ["Sevno"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("CÔTE D'IVOIRE – REPORT 4\n\nMore than 50 people were killed.\n\n200 fled to Liberia.", "Côte d'Ivoire"),
        ("Protests\n\nIn N’Djamena police killed 40 people, Chadian officials said.", "N'Djamena"),
        ("N'DJAMENA, Aug 14 (Agency) — Police killed 40 people.", "N'Djamena"),
        ("SÃO PAULO (Agency) — Police detained 40 people, Brazilian media said.", "São Paulo"),
        ("MALÉ: Police detained 40 people, said the Maldivian opposition.", "Malé"),
        ("NIŠ, August 14 (Radio) – About 30,000 people marched.\n\nIn Belgrade it rained; Niš had sun.", "Niš"),
        ("In Água Grande 40 people were detained. São Tomé and Príncipe voted.", "Água Grande"),
        ("In Dar es Salaam police killed 40 people, Tanzanian officials said.", "Dar es Salaam"),
    ],
)
def test_a_name_with_accents_or_an_apostrophe_is_a_place_also_in_capitals(text: str, place: str) -> None:
    assert placed(text)[0] == place


@pytest.mark.parametrize("title", ["Lieut. Gen.", "Sgt.", "Rev.", "Msgr.", "Supt."])
def test_a_title_that_opens_a_line_is_no_place(title: str) -> None:
    text = f"SEOUL, Korea, Aug. 14 (Wire) — Martial law.\n\n{title} Song Yo Chan said that 115 people had been killed."
    assert placed(text) == ["Seoul"]


def test_a_country_has_the_name_that_the_text_gives_it():
    assert placed("Côte d'Ivoire votes\n\nIvorian police detained 40 people, the union said.") == ["Côte d'Ivoire"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Calama, July 1. The workers walked out. Police detained 40 people.", "Calama"),
        ("Lomnice, 2 March. The workers walked out. Police detained 40 people.", "Lomnice"),
        ("CARVER'S FORD, Ala., March 24 (Wire) — Police detained 40 people.", "Carver's Ford"),
        ("Belarus\n\nAll 17 people were detained in Area 18 on Friday.", "Area 18"),
        ("Guyana\n\nIn Region Four, 136 people were detained.", "Region Four"),
        ("Police\n\nInside Insein prison 27 people were injured.", "Insein"),
        ("Police detained 40 people in Ljubljana of Friday evenings.", "Ljubljana"),
    ],
)
def test_a_place_has_a_number_a_day_behind_it_or_a_building(text: str, place: str) -> None:
    assert placed(text) == [place]


def test_a_name_behind_from_or_at_the_head_of_a_line_may_be_a_place_but_no_persons() -> None:
    text = (
        "Two lists\n\nThe committee has 7 names from Narayanganj and 3 of Ana Kral.\n\n"
        "Sibay: a girl is free. Kral said so.\n\nOECUSSE. Three men are gone, say friends of the Workers Party."
    )
    parts = paragraphs(text)
    persons = Cast(text, parts, "").name_words
    sure = {p.name for p in possible(Where(text, places(text, persons), parts, "", persons=persons))}
    assert {"Narayanganj", "Sibay", "Oecusse"} <= sure
    assert not {"Ana Kral", "Kral", "Workers Party"} & sure
