"""axe-core (Deque, MPL-2.0) on a page in a real browser: a tool of the tests, which is no part of the package.

It is fetched once from the npm registry, in one version, and held against the hash of that version.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from tests.browser import Page, browser

ADDRESS = "https://registry.npmjs.org/axe-core/-/axe-core-4.14.1.tgz"
SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
#: what a page must not have
REFUSED = ("serious", "critical")


def axe() -> str:
    """Its source; the test is skipped where it is not in the cache and cannot be fetched."""
    file = Path(platformdirs.user_cache_dir("contested")) / "tests" / ADDRESS.rsplit("/", 1)[1]
    if not file.is_file():
        try:
            with urllib.request.urlopen(ADDRESS, timeout=20) as answer:
                content = answer.read()
        except OSError as reason:
            pytest.skip(f"axe-core cannot be fetched from {ADDRESS}: {reason}")
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(file)
    content = file.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256, f"{file}: not the axe-core that was looked at; remove it"
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        source = archive.extractfile("package/axe.min.js")
        assert source is not None
        return source.read().decode()


def findings(page: Path, profile: Path) -> list[str]:
    """Serious and critical findings on a page with everything unfolded, in light and in dark; [] is wanted.

    What is drawn inside a chart is left out: it is hidden from screen readers, and the chart has a label.
    """
    return _found(profile, lambda opened, dark: opened.open_report(page, dark=dark))


def served_findings(address: str, profile: Path, ready: str) -> list[str]:
    """The same of a page that a server gives, once the expression `ready` is true."""

    def visit(opened: Page, dark: bool) -> None:
        opened.size(1400, 900, dark)
        opened.call("Page.setBypassCSP", enabled=True)  # or its policy would keep axe out
        opened.open(address)
        opened.until(ready)

    return _found(profile, visit)


def _found(profile: Path, visit: Callable[[Page, bool], None]) -> list[str]:
    source = axe()
    found = []
    with browser(profile) as opened:
        for dark in (False, True):
            visit(opened, dark)
            opened.ask("for (const fold of document.querySelectorAll('details')) fold.open = true; 0")
            opened.ask(source + "; 0")
            only = ", runOnly: ['color-contrast']" if dark else ""
            result = opened.ask(
                "axe.run({ exclude: [['.chart svg:not([role=listbox])']] },"
                " { resultTypes: ['violations']" + only + " })"
                ".then((r) => JSON.stringify(r.violations.map((v) => [v.impact, v.id, v.nodes[0].target.join(' '), "
                "v.nodes[0].html.slice(0, 200)])))"
            )
            found += [f"{'dark' if dark else 'light'}: {' | '.join(v)}" for v in json.loads(result) if v[0] in REFUSED]
    return found
