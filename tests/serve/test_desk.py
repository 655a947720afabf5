"""What somebody brings is bounded in kind, size and time, stays text, and reaches no path of its own choosing."""

from __future__ import annotations

import asyncio
import io
import json
import re
import threading
import time

import numpy as np
import polars as pl
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from contested.ground.errors import InputError, ReturnsError, RunError
from contested.serve import bodies, chores, desk
from contested.serve.chores import Chores
from contested.serve.jobs import queue
from contested.serve.jobs.queue import Jobs
from contested.serve.returns import map_of, roles
from tests.serve.conftest import client
from tests.serve.test_jobs import Idle

WORD = "<script>alert(1)</script>"
REPORT = {
    "text": f"Police said about 3,000 people rallied in Minsk. {WORD} Organisers said 100,000 people marched.",
    "published": "2020-08-17", "name": f"\"'{WORD}",
}  # fmt: skip
BYTES = {"content-type": "application/octet-stream"}


def returns(header="station,region,registered,cast,invalid,Alice,Bob", stations=60) -> bytes:
    rng = np.random.default_rng(5)
    lines = [header]
    for k in range(stations):
        voters = int(rng.integers(500, 2000))
        cast, share = int(voters * rng.uniform(0.4, 0.8)), rng.uniform(0.3, 0.7)
        invalid = cast // 50
        first = int((cast - invalid) * share)
        lines.append(f"S{k},{'North' if k % 2 else WORD},{voters},{cast},{invalid},{first},{cast - invalid - first}")
    return "\n".join(lines).encode()


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Chores in this process, and jobs that nobody does."""
    Idle.made = []
    monkeypatch.setattr(queue, "Child", Idle)

    def ask(self, name, content):
        found = chores.done((name, content))
        if found.get("error"):
            raise chores.Refused(found["error"], found["hint"])
        return found

    monkeypatch.setattr(Chores, "ask", ask)
    with client(0, Jobs(tmp_path / "jobs")) as asking:
        yield asking
        for one in Idle.made:
            one.kill()


def test_a_report_becomes_drafts_under_their_own_policy_and_accepted_ones_a_table(server):
    made = server.post("/api/drafts", json=REPORT)
    assert made.status_code == 201 and made.json()["drafts"] >= 2
    page = server.get(made.json()["page"])
    assert WORD not in page.text
    policy = page.headers["content-security-policy"]
    assert "'sha256-" in policy and "connect-src 'self'" in policy and "default-src 'none'" in policy
    data = json.loads(re.search(r'id="data">(.*?)</script>', page.text, re.S)[1])
    assert data["accept"] == "/api/claims"
    decided = [{**dict(zip(data["columns"], row)), "decision": "accept"} for row in data["rows"]]
    table = pl.DataFrame(decided).write_csv().encode()
    claims = server.post("/api/claims", content=table, headers=BYTES).json()
    assert claims["claims"] >= 2 and claims["aside"] == []
    assert {3000.0, 100000.0} <= set(pl.read_csv(io.StringIO(claims["csv"]))["value"].to_list())
    for row, said in zip(decided, ("12.000", "1.5")):
        row |= {"value": said, "low": "", "high": ""}
    claims = server.post("/api/claims", content=pl.DataFrame(decided).write_csv().encode(), headers=BYTES).json()
    assert 12_000.0 in pl.read_csv(io.StringIO(claims["csv"]))["value"].to_list()
    assert claims["aside"] == ["drafts.csv:3, value: expected a whole number; got '1.5'."]


def test_drafts_are_forgotten(server, monkeypatch):
    page = server.post("/api/drafts", json=REPORT).json()["page"]
    monkeypatch.setattr(desk, "STAYS", -1.0)
    gone = server.get(page)
    assert gone.status_code == 404 and server.get("/drafts/..%2f..%2fetc%2fpasswd").status_code == 404
    kept = desk.Drafted()
    for k in range(desk.PAGES + 5):
        kept.put(str(k))
    assert len(kept._pages) == desk.PAGES


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"published": "yesterday"}, "published: expected a date"),
        ({"text": " "}, "text: expected a report; got none"),
        ({"text": "мама мыла раму и кое-что ещё " * 20}, "expected a report in English"),
        ({"text": 5}, "which is text"),
        ({"text": "a\0b"}, "a null character"),
    ],
)
def test_what_is_no_report_is_said_in_words(server, change, part):
    refused = server.post("/api/drafts", json=REPORT | change)
    assert refused.status_code == 400 and part in refused.json()["error"]


@pytest.mark.parametrize("path", ["/api/drafts", "/api/claims", "/api/returns", "/api/returns/columns", "/api/jobs"])
def test_only_what_no_form_of_another_site_can_send_is_taken(server, path):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert server.post(path, content=b"{}", headers={"content-type": kind}).status_code == 415
    foreign = {"content-type": "application/json", "origin": "https://evil.example"}
    assert server.post(path, content=b"{}", headers=foreign).status_code == 403
    assert server.post(path, content=b"{}", headers={**BYTES, "origin": "null"}).status_code == 403
    assert server.post(path, content=b"{}", headers={**BYTES, "sec-fetch-site": "cross-site"}).status_code == 403
    assert server.post(path, content=iter([b"{}"]), headers=BYTES).status_code == 413, "chunks have no size"
    assert server.post(path, content=b"x" * (22 * 2**20), headers=BYTES).status_code == 413
    assert server.request("GET", path.removesuffix("/columns"), content=b"x").status_code == 413


def test_what_comes_too_slowly_is_given_up(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)

    async def drop():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
    with pytest.raises(HTTPException) as slow:
        asyncio.run(bodies.sent(Request(scope, drop), 10_000))
    assert slow.value.status_code == 408


def test_a_guess_is_shown_on_the_files_own_rows_and_corrected(server, tmp_path):
    guess = server.post("/api/returns/columns", content=returns(), headers=BYTES).json()
    role = {c["name"]: c["role"] for c in guess["columns"]}
    assert role == {"station": "station", "region": "unit", "registered": "registered", "cast": "cast",
                    "invalid": "invalid", "Alice": "contestant", "Bob": "contestant"}  # fmt: skip
    assert guess["stations"] == 60 and guess["rows"][0][0] == "S0" and guess["rows"][0][1] == WORD
    order = {"kind": "audit", "columns": guess["columns"], "hints": guess["hints"], "title": WORD, "leader": "Bob"}
    made = server.post("/api/returns", content=json.dumps(order).encode() + b"\n" + returns(), headers=BYTES)
    assert made.status_code == 201
    folder = tmp_path / "jobs" / "0001"
    assert sorted(f.name for f in folder.iterdir() if f.suffix != ".part") >= ["order.json", "returns.csv"]
    assert (folder / "returns.csv").read_bytes() == returns()
    server.post("/api/jobs/1/cancel", json={})
    for _ in range(200):
        if server.delete("/api/jobs/1").status_code == 204:
            break
        time.sleep(0.02)
    assert not folder.exists(), "what was brought goes with the job"


@pytest.mark.parametrize("content", [
    b"", b"\n", b"{}\nx", b"[" * 70_000 + b"\nx", b'{"kind":"run","query":"scenario=teaching"}\nx',
])  # fmt: skip
def test_returns_without_an_order_are_refused(server, content):
    refused = server.post("/api/returns", content=content, headers=BYTES)
    assert refused.status_code == 400 and refused.json()["error"]
    assert server.get("/api/jobs").json() == []


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"PK\3\4zip", b"a,b\nx,y\n", b"\xff\xfe" * 50, b'"' + b"a" * 9000])
def test_a_broken_file_of_returns_is_said_in_words(server, content):
    refused = server.post("/api/returns/columns", content=content, headers=BYTES)
    assert refused.status_code == 400 and len(refused.json()["error"]) > 20


def test_votes_that_are_the_same_in_every_row_are_named_with_the_users_file(server):
    table = "station,registered,ballots,A,B,invalid\n" + "".join(f"{i},100,50,30,15,5\n" * 2 for i in range(300))
    path = "/api/returns/columns?name=round%202.csv"
    refused = server.post(path, content=table.encode(), headers=BYTES).json()
    assert refused["error"].startswith("round 2.csv: no columns of votes can be found; one number stands in every row")
    assert "'A', 'B'" in refused["error"]
    assert "a map that you write" in refused["hint"] and "UTF-8" not in refused["hint"]


def test_a_long_file_of_utf_16_is_read(server):
    """A workbook saved as Unicode text, of more than is looked at for its encoding."""
    found = server.post("/api/returns/columns", content=returns(stations=6000).decode().encode("utf-16"), headers=BYTES)
    assert found.status_code == 200 and found.json()["stations"] == 6000, found.text


def test_headings_stay_text_and_roles_are_those_that_there_are():
    columns = [{"name": f"{WORD}{k}", "role": role} for k, role in enumerate(("station", "cast", "contestant"))]
    mapped = map_of(columns, {"inside": "/etc/passwd", "decimal": ","}, WORD, "")
    assert mapped.file.inside is None and mapped.file.decimal == ","
    for wrong in ([], [{"name": "a", "role": "rm -rf"}], [{"name": "a", "role": "cast"}]):
        with pytest.raises(InputError):
            map_of(wrong, {}, "x", "")
    with pytest.raises(ReturnsError, match="a row a candidate"):
        roles({"long": {}}, ["a"])


def test_a_chore_that_takes_too_long_is_ended_and_the_next_one_is_done(monkeypatch):
    Idle.made = []
    monkeypatch.setattr(chores, "Child", Idle)
    monkeypatch.setattr(chores, "PATIENCE", 0.1)
    asked = Chores()
    with pytest.raises(RunError, match="could not be read within"):
        asked.ask("read", {})
    monkeypatch.setattr(chores, "PATIENCE", 60.0)

    def second_ends():
        while len(Idle.made) < 2:
            time.sleep(0.01)
        Idle.made[1].done.set()

    threading.Thread(target=second_ends).start()
    assert asked.ask("read", {}) == {"error": "", "hint": ""} and len(Idle.made) == 2
    asked.close()
