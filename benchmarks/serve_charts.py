"""What drawing costs a page: served pages' own SVG against the Vega-Lite of written reports, for one run.

    python -m benchmarks.serve_charts [--write]

Counted are bytes of script, compressed as they are sent, and the processor time of the page's thread until its first
charts stand, in Chromium without a window: processor time, so that other work on the machine does not count. A written
page draws one chart at first, a served one five, a map and a calendar. `--write` puts the table where the guide takes
it from (benchmarks/results/serve_charts.md).
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from benchmarks.national import processor
from benchmarks.serve import get, ready, serving
from tests.browser import Page, browser

import contested
from contested.report.pages.vega import vega as vega_script
from contested.serve.pages import static

RESULT = Path(__file__).resolve().parent / "results" / "serve_charts.md"
RUN = "/explore/teaching?scale=10"
TIMES = 7


def main() -> None:
    """Measure, print a table, and write it if that is asked for."""
    parser = argparse.ArgumentParser(description="Bytes and processor time of charts in a browser.")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results/serve_charts.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, serving() as (port, _):
        while not ready(port):
            pass
        get(port, f"/api/runs{RUN.removeprefix('/explore/teaching').replace('?', '?scenario=teaching&')}")
        page = Path(folder) / "report.html"
        contested.simulate("teaching", scale=10, progress=False, out=Path(folder) / "run").report(page)
        with browser(Path(folder) / "profile") as opened:
            opened.size(1400, 950)
            opened.call("Performance.enable", timeDomain="threadTicks")
            done = "document.body?.dataset.ready"
            own = [cost(opened, f"http://127.0.0.1:{port}{RUN}&day={k}", done) for k in range(TIMES)]
            vega = [cost(opened, f"{page.as_uri()}?{k}", done) for k in range(TIMES)]
    modules = [content for name, (content, _) in static().items() if name.endswith(".js")]
    text = table(compressed(modules), own, compressed([vega_script().encode()]), vega)
    print(text)
    if given.write:
        RESULT.write_text(text, encoding="utf-8")


def cost(page: Page, address: str, done: str) -> float:
    """Milliseconds of the page's thread until `done`."""
    page.call("Page.navigate", url=address)
    page.until(f"location.href.startsWith({address.split('?')[0]!r}) && {done}")
    metrics = {m["name"]: m["value"] for m in page.call("Performance.getMetrics")["metrics"]}
    return 1000 * float(metrics["TaskDuration"])


def compressed(files: Iterable[bytes]) -> int:
    """Bytes as they are sent."""
    return sum(len(gzip.compress(content, 5)) for content in files)


def table(own_bytes: int, own: list[float], vega_bytes: int, vega: list[float]) -> str:
    """The results as a page."""
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join([
        "# Charts in a browser", "", "Caveats: one run, one browser; processor time of the page's thread.", "",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}; load {os.getloadavg()[0]:.1f} at the end", "",
        "| page | script, compressed (kB) | until its first charts, median (ms) | times |",
        "| --- | ---: | ---: | ---: |",
        f"| served: five charts, map, calendar, own SVG | {own_bytes / 1000:.0f} | {np.median(own):.0f} | {len(own)} |",
        f"| written: one chart by Vega-Lite | {vega_bytes / 1000:.0f} | {np.median(vega):.0f} | {len(vega)} |",
    ]) + "\n"  # fmt: skip


if __name__ == "__main__":
    main()
