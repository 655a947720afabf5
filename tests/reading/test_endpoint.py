"""A reader behind an endpoint: what is not in the text is dropped and listed, whatever the server says."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from contested.ground.errors import ClaimError
from contested.reading.endpoint import Endpoint, read_text

TEXT = "Police said at least 40 people were detained in Orvane on Friday."
RIGHT = {
    "sentence": TEXT, "number": "at least 40", "quantity": "detained", "claimant": "Police", "place": "Orvane",
    "day": "Friday", "certainty": "stated",
}  # fmt: skip


def answer(*drafts):
    content = json.dumps({"drafts": list(drafts)})
    return 200, json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.fixture
def serve():
    servers = []

    def start(status, body, wait=0.0):
        class Stub(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(wait)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "stub", timeout=0.5 if wait else 10)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def read(endpoint):
    return read_text(TEXT, "r", dt.date(2020, 8, 15), endpoint)


def test_values_and_days_follow_from_the_words_of_the_text(serve):
    (draft,) = read(serve(*answer(RIGHT))).drafts
    assert (draft.low, draft.actor, draft.side, draft.date) == (40, "police", "incumbent", dt.date(2020, 8, 14))
    assert all(TEXT[a.start : a.end] == a.text for a in draft.anchors.values())


def test_invented_fields_are_dropped_and_listed(serve):
    reading = read(serve(*answer(RIGHT | {"claimant": "Viasna", "place": "Minsk"}, RIGHT | {"number": "4,000"})))
    (draft,) = reading.drafts
    assert (draft.actor, draft.place) == ("reporter", "")
    assert [a.reason for a in reading.aside] == ["ungrounded claimant", "ungrounded place", "ungrounded"]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ((500, b"no"), "got status 500"),
        ((200, b"I cannot help with that."), "expected drafts as JSON"),
        ((200, b'{"choices": []}'), "expected drafts as JSON"),
        ((200, json.dumps({"choices": [{"message": {"content": None, "refusal": "no"}}]}).encode()), "expected drafts"),
        ((200, json.dumps({"choices": [{"message": {"content": None, "refusal": "no"}}]}).encode()), "got no text"),
        ((200, json.dumps({"choices": [{"message": {"content": '{"drafts": 3}'}}]}).encode()), "got int"),
        (
            (200, json.dumps({"choices": [{"message": {"content": '{"dra'}, "finish_reason": "length"}]}).encode()),
            "cut",
        ),
    ],
)
def test_refusals_and_malformed_answers_are_one_message(serve, reply, message):
    endpoint = serve(*reply)
    with pytest.raises(ClaimError, match=message) as refused:
        read(endpoint)
    assert endpoint.url in str(refused.value)


def test_a_server_that_does_not_answer_is_left(serve):
    with pytest.raises(ClaimError, match=r"within 0\.5 s"):
        read(serve(*answer(RIGHT), wait=2.0))


def test_nobody_there_is_one_message():
    with pytest.raises(ClaimError, match="expected an answer"):
        read(Endpoint("http://127.0.0.1:9/v1"))


class Elsewhere(BaseHTTPRequestHandler):
    """Sends whoever asks to another server, and drips when asked at /drip."""

    asked: ClassVar[list[str]] = []
    other = ""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/drip"):
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
            return
        self.send_response(302)
        self.send_header("Location", self.other)
        self.end_headers()

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def elsewhere():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Elsewhere.other = f"http://127.0.0.1:{server.server_port}/stolen"
    Elsewhere.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_nobody_is_followed_to_another_address(elsewhere):
    with pytest.raises(ClaimError, match="got status 302"):
        read(Endpoint(elsewhere, "stub", "secret"))
    assert not Elsewhere.asked, "the key would have gone there"


def test_a_server_that_drips_is_as_late_as_a_silent_one(elsewhere):
    begun = time.monotonic()
    with pytest.raises(ClaimError, match=r"within 0.5 s; got none \(timed out\)"):
        read(Endpoint(f"{elsewhere}/drip", "stub", timeout=0.5))
    assert time.monotonic() - begun < 3, "it drips for four seconds"


def test_a_server_that_is_not_there_is_so_in_the_systems_words():
    with pytest.raises(ClaimError, match=r"got none \(Connection refused\)"):
        read(Endpoint("http://127.0.0.1:9/v1", "stub"))
