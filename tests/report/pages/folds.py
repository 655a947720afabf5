"""What a page shows before anything is unfolded."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VEGA = re.compile(r"<script>.*?</script>", re.S)


class Folds(HTMLParser):
    """Charts, tables and sections of a page, by whether a fold hides them; scripts are left aside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside = 0
        self.charts: list[str] = []
        self.folded_charts: list[str] = []
        self.tables = 0
        self.open_folds = 0
        self.unnamed: list[str] = []
        self.feed(VEGA.sub("", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "details":
            self.inside += 1
            self.open_folds += "open" in found
        if name := found.get("data-chart"):
            (self.folded_charts if self.inside else self.charts).append(name)
            if found.get("role") != "img" or not (found.get("aria-label") or "").endswith("."):
                self.unnamed.append(name)
        self.tables += tag == "table" and not self.inside

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "details"


def sections(text: str) -> list[tuple[str, str, str]]:
    """(anchor, what the folded line says is inside, what is inside) of each section of a page."""
    whole = VEGA.sub("", text)
    found = re.findall(
        r'<section id="([^"]+)"[^>]*><details class="section"><summary>.*?<span class="inside">(.*?)</span></summary>'
        r"(.*?)</details></section>", whole, re.S,
    )  # fmt: skip
    assert len(found) == whole.count("<section "), "a section that cannot be folded"
    return found
