"""Keys of references.bib in words, for parameters and phases: authors, year and title."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

ENTRY = re.compile(r"^@\w+\{([^,\s]+),(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\},?\s*$", re.MULTILINE | re.DOTALL)


@cache
def addresses() -> dict[str, str]:
    """Key -> web address, for entries of references.bib that have a DOI or a URL."""
    found = {key: dict(FIELD.findall(body)) for key, body in _entries()}
    links = {key: f"https://doi.org/{f['doi']}" if "doi" in f else f.get("url", "") for key, f in found.items()}
    return {key: link for key, link in links.items() if link}


@cache
def citations() -> dict[str, str]:
    """Key -> "Epstein, J. (2002), Title": every entry of references.bib."""
    return {key: _words(dict(FIELD.findall(body))) for key, body in _entries()}


def _entries() -> list[tuple[str, str]]:
    return ENTRY.findall(files("contested").joinpath("references.bib").read_text(encoding="utf-8"))


def _words(entry: dict[str, str]) -> str:
    plain = {name: " ".join(re.sub(r"[{}]", "", value).split()) for name, value in entry.items()}
    people = [name.split(",")[0] for name in plain.get("author", plain.get("editor", "")).split(" and ") if name]
    who = people[0] + " and others" if len(people) > 2 else " and ".join(people)
    return f"{who} ({plain.get('year', 'undated')}), {plain.get('title', '')}".strip(" ,")
