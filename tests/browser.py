"""A real browser for tests: Chromium without a window, spoken to through a pipe (the DevTools protocol), so that a page
can be opened, asked, clicked and measured. Tests that need it skip with a reason where there is none."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """An open browser with one page."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = os.fdopen(commands, "wb"), os.fdopen(answers, "rb")
        self._count, self._session, self.requests = 0, "", list[str]()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; requests that pages make meanwhile are noted."""
        self._count += 1
        about = {"sessionId": self._session} if self._session else {}
        sent = {"id": self._count, "method": method, "params": params, **about}
        self._commands.write(json.dumps(sent).encode() + b"\0")
        self._commands.flush()
        while True:
            found = self._next()
            if found.get("id") == self._count:
                assert "error" not in found, (method, found["error"])
                return dict(found["result"])

    def _next(self) -> dict[str, Any]:
        parts = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser is gone"
            parts += byte
            if chunk := self._answers.peek():
                cut = chunk.find(b"\0")
                parts += self._answers.read(len(chunk) if cut < 0 else cut)
        found: dict[str, Any] = json.loads(parts)
        if found.get("method") == "Network.requestWillBeSent":
            self.requests.append(found["params"]["request"]["url"])
        return found

    def ask(self, script: str) -> Any:
        """What an expression is on the page; a promise is waited for."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def open(self, page: Path, *, width: int = 1400, dark: bool = False) -> None:
        """Open a file and wait until its charts that can be seen are drawn."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)
        self.requests.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        drawn = "document.body.dataset.ready ?? !document.getElementById('specs')"
        ready = f"location.protocol === 'file:' && document.readyState === 'complete' && ({drawn})"
        self.ask(f"new Promise((done) => {{ const look = () => ({ready}) ? done() : setTimeout(look, 20); look(); }})")


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Chromium with a profile of its own; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    theirs, commands = os.pipe()
    answers, ours = os.pipe()
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100) for fd in (theirs, ours)]  # so that neither is 3 or 4 already

    def connect() -> None:
        os.dup2(high[0], 3)  # the numbers that --remote-debugging-pipe reads and writes
        os.dup2(high[1], 4)

    with subprocess.Popen(
        [CHROMIUM, *QUIET, f"--user-data-dir={profile}"],
        pass_fds=(3, 4), preexec_fn=connect, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        for fd in (theirs, ours, *high):
            os.close(fd)
        try:
            yield Browser(commands, answers)
        finally:
            process.terminate()
