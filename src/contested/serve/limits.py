"""How often one client may ask, where others than the user of this machine can: a bucket of tokens for each.

A bucket holds `burst` tokens and gains `rate` a second; a request takes one, and one that makes the server work takes
one of a second, smaller bucket as well. Clients are told by their address, of IPv6 by its network of 64 bits. Behind a
reverse proxy on this machine the address is the one that the proxy names.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: clients that are remembered; the one that was silent longest goes first
CLIENTS = 10_000


class Rate(NamedTuple):
    """Tokens that a bucket gains in a second, and that it holds."""

    rate: float
    burst: float


#: of all requests; of runs, and of whatever is sent
ALL, WORK = Rate(20.0, 200.0), Rate(2.0, 20.0)
#: addresses that simulate
WORKS = ("/api/runs", "/api/model-runs", "/api/differences")


class Buckets:
    """A bucket for each client.

    Parameters
    ----------
    rate : Rate
    clock : () -> float
        Seconds.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, client: str) -> float:
        """Take a token: 0, or the seconds until there is one."""
        now = self._clock()
        left, then = self._left.pop(client, (self._rate.burst, now))
        left = min(self._rate.burst, left + (now - then) * self._rate.rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate.rate
        self._left[client] = (left - 1 if left >= 1 else left), now
        while len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        return wait


class Limits:
    """Middleware that refuses a client who asks too often."""

    def __init__(self, app: ASGIApp, all_: Rate = ALL, work: Rate = WORK) -> None:
        self._app, self._all, self._work = app, Buckets(all_), Buckets(work)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            who = client_of(scope)
            wait = self._all.take(who)
            if not wait and (scope["method"] not in ("GET", "HEAD") or scope["path"] in WORKS):
                wait = self._work.take(who)
            if wait:
                body = {"error": "You ask more often than this server allows.", "hint": "wait, or run your own"}
                refusal = JSONResponse(body, HTTPStatus.TOO_MANY_REQUESTS, {"retry-after": str(math.ceil(wait))})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Who asks: an IPv4 address, or the network of an IPv6 one, of which a client has as many as it likes."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)[:60]
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
