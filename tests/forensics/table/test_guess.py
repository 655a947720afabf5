"""Drafts of maps: headings of real forms, numbers that decide, doubts that are said, and no audit in silence."""

from __future__ import annotations

import tomllib

import pytest

from contested.forensics.table.column_map import load_map, parse, shipped
from contested.forensics.table.drafted import drafted, toml
from contested.forensics.table.guess import draft
from contested.forensics.table.headings import ROLES, role
from contested.forensics.table.names import shortened
from contested.forensics.table.read import read
from contested.ground.errors import ReturnsError
from tests.forensics import made
from tests.forensics.files import shared
from tests.forensics.table import forms

WITHOUT = {"title": "t", "contestants": {"columns": ["A", "B"]}, "counts": {"cast": "cast"}}


def drawn(form, path):
    form(path / "returns.csv")
    return draft(path / "returns.csv"), drafted(path / "returns.csv").returns


@pytest.mark.parametrize(
    ("form", "counts", "contestants", "file"),
    [
        (forms.mexico, ("LISTA_NOMINAL_CASILLA", "TOTAL_VOTOS_CALCULADOS", None, "VOTOS NULOS"), 16,
         {"encoding": "cp1252", "skip_rows": 5}),
        (forms.poland, ("Liczba wyborców uprawnionych do głosowania (umieszczonych w spisie, z uwzględnieniem "
                        "dodatkowych formularzy) w chwili zakończenia głosowania", "Liczba kart wyjętych z urny",
                        "Liczba głosów ważnych oddanych łącznie na obu kandydatów (z kart ważnych)",
                        ["Liczba kart nieważnych", "Liczba głosów nieważnych (z kart ważnych)"]), 2, {}),
        (forms.turkey, ("Kayıtlı Seçmen Sayısı", "Oy Kullanan Seçmen Sayısı", "Geçerli Oy Toplamı",
                        "Geçersiz Oy Toplamı"), 2, {"encoding": "cp1254"}),
        (forms.france, ("Inscrits", "Votants", "Exprimés", ["Blancs", "Nuls"]), 12, {"encoding": "cp1252"}),
        (forms.georgia, ("ამომრჩეველთა საერთო რაოდენობა", "მონაწილეთა რაოდენობა", None, "ბათილი"), 3,
         {"skip_rows": 1, "header_rows": 2}),
        (forms.ukraine, ("Кількість виборців, внесених до списку",
                         "Кількість виборців, які взяли участь у голосуванні", None,
                         "Кількість бюлетенів, визнаних недійсними"), 2, {"encoding": "cp1251"}),
        (forms.no_language, ("Zc", "Qd", None, None), 3, {}),
    ],
)  # fmt: skip
def test_headings_of_official_forms(tmp_path, form, counts, contestants, file):
    guess, returns = drawn(form, tmp_path)
    found = guess.tree["counts"]
    assert tuple(found.get(kind) for kind in ("registered", "cast", "valid", "invalid")) == counts
    assert len(returns.contestants) == contestants and guess.tree.get("file", {}) == file
    assert returns.case().stations == returns.stations == 120 and not returns.turnout_doubt
    # nothing contradicts anything: the columns are the right ones
    assert set(returns.flags["rule"]) <= {"same-protocol", "one-share"}


@pytest.mark.parametrize(("form", "named"), [(forms.costa_rica, "PARTIDO A"), (forms.brazil, "LULA")])
def test_a_row_a_candidate_with_the_counts_of_its_station(tmp_path, form, named):
    guess, returns = drawn(form, tmp_path)
    assert {"registered", "cast"} <= set(guess.tree["counts"]) and returns.has_voters
    assert named in returns.contestants and len(returns.contestants) in (2, 3)
    assert returns.stations == 120 == returns.case().stations
    assert (returns.frame["valid"] == sum(returns.frame[c] for c in returns.contestants)).all()


def test_names_that_stand_beside_the_votes_are_the_contestants(tmp_path):
    _, returns = drawn(forms.france, tmp_path)
    assert returns.contestants == tuple(f"{name.upper()} Ann" for name in forms.CANDIDATES)


def test_two_votes_in_one_file(tmp_path):
    guess, returns = drawn(forms.germany, tmp_path)
    assert guess.tree["contestants"]["columns"]["CDU"] in ("CDU - Erststimmen", "CDU - Zweitstimmen")
    assert "several columns of valid votes" in " ".join(guess.unsure) and returns.case().stations == 120


@pytest.mark.parametrize(
    ("form", "name", "contestants"),
    [(forms.poland, "poland-2025", 2), (forms.germany, "germany-2025", 3), (forms.france, "france-2022", 12),
     (forms.brazil, "brazil-2022", 2), (forms.costa_rica, "costa-rica", 3), (forms.mexico, "mexico-2024", 4),
     (forms.turkey, "turkey-2023", 2), (forms.ukraine, "ukraine-2019", 2), (forms.moldova, "moldova-2021", 2)],
)  # fmt: skip
def test_maps_for_forms_seen_in_public_code(tmp_path, form, name, contestants):
    form(tmp_path / "returns.csv")
    returns = read(tmp_path / "returns.csv", name)
    assert len(returns.contestants) == contestants and returns.case().stations == returns.stations == 120
    assert set(returns.flags["rule"]) <= {"same-protocol", "one-share"} and not returns.turnout_doubt
    assert not next(m for m in shipped() if m.name == name).tried


def test_votes_of_a_coalition_are_added_up(tmp_path):
    forms.mexico(tmp_path / "returns.csv")
    returns = read(tmp_path / "returns.csv", "mexico-2024")
    votes = returns.frame.select(returns.contestants).sum_horizontal()
    assert (votes == returns.frame["cast"] - returns.frame["invalid"]).all()
    assert returns.leader == "Sheinbaum" and (returns.frame["Sheinbaum"] > 0).any()


def test_two_lists_of_voters_hours_and_numbered_parties(tmp_path):
    forms.two_lists(tmp_path / "returns.csv")
    guess = draft(tmp_path / "returns.csv")
    assert guess.tree["counts"]["registered"] == ["possible voters", "special voters"]
    parties = ["1 - State for the People", "5 - National Movement", "41 - Georgian Dream"]
    assert guess.tree["contestants"]["columns"] == parties
    assert "several lists" in " ".join(guess.unsure)
    returns = read(tmp_path / "returns.csv", "georgia-2016")
    assert returns.contestants == ("State for the People", "National Movement", "Georgian Dream")
    assert returns.case().stations == 120 and {"hour: 12:00", "hour: 17:00"} <= set(returns.frame.columns)


def test_points_between_thousands(tmp_path):
    guess, returns = drawn(forms.thousands, tmp_path)
    assert guess.tree["file"] == {"decimal": ","}
    assert returns.frame["registered"].min() > 1000 and returns.flags.filter(rule="not-whole").is_empty()


def test_doubts_are_said(tmp_path):
    guess, _ = drawn(forms.no_language, tmp_path)
    said = " ".join(guess.unsure)
    assert "'Qd' was taken for ballots cast" in said and "'Zc' was taken for registered voters" in said
    (tmp_path / "a.csv").write_text("place,A,B,C\n" + "".join(f"p{k},{k * 7},{k * 5},{k * 3}\n" for k in range(9, 40)))
    assert "No column of registered voters was found" in drafted(tmp_path / "a.csv").text


@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize("name", ["plain", "centre", "evote", "one_over", "honest_uniform", "planted_50"])
def test_the_made_up_files(name, seed):
    guess = draft(made.folder(seed) / f"{name}.csv")
    assert guess.tree["counts"] == {"registered": "voters", "cast": "cast"}
    assert guess.tree["contestants"] == {"columns": ["A", "B"]} and guess.tree["units"] == {"region": "region",
                                                                                           "town": "town"}  # fmt: skip


def test_the_made_up_files_with_less_and_more():
    assert draft(made.folder() / "noreg.csv").tree["counts"] == {"cast": "cast"}
    assert draft(made.folder() / "blank.csv").tree["counts"]["invalid"] == ["invalid", "blank"]
    several = draft(made.folder() / "long_with_offices.csv").tree["long"]
    assert several["registered"] == ["Registered Voters"] and several["cast"] == ["Ballots Cast"]
    drawn_returns = drafted(made.folder() / "total_row_no_name.csv").returns
    assert drawn_returns.case().stations == 3


@pytest.mark.parametrize(
    ("file", "name"),
    [("belarus_2020_voice.csv", "belarus-2020-voice"),
     pytest.param("russia_2011.csv.zip", "russia-2011", marks=pytest.mark.slow)],
)  # fmt: skip
def test_a_draft_of_a_real_file_reads_what_its_map_reads(file, name):
    path, mapped = shared(file), load_map(name)
    guess = draft(path)
    assert {k: guess.tree["counts"][k] for k in ("registered", "cast")} == {
        k: list(mapped.counts[k]) if len(mapped.counts[k]) > 1 else mapped.counts[k][0] for k in ("registered", "cast")
    }
    columns = guess.tree["contestants"]["columns"]
    assert set(columns.values() if isinstance(columns, dict) else columns) == set(mapped.contestants.columns.values())
    assert drafted(path).returns.totals()[1:] == read(path, name).totals()[1:]


def test_the_text_is_a_map_that_reads_the_file_alike(tmp_path):
    forms.georgia(tmp_path / "returns.csv")
    made_up = drafted(tmp_path / "returns.csv")
    (tmp_path / "mine.toml").write_text(made_up.text, "utf-8")
    again = read(tmp_path / "returns.csv", tmp_path / "mine.toml")
    assert again.frame.equals(made_up.returns.frame) and "So it reads the first of 120 rows" in made_up.text


def test_text_of_a_stranger_stays_text():
    tree = {"title": 'a "quoted" \\ name', "contestants": {"columns": {'x"\n[file]\nencoding = "y': "Ж\x7f\x1b[31m"}}}
    assert tomllib.loads(toml(tree)) == tree


@pytest.mark.parametrize("heading", ["x\ny", "a\x1b[2Jb"])
def test_comments_end_with_their_line(tmp_path, heading):
    body = "\n".join(f"s{k},{40 + k},{30 + k},{20 + k},10" for k in range(30))
    (tmp_path / "a.csv").write_text(f'station,"{heading}",cast,A,B\n{body}\n')
    text = drafted(tmp_path / "a.csv").text
    assert "\x1b" not in text and parse(tomllib.loads(text)).counts["cast"] == ("cast",)


def test_no_returns_no_draft(tmp_path):
    (tmp_path / "a.csv").write_text("name,note\nx,y\nz,u\n")
    with pytest.raises(ReturnsError, match="no columns of votes"):
        draft(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Недействительных бюллетеней", "invalid"), ("Действительных бюллетеней", "valid"), ("Ungültige", "invalid"),
     ("Gültige Stimmen", "valid"), ("Geçersiz", "invalid"), ("Turnout %", "other"), ("Votos nulos", "invalid"),
     ("Numero d'alegatori înscriși", "registered"), ("Broj upisanih birača", "registered"), ("Voix", "votes"),
     ("Padrón electoral", "registered"), ("Lista nominal", "registered"), ("Уик", "station"),
     ("VOL_SEZNAM", "registered"),
     ("Ընտրողների թիվը", "registered"), ("Votes for Rudolf", ""), ("CDU", "")],
)  # fmt: skip
def test_what_a_heading_proposes(heading, kind):
    assert role(heading) == kind and (kind in ROLES or not kind)


def test_names_without_what_they_share():
    assert shortened(["votes for Ann", "votes for Bo"]) == ["Ann", "Bo"]
    assert shortened(["SPD - Zweitstimmen", "AfD - Zweitstimmen"]) == ["SPD", "AfD"]
    assert shortened(["Anna", "Anne"]) == ["Anna", "Anne"] and shortened(["A"]) == ["A"]
