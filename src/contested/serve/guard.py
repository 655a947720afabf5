"""What every request passes: which Host it names, how long its address is, who sent it; and what every answer carries.

A page of another site can make a browser send requests here, under a name of its own that it points at this machine
(DNS rebinding). So only known names are answered, and requests that a browser says come from another site are not.

What changes something or brings something has to come from this server's own pages, or from a program: a browser says
where a request comes from, and `bodies` takes only kinds that no form can send. Routes that take nothing get nothing.

A server that other machines can reach also asks for a token, which its address carries once: the browser then holds it
as a cookie, and programs send it as `Authorization: Bearer TOKEN`. The server keeps its hash only.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: names that a browser on this machine uses
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: the cookie that holds a token, and the key of an address that brings one
TOKEN = "contested-token"
KEY = "token"
#: characters of a path with its query, at most
LONGEST = 4096
#: beginnings of paths that take something, and bytes at most; routes take less
BODIES = {"/api/jobs": 2**16, "/api/drafts": 2**19, "/api/claims": 2**22, "/api/returns": 21 * 2**20}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY", "permissions-policy": "camera=(), geolocation=(), microphone=()",
}  # fmt: skip


class Guard:
    """Middleware that refuses what no page of ours sends.

    Parameters
    ----------
    app : ASGIApp
    hosts : collection of str
        Names of Host that are answered, without port.
    token : str
        What every request has to bring; "" for none.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], token: str = "") -> None:
        self._app, self._hosts = app, frozenset(h.lower() for h in hosts)
        self._token = _digest(token) if token else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # pages of results bring a policy of their own
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if _name(headers.get("host", "")) not in self._hosts:
            return _refuse(
                scope, HTTPStatus.MISDIRECTED_REQUEST, "This server does not answer under that name.",
                "`contested serve --allow NAME` adds one",
            )  # fmt: skip
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > LONGEST:
            return _refuse(
                scope, HTTPStatus.REQUEST_URI_TOO_LONG, f"An address has at most {LONGEST} characters here.",
                "leave some changes out; `contested simulate` has no such limit",
            )  # fmt: skip
        if scope["path"].startswith("/api/") and headers.get("sec-fetch-site", "") in ("cross-site", "same-site"):
            return _refuse(
                scope, HTTPStatus.FORBIDDEN, "The API answers this server's own pages and programs, no other site.",
                "ask from a program, not from another site's page",
            )  # fmt: skip
        if (refusal := _misplaced(scope, headers)) is not None:
            return refusal
        return self._admission(scope, headers) if self._token else None

    def _admission(self, scope: Scope, headers: Headers) -> Response | None:
        """Nothing for whoever holds the token; the same address without it, and a cookie, for whoever brings it."""
        if self._fits(_cookie(headers)) or self._fits(headers.get("authorization", "").removeprefix("Bearer ")):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        brought = next((value for key, value in query if key == KEY), "")
        if not self._fits(brought):
            return _refuse(
                scope, HTTPStatus.UNAUTHORIZED, "Open the address that the server printed: it carries a token.",
                "a program sends it as Authorization: Bearer TOKEN",
            )  # fmt: skip
        rest = urlencode([(key, value) for key, value in query if key != KEY])
        # a path that begins with two strokes would name another server
        path = "/" + quote(scope["path"].lstrip("/"))
        answer = RedirectResponse(path + ("?" + rest if rest else ""), HTTPStatus.SEE_OTHER)
        answer.set_cookie(TOKEN, brought, httponly=True, samesite="strict", secure=scope.get("scheme") == "https")
        return answer

    def _fits(self, token: str) -> bool:
        return hmac.compare_digest(_digest(token), self._token)


def _misplaced(scope: Scope, headers: Headers) -> Response | None:
    """A refusal of what comes from elsewhere to change something, or of a body where none is taken."""
    if scope["method"] not in ("GET", "HEAD"):
        origin = headers.get("origin", "")
        if origin and origin.partition("://")[2].lower() != headers.get("host", "").lower():
            return _refuse(
                scope, HTTPStatus.FORBIDDEN, "Only this server's own pages and programs can change anything here.",
                "leave out the header Origin, or send from the server's own pages",
            )  # fmt: skip
    most = max((most for path, most in BODIES.items() if scope["path"].startswith(path)), default=0)
    length = headers.get("content-length", "0")
    if scope["method"] != "POST":
        most = 0
    if headers.get("transfer-encoding") or not length.isdecimal() or len(length) > 12 or int(length) > most:
        return _refuse(
            scope, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {most:,} bytes are sent to this address.",
            "send less, with a Content-Length" if most else "leave out the body",
        )  # fmt: skip
    return None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def _cookie(headers: Headers) -> str:
    try:
        held = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return held[TOKEN].value if TOKEN in held else ""


def _name(host: str) -> str:
    """Host without its port, in lower case."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def _refuse(scope: Scope, status: HTTPStatus, text: str, hint: str) -> Response:
    """Why not: as JSON to those who asked the API, as every error of it is."""
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": text, "hint": hint}, status)
    return PlainTextResponse(f"{text}\nhint: {hint}\n", status)
