"""Acts and headlines proposed from claims: as history has them where it is known, and only what a person accepts."""

from __future__ import annotations

import datetime as dt

import pytest

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
    assert sum(found.unused.values()) == 3 and found.unused["place unknown"] == 1
    assert {s["key"] for s in found.sources} == {"a_paper", "a_bank", "the_police"}


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
