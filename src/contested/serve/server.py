"""The server: an address to listen at, and the application behind it until Ctrl-C."""

from __future__ import annotations

import errno
import os
import secrets
import socket
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from contested.ground.errors import DiskError, InputError, RunError
from contested.ground.extras import extra
from contested.store import layout

if TYPE_CHECKING:
    from contested.serve.jobs.queue import Jobs

#: connections at once, and seconds that an idle one stays
CONNECTIONS, IDLE = 800, 5
#: bytes of a request's head at most
HEAD = 16_384
#: processes that simulate, where nobody says how many: a page asks for one run at a time
WORKERS = 2
#: of a token, before it is written as text
TOKEN_BYTES = 24


def serve(
    host: str, port: int, *, allow: Collection[str] = (), workers: int | None = None,
    jobs: str | Path | None = None, read_only: bool = False,
    listening: Callable[[str], None] = lambda address: None,
) -> None:  # fmt: skip
    """Serve pages and API until the process is told to end.

    Parameters
    ----------
    host : str
        Address to listen at; "127.0.0.1" is this machine alone.
    port : int
        0 for any that is free.
    allow : collection of str
        Names besides those of this machine and `host` under which requests are answered.
    workers : int, optional
        Processes that simulate.
    jobs : path, optional
        Folder for jobs and their results; one of the user's if absent.
    read_only : bool
        Do no jobs and take nothing in, for a demonstration to the public.
    listening : (address) -> None
        Called with the address of the first page as soon as it can be opened. It carries a token, new at each start,
        where other machines can reach the server.

    Raises
    ------
    InputError
        If the address cannot be listened at, or another server has the folder of jobs.
    DiskError
        If the folder of jobs cannot be written.
    MissingExtra
        If the extra `serve` is not installed.
    """
    uvicorn = extra("uvicorn", "pages are served by", "serve")
    extra("starlette", "pages are served by", "serve")
    from contested.serve.app import application
    from contested.serve.guard import KEY, LOOPBACK
    from contested.serve.patience import AnsweringServer, Impatient
    from contested.serve.workers import Workers

    listener = listen(host, port)
    count = workers if workers is not None else min(WORKERS, os.cpu_count() or 1)
    name = f"[{host}]" if ":" in host else host
    token = secrets.token_urlsafe(TOKEN_BYTES) if reachable(host, allow) else ""
    folder = Path(jobs) if jobs is not None else Path(platformdirs.user_data_dir("contested")) / "jobs"
    begun = None if read_only else _jobs(layout.given(folder, "jobs"))
    app = application(lambda: Workers(count), {*LOOPBACK, name, *allow}, token, begun)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="on", limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE, timeout_graceful_shutdown=2, h11_max_incomplete_event_size=HEAD, ws="none",
        http=Impatient,
    )  # fmt: skip
    listening(f"http://{name}:{listener.getsockname()[1]}/" + (f"?{KEY}={token}" if token else ""))
    AnsweringServer(config, lambda: app.state.workers.close()).run(sockets=[listener])


def _jobs(folder: Path) -> Jobs:
    from contested.serve.jobs.queue import Jobs

    hint = "name another folder with --jobs, or do without with --read-only"
    try:
        return Jobs(folder)
    except DiskError as error:
        raise DiskError(error.message, hint) from None
    except RunError:
        raise InputError(f"jobs: expected a folder of no other server; {folder} is one's.", hint) from None


def reachable(host: str, allow: Collection[str]) -> bool:
    """Whether somebody at another machine can ask: through the network, or through a proxy under another name."""
    return host not in ("127.0.0.1", "localhost", "::1") or bool(allow)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises
    ------
    InputError
        If the port is taken or not ours to take, or the address is none of this machine.
    """
    if not 0 <= port < 2**16:
        raise InputError(f"port: expected 0 to 65535; got {port}.", "0 takes any that is free")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(CONNECTIONS)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                f"port: expected a free one; {port} is in use.", "name another, or 0 for any that is free"
            ) from None
        if error.errno == errno.EACCES:
            raise InputError(f"port: {port} is kept for the system.", "name one from 1024 on") from None
        raise InputError(
            f"host: expected an address of this machine; got {host!r} ({error.strerror}).", "127.0.0.1 is this machine"
        ) from None
    return listener
