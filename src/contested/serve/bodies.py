"""What is sent to the server: only kinds that no form of another site can send, no more than a route takes, in time."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request

#: kinds of content that a browser sends to another site only after asking, which is refused
JSON, BYTES = "application/json", "application/octet-stream"
#: seconds that sending may take
PATIENCE = 20.0


async def sent(request: Request, most: int, kind: str = JSON) -> bytes:
    """The body of a request.

    Parameters
    ----------
    most : int
        Bytes at most.
    kind : str
        The content type that it must have.

    Raises
    ------
    HTTPException
        415 for another kind, 413 for more bytes, 408 if they come too slowly.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Expected content of the type {kind}.")
    parts, size = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Expected at most {most:,} bytes.")
                parts.append(part)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, f"Expected all of it within {PATIENCE:.0f} seconds.") from None
    return b"".join(parts)
