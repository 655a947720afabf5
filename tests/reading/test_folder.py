"""A folder of ten made reports on one event gives its timeline: who said what when."""

from __future__ import annotations

import csv

from tests.cli.terminal import typed

REPORTS = {
    "2020-08-10": ("Police said 40 people were detained in Orvane on Sunday.",
                   "The rights group Ardal Watch said at least 60 people were detained in Orvane on Sunday."),
    "2020-08-11": ("The newspaper Courier said 60 people were detained in Orvane on Sunday, two of them women.",
                   "Orvane\n\nPolice have revised their figure: 55 people were detained in Orvane on Sunday, they "
                   "said."),
    "2020-08-12": ("Organisers said more than 50 people were detained in Orvane on Sunday.",
                   "Police denied that 90 people were detained in Orvane on Sunday."),
    "2020-08-13": ("Police said 12 people were detained in Miresk on Sunday.",
                   "The opposition expects that 500 people will be detained in Orvane next Sunday."),
    "2020-08-14": ("Prosecutors said 55 people were detained in Orvane on Sunday.",
                   "Ardal Watch said 70 people were detained in Orvane on Sunday."),
}  # fmt: skip


def test_ten_reports_of_one_event_give_its_timeline(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for day, texts in REPORTS.items():
        for k, text in enumerate(texts):
            (folder / f"r{k}_{day}.txt").write_text(text + "\n", encoding="utf-8")
    done = typed("read", folder, "--timeline", tmp_path / "timeline.csv")
    assert done.exit_code == 0, done.stderr
    with (tmp_path / "timeline.csv").open(newline="", encoding="utf-8") as stream:
        every = list(csv.DictReader(stream))
    rows = [r for r in every if (r["quantity"], r["place"], r["day"]) == ("detained", "orvane", "2020-08-09")]
    said = [(r["published"], r["party"], r["number"], r["status"]) for r in rows if r["number"] != "two"]
    assert said == [
        ("2020-08-10", "police", "40", "new"),
        ("2020-08-10", "ardal watch", "at least 60", "contradicted"),
        ("2020-08-11", "courier", "60", "repeated"),
        ("2020-08-11", "police", "55", "changed"),
        ("2020-08-12", "organisers", "more than 50", "compatible"),
        ("2020-08-12", "police", "90", "denied"),
        ("2020-08-14", "prosecutors", "55", "repeated"),
        ("2020-08-14", "ardal watch", "70", "changed"),
    ]
    assert rows[0]["note"] == "" and "by police, from 40" in rows[3]["note"] + rows[4]["note"]
