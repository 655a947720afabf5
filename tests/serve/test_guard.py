"""What a hostile page or program sends is refused, and what a file says cannot become markup."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from contested.serve import pages
from contested.serve.app import application
from contested.serve.guard import HEADERS, LONGEST
from contested.serve.openapi import document
from contested.serve.server import reachable
from contested.serve.workers import Workers
from tests.serve.test_api import misfits

WORD = "<script>alert(1)</script>"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "[::1]x"])
def test_another_host_is_not_answered(server, host):
    for path in ("/", "/api/scenarios", "/api/runs?scenario=teaching"):
        assert server.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765"])
def test_this_machine_is(server, host):
    assert server.get("/api/status", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_the_pages_of_other_sites_cannot_ask(server, site):
    assert server.get("/api/runs?scenario=teaching", headers={"sec-fetch-site": site}).status_code == 403


@pytest.mark.parametrize("name", [
    "../server.py", "..%2fserver.py", "%2e%2e/app.py", "....//app.py", "/etc/passwd", "..\\app.py", "explore.js%00.css",
    "page.js", "base.html",
])  # fmt: skip
def test_no_path_reaches_the_disk(server, name):
    for folder in ("/static/", "/explore/", "/api/scenarios/", "/claims/", "/api/claims/"):
        answer = server.get(folder + name)
        assert answer.status_code in (404, 307), (folder, answer.status_code)
        assert "root:" not in answer.text and "import " not in answer.text
    for query in (f"scenario={name}", f"scenario=../scenarios/data/{name}", "scenario=.", "scenario=belarus_2020"):
        assert server.get(f"/api/runs?{query}").status_code == 404


def test_every_answer_has_the_policy_and_pages_keep_it(server):
    for path in ("/", "/explore/teaching", "/nowhere", "/api/status", "/static/explore.js", "/jobs", "/read", "/audit"):
        answer = server.get(path)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
    assert "unsafe" not in HEADERS["content-security-policy"]
    for path in ("/", "/explore/teaching", "/claims/teaching", "/jobs", "/read", "/audit"):
        text = server.get(path).text
        assert "<style" not in text and "style=" not in text and "onclick" not in text
        assert "http:" not in text and "https:" not in text


@pytest.mark.parametrize("path", ["/explore/{}", "/{}", "/static/{}", "/explore/teaching?set={}&place={}&hash={}"])
def test_words_of_an_address_do_not_become_markup(server, path):
    answer = server.get(path.replace("{}", WORD))
    assert WORD not in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("query", ["scenario={}", "scenario=teaching&set={}=1", "scenario=teaching&seed={}", "{}=1"])
def test_an_error_of_the_api_is_json_and_no_page(server, query):
    answer = server.get("/api/runs?" + query.replace("{}", WORD))
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_words_of_a_scenario_do_not_become_markup(monkeypatch):
    """Every text of a scenario in a page's template is one that its file may hold."""
    entry = dict.fromkeys(("name", "title", "summary", "start"), f"{WORD}\"'\u202e")
    numbers = dict.fromkeys(("people", "places", "days", "acts", "claims"), 1)
    card = entry | numbers | {"land": WORD, "dots": [(1.0, 1.0, 1.0)]}
    model = dict.fromkeys(("name", "title", "idea", "picture"), f"{WORD}\"'\u202e")
    broken = [(f"\"'{WORD}", f"{WORD}\u202e")]
    text = pages.render("home.html", WORD, cards=[card], models=[model], broken=broken, wide=1, high=1)
    text += pages.render("explore.html", WORD, name=f"\"'{WORD}", title=WORD, summary=WORD, set_by=WORD)
    text += pages.render("zoo.html", WORD, name=f"\"'{WORD}", title=WORD, idea=WORD)
    text += pages.render("refused.html", WORD, message=WORD, hint=WORD)
    text += pages.render("claims.html", WORD, name=f"\"'{WORD}", title=WORD, count=1, others=[(f"\"'{WORD}", WORD)])
    assert "<script>alert" not in text and "\u202e" not in text and "\"'<" not in text


def test_modules_write_text_and_never_markup():
    for name, (content, _) in pages.static().items():
        if name.endswith(".js"):
            text = content.decode()
            for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
                assert word not in text, f"{name}: {word}"
            assert text.count("\n") < 300, name


def test_what_is_too_large_is_refused(server):
    assert server.get("/api/runs?scenario=" + "a" * LONGEST).status_code == 414
    assert server.request("GET", "/api/status", content=b"x").status_code == 413
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert server.request(method, "/api/runs?scenario=teaching").status_code == 405
    assert server.post("/api/runs", content=b"x" * 100_000).status_code == 413


BROUGHT = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/api/scenarios", {"headers": {"host": "evil.example"}}, 421),
        ("GET", "/api/runs?scenario=" + "a" * LONGEST, {}, 414),
        ("GET", "/api/status", {"headers": {"sec-fetch-site": "cross-site"}}, 403),
        ("POST", "/api/drafts", {"headers": {**BROUGHT, "origin": "https://evil.example"}, "content": b"{}"}, 403),
        ("POST", "/api/drafts", {"headers": BROUGHT, "content": b"x" * (2**19 + 1)}, 413),
        ("POST", "/api/drafts", {"headers": BROUGHT, "content": iter([b"x"])}, 413),
        ("POST", "/api/drafts", {"headers": {"content-type": "text/plain"}, "content": b"x"}, 415),
        ("GET", "/api/status", {"content": b"x"}, 413),
        ("GET", "/api/nowhere", {}, 404),
        ("PUT", "/api/status", {}, 405),
    ],
)
def test_every_error_of_the_api_is_what_its_document_says(server, method, path, options, status):
    refused = server.request(method, path, **options)
    assert refused.status_code == status and refused.headers["content-type"] == "application/json"
    schemas = document("0")["components"]["schemas"]
    assert misfits(refused.json(), schemas["Error"], schemas) == []
    assert all(refused.json().values()), refused.text


def test_an_error_of_a_page_is_text(server):
    for path, options in (("/", {"headers": {"host": "evil.example"}}), ("/?" + "a" * LONGEST, {})):
        refused = server.get(path, **options)
        assert refused.headers["content-type"].startswith("text/plain") and "\nhint: " in refused.text


@pytest.fixture(scope="module")
def guarded():
    """A server that other machines can reach; no page of it simulates."""
    return TestClient(application(lambda: Workers(0), token="right"), base_url="http://localhost")


def test_without_the_token_nothing_is_answered(guarded):
    for path in ("/", "/?token=wrong", "/api/scenarios", "/static/explore.js", "/api/openapi.json?token="):
        answer = guarded.get(path, follow_redirects=False)
        assert answer.status_code == 401 and answer.headers["content-security-policy"], path
    for header in ({"authorization": "Bearer wrong"}, {"cookie": "contested-token=wrong"}, {"cookie": "\x00;=;"}):
        refused = guarded.get("/api/scenarios", headers=header)
        assert refused.status_code == 401 and set(refused.json()) == {"error", "hint"}, header


def test_the_address_with_the_token_opens_the_pages_once_and_for_all(guarded):
    first = guarded.get("/explore/teaching?seed=7&token=right", follow_redirects=False)
    assert first.status_code == 303 and first.headers["location"] == "/explore/teaching?seed=7"
    assert {"httponly", "samesite=strict"} <= set(first.headers["set-cookie"].lower().split("; "))
    assert guarded.get("/api/scenarios").status_code == 200, "the browser holds it"
    guarded.cookies.clear()
    assert guarded.get("/api/scenarios", headers={"authorization": "Bearer right"}).status_code == 200
    elsewhere = guarded.get("//evil.example/%2e?token=right", follow_redirects=False).headers["location"]
    assert elsewhere.startswith("/") and not elsewhere.startswith("//")


def test_a_server_that_others_can_reach_needs_a_token():
    assert not reachable("127.0.0.1", ()) and not reachable("::1", ())
    assert reachable("0.0.0.0", ()) and reachable("127.0.0.1", ["crisis.example.org"])
