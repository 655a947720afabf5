"""The pictures of served pages in the documentation, taken from a server.

    python -m benchmarks.serve_pictures

Writes docs/images/serve.png and claims.png: the Sunday after the vote in Belarus, at 1:100 with cordons instead of
crackdowns, and what was claimed about that day.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.serve import ready, serving
from tests.browser import Page, browser

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
READY = "document.body.dataset.ready"


class Shot(NamedTuple):
    """A picture: its file, the page, what holds when it is drawn, and its size in pixels."""

    name: str
    path: str
    drawn: str
    wide: int
    high: int


SHOTS = (
    Shot("serve.png", "explore/belarus-2020?scale=100&intervention=no-crackdown&day=7",
         f"{READY} && !!document.getElementById('who').dataset.hash", 1400, 900),
    Shot("claims.png", "claims/belarus-2020?day=2020-08-16", READY, 1280, 800),
)  # fmt: skip


def main() -> None:
    """Start a server, open each page and write its picture."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, serving() as (port, _):
        while not ready(port):
            pass
        with browser(Path(folder)) as page:
            for shot in SHOTS:
                (IMAGES / shot.name).write_bytes(taken(page, f"http://127.0.0.1:{port}/", shot))
                print(IMAGES / shot.name)


def taken(page: Page, address: str, shot: Shot) -> bytes:
    """A page as PNG."""
    page.size(shot.wide, shot.high)
    page.open(address + shot.path)
    page.until(shot.drawn)
    answer = page.call("Page.captureScreenshot", format="png")
    return base64.b64decode(answer["data"])


if __name__ == "__main__":
    main()
