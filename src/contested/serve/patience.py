"""Connections that say nothing, or never finish the head of a request, are closed.

Uvicorn closes a connection that is idle after an answer; one that has asked nothing yet would stay as long as its
client likes, and a few hundred of them keep everybody else out.
"""

from __future__ import annotations

import asyncio

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
