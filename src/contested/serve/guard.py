"""What every request passes: which Host it names, how long its address is, who sent it; and what every answer carries.

A page of another site can make a browser send requests here, under a name of its own that it points at this machine
(DNS rebinding). So only known names are answered, and requests that a browser says come from another site are not.
"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: names that a browser on this machine uses
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: characters of a path with its query, at most
LONGEST = 4096
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
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app, self._hosts = app, frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if _name(headers.get("host", "")) not in self._hosts:
            return _refuse(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This server does not answer under that name; `contested serve --allow NAME` adds one.",
            )
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > LONGEST:
            return _refuse(HTTPStatus.REQUEST_URI_TOO_LONG, f"An address has at most {LONGEST} characters here.")
        if scope["path"].startswith("/api/") and headers.get("sec-fetch-site", "") in ("cross-site", "same-site"):
            return _refuse(HTTPStatus.FORBIDDEN, "The API answers this server's own pages and programs, no other site.")
        if headers.get("transfer-encoding") or headers.get("content-length", "0") != "0":
            return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Nothing is sent to this server: it only answers.")
        return None


def _name(host: str) -> str:
    """Host without its port, in lower case."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def _refuse(status: HTTPStatus, text: str) -> PlainTextResponse:
    return PlainTextResponse(text + "\n", status)
