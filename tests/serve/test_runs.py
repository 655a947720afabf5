"""A served run is the run: the numbers of `contested.simulate`, the same on any server, asked for in any way."""

from __future__ import annotations

import numpy as np
import pytest

import contested
from tests.serve.conftest import client

RUN = "/api/runs?scenario=teaching&scale=10"


def test_numbers_are_those_of_simulate(server):
    served = server.get(f"{RUN}&seed=5&set=street.cost=1.2").json()
    run = contested.simulate("teaching", seed=5, scale=10, settings={"street.cost": 1.2}, progress=False).to_xarray()
    for name in ("crowd", "detained", "strikers"):
        assert served["place"][name] == run[name].isel(replicate=0).values.astype(int).tolist(), name
    assert np.sum(served["place"]["custody"], axis=1).tolist() == (
        run["custody"].isel(replicate=0).sum("site").values.astype(int).tolist()
    )
    assert served["nation"]["elite_loyalty"] == pytest.approx(run["elite_loyalty"].isel(replicate=0).values, abs=1e-4)
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
        ("scenario=teaching&" + "&".join(f"set=a{k}=1" for k in range(41)), 400, "at most 40 settings"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_words(server, query, status, part):
    refused = server.get(f"/api/runs?{query}")
    assert refused.status_code == status, refused.text
    assert set(refused.json()) == {"error", "hint"}
    assert part in " ".join(refused.json().values())
