"""One server of the tests' own, with one worker, for all that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from contested.serve.app import application
from contested.serve.workers import Workers

AT = "http://localhost"


def client(workers: int = 1) -> TestClient:
    """A server and who asks it."""
    return TestClient(application(lambda: Workers(workers)), base_url=AT, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def server() -> Iterator[TestClient]:
    with client() as asking:
        yield asking
