"""Clients that say nothing, or half a request, do not stay; those that ask, or wait for an answer, do."""

from __future__ import annotations

import asyncio

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from contested.ground.errors import RunError
from contested.serve import patience
from contested.serve.codes import code_of
from contested.serve.patience import Impatient
from contested.serve.workers import FIRST, Workers


async def app(scope, receive, send):
    await asyncio.sleep(0.6)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def heard(*parts, pause=0.0):
    """What a client hears that sends these, until it is closed on."""
    config = Config(app, log_level="critical", timeout_keep_alive=5)
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Impatient(config, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for part in parts:
        writer.write(part)
        await asyncio.sleep(pause)
    said = await asyncio.wait_for(reader.read(), 3)
    writer.close()
    server.close()
    return said


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0.2)


@pytest.mark.parametrize("parts", [(), (b"GET / HTTP/1.1\r\nHo",), (b"G", b"E", b"T", b" ", b"/")])
def test_who_never_finishes_a_request_is_closed_on(parts):
    assert asyncio.run(heard(*parts, pause=0.05)) == b""


def test_who_waits_for_a_run_when_the_server_ends_gets_an_error():
    workers = Workers(0)  # nobody simulates
    waiting = workers.simulate(FIRST)
    workers.close()
    for asked in (lambda: waiting.result(timeout=1), lambda: workers.simulate(FIRST)):
        with pytest.raises(RunError, match="the server is being ended"):
            asked()
    assert code_of(waiting.exception()) == 503


def test_a_run_that_a_worker_takes_up_as_the_server_ends_gets_an_error():
    """The end falls between a look at whether there is one and the first run of a thread."""
    workers = Workers(0)
    waiting = workers.simulate(FIRST)
    taken = workers._queue.get

    def ends_meanwhile():
        workers._closing.set()
        return taken()

    workers._queue.get = ends_meanwhile
    workers._ready.set()
    workers._serve(1)
    with pytest.raises(RunError, match="the server is being ended"):
        waiting.result(timeout=1)


def test_who_waits_for_an_answer_gets_it():
    assert asyncio.run(heard(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")).endswith(b"ok")
