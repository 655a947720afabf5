"""Write the parts of the documentation that the code already says: `python docs/generate.py`.

A page marks such a part with two comments and the text between them is replaced:

    <!-- generated: parameters street -->
    <!-- end -->

The words after `generated:` are a name from `tables/__init__.py` and what it is given. A test fails while a page is
stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tables import TABLES, zoo
from tables.page import Link

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
REGION = re.compile(r"(<!-- generated: (?P<what>[^>]*?) -->\n)(?P<text>.*?)(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page, and the README."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def filled(page: Path, text: str) -> str:
    """The text of a page with its generated parts as they should read now.

    Raises
    ------
    KeyError
        If it asks for a table that does not exist.
    """

    def replace(region: re.Match[str]) -> str:
        name, *given = region["what"].split()
        return f"{region[1]}\n{TABLES[name](Link(page), *given).strip()}\n\n{region[4]}"

    return REGION.sub(replace, text)


def stale() -> Iterator[tuple[Path, str]]:
    """Pages that do not read as they should, with how they should; a new model's page is one."""
    for page, text in zoo.pages():
        yield page, filled(page, text)
    for page in pages():
        before = page.read_text(encoding="utf-8")
        text = filled(page, before)
        if text != before:
            yield page, text


def main(only_check: bool) -> int:
    """Write stale pages, or only name them and answer 1 if there are any."""
    found = list(stale())
    for page, text in found:
        print(f"{'stale' if only_check else 'wrote'}: {page.relative_to(ROOT)}")
        if not only_check:
            page.write_text(text, encoding="utf-8")
    return 1 if found and only_check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
