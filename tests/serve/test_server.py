"""The server as a user starts it: an address, the guide's examples, a port in use, Ctrl-C; and a real browser."""

from __future__ import annotations

import html
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import told_once, typed
from tests.docs.pages import blocks

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "serve.md"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """Of a server in a process of its own."""
    command = [sys.executable, "-m", "contested", "serve", "--port", "0", "--workers", "1"]
    folder = tmp_path_factory.mktemp("served")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        opened = re.fullmatch(r"open (http://127\.0\.0\.1:\d+/)\n", line)
        assert opened, line + server.stderr.read()
        yield opened[1]
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)
        assert "Traceback" not in server.stderr.read()
    assert not list(folder.iterdir()), "serving writes nothing"


def test_the_guides_examples_run(address):
    """curl, Python and R ask the server that the guide began."""
    ran = []
    for block in blocks(GUIDE):
        text = block.text.replace("http://127.0.0.1:8765/", address)
        line = {"bash": ["bash", "-e"], "python": [sys.executable, "-"], "r": ["Rscript", "--vanilla", "-"]}
        command = line.get(block.language)
        if command is None or shutil.which("curl" if block.language == "bash" else command[0]) is None:
            continue
        if block.language == "r" and not _jsonlite():
            continue
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=200, check=False)
        assert done.returncode == 0, f"{block.language}: {done.stderr}"
        ran.append((block.language, done.stdout))
    answers = dict(ran)
    assert re.fullmatch(r"[1-9]\d* [0-9a-f]{16}\n", answers["python"])
    assert answers.get("bash", '{"scenario":"teaching"').startswith('{"scenario":"teaching"')


def _jsonlite() -> bool:
    tried = subprocess.run(["Rscript", "-e", "jsonlite::fromJSON('1')"], capture_output=True, check=False)
    return tried.returncode == 0


def test_a_port_in_use_is_one_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        part = f"--port: expected a free one; {port} is in use."
        told_once(typed("serve", "--port", port), "InputError", part, "0 for any")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--port", "70000"), "--port: expected 0 to 65535; got 70000."),
        (("--host", "256.1.1.1", "--port", "0"), "--host: expected an address of this machine; got '256.1.1.1'"),
        (("--workers", "0"), "--workers: expected at least 1; got 0."),
    ],
)
def test_what_cannot_be_listened_at_is_refused(words, part):
    told_once(typed("serve", *words), "InputError", part)


def opened(url: str, profile: Path) -> str:
    """A page as a browser has it once its modules have run, in a profile of its own."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    line = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}",
        "--virtual-time-budget=20000", "--dump-dom", url,
    ]  # fmt: skip
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return html.unescape(done.stdout)


def shown(page: str, key: str) -> str:
    """What the page's modules wrote of themselves."""
    there = re.search(rf'data-{key}="([^"]*)"', page)
    assert there, f"no data-{key}: {re.sub('<[^>]+>', ' ', page)[-1500:]}"
    return there[1]


def test_a_first_visit_and_a_link_opened_in_a_second_profile(address, tmp_path):
    first = opened(f"{address}explore/teaching?scale=10&set=street.cost=1.2", tmp_path / "one")
    assert shown(first, "ready") == "yes"
    assert "people marched" in first and "Dated acts" in first
    assert re.search(r'<path class="now" d="M\S+ \S+L', first) and 'class="before" d="M' in first
    assert first.count('class="slider') == 10
    hashes, version = shown(first, "hash"), shown(first, "version")
    assert re.fullmatch(r"[0-9a-f]{16}-[0-9a-f]{16}", hashes)

    link = f"{address}explore/teaching?seed=1&scale=10&set=street.cost=1.2&day=9&version={version}&hash={hashes}"
    second = opened(link, tmp_path / "two")
    assert shown(second, "hash") == hashes
    assert "These are the numbers that the link was made from." in second

    of_another = opened(link.replace(version, "0.1.0-abc").replace("seed=1&", "seed=2&"), tmp_path / "three")
    assert "These are not the numbers that the link was made from." in of_another
    assert "The link was made by another version, 0.1.0-abc" in of_another
