"""When connections end: one that says nothing or never finishes the head of a request, and all when the server does.

Uvicorn closes a connection that is idle after an answer; one that has asked nothing yet would stay as long as its
client likes, and a few hundred of them keep everybody else out.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

#: seconds in which a request must have begun, and the next one after it
PATIENCE = 10.0


class Impatient(H11Protocol):
    """Uvicorn's protocol, with a look at each connection every `PATIENCE` seconds."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has come."""
        super().connection_made(transport)
        self.loop.call_later(PATIENCE, self._look, None)

    def _look(self, before: object) -> None:
        """Close it if nothing is being answered, and no request came since the last look."""
        if self.transport.is_closing():
            return
        answering = self.cycle is not None and not self.cycle.response_complete
        if not answering and self.scope is before:
            self.transport.close()
            return
        self.loop.call_later(PATIENCE, self._look, self.scope)


class AnsweringServer(Server):
    """Uvicorn's server, which first ends what its connections wait for, so that they get an answer.

    Parameters
    ----------
    config : Config
    end : () -> None
        Answers all who wait.
    """

    def __init__(self, config: Config, end: Callable[[], None]) -> None:
        super().__init__(config)
        self._end = end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """The server has been told to end."""
        await asyncio.to_thread(self._end)
        await super().shutdown(sockets)
