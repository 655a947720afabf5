"""A served run is the run: the numbers of `contested.simulate`, the same on any server, asked for in any way."""

from __future__ import annotations

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
        ("scenario=teaching&set=street.cost", 400, "set: expected NAME=VALUE"),
        ("scenario=teaching&set=street.costs=1", 400, "street.cost"),
        ("scenario=teaching&set=street.cost=nan", 400, "street.cost"),
        ("scenario=teaching&set=street.cost=1e999", 400, "street.cost"),
        ("scenario=teaching&set=street.cost=-5", 400, "street.cost"),
        ("scenario=teaching&intervention=no-shutdwn", 400, "did you mean 'no-shutdown'?"),
        ("scenario=teaching&intervention=release-earlier", 400, "expected a number of days"),
        ("scenario=khabarovsk-2020&intervention=no-falsification", 400, "expected an election"),
        ("scenario=teaching&drop=9999", 400, "expected an act of teaching"),
        ("scenario=teaching&drop=shutdown", 400, "drop: expected a whole number"),
        ("scenario=teaching&" + "&".join(f"set=a{k}=1" for k in range(41)), 400, "at most 40 changes"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_words(server, query, status, part):
    refused = server.get(f"/api/runs?{query}")
    assert refused.status_code == status, refused.text
    assert set(refused.json()) == {"error", "hint"}
    assert part in " ".join(refused.json().values())
