"""`contested serve`: the crisis in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from contested.cli.command import line, say
from contested.ground import options as defaults

HERE = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
EXAMPLES = "Examples:\n\ncontested serve\n\ncontested serve --port 9000 --workers 4"


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes any that is free.")] = defaults.PORT,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = defaults.HOST,
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Also accept requests to this host name, e.g. behind a proxy. Repeatable."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that simulate.", show_default="2, or as many as there are cores")
    ] = None,
    jobs: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Folder for jobs and their results.", show_default="in your user folder"),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Accept no jobs and no uploads, for a public demonstration.")
    ] = False,
) -> None:
    """Open scenarios in a browser: play a crisis day by day, change parameters, share what you see as a link.

    Listens only on this machine unless --host says otherwise. If others can reach it, it answers only requests with the
    token in the printed address. Writes only into the folder of its jobs. Ctrl-C ends it; unfinished jobs resume at the
    next start.
    """
    from contested.serve.server import serve as task
    from contested.studies.arguments import whole

    if workers is not None:
        whole(workers, "workers", 1, 2)
    try:
        task(host, port, allow=allow or (), workers=workers, jobs=jobs, read_only=read_only, listening=_listening)
    except KeyboardInterrupt as stopped:  # it ends as the signal says, with words that fit a server
        unfinished = "" if read_only else "; unfinished jobs resume at the next start"
        stopped.args = (f"stopped{unfinished}",)
        raise


def _listening(address: str) -> None:
    line(f"open {address}")
    sys.stdout.flush()  # a program that started this one waits for the line
    if not address.startswith(HERE):
        say("note: other machines can reach this server, and it has no login")
    say("the first start compiles for about a minute; Ctrl-C ends the server")
