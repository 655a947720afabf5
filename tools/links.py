"""Addresses on the web that the documentation links to, each with its pages; with --check those that do not answer.

    python tools/links.py [--check]

Links inside the repository are checked by tests/docs/test_links.py, which needs no network.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
#: in Markdown, in BibTeX and in plain text
ADDRESS = re.compile(r"https?://[^\s<>\"'`\]}|]+")
#: names that stand for somebody's own
OWN = re.compile(r"//(?:localhost|127\.|[\w.-]*\bexample\b|[A-Z.]+[/:])")
#: seconds for an answer
PATIENCE = 20


def addresses() -> dict[str, list[str]]:
    """Address -> pages, in order."""
    found: dict[str, list[str]] = {}
    pages = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "src/contested/references.bib"]
    for page in pages:
        for address in dict.fromkeys(map(_whole, ADDRESS.findall(page.read_text("utf-8")))):
            if not OWN.search(address):
                found.setdefault(address, []).append(page.relative_to(ROOT).as_posix())
    return dict(sorted(found.items()))


def _whole(address: str) -> str:
    """Without the end of a sentence or of a link's brackets; brackets of its own, as of some DOIs, stay."""
    while address[-1] in ".,;:" or address.count(")") > address.count("("):
        address = address[: address.rindex(")")] if address[-1] not in ".,;:" else address[:-1]
    return address


def problem(address: str) -> str:
    """What is wrong with an address; empty if it answers. Who refuses programs (403, 429) is there."""
    try:
        with urlopen(Request(address, headers={"User-Agent": "Mozilla/5.0 (link check)"}), timeout=PATIENCE):
            return ""
    except HTTPError as error:
        return "" if error.code in (403, 429) else f"{error.code}"
    except OSError as error:
        return str(getattr(error, "reason", error))


def main() -> None:
    """Print the list, or with --check what does not answer; then the exit code is 1."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--check", action="store_true", help="open each of them")
    given = options.parse_args()
    failed = 0
    for address, pages in addresses().items():
        wrong = problem(address) if given.check else ""
        failed += bool(wrong)
        if wrong or not given.check:
            print(f"{address}{f': {wrong}' if wrong else ''}\n    {', '.join(pages)}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
