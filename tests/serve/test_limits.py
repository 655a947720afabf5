"""A client that asks too often waits, others do not, and what is remembered of clients is bounded."""

from __future__ import annotations

import pytest

from contested.serve import limits
from contested.serve.limits import Buckets, Rate, client_of
from tests.serve.conftest import client


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_bucket_gives_its_burst_and_then_its_rate():
    clock = Clock()
    buckets = Buckets(Rate(2.0, 5.0), clock)
    assert [buckets.take("a") for _ in range(5)] == [0.0] * 5
    assert buckets.take("a") == 0.5 and buckets.take("b") == 0.0
    given = 0
    for _ in range(1000):
        clock.now += 0.01
        given += not buckets.take("a")
    assert given == pytest.approx(20, abs=1), "2 a second for 10 seconds"
    clock.now += 1e6
    assert sum(not buckets.take("a") for _ in range(50)) == 5, "an idle client saves up no more than the burst"


def test_clients_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(limits, "CLIENTS", 10)
    buckets = Buckets(Rate(1.0, 1.0), Clock())
    for k in range(100):
        buckets.take(str(k))
    assert len(buckets) == 10


@pytest.mark.parametrize(
    ("host", "who"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
     ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"), ("x" * 500, "x" * 60)],
)  # fmt: skip
def test_a_client_is_an_address_or_a_network(host, who):
    assert client_of({"client": (host, 1)}) == who
    assert client_of({}) == ""


def test_a_public_server_refuses_who_asks_too_often_in_words():
    with client(0) as server:
        codes = [server.get("/api/runs?scenario=nowhere").status_code for _ in range(30)]
        assert codes[:10] == [404] * 10 and codes[-1] == 429
        refused = server.get("/api/runs?scenario=nowhere")
        assert int(refused.headers["retry-after"]) >= 1 and "more often" in refused.json()["error"]
        assert refused.headers["content-security-policy"]
        assert server.get("/api/status").status_code == 200, "pages have a bucket of their own"


def test_a_public_server_simulates_no_more_than_a_page_needs():
    with client(0) as server:
        refused = server.get("/api/runs?scenario=belarus-2020&scale=20")
        assert refused.status_code == 400 and "100,000 agents at most" in refused.json()["error"]
