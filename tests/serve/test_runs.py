"""A served run is the run: the numbers of `contested.simulate`, the same on any server, asked for in any way."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import contested
from contested.engine.run import InMemory, run
from contested.nation.model import nation_model
from contested.nation.world import build
from contested.scenarios.changes import Change, changed
from contested.scenarios.folders import builtin
from contested.scenarios.interventions import intervened
from contested.scenarios.load import load
from contested.serve import series, workers
from tests.nation.countries import place, small_world
from tests.nation.playing import play
from tests.serve.conftest import client

RUN = "/api/runs?scenario=teaching&scale=10"


def test_numbers_are_those_of_simulate(server):
    served = server.get(f"{RUN}&seed=5&set=street.cost=1.2").json()
    whole = contested.simulate("teaching", seed=5, scale=10, settings={"street.cost": 1.2}, progress=False).to_xarray()
    for name in ("crowd", "detained", "strikers"):
        assert served["place"][name] == whole[name].isel(replicate=0).values.astype(int).tolist(), name
    assert np.sum(served["place"]["custody"], axis=1).tolist() == (
        whole["custody"].isel(replicate=0).sum("site").values.astype(int).tolist()
    )
    assert served["nation"]["elite_loyalty"] == pytest.approx(whole["elite_loyalty"].isel(replicate=0).values, abs=1e-4)
    assert sum(map(sum, served["place"]["crowd"])) > 0


def test_a_vote_in_which_nobody_voted_has_no_shares_and_a_hash(monkeypatch):
    nobody = small_world(places=(place(turnout=0.0),), days=5)
    played = play(nobody)
    answer = nobody.country, played.model, SimpleNamespace(arrays=played.numbers)
    monkeypatch.setattr(series, "simulate_run", lambda request, world: answer)
    numbers = series.simulated(None, nobody)
    assert numbers["shares"] is None and len(series.hash_of(numbers)) == 16


def test_two_servers_give_one_hash_and_another_seed_another(server):
    with client(2) as other:
        here, there = (asking.get(RUN).json() for asking in (server, other))
        assert here == there
        assert other.get(f"{RUN}&seed=2").json()["hash"] != here["hash"]


def test_addresses_that_mean_one_run_have_one_answer(server):
    plain = server.get(RUN).json()
    own = next(s for s in server.get("/api/scenarios/teaching").json()["slider"])
    same = [f"{RUN}&seed=1", f"{RUN}&set={own['name']}={own['value']}", f"{RUN}&set={own['name']}=%20{own['value']}%20"]
    assert all(server.get(address).json() == plain for address in same)
    assert plain["query"] == "scenario=teaching&seed=1&scale=10"
    two = [f"{RUN}&set=street.cost=1.1&set=street.safety=0.2", f"{RUN}&set=street.safety=0.2&set=street.cost=1.1"]
    first, second = (server.get(address).json() for address in two)
    assert first == second and first["settings"] == {"street.cost": 1.1, "street.safety": 0.2}
    assert server.get(f"/api/runs?{first['query']}").json() == first


def test_a_page_that_has_the_numbers_is_not_sent_them_again(server):
    etag = server.get(RUN).headers["etag"]
    again = server.get(RUN, headers={"if-none-match": etag})
    assert again.status_code == 304 and not again.content


def test_costlier_marches_are_smaller_on_the_same_chance(server):
    crowd = [sum(map(sum, server.get(f"{RUN}&set=street.cost={cost}").json()["place"]["crowd"])) for cost in (0.8, 3)]
    assert crowd[0] > crowd[1]


def test_deeds_are_those_of_compare(server):
    """Interventions and acts left out change the run as `contested compare` does, and nothing before they begin."""
    scenario = load(builtin("teaching"))
    listed = server.get("/api/scenarios/teaching").json()
    shutdown = next(a for a in listed["act"] if a["act"] == "shutdown")
    plain = server.get(RUN).json()
    for query, change in (
        ("intervention=no-crackdown", intervened(scenario, ["no-crackdown"])),
        (f"drop={shutdown['line']}", Change("", {}, (str(shutdown["line"]),))),
    ):
        served = server.get(f"{RUN}&{query}").json()
        country = changed(scenario, change).country
        model = nation_model(build(country, 10))
        recorder = InMemory(model.observables, model.coords, 0, country.days)
        run(model, country.params, 1, steps=country.days, recorder=recorder)
        assert served["place"]["crowd"] == recorder.arrays["crowd"].astype(int).tolist(), query
        assert served["hash"] != plain["hash"], query
    before = shutdown["day"]
    assert served["place"]["crowd"][:before] == plain["place"]["crowd"][:before]


def differing(one, other):
    """Days on which two served runs differ."""
    days = range(len(one["place"]["crowd"]))
    return [k for k in days if any(one[of][n][k] != other[of][n][k] for of in ("place", "nation") for n in one[of])]


def test_moved_and_added_acts_are_those_of_a_change(server):
    """A moved act is one dropped and one added; addresses that mean one act give one answer."""
    acts = [a for a in server.get("/api/scenarios/teaching").json()["act"] if a["act"] == "release"]
    line, day = acts[0]["line"], acts[0]["day"]
    plain = server.get(RUN).json()
    moved = server.get(f"{RUN}&move={line}:-2").json()
    same = server.get(f"{RUN}&drop={line}&add=2031-05-06,,incumbent,release,,0.2,share,,,,somebody,assumed,said").json()
    assert moved["hash"] == same["hash"] != plain["hash"]
    assert moved["words"] == ["dropped: 2031-05-08 release 0.2 share", "added: 2031-05-06 release 0.2 share"]
    assert same["add"] == ["2031-05-06,,incumbent,release,,0.2,share"]
    assert differing(plain, moved)[0] == day - 2
    assert sum(moved["place"]["released"][day - 2]) > sum(plain["place"]["released"][day - 2])
    assert server.get(f"{RUN}&move={line}:0").json() == plain
    assert server.get(f"/api/runs?{moved['query']}").json() == moved
    assert f"--drop-act {line} --add-act 2031-05-06,,incumbent,release,,0.2,share" in moved["terminal"]


def test_a_branch_is_the_run_of_a_checkpoint(server, tmp_path):
    """Of a parameter changed at a day: bit for bit what `simulate --checkpoint` and `--from` give."""
    day = 20
    served = server.get(f"{RUN}&set=street.cost=1.6&branch={day}").json()
    base = contested.simulate("teaching", scale=10, days=day, checkpoints=day - 1, progress=False, out=tmp_path / "a")
    file = next((base.path / "checkpoints").glob("*.npz"))
    later = contested.simulate(checkpoint=file, settings={"street.cost": 1.6}, progress=False,
                               out=tmp_path / "later").to_xarray()  # fmt: skip
    for name in ("crowd", "detained", "strikers"):
        assert served["place"][name][day:] == later[name].isel(replicate=0).values.astype(int).tolist(), name
    assert differing(server.get(RUN).json(), served)[0] == day


@pytest.mark.parametrize(
    "change", ["drop=13", "move=13:7", "move=31:-3", "add=2031-05-24,2031-06-10,opposition,call,,,,night,day",
               "intervention=no-shutdown", "intervention=no-crackdown", "intervention=release-earlier=3"],
)  # fmt: skip
def test_a_branch_changes_no_day_before(server, change):
    """Acts that are changed from a day on leave every number of the days before as it was."""
    plain, whole = server.get(RUN).json(), server.get(f"{RUN}&{change}").json()
    branched = server.get(f"{RUN}&{change}&branch=18").json()
    assert branched["branch"] == 18 and min(differing(plain, branched), default=18) >= 18
    if min(differing(plain, whole), default=18) >= 18:
        assert branched["hash"] == whole["hash"]
    nothing = server.get(f"{RUN}&branch=18").json()
    assert nothing == plain


def test_every_intervention_that_is_listed_can_be_simulated(server):
    for i in server.get("/api/scenarios/teaching").json()["intervention"]:
        value = f"={i['example']:g}" if i["takes"] else ""
        assert server.get(f"{RUN}&intervention={i['name']}{value}").status_code == 200, i


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("scenario=teachin", 404, "did you mean 'teaching'?"),
        ("", 400, "scenario: expected a name"),
        ("scenario=teaching&seeds=1", 400, "did you mean 'seed'?"),
        ("scenario=teaching&seed=1&seed=2", 400, "seed: expected once"),
        ("scenario=teaching&seed=-1", 400, "seed: expected a whole number"),
        ("scenario=teaching&seed=9007199254740992", 400, "seed: expected a whole number"),
        ("scenario=teaching&seed=%D9%A3", 400, "seed: expected a whole number"),
        ("scenario=teaching&scale=0", 400, "scale: expected a whole number"),
        ("scenario=belarus-2020&scale=1", 400, "scale: expected at least 19"),
        ("scenario=teaching&scale=501", 400, "the largest scale for this country is 500"),
        ("scenario=teaching&set=street.cost", 400, "set: expected NAME=VALUE"),
        ("scenario=teaching&scale=100&set=street.cost=1.2&set=street.cost=1.3", 400,
         "set street.cost: given twice, 1.2 and 1.3."),
        ("scenario=teaching&set=media.testimony_half=0.2&set=repression.testimony.half=0.3", 400, "given twice"),
        ("scenario=teaching&set=street.costs=1", 400, "street.cost"),
        ("scenario=teaching&set=street.cost=nan", 400, "street.cost"),
        ("scenario=teaching&set=street.cost=1e999", 400, "street.cost"),
        ("scenario=teaching&set=street.cost=-5", 400, "street.cost"),
        ("scenario=teaching&intervention=no-shutdwn", 400, "did you mean 'no-shutdown'?"),
        ("scenario=teaching&intervention=release-earlier", 400, "expected a number of days"),
        ("scenario=khabarovsk-2020&intervention=no-falsification", 400, "expected an election"),
        ("scenario=teaching&drop=9999", 400, "expected an act of teaching"),
        ("scenario=teaching&drop=shutdown", 400, "drop: expected a whole number"),
        ("scenario=teaching&move=7", 400, "move: expected LINE:DAYS"),
        ("scenario=teaching&move=7:2000", 400, "move: expected LINE:DAYS, 1000 days at most"),
        ("scenario=teaching&move=7:1&move=7:2", 400, "that of line 7 has two"),
        ("scenario=teaching&move=99:1", 400, "move: expected the line of an act of teaching; got 99"),
        ("scenario=teaching&move=7:-9", 400, "expected a day not before the start, 2031-05-04"),
        ("scenario=teaching&move=7:1&drop=7", 400, "changed by drop"),
        ("scenario=teaching&move=7:1&intervention=release-earlier=1", 400, "changed by detainees released"),
        ("scenario=teaching&add=2031-05-08,,incumbent,relase", 400, "did you mean 'release'?"),
        ("scenario=teaching&add=2031-05-08,,incumbent,release,,7,share", 400, "expected a number from 0 to 1"),
        ("scenario=teaching&add=2031-06-20,,incumbent,release,,0.5,share", 400, "expected a day not after the origin"),
        ("scenario=khabarovsk-2020&add=2020-08-01,,abroad,non_recognition", 400, "needs no election"),
        (f"scenario=teaching&add=2031-05-08,,incumbent,release,,0.5,share,,,,{'x' * 200}", 400, "at most 160 char"),
        ("scenario=teaching&branch=x&drop=7", 400, "branch: expected a whole number"),
        ("scenario=teaching&branch=60&drop=7", 400, "branch: expected a whole number from 0 to 59"),
        ("scenario=teaching&branch=20&add=2031-05-08,,incumbent,release,,0.5,share", 400, "not over before 2031-05-24"),
        ("scenario=teaching&branch=20&add=2031-05-08,2031-06-01,incumbent,leader_jailed,,2,person", 400, "not over"),
        ("scenario=teaching&branch=20&move=7:25", 400, "release on 2031-05-08 is"),
        ("scenario=teaching&branch=24&move=31:-9", 400, "not over before 2031-05-28"),
        ("scenario=teaching&branch=24&intervention=release-earlier=9", 400, "not over before 2031-05-28"),
        ("scenario=teaching&branch=20&set=ties.home=1", 400, "ties."),
        ("scenario=teaching&" + "&".join(f"set=a{k}=1" for k in range(41)), 400, "at most 40 changes"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_words(server, query, status, part):
    refused = server.get(f"/api/runs?{query}")
    assert refused.status_code == status, refused.text
    assert set(refused.json()) == {"error", "hint"}
    assert part in " ".join(refused.json().values())


def test_a_run_that_takes_too_long_is_given_up_in_words_and_others_go_on(server, monkeypatch):
    monkeypatch.setattr(workers, "LIMIT", 0.01)
    late = server.get("/api/runs?scenario=teaching&scale=1&seed=77001")
    assert late.status_code == 503 and "it took longer than 0.01 seconds" in late.json()["error"]
    assert "retry-after" not in late.headers, "asked again it would take as long: a page does not"
    monkeypatch.undo()
    assert server.get("/api/runs?scenario=teaching&scale=100&seed=77002").status_code == 200
