"""A real browser for tests: Chromium without a window, spoken to through a pipe (the DevTools protocol), so that a page
can be opened, asked, clicked and measured. Tests that need it skip with a reason where there is none."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
#: seconds that a page is waited for; the first of a server may have to wait until kernels are compiled
PATIENCE = 240.0


class Page:
    """The one page of an open browser; `requests` are addresses that pages asked for, `errors` what they reported."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers, self._rest = commands, answers, b""
        self._count, self._session, self.requests, self.errors = 0, "", list[str](), list[str]()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self._count += 1
        about = {"sessionId": self._session} if self._session else {}
        rest = json.dumps({"id": self._count, "method": method, "params": params, **about}).encode() + b"\0"
        while rest:  # a signal, such as a profiler's, ends a long write before its end
            rest = rest[os.write(self._commands, rest) :]
        while True:
            message = self._next()
            if message.get("id") == self._count:
                assert "error" not in message, (method, message["error"])
                return dict(message["result"])
            self._note(message.get("method"), message.get("params", {}))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._answers], [], [], PATIENCE)[0], f"the browser said nothing for {PATIENCE:.0f} s"
            part = os.read(self._answers, 1 << 20)
            assert part, "the browser ended"
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def _note(self, event: str | None, params: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif event == "Runtime.exceptionThrown":
            self.errors.append(str(params["exceptionDetails"])[:500])
        elif event == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(str(params["entry"])[:500])

    def ask(self, script: str) -> Any:
        """What an expression is on the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, script: str) -> Any:
        """Wait until an expression holds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if value := self.ask(script):
                    return value
            except AssertionError as error:  # asked while the page went to another
                if "navigated" not in str(error):
                    raise
            time.sleep(0.02)
        raise AssertionError(f"not in {PATIENCE:.0f} s: {script}; {self.ask('document.body.innerText')[:500]}")

    def open(self, url: str) -> None:
        """Go to an address and wait for the page with its modules."""
        self.requests.clear()
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def open_report(self, page: Path, *, width: int = 1400, dark: bool = False) -> None:
        """Open the file of a report and wait until its charts that can be seen are drawn."""
        self.size(width, 900, dark)
        self.open(page.resolve().as_uri())
        self.until("document.body.dataset.ready ?? !document.getElementById('specs')")

    def size(self, width: int, height: int, dark: bool = False) -> None:
        """The window, and the scheme its user prefers."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def press(self, key: str, code: int) -> None:
        """A key, down and up."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def mouse(self, kind: str, x: float, y: float) -> None:
        """"mousePressed", "mouseMoved" or "mouseReleased" with the left button."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def click(self, element: str) -> None:
        """The left button on the middle of an element, an expression of the page."""
        self.ask(f"{element}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        box = f"{element}.getBoundingClientRect()"
        x, y = self.ask(f"{box}.left + {box}.width / 2"), self.ask(f"{box}.top + {box}.height / 2")
        self.mouse("mousePressed", x, y)
        self.mouse("mouseReleased", x, y)

    def saved(self, element: str, folder: Path) -> Path:
        """The file that a click on an element saves, complete."""
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        before = set(folder.iterdir())
        self.click(element)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            new = [file for file in set(folder.iterdir()) - before if file.suffix != ".crdownload"]
            if len(new) == 1 and new[0].stat().st_size:
                return new[0]
            self.ask("0")
            time.sleep(0.02)
        raise AssertionError(f"nothing saved in {PATIENCE:.0f} s by {element}")


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
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
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}"],
        pass_fds=(3, 4), preexec_fn=connect, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        for fd in (theirs, ours, *high):
            os.close(fd)
        try:
            yield Page(commands, answers)
        finally:
            process.terminate()
            os.close(commands)
            os.close(answers)
