"""Names of private persons are masked, offices and bodies stay; one person, one number; nothing leads back."""

from __future__ import annotations

import random
import re

import pytest

from contested.claims.people import People, names, names_shown
from contested.ground.errors import InputError

#: text -> what must not be left of it
PRIVATE = {
    "Ivan Petrov, 34, was detained": "Petrov Ivan",
    "A. Ivanova said so": "Ivanova",
    "Ivanov A.B. and Petrova M. were beaten": "Ivanov Petrova",
    "А. Б. Иванова избита": "Иванова",
    "Иванова А.Б.": "Иванова",
    "Задержан Иван Петров, студент": "Иван Петров",
    "журналистка Екатерина Андреева": "Екатерина Андреева",
    "Петров сказал": "Петров",
    "Аляксандр Тарайкоўскі загінуў": "Тарайкоўскі",
    "Anna Petrovna Sidorova": "Anna Petrovna Sidorova",
    "Petrov Ivan Sergeevich": "Petrov Ivan Sergeevich",
    "Иванов Иван Иванович": "Иванов Иван Иванович",
    "activist Smith was hurt": "Smith",
    "police detained Li Wei in Minsk": "Li Wei",
    "Oyelaran Adeyemi via BBC": "Oyelaran Adeyemi",
    "IVAN PETROV detained": "IVAN PETROV",
    "ZAKHAR PRILEPIN": "ZAKHAR PRILEPIN",
    "ivan petrov detained": "ivan petrov",
    "иван петров": "петров",
    "https://x.example/news/ivan-petrov-detained.html": "ivan petrov",
    "https://x.example/?q=petrova_anna": "petrova anna",
    "https://x.example/story-anna-prilepin-beaten": "anna prilepin",
    "Petrov, Ivan": "Petrov Ivan",
    "Ivan  Petrov": "Ivan Petrov",
    "Ivan\nPetrov": "Ivan Petrov",
    "Ivan\u00a0Petrov": "Ivan Petrov",
    "Maria (22) was injured": "Maria",
    "Ivan K was taken": "Ivan",
    "Ivan's friend Olga": "Ivan Olga",
    "O'Brien, Sean and Jean-Luc Picard": "Brien Sean Picard",
    "José García López": "García López",
    "Ludwig van Beethoven": "Beethoven",
    "Ahmed bin Said al-Maktoum": "Ahmed Maktoum",
    "Dr. Anna Schmidt": "Anna Schmidt",
    "Five Killed As Ivan Petrov Speaks": "Ivan Petrov",
    "e-mail ivan@petrov.example": "ivan@petrov",
    "J.R.R. Tolkien": "Tolkien",
    "Ivan Petrov, told by the president": "Ivan Petrov",
    "Ivan Petrov and the president": "Ivan Petrov",
    "Ivan Petrov (25) said the minister lied": "Ivan Petrov",
    "the minister's driver Ivan Petrov": "Ivan Petrov",
    "He met the president. Ivan Petrov was there": "Ivan Petrov",
    "Ivan Petrov, President Lukashenko's critic": "Ivan Petrov",
    "in general Ivan Petrov was right": "Ivan Petrov",
    "wife of the minister of justice, Anna Petrova": "Anna Petrova",
    "Ivan Lukashenko, a student": "Ivan Lukashenko",
    "the boycott of Ivan Petrov": "Ivan Petrov",
    "Anna Black": "Anna Black",
    "police officer Ivan Petrov": "Ivan Petrov",
    "Jean d'Arcy of Saint Denis": "Jean Arcy",
    "On Main Street Jean d'Arcy was held": "Jean Arcy",
    "They released Jean d'Arcy days later": "Jean Arcy",
}
PUBLIC = (
    "Interior Minister Yuri Karaev said", "President Lukashenko", "Lukashenko", "Sviatlana Tsikhanouskaya", "Putin",
    "министр внутренних дел Иван Петров", "президент Иван Петров", "Minister of the Interior Ivan Petrov",
    "candidate Anna Petrova", "police chief Ivan Petrov", "Ivan Petrov, spokesman for the ministry",
    "Ivan Petrov, the former deputy interior minister", "Ivan Petrov (Interior Minister)",
    "Prosecutor General Ivan Petrov", "opposition leader Anna Petrova", "press secretary Anna Petrova",
    "Mayor Anna Petrova", "Judge Anna Petrova", "Interior Ministry (MVD)", "Central Election Commission",
    "Belarusian Association of Journalists", "Agence France Presse", "Nasha Niva", "Gazeta Wyborcza",
    "Le Nombre Jaune (movement count)", "Conflict Intelligence Team", "Human Rights Watch",
    "Police Forces of Orvania (2020-)", "Protesters (Orvania)", "UN Human Rights Office", "TUT.BY",
    "Grodno Azot workers", "Black Lives Matter", "NO WAR", "Tear Gas Fired At Peaceful Protest In Minsk", "Наша Ніва",
    "Комсомольская правда", "ACLED ORV1", "CCC row 7 https://courier.example/a", "Khabarovsky Krai Segodnya",
    "Karl Marx", "St Petersburg", "Maria Street", "17 Aug 2020", "Monday Morning", "outside_Minsk", "Moscow Times",
    "Radio Svaboda", "Saint Jean d'Angely saw a march", "St. Jean d’Angely", "In Jean d'Arc Street 30 were held",
    "Port Jean d'Acre", "in rue Jean d'Arc", "Rue Jean d'Arc", "Jean d'Arc Beach", "",
)  # fmt: skip


@pytest.mark.parametrize(("text", "gone"), PRIVATE.items())
def test_names_of_private_persons_go(text, gone):
    masked = People.of([text]).masked(text)
    assert not any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", masked, re.I) for word in gone.split()), masked


@pytest.mark.parametrize("text", PUBLIC)
def test_offices_bodies_outlets_and_places_stay(text):
    assert People.of([text]).masked(text) == text


def test_one_person_has_one_number_and_two_have_two():
    texts = ["Anna Ivanova", "A. Ivanova", "Ivanova A.", "Alla Sidorova", "Anna Ivanova via BBC", "Olga Ivanova"]
    people = People.of(texts)
    numbers = [people.masked(t).removesuffix(" via BBC") for t in texts]
    assert numbers == ["private person 1"] * 3 + ["private person 2", "private person 1", "private person 3"]


def test_masked_text_stays_as_it_is_and_its_numbers_are_taken():
    texts = ["private person 7", "Anna Ivanova", "https://x.example/private-person-8-said"]
    people = People.of(texts)
    assert [people.masked(t) for t in texts] == [texts[0], "private person 9", texts[2]]
    again = [people.masked(t) for t in texts]
    assert [People.of(again).masked(t) for t in again] == again


def test_an_official_in_one_text_is_one_in_the_others_but_not_a_namesake():
    texts = ["Governor Pavel Orlov", "Orlov said 5", "P. Orlov", "Anna Orlova", "Ivan Orlov"]
    people = People.of(texts)
    assert [people.masked(t) == t for t in texts] == [True, True, True, False, False]


def test_places_of_the_table_are_no_persons():
    assert People.of(["Nova Orlova"], ["Nova Orlova"]).masked("Nova Orlova") == "Nova Orlova"
    assert People.of(["Vela Mora"]).masked("Vela Mora") == "private person 1"
    assert People.of([], ["Vela"]).masked("Anna Vela") == "private person 1"


def test_names_stay_where_somebody_says_so(tmp_path, monkeypatch):
    text, file = "Anna Ivanova and Ivan Petrov", tmp_path / "public.txt"
    file.write_text("Anna Ivanova\n", encoding="utf-8")
    with names_shown("all"):
        assert People.of([text]).masked(text) == text
    with names_shown(file):
        assert People.of([text]).masked(text) == "Anna Ivanova and private person 1"
    monkeypatch.setenv("CONTESTED_WITH_NAMES", "all")
    assert People.of([text]).masked(text) == text
    monkeypatch.setenv("CONTESTED_WITH_NAMES", "")
    assert "Ivanova" not in People.of([text]).masked(text)
    with pytest.raises(InputError, match="with_names: expected 'all' or a UTF-8 file"), names_shown(tmp_path / "none"):
        pass


def test_nothing_leads_back():
    people = People.of(["Anna Ivanova"])
    assert people.masked("Anna Ivanova") == People.of(["Olga Smirnova"]).masked("Olga Smirnova")
    assert "Ivanova" not in repr(people)


def test_the_quick_look_at_a_text_overlooks_no_name(monkeypatch):
    chance = random.Random(13)
    lists = [sorted(names.words(name)) for name in ("given", "surnames", "common", "titles", "organisations")]
    gaps = (*" " * 12, ". ", ", ", ".", "-", "'", "_", "\n", "%20", " (", "9", " al-", " de ", "@", "'s ", " 12 ")

    def text():
        words = (chance.choice(chance.choice(lists)) for _ in range(chance.randint(1, 7)))
        cased = (chance.choice((str.lower, str.capitalize, str.capitalize, str.upper))(w) for w in words)
        return "".join(w[: chance.choice((1, 2, 99, 99, 99, 99))] + chance.choice(gaps) for w in cased)

    texts = [*PRIVATE, *PUBLIC, *(text() for _ in range(3000))]
    quick, found = [names.innocent(text) for text in texts], [names.names_in(text) for text in texts]
    monkeypatch.setattr(names, "_innocent", lambda text: False)
    assert found == [names.names_in(text) for text in texts]
    assert 150 < sum(quick) < 2000 and any(found)
