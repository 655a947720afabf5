"""Made-up numbers under the headings of real official forms, as public code and documents show them."""

from __future__ import annotations

import random
from pathlib import Path

_PARTIES = [
    "PAN", "PRI", "PRD", "PVEM", "PT", "MC", "MORENA", "PAN_PRI_PRD", "PAN_PRI", "PAN_PRD", "PRI_PRD",
    "PVEM_PT_MORENA", "PVEM_PT", "PVEM_MORENA", "PT_MORENA",
]  # fmt: skip


class Counts:
    """One station's counts: voters, ballots, invalid ones by kind, valid ones, and votes that add up to these."""

    def __init__(self, chance: random.Random, contestants: int, kinds: int = 1) -> None:
        self.voters = chance.randint(200, 1500)
        self.ballots = chance.randint(self.voters // 4, self.voters * 9 // 10)
        self.invalid = [chance.randint(1, 6) for _ in range(kinds)]
        self.valid = self.ballots - sum(self.invalid)
        weights = [chance.random() ** 2 for _ in range(contestants)]
        self.votes = [int(self.valid * w / sum(weights)) for w in weights]
        self.votes[0] += self.valid - sum(self.votes)


def _stations(contestants: int, kinds: int = 1, regions: int = 4, towns: int = 5, tables: int = 6):
    chance = random.Random(7)
    for region in range(1, regions + 1):
        for town in range(1, towns + 1):
            for table in range(1, tables + 1):
                yield region, town, table, Counts(chance, contestants, kinds)


def _text(rows: list[list[object]], delimiter: str) -> str:
    return "\n".join(delimiter.join(map(str, row)) for row in rows)


def mexico(path: Path) -> None:
    """District counts of 2024 by casilla: five lines above the header, bars, cp1252."""
    head = ["CLAVE_CASILLA", "CLAVE_ACTA", "ID_ESTADO", "NOMBRE_ESTADO", "ID_DISTRITO", "NOMBRE_DISTRITO", "SECCION",
            "ID_CASILLA", "TIPO_CASILLA", "EXT_CONTIGUA", "CASILLA", "NUM_ACTA_IMPRESO", *_PARTIES,
            "CANDIDATO/A NO REGISTRADO/A", "VOTOS NULOS", "TOTAL_VOTOS_CALCULADOS", "LISTA_NOMINAL_CASILLA",
            "OBSERVACIONES", "FECHA_HORA"]  # fmt: skip
    rows = [[f"'{r:02}{t:02}{k:04}B01", f"'{r:02}{t:02}{k:06}", r, f"MÉXICO {r}", t, f"TOLUCA Ñ{r}-{t}",
             1000 * r + 100 * t + k, 1, "B", 0, "B1", k, *c.votes, c.invalid[0], c.ballots, c.voters, "", "2024"]
            for r, t, k, c in _stations(len(_PARTIES) + 1)]  # fmt: skip
    above = "CÓMPUTOS DISTRITALES\nPRESIDENCIA\n\nCorte|1\nTOTAL|2|3\n"
    path.write_bytes((above + _text([head, *rows], "|")).encode("cp1252"))


def poland(path: Path) -> None:
    """Protocols by obwód, second round of 2025."""
    issued = ("Liczba wyborców, którym wydano karty do głosowania w lokalu wyborczym oraz w głosowaniu "
              "korespondencyjnym (łącznie)")  # fmt: skip
    voters = ("Liczba wyborców uprawnionych do głosowania (umieszczonych w spisie, z uwzględnieniem dodatkowych "
              "formularzy) w chwili zakończenia głosowania")  # fmt: skip
    head = ["Nr komisji", "Gmina", "Teryt Gminy", "Powiat", "Teryt Powiatu", "Województwo", "Siedziba",
            voters, "Liczba niewykorzystanych kart do głosowania", issued,
            "Liczba wyborców głosujących przez pełnomocnika", "Liczba kart wyjętych z urny", "Liczba kart nieważnych",
            "Liczba kart ważnych", "Liczba głosów nieważnych (z kart ważnych)",
            "w tym z powodu postawienia znaku „X” obok nazwisk obu kandydatów",
            "Liczba głosów ważnych oddanych łącznie na obu kandydatów (z kart ważnych)", "NAWROCKI Karol Tadeusz",
            "TRZASKOWSKI Rafał Kazimierz"]  # fmt: skip
    rows = [[k, f"gm. Żółw {r}{t}", f"{r}{t:05}", f"powiat {r}", f"{r}00", ("śląskie", "łódzkie")[r % 2], f"Szkoła {k}",
             c.voters, 50, c.ballots, 0, c.ballots, 0, c.ballots, c.invalid[0], 0, c.valid, *c.votes]
            for r, t, k, c in _stations(2)]  # fmt: skip
    path.write_text("\ufeff" + _text([head, *rows], ";"), "utf-8")


def turkey(path: Path) -> None:
    """Ballot boxes of 2023, tabs, cp1254."""
    head = ["İl Adı", "İlçe Adı", "Mahalle/Köy", "Sandık No", "Kayıtlı Seçmen Sayısı", "Oy Kullanan Seçmen Sayısı",
            "Geçerli Oy Toplamı", "Geçersiz Oy Toplamı", "RECEP TAYYİP ERDOĞAN", "KEMAL KILIÇDAROĞLU"]  # fmt: skip
    rows = [[("ADANA", "AĞRI", "İZMİR", "MUŞ")[r - 1], f"İLÇE {t}", f"MAH {k}", 1000 + k, c.voters, c.ballots, c.valid,
             *c.invalid, *c.votes] for r, t, k, c in _stations(2)]  # fmt: skip
    path.write_bytes(_text([head, *rows], "\t").encode("cp1254"))


CANDIDATES = ("Arthaud", "Roussel", "Macron", "Lassalle", "Le Pen", "Zemmour", "Mélenchon", "Hidalgo", "Jadot",
              "Pécresse", "Poutou", "Dupont-Aignan")  # fmt: skip


def france(path: Path) -> None:
    """Bureaux de vote of 2022: the header names the columns of the first candidate only."""
    head = (
        "Code du département;Libellé du département;Code de la circonscription;Libellé de la circonscription;"
        "Code de la commune;Libellé de la commune;Code du b.vote;Inscrits;Abstentions;% Abs/Ins;Votants;% Vot/Ins;"
        "Blancs;% Blancs/Ins;% Blancs/Vot;Nuls;% Nuls/Ins;% Nuls/Vot;Exprimés;% Exp/Ins;% Exp/Vot;N°Panneau;Sexe;Nom;"
        "Prénom;Voix;% Voix/Ins;% Voix/Exp"
    )
    rows: list[list[object]] = [[head]]
    for r, t, k, c in _stations(len(CANDIDATES), 2):
        place = [f"{r:02}", f"Dép. é{r}", "01", f"{r}ère", f"{t:03}", f"Commune {r}{t}", f"{100 * t + k:04}"]
        counts = [c.voters, c.voters - c.ballots, "30,10", c.ballots, "69,90", c.invalid[0], "0,1", "0,2", c.invalid[1],
                  "0,1", "0,2", c.valid, "60,1", "98,2"]  # fmt: skip
        row: list[object] = [*place, *counts]
        for panel, (name, votes) in enumerate(zip(CANDIDATES, c.votes), 1):
            row += [panel, "F", name.upper(), "Ann", votes, f"{100 * votes / c.voters:.2f}",
                    f"{100 * votes / c.valid:.2f}"]  # fmt: skip
        rows.append([str(x).replace(".", ",") if i > 20 else x for i, x in enumerate(row)])
    path.write_bytes(_text(rows, ";").encode("cp1252"))


def germany(path: Path) -> None:
    """Wahlbezirke of 2025: two votes, four lines above the header."""
    parties = ("SPD", "CDU", "AfD")
    head = ["Wahlkreis", "Land", "Regierungsbezirk", "Kreis", "Gemeinde", "Gemeindename", "Wahlbezirk", "Bezirksart",
            "Wahlberechtigte (A)", "Wählende (B)", "Ungültige - Erststimmen", "Gültige - Erststimmen",
            *(f"{p} - Erststimmen" for p in parties), "Ungültige - Zweitstimmen", "Gültige - Zweitstimmen",
            *(f"{p} - Zweitstimmen" for p in parties)]  # fmt: skip
    rows = [[r, "01", 0, f"{r:02}", f"{t:03}", f"Höhe {r}{t}", f"{k:06}", 0, c.voters, c.ballots, *c.invalid, c.valid,
             *c.votes, *c.invalid, c.valid, *reversed(c.votes)] for r, t, k, c in _stations(3)]  # fmt: skip
    above = "\ufeff(c) Die Bundeswahlleiterin, Wiesbaden 2025;;;;\n\nBundestagswahl, endgültiges Ergebnis\n;;;;\n"
    path.write_text(above + _text([head, *rows], ";"), "utf-8")


def costa_rica(path: Path) -> None:
    """A row a party, counts of the junta in each of its rows."""
    head = [
        "eleccion",
        "fuente",
        "provincia_pais",
        "canton_ciudad",
        "distrito",
        "junta",
        "electores_inscritos",
        "votos_validos",
        "votos_nulos",
        "votos_en_blanco",
        "total_votos_recibidos",
        "papeletas_sobrantes",
        "partido",
        "votos",
        "porcentaje_validos",
    ]
    rows = [["PRESIDENCIALES", "DEF", f"PROVINCIA {r}", f"CANTON {r}{t}", f"DIST {r}{t}{k}", 100 * r + 10 * t + k,
             c.voters, c.valid, *c.invalid, c.ballots, 9, f"PARTIDO {name}", votes, f"{100 * votes / c.valid:.1f}"]
            for r, t, k, c in _stations(3, 2) for name, votes in zip("ABC", c.votes)]  # fmt: skip
    path.write_text(_text([head, *rows], ","), "utf-8")


def brazil(path: Path) -> None:
    """Ballot boxes of 2022: a row a candidate, invalid votes among them, counts of the box in each row."""
    head = [
        "ANO_ELEICAO", "NR_TURNO", "DS_ELEICAO", "SG_UF", "CD_MUNICIPIO", "NM_MUNICIPIO", "NR_ZONA", "NR_SECAO",
        "NR_LOCAL_VOTACAO", "DS_CARGO_PERGUNTA", "NR_PARTIDO", "SG_PARTIDO", "NM_PARTIDO", "QT_APTOS",
        "QT_COMPARECIMENTO", "QT_ABSTENCOES", "NR_VOTAVEL", "NM_VOTAVEL", "QT_VOTOS",
    ]  # fmt: skip
    rows: list[list[object]] = []
    for r, t, k, c in _stations(2, 2):
        names = ((22, "JAIR BOLSONARO"), (13, "LULA"), (95, "Branco"), (96, "Nulo"))
        rows += [[2022, 2, "Eleição", "SP", 100 * r + t, f"SÃO {r}{t}", r, k, 10 + k, "Presidente", n, "P", "P",
                  c.voters, c.ballots, c.voters - c.ballots, n, name, votes]
                 for (n, name), votes in zip(names, [*c.votes, *c.invalid])]  # fmt: skip
    path.write_bytes(_text([head, *rows], ";").encode("cp1252"))


def georgia(path: Path) -> None:
    """A title, and a header of two rows."""
    head = [["არჩევნები 2020"], ["ოლქი", "უბანი", "ამომრჩეველთა საერთო რაოდენობა", "მონაწილეთა რაოდენობა", "ბათილი",
             "კანდიდატები", "", ""], ["", "", "", "", "", "ოცნება", "მოძრაობა", "სხვა"]]  # fmt: skip
    rows = [[f"ოლქი {r}{t}", k, c.voters, c.ballots, *c.invalid, *c.votes] for r, t, k, c in _stations(3)]
    path.write_text(_text([*head, *rows], ";"), "utf-8")


def ukraine(path: Path) -> None:
    """Polling districts of 2019, cp1251."""
    head = ["№ ДВК", "ТВО", "Область", "Кількість виборців, внесених до списку",
            "Кількість невикористаних виборчих бюлетенів", "Кількість виборців, які отримали виборчі бюлетені",
            "Кількість виборців, які взяли участь у голосуванні", "Кількість бюлетенів, визнаних недійсними",
            "Зеленський Володимир", "Порошенко Петро"]  # fmt: skip
    rows = [[f"{r}{t}{k:04}", 10 * r + t, ("Вінницька", "Київ")[r % 2], c.voters, c.voters - c.ballots, c.ballots,
             c.ballots, *c.invalid, *c.votes] for r, t, k, c in _stations(2)]  # fmt: skip
    path.write_bytes(_text([head, *rows], ";").encode("cp1251"))


def moldova(path: Path) -> None:
    """Stations of 2021, three lines above the header."""
    head = ["Numărul circumscripției", "Localitatea", "Numărul secției de votare",
            "a) numărul de alegători incluși în listele electorale de bază",
            "d) numărul de alegători care au participat la votare",
            "f) numărul buletinelor de vot declarate nevalabile", "h) numărul total de voturi valabil exprimate",
            "Partidul Politic „Partidul Acțiune și Solidaritate”", "Blocul electoral al Comuniștilor și Socialiștilor"]
    rows = [[r, f"or. {r}-{t}", 100 * t + k, c.voters, c.ballots, *c.invalid, c.valid, *c.votes]
            for r, t, k, c in _stations(2)]  # fmt: skip
    path.write_text("Comisia Electorală Centrală\nRezultate\n\n" + _text([head, *rows], ";"), "utf-8")


def two_lists(path: Path) -> None:
    """Georgia 2016 as ForSet keeps it: two lists of voters, votes by two hours, parties by number."""
    head = ["region", "district_id", "district name", "precinct_id", "special precinct", "possible voters",
            "special voters", "votes by 12", "votes by 17", "ballots signed for", "num ballots", "invalid votes",
            "valid votes", "logic check", "logic check2", "logic check", "logic check2", "1 - State for the People",
            "5 - National Movement", "41 - Georgian Dream"]  # fmt: skip
    rows = [["", f"{r}{t:02}", "", f"{r}{t:02}.{k:02}", "", c.voters - 9 if k % 5 else 0, 9 if k % 5 else c.voters,
             c.ballots // 3, c.ballots // 2, c.ballots, c.voters, *c.invalid, c.valid, "", "", "", "", *c.votes]
            for r, t, k, c in _stations(3)]  # fmt: skip
    path.write_text(_text([head, *rows], ","), "utf-8")


def no_language(path: Path) -> None:
    """Headings that no dictionary has: numbers alone tell."""
    rows = [[f"xx {r}", f"{r}/{t}/{k}", c.voters, c.valid, *c.votes] for r, t, k, c in _stations(3)]
    path.write_text(_text([["Xa", "Yb", "Zc", "Qd", "Ee", "Ff", "Gg"], *rows], ";"), "utf-8")


def thousands(path: Path) -> None:
    """Points that set thousands apart."""
    rows = [[f"{r}", f"Wahlbezirk {r}{t}{k}", *(f"{1000 + n:,}".replace(",", ".") for n in
             (c.voters + c.valid, c.valid + 1000 + c.invalid[0], c.valid + 1000, *c.invalid, *c.votes))]
            for r, t, k, c in _stations(2)]  # fmt: skip
    head = ["Land", "Wahlbezirk", "Wahlberechtigte", "Wähler", "Gültige", "Ungültige", "Rot", "Blau"]
    path.write_text(_text([head, *rows], ";"), "utf-8")
