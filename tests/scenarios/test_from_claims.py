"""Acts and headlines proposed from claims: as history has them where it is known, and only what a person accepts."""

from __future__ import annotations

import csv
import datetime as dt
import shutil

import pytest

from contested import read_claims
from contested.ground.errors import ScenarioError
from contested.scenarios.check import check
from contested.scenarios.load import load
from contested.scenarios.new.accept import accept, appended, write_proposals
from contested.scenarios.new.copy import copy
from contested.scenarios.new.country import new_country
from contested.scenarios.new.proposals import propose
from contested.scenarios.new.series import Series, series
from contested.scenarios.schema import ACTS

HEAD = (
    "date,end_date,place,quantity,actor_or_side,value,low,high,"
    "claimant,claimant_side,source_url,read_or_recalled,note\n"
)
SUNDAY = dt.date(2022, 8, 14)


def days(*numbers):
    return [SUNDAY + dt.timedelta(days=n) for n in numbers]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ((), []),
        ((0,), [(0, 0, "")]),
        ((0, 1), [(0, 0, ""), (1, 1, "")]),
        ((0, 1, 2), [(0, 2, "day")]),
        ((0, 7, 14), [(0, 14, "week")]),
        ((0, 7, 21), [(0, 21, "week")]),                  # one week that nobody counted
        ((0, 7, 28), [(0, 0, ""), (7, 7, ""), (28, 28, "")]),
        ((0, 1, 2, 7, 14, 21), [(0, 2, "day"), (7, 21, "week")]),
        ((0, 6, 7, 13, 14, 20), [(0, 14, "week"), (6, 20, "week")]),
    ],
)  # fmt: skip
def test_days_become_few_series(on, expected):
    assert series(days(*on)) == [Series(*days(a, b), every) for a, b, every in expected]


def test_the_yellow_vests_came_every_saturday():
    """Known answer: their scenario's calendar, which a person wrote, has one weekly series of marches."""
    scenario = load("yellow-vests-2018")
    [march] = [a for a in scenario.acts if a.form == "march"]
    found = propose(scenario.claims, scenario)
    weekly = [a for a in found.acts if a["every"] == "week" and a["place"] == "" and a["form"] == "march"]
    assert weekly and all(a["date"].weekday() == 5 for a in weekly)
    covered = {d for a in weekly for d in _saturdays(a["date"], a["end_date"])}
    assert len(covered) >= 0.8 * len(_saturdays(march.date, march.end_date))


def _saturdays(first, last):
    return {first + dt.timedelta(days=n) for n in range(0, (last - first).days + 1, 7)}


def test_how_many_came_is_never_a_level():
    for name in ("belarus-2020", "yellow-vests-2018"):
        scenario = load(name)
        found = propose(scenario.claims, scenario)
        calls = [a for a in found.acts if a["act"] == "call"]
        assert calls and not any(a.get("level") for a in calls)


def test_what_a_scenario_has_is_not_proposed_again(tmp_path):
    scenario = load("belarus-2020")
    known = {(a.date, a.act, a.form, a.place) for a in scenario.acts}
    found = propose(scenario.claims, scenario)
    assert not known & {(a["date"], a["act"], a.get("form", ""), a["place"]) for a in found.acts}


@pytest.fixture
def kenya(tmp_path):
    """A draft, and proposals for it."""
    folder = new_country(tmp_path / "kenya", "KE", dt.date(2022, 8, 9))
    claims = tmp_path / "claims.csv"
    claims.write_text(HEAD + "".join(
        f"{day},,Nairobi,crowd,opposition,,1000,,A paper,media,https://a.example,read,\n" for day in days(1, 8, 15)
    ) + "2022-08-20,,Kenya,patron_loan_usd,,5000000,,,A bank,foreign,,read,\n"
        "2022-08-21,,Kenya,event_leader,opposition,,,,A paper,media,,read,a leader is jailed\n"
        "2022-08-22,,Kenya,detained,protesters,40,,,The police,incumbent,,read,\n"
        "2022-08-22,,Atlantis,crowd,opposition,40,,,The police,incumbent,,read,\n"
        "2021-08-22,,Kenya,crowd,opposition,40,,,The police,incumbent,,read,\n"
        "2022-08-22,,Kenya,registered,,40,,,The police,incumbent,,read,\n")  # fmt: skip
    from contested.claims.reading import scan

    found = propose(scan(claims)[0], load(folder))
    return folder, write_proposals(found, tmp_path / "proposed"), found


def test_claims_become_acts_headlines_and_sources(kenya):
    _, _, found = kenya
    acts = {a["act"]: a for a in found.acts}
    assert acts["call"]["every"] == "week" and acts["call"]["end_date"] == days(15)[0]
    assert acts["loan"]["level"] == "5" and acts["loan"]["unit"] == "million USD"
    assert acts["leader_jailed"]["level_source"] == "assumed"
    assert {h["quantity"] for h in found.headlines} == {"crowd", "detained"}
    assert found.unused == {
        "place unknown": 1, "outside of 2022-08-09 to 2022-11-07": 1,
        "about nothing that an act or a headline can say": 1,
        "only its day is used, in a call: an equal number of its side stands": 2,
    }  # fmt: skip
    assert {s["key"] for s in found.sources} == {"a_paper", "a_bank", "the_police"}


def test_every_claim_leads_somewhere_or_says_why_not(tmp_path):
    """Ends of the way on which a claim can be lost: each is a row of unused.csv, with its line and the reason."""
    scenario = load(new_country(tmp_path / "kenya", "KE", dt.date(2022, 8, 9)))
    ledger = tmp_path / "claims.csv"
    ledger.write_text(HEAD
        + "2022-08-20,,Kenya,event_leader,opposition,,,,A paper,media,,read,a leader speaks\n"
          "2022-08-20,,Kenya,aid_eur,,0,,,A bank,foreign,,read,\n"
          "2022-08-20,,Nairobi,crowd,opposition,0,,,The police,incumbent,,read,\n"
          "2022-08-20,,Nairobi,detained,protesters,10,,,The police,incumbent,,read,\n"
          "2022-08-21,,Nairobi,detained,protesters,9,,,The police,incumbent,,read,\n"
        + "".join(f"2022-08-20,,{p.name},injured,protesters,{k + 1},,,A doctor,independent,,read,\n"
                  for k, p in enumerate(scenario.country.places[:22])))  # fmt: skip
    claims = read_claims(ledger)
    found = propose(claims, scenario)
    assert found.unused == {
        "its note does not say whether a leader was jailed, freed or exiled": 1, "no number above 0": 2,
        "a larger number of its side stands": 1, "beyond the 20 largest headlines": 3,
    }  # fmt: skip
    assert len(found.headlines) + len(found.left) == len(claims), "none is lost"
    rows = list(csv.DictReader((write_proposals(found, tmp_path / "proposed") / "unused.csv").open()))
    assert [int(r["line"]) for r in rows if r["reason"] == "no number above 0"] == [3, 4]


@pytest.mark.parametrize(
    ("rows", "headline", "reasons"),
    [
        (("08-15,,Nairobi,crowd,opposition,,1000,5000", "08-22,,Nairobi,crowd,opposition,,2000,",
          "08-29,,Nairobi,crowd,opposition,,2000,"), "2,000 or more",
         ["only its day is used, in a call: a larger number of its side stands",
          "only its day is used, in a call: an equal number of its side stands"]),
        (("08-15,,Kenya,strikers,,,,900", "08-15,,Nairobi,strikers,,500,,", "08-15,,Nairobi,strike_sites,,5,,",
          "08-15,,Nairobi,strikers,,400,,"), None,
         ["a larger number of its side stands", "the whole country is called that day"]),
        (("08-15,,Kenya,patron_loan_usd,,,5000000,", "08-15,,Kenya,patron_loan_usd,,,9000000,"), None,
         ["another claim of its day gives this act"]),
    ],
)  # fmt: skip
def test_no_number_disappears(tmp_path, rows, headline, reasons):
    """Each claim is an act, a headline or a row of unused.csv; a claim of which only the day is used is one as well."""
    ledger = tmp_path / "claims.csv"
    ledger.write_text(HEAD + "".join(f"2022-{row},A paper,media,,read,\n" for row in rows))
    found = propose(read_claims(ledger), load(new_country(tmp_path / "kenya", "KE", dt.date(2022, 8, 9))))
    assert sorted(found.unused) == reasons
    if headline:
        assert [h["statement"] for h in found.headlines] == [headline]


def test_an_impossible_number_is_no_headline_and_displaces_none(tmp_path):
    ledger = tmp_path / "claims.csv"
    ledger.write_text(HEAD + "".join(
        f"{day},,Nairobi,crowd,opposition,{n},,,A paper,media,,read,\n" for day, n in zip(days(1, 2), (10**12, 20_000))
    ))  # fmt: skip
    scenario = load(new_country(tmp_path / "kenya", "KE", dt.date(2022, 8, 9)))
    found = propose(read_claims(ledger), scenario)
    assert [h["statement"] for h in found.headlines] == ["20,000"] and [a["date"] for a in found.acts] == days(2)
    assert found.unused == {f"number impossible: the country has {scenario.country.population:,} people": 1}


def test_what_is_accepted_twice_goes_in_once(kenya):
    folder, proposed, found = kenya
    for name in ("acts.csv", "headlines.csv"):
        path = proposed / name
        path.write_text(path.read_text().replace("\n,", "\nyes,"))
    first, before = accept(proposed, folder), {f.name: f.read_bytes() for f in folder.iterdir()}
    again = accept(proposed, folder)
    assert (first.acts, first.headlines, first.there) == (len(found.acts), len(found.headlines), 0)
    assert (again.acts, again.headlines, again.there) == (0, 0, len(found.acts) + len(found.headlines))
    assert before == {f.name: f.read_bytes() for f in folder.iterdir()}


def test_proposals_and_scenarios_that_a_spreadsheet_saved_give_the_same_scenario(kenya, tmp_path):
    """Semicolons and YES in capitals, in the proposals and in the scenario's own tables: the same rows go in."""
    folder, proposed, found = kenya
    for name in ("acts.csv", "headlines.csv"):
        path = proposed / name
        path.write_text(path.read_text().replace("\n,", "\nyes,"))
    other = shutil.copytree(folder, tmp_path / "saved" / "kenya")
    marked = shutil.copytree(proposed, tmp_path / "marked")
    for path in (*marked.glob("*.csv"), other / "acts.csv", other / "sources.csv"):
        rows = list(csv.reader(path.read_text("utf-8").splitlines()))
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, delimiter=";").writerows(
                ["YES" if cell == "yes" else cell for cell in row] for row in rows
            )
    accept(proposed, folder)
    done = accept(marked, other)
    assert (done.acts, done.headlines) == (len(found.acts), len(found.headlines))
    one, two = load(folder), load(other)
    assert (one.acts, one.headlines, one.sources) == (two.acts, two.headlines, two.sources)


def test_a_name_that_is_a_formula_stays_a_name_in_every_table(tmp_path):
    folder = new_country(tmp_path / "kenya", "KE", dt.date(2022, 8, 9))
    ledger = tmp_path / "claims.csv"
    ledger.write_text(HEAD + "2022-08-20,,Nairobi,crowd,opposition,90,,,=cmd(),media,,read,=1+1\n", encoding="utf-8")
    proposed = write_proposals(propose(read_claims(ledger), load(folder)), tmp_path / "proposed")
    for name in ("acts.csv", "headlines.csv"):
        path = proposed / name
        path.write_text(path.read_text().replace("\n,", "\nyes,"))
    accept(proposed, folder)
    for path in (*proposed.glob("*.csv"), *folder.glob("*.csv")):
        cells = [c for row in csv.reader(path.read_text("utf-8").splitlines()) for c in row]
        assert not [c for c in cells if c.startswith("=")], path.name
    assert load(folder).headlines[-1].note == "=1+1", "and is read as it was meant"


def test_a_row_after_the_end_is_named_with_its_own_fault(kenya):
    folder, proposed, _ = kenya
    acts = proposed / "acts.csv"
    text = acts.read_text().replace("\n,2022-08-20", "\nyes,2023-08-20")
    acts.write_text(text)
    with pytest.raises(ScenarioError, match=r"acts.csv:\d+, date.*2023-08-20") as caught:
        accept(proposed, folder)
    assert "the scenario stays as it is" in caught.value.hint and str(proposed) in caught.value.hint
    with pytest.raises(ScenarioError, match="expected a folder that from-claims wrote"):
        accept(proposed / "nowhere", folder)


def test_only_what_is_accepted_goes_in_and_the_origin_moves(kenya):
    folder, proposed, _ = kenya
    acts = proposed / "acts.csv"
    acts.write_text("\n".join("yes" + x if ",call," in x else x for x in acts.read_text().splitlines()))
    done = accept(proposed, folder)
    assert (done.acts, done.headlines, done.origin) == (1, 0, days(15)[0])
    report = check(folder)
    assert not report.errors and not report.warnings
    assert [a.act for a in report.scenario.acts] == ["shock", "call"] and report.scenario.acts[1].every == "week"


def test_a_row_that_would_break_the_scenario_changes_nothing(kenya):
    folder, proposed, _ = kenya
    before = {f.name: f.read_text() for f in folder.iterdir()}
    acts = proposed / "acts.csv"
    acts.write_text(acts.read_text().replace("\n,", "\nyes,").replace("Nairobi", "Nairoby"))
    with pytest.raises(ScenarioError, match="Nairoby"):
        accept(proposed, folder)
    assert before == {f.name: f.read_text() for f in folder.iterdir()}


def test_nothing_accepted_and_a_scenario_of_the_package_are_refused(kenya):
    folder, proposed, _ = kenya
    with pytest.raises(ScenarioError, match="at least one row whose column accept says yes"):
        accept(proposed, folder)
    with pytest.raises(ScenarioError, match="comes with the package"):
        accept(proposed, "teaching")


def test_rows_are_added_below_and_comments_stay():
    text = "# about\ndate,actor,act\n2030-01-01,events,shock\n# later\n2030-01-02,events,shock\n"
    more = appended(text, ACTS, [{"date": dt.date(2030, 1, 3), "actor": "a, b", "act": "call", "form": "march"}])
    assert more.splitlines() == [
        "# about", "date,actor,act,form", "2030-01-01,events,shock,", "# later", "2030-01-02,events,shock,",
        '2030-01-03,"a, b",call,march',
    ]  # fmt: skip


def test_a_copy_takes_proposals_too(tmp_path):
    folder = copy(tmp_path / "mine", "teaching")
    scenario = load(folder)
    found = propose(scenario.claims, scenario)
    proposed = write_proposals(found, tmp_path / "proposed")
    for name in ("acts.csv", "headlines.csv"):
        path = proposed / name
        path.write_text(path.read_text().replace("\n,", "\nyes,"))
    done = accept(proposed, folder)
    assert done.acts == len(found.acts) and done.headlines == len(found.headlines) > 0
    assert check(folder).errors == ()
