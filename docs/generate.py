"""Write the parts of the documentation that the code already says: `python docs/generate.py`.

A page marks such a part with two comments and the text between them is replaced:

    <!-- generated: parameters street -->
    <!-- end -->

The words after `generated:` are a name from `tables/__init__.py` and what it is given. A test fails while a page is
stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tables import TABLES
from tables.page import Link

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
REGION = re.compile(r"(<!-- generated: (?P<what>[^>]*?) -->\n)(?P<text>.*?)(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page, and the README."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def rendered(page: Path) -> str:
    """A page as it should read now.

    Raises
    ------
    KeyError
        If it asks for a table that does not exist.
    """

    def replace(region: re.Match[str]) -> str:
        name, *given = region["what"].split()
        return f"{region[1]}\n{TABLES[name](Link(page), *given).strip()}\n\n{region[4]}"

    return REGION.sub(replace, page.read_text(encoding="utf-8"))


def stale() -> Iterator[tuple[Path, str]]:
    """Pages that do not read as they should, with how they should."""
    for page in pages():
        text = rendered(page)
        if text != page.read_text(encoding="utf-8"):
            yield page, text


if __name__ == "__main__":
    for page, text in stale():
        page.write_text(text, encoding="utf-8")
        print(f"wrote {page.relative_to(ROOT)}")
