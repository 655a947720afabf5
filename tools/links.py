"""Addresses on the web that the documentation links to, each with its pages; with --check those that do not answer.

    python tools/links.py [--check]

Without a network it says so once and checks only that addresses are well formed. Links inside the repository are
checked by tests/docs/test_links.py, which needs no network.
"""

from __future__ import annotations

import argparse
import re
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
#: in Markdown, in BibTeX and in plain text; what follows the slashes begins a name
ADDRESS = re.compile(r"https?://\w[^\s<>\"'`\]}|]*")
#: names that stand for somebody's own
OWN = re.compile(r"//(?:localhost|127\.|[\w.-]*\bexample\b|[A-Z.]+[/:])")
#: what a server must be called, and what doi.org is asked for
HOST, DOI = re.compile(r"[\w-]+(\.[\w-]+)+"), re.compile(r"/10\.\d{4,9}/\S+")
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


def malformed(address: str) -> str:
    """What is wrong with an address as it is written; empty if nothing is."""
    parts = urlsplit(address)
    if not HOST.fullmatch(parts.hostname or ""):
        return f"no server is called {parts.hostname!r}"
    if parts.hostname == "doi.org" and not DOI.fullmatch(parts.path):
        return "not a DOI: expected https://doi.org/10.NUMBER/NAME"
    return ""


def offline(found: Iterable[str]) -> bool:
    """Whether the name of no server can be looked up."""
    for host in dict.fromkeys(urlsplit(address).hostname for address in found):
        try:
            socket.getaddrinfo(host, 443)
        except socket.gaierror:
            continue
        return False
    return True


def problem(address: str) -> str:
    """What is wrong with an address; empty if it answers. Who refuses programs (403, 429) is there."""
    try:
        with urlopen(Request(address, headers={"User-Agent": "Mozilla/5.0 (link check)"}), timeout=PATIENCE):
            return ""
    except HTTPError as error:
        return "" if error.code in (403, 429) else f"{error.code}"
    except OSError as error:
        return str(getattr(error, "reason", error))


def check(found: dict[str, list[str]]) -> int:
    """Print what is malformed or does not answer. The exit code: 0, 1 if there is any, 2 if there is no network."""
    wrong = {address: malformed(address) for address in found}
    cut_off = offline(address for address, text in wrong.items() if not text)
    for address, pages in found.items():
        text = wrong[address] or ("" if cut_off else problem(address))
        if text:
            wrong[address] = text
            print(f"{address}: {text}\n    {', '.join(pages)}", flush=True)
    if cut_off:
        print(
            f"no network: no name of a server can be looked up, so none of the {len(found)} addresses was opened; they "
            "were only checked for being well formed. Run this again where there is a network."
        )
        return 2
    return 1 if any(wrong.values()) else 0


def main() -> None:
    """Print the list, or with --check what is wrong with it."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--check", action="store_true", help="open each of them")
    if options.parse_args().check:
        sys.exit(check(addresses()))
    for address, pages in addresses().items():
        print(f"{address}\n    {', '.join(pages)}")


if __name__ == "__main__":
    main()
