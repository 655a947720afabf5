"""Many runs of what a page shows: a job simulates the same change from the same day on, and its bands are its runs'."""

from __future__ import annotations

import json
import shlex
from urllib.parse import parse_qsl

import numpy as np
import pytest

import contested
from contested.ground.errors import InputError
from contested.nation.world import build
from contested.serve.about import about
from contested.serve.ask import RunRequest, run_of, scenario_of
from contested.serve.jobs import work
from contested.serve.jobs.bands import OBSERVABLES, bands
from contested.serve.jobs.folder import SETTLED, begin
from contested.serve.jobs.order import order_of
from contested.serve.series import simulate_run
from tests.axe import served_findings
from tests.browser import browser
from tests.cli.terminal import typed
from tests.serve.test_jobs import asked, assert_same_files, idle, jobs_in, until  # noqa: F401  # a fixture

QUERY = "scenario=teaching&scale=100"
READY = "document.body.dataset.ready"


def done(folder, number=1, **order):
    job = begin(folder, number, order_of(json.dumps(order).encode()))
    assert work.carried_out(str(job.path)) == {"error": "", "hint": ""}
    return job


@pytest.mark.parametrize("change", ["drop=13", "set=street.cost=1.6&intervention=no-shutdown"])
def test_a_branch_is_simulated_as_pairs_that_are_the_page_s(tmp_path, change):
    """Parameters too: in the job as on the page, they change in the state of the evening before. A comparison of the
    command line has the same files, to the last byte.
    """
    query = f"{QUERY}&{change}&branch=18"
    job = done(tmp_path, kind="compare", query=query, pairs=2)
    assert job.order.fields["words"][0] == "from 2031-05-22 on"
    found = contested.open(job.result)
    first = found.to_polars().sort("point").row(0, named=True)
    request = run_of(parse_qsl(query))._replace(seed=first["seed"])
    world = build(scenario_of("teaching").country, 100)
    for arm, asked_for in (("b", request), ("a", RunRequest("teaching", request.seed, 100))):
        crowd = simulate_run(asked_for, world)[2].arrays["crowd"].sum(axis=1)
        np.testing.assert_array_equal(first[f"{arm}/day/crowd"], crowd)
    assert first["a/day/crowd"][:18] == first["b/day/crowd"][:18]
    assert first["a/day/crowd"][18:] != first["b/day/crowd"][18:]
    assert found.tables["columns"]["earliest"].cast(str).min() >= "2031-05-22"
    words = shlex.split(about(request._replace(seed=1))["terminal"])[1:]
    same = typed(*words, "--pairs", 2, "--executor", "serial", "--no-report", "--out", tmp_path / "same")
    assert same.exit_code == 0, same.stderr
    assert_same_files(job.result, tmp_path / "same")


@pytest.mark.parametrize(
    ("kind", "change", "part"),
    [("run", "set=street.cost=1.6", "from the first day"), ("sweep", "drop=31", "from the first day"),
     ("compare", "drop=2", "not over before|day of the script")],
)  # fmt: skip
def test_what_cannot_be_a_branch_is_refused(kind, change, part):
    with pytest.raises(InputError, match=part):
        order_of(json.dumps({"kind": kind, "query": f"{QUERY}&{change}&branch=18"}).encode())


def test_bands_are_those_of_the_runs(tmp_path):
    job = done(tmp_path, kind="run", query=f"{QUERY}&set=street.cost=1.1", replicates=3)
    shown = bands(job)
    assert shown["runs"] == 3 and shown["before"] is None and set(shown["now"]) == set(OBSERVABLES)
    runs = contested.open(job.result).to_xarray("place")["crowd"].sum("place").values
    np.testing.assert_allclose(shown["now"]["crowd"]["middle"], np.sort(runs, axis=0)[1], atol=0.5)
    assert np.all(np.array(shown["now"]["crowd"]["low"]) <= shown["now"]["crowd"]["high"])
    assert max(shown["now"]["crowd"]["high"]) > max(shown["now"]["crowd"]["low"])

    job = done(tmp_path, 2, kind="compare", query=f"{QUERY}&set=street.cost=1.6", pairs=3)
    shown = bands(job)
    table = contested.open(job.result).tables["over_time"]
    for arm, of in (("before", "a_median"), ("now", "b_median")):
        for name in OBSERVABLES:
            middle = table.filter(table["indicator"] == name)[of].to_numpy()
            np.testing.assert_allclose(shown[arm][name]["middle"], middle, atol=0.5)
    assert sum(shown["now"]["crowd"]["middle"]) < sum(shown["before"]["crowd"]["middle"])
    assert shown["hash"] == bands(job)["hash"] != bands(begin(tmp_path, 3, job.order))["hash"] == ""


def test_pairs_go_on_from_a_finished_fit_of_their_own_scenario(tmp_path, idle):  # noqa: F811  # the fixture
    fit = order_of(json.dumps({"kind": "calibrate", "scenario": "teaching", "fit_until": "2031-05-20"}).encode())

    def pairs(scenario="teaching", study=1):
        query = f"scenario={scenario}&scale=500&set=street.cost=1.6"
        return order_of(json.dumps({"kind": "compare", "query": query, "pairs": 2, "study": study}).encode())

    with jobs_in(tmp_path) as jobs:
        jobs.add(fit)
        with pytest.raises(InputError, match="expected a finished fit"):
            jobs.add(pairs())
        until(lambda: len(idle.made), 1)
        idle.made[0].done.set()
        until(lambda: jobs.stand(1).state, "finished")
        with pytest.raises(InputError, match="a fit of belarus-2020; job 1 is one of teaching"):
            jobs.add(pairs("belarus-2020"))
        assert jobs.add(pairs()).order.fields["study"] == 1


def test_an_address_is_put_into_words(server):
    said = server.get(f"/api/changes?{QUERY}&drop=2&set=street.cost=1.60&branch=9").json()
    assert said["words"] == ["from 2031-05-13 on", "street.cost = 1.6",
                             "dropped: 2031-05-04 to 2031-05-07 tactic crackdown"]  # fmt: skip
    assert "street.cost%3D1.6&" in said["query"]
    assert server.get(f"/api/changes?{QUERY}&set=street.price=1").status_code == 400


def test_bands_fill_in_behind_the_curves_and_a_link_names_them(address, tmp_path):
    with browser(tmp_path / "profile") as page:
        page.size(1400, 950)
        page.open(f"{address}explore/teaching?scale=100&set=street.cost=1.6&bands=0123456789abcdef")
        page.until(f"{READY} && !!document.querySelector('#bands-go button')")
        assert "bands (0123456789abcdef), which no job of this server has" in page.ask("document.body.innerText")
        page.ask("document.querySelector('#bands-go button').click()")
        page.until("document.getElementById('bands').dataset.job?.endsWith('finished')")
        page.until("document.getElementById('bands-say').innerText.includes('Shaded: 90 % of 20 pairs at 1:100')")
        assert page.ask("document.querySelectorAll('#charts path.fan').length") >= 4
        page.until("location.search.includes('bands=') && !location.search.includes('0123456789abcdef')")
        link = page.ask("location.href")
        number = page.ask("document.getElementById('bands').dataset.job.split(' ')[0]")
        page.open(link)
        page.until("document.querySelectorAll('#charts path.fan').length >= 4")
        assert "no job of this server" not in page.ask("document.body.innerText")
        page.ask("document.getElementById('reset').click()")
        page.until("!document.querySelector('#charts path.fan')")
        page.open(f"{address}jobs")
        page.until(READY)
        assert "street.cost = 1.6" in page.ask("document.querySelector('.job .changes').innerText")
        assert page.errors == []
    assert asked(f"{address}api/jobs/{number}")["state"] in SETTLED
    assert asked(f"{address}api/jobs/{number}/bands")["runs"] == 20
    for path, ready in (("jobs", f"{READY} && !!document.querySelector('.job')"), (f"jobs/{number}/report", READY)):
        assert served_findings(address + path, tmp_path / path.replace("/", "-"), ready) == []
