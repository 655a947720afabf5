"""Everything that shows or exports claims, tried with names planted in every column that a person may stand in."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import pytest

import contested
from contested.claims import Claim, names_shown, scan, write
from contested.claims.reading import COLUMNS
from tests.claims import exports
from tests.cli.terminal import typed
from tests.studies.spoken_study import UNTIL, claims, made

NAMES = ("Zakhar Prilepin", "Захар Прилепин", "Z. Prilepina", "Прилепина Анна Сергеевна", "zakhar-prilepin-beaten")
#: what must be left nowhere
GONE = ("prilepin", "прилепин")
NOTE = f"{NAMES[0]}, 34, was detained; {NAMES[1]} избит; {NAMES[2]} and {NAMES[3]} witnessed it"
URL = f"https://courier.example/{NAMES[4]}.html"

PLAIN = [
    {"date": "2031-05-04", "place": "Orvane", "quantity": "detained", "actor_or_side": "protesters", "value": value,
     "claimant": who, "claimant_side": "opposition", "source_url": URL, "read_or_recalled": "read", "note": NOTE}
    for value, who in ((12, NAMES[0]), (40, NAMES[1]), (41, NAMES[2]), (90, f"{NAMES[3]} via Courier"), (9, "Ministry"))
] + [{"date": "2031-05-04", "quantity": "detained", "value": "a lot", "claimant": NAMES[0], "claimant_side": NAMES[0],
      "read_or_recalled": "read", "note": NOTE}]  # fmt: skip


def plain():
    text = io.StringIO()
    writer = csv.DictWriter(text, [c.name for c in COLUMNS])
    writer.writeheader()
    writer.writerows(PLAIN)
    return text.getvalue().encode()


def encoded(data):
    return data if isinstance(data, bytes) else data.encode()


FILES = {
    "table": lambda: plain(),
    "acled": lambda: exports.acled({"notes": NOTE, "assoc_actor_1": NAMES[0], "source": f"Courier; {NAMES[0]}",
                                    "tags": "crowd size=around 400"},
                                   {"event_id_cnty": "ORV2", "notes": NOTE, "fatalities": NAMES[0]}),
    "ucdp": lambda: exports.ucdp({"source_headline": NAMES[0].title(), "source_article": NOTE},
                                 {"id": "8", "best": NAMES[0], "source_article": NOTE}),
    "ccc": lambda: exports.ccc({"size_text": "hundreds", "actors": NAMES[0], "notes": NOTE, "claims": NOTE,
                                "source_1": URL},
                               {"size_text": f"asked {NAMES[0]}", "notes": NOTE}),
    "mass_mobilization": lambda: exports.mass({"notes": NOTE, "sources": NOTE, "protesteridentity": NAMES[0]},
                                              {"id": "9002", "startday": NAMES[0], "notes": NOTE}),
    "gdelt": lambda: exports.gdelt({"Actor1Name": NAMES[0].upper(), "SOURCEURL": URL}),
}  # fmt: skip


def unpacked(path):
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "ignore")
    if path.suffix == ".parquet":
        import polars as pl

        return str(pl.read_parquet(path).to_dicts())
    return path.read_bytes().decode("utf-8", "ignore")


def left_in(text):
    return [name for name in GONE if name in text.casefold()]


@pytest.mark.parametrize("format", FILES)
def test_checks_and_imports_show_no_name(format, tmp_path):
    file = tmp_path / "export.csv"
    file.write_bytes(encoded(FILES[format]()))
    before = file.read_bytes()
    said = typed("claims", "check", file, "--format", format.replace("_", "-"))
    assert said.exit_code in (0, 1), said.stderr
    assert not left_in(said.stdout + said.stderr)
    for suffix in ("csv", "xlsx", "parquet"):
        out = tmp_path / suffix / f"claims.{suffix}"
        said = typed("claims", "import", file, "--format", format.replace("_", "-"), "--out", out)
        assert said.exit_code == 0, said.stderr
        written = list(out.parent.iterdir())
        assert len(written) >= 2
        for one in written:
            assert not left_in(unpacked(one)), one.name
        assert not left_in(said.stdout + said.stderr)
    assert file.read_bytes() == before


def test_masked_tables_read_back_into_the_same_claims_but_for_names(tmp_path):
    file = tmp_path / "export.csv"
    file.write_bytes(plain())
    found = scan(file)
    with names_shown("all"):
        shown = scan(file)
    assert [c.claimant for c in shown.claims][:3] == list(NAMES[:3])
    assert [c.claimant for c in found.claims] == [
        "private person 1", "private person 2", "private person 3", "private person 4 via Courier", "Ministry",
    ]  # fmt: skip
    for suffix in write.SUFFIXES:
        path = tmp_path / f"back{suffix}"
        path.write_bytes(write.as_bytes(found.claims, suffix))
        again = scan(path).claims
        assert again == found.claims
        path.write_bytes(write.as_bytes(shown.claims, suffix))  # written by hand, from claims with names
        assert not left_in(unpacked(path))
        assert [(c.date, c.place, c.quantity, c.value, c.side) for c in again] == [
            (c.date, c.place, c.quantity, c.value, c.side) for c in shown.claims]  # fmt: skip


def test_a_name_shows_on_request_only(tmp_path):
    file = tmp_path / "export.csv"
    file.write_bytes(plain())
    (tmp_path / "public.txt").write_text(f"{NAMES[0]}\n", encoding="utf-8")
    every = typed("claims", "check", file, "--with-names", "all").stdout
    assert NAMES[0] in every and NAMES[1] in every
    some = typed("claims", "check", file, "--with-names", tmp_path / "public.txt").stdout
    assert NAMES[0] in some and NAMES[1] not in some
    assert not left_in(typed("claims", "check", file).stdout)
    wrong = typed("claims", "check", file, "--with-names", tmp_path / "none.txt")
    assert wrong.exit_code == 2 and "--with-names: expected 'all' or" in wrong.stderr


def test_claims_made_by_hand_show_no_name():
    one = claims()[0]
    made_up = Claim(one.date, None, "Orvane", "detained", "protesters", 5.0, None, None, NAMES[0], "media", URL, "read",
                    NOTE)  # fmt: skip
    assert not left_in(repr(made_up)) and "private person 1" in repr(made_up)
    assert repr(one).startswith("Claim(date=datetime.date(") and "claimant='Ministry of Order'" in repr(one)


def test_forecasts_and_their_pages_show_no_name(tmp_path):
    """A study of what two private persons said of one town, and a ledger of what they may say next."""
    voices = {"Ministry of Order": NAMES[0], "Council": NAMES[1]}
    told = [Claim(**{**{f: getattr(c, f) for f in FIELDS}, "claimant": voices[c.claimant], "note": NOTE,
                     "source_url": URL}) for c in claims()]  # fmt: skip
    folder = made(tmp_path / "study", told=tuple(told))
    done = contested.forecast(folder, 12, claims=told, origins=[told[0].date + timedelta(days=UNTIL - 1)], draws=60,
                              runs=20, executor="serial", out=tmp_path / "out")  # fmt: skip
    page = done.report(tmp_path / "out/page.html", pictures=False).read_text()
    assert "private person 1" in page
    for one in (p for p in (tmp_path).rglob("*") if p.is_file()):
        assert not left_in(unpacked(one)), one
    said = typed("forecast", "--score", done.ledger, "--claims", tmp_path / "study/claims.csv")
    assert said.exit_code == 0 and not left_in(said.stdout + said.stderr)


FIELDS = ("date", "end_date", "place", "quantity", "actor", "value", "low", "high", "claimant", "side", "source_url",
          "status", "note")  # fmt: skip
