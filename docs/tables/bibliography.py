"""References: what `references.bib` holds, and how an entry reads in a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BIB = Path(__file__).resolve().parents[2] / "src" / "contested" / "references.bib"
_ENTRY = re.compile(r"^@(?P<kind>\w+)\{(?P<key>[\w-]+),\n(?P<body>.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^\s*(?P<name>\w+)\s*=\s*\{(?P<value>.*?)\},?$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """One source."""

    key: str
    kind: str
    fields: dict[str, str]

    def short(self) -> str:
        """Author and year as they stand in a sentence: Opp and Roehl 1990."""
        names = [_family(a) for a in self.fields["author"].split(" and ")]
        who = names[0] if len(names) == 1 else f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} et al."
        return f"{who} {self.fields['year']}"

    def full(self) -> str:
        """The entry as a line of Markdown."""
        f = {name: _plain(value) for name, value in self.fields.items()}
        parts = [f"{_people(f['author'])} ({f['year']}). *{f['title']}*{_edition(f)}."]
        if "journal" in f:
            parts.append(f"{f['journal']}{_volume(f)}{_pages(f)}.")
        elif "booktitle" in f:
            editor = f", edited by {_people(f['editor'])}" if "editor" in f else ""
            parts.append(f"In {f['booktitle']}{editor}{_pages(f)}. {f['publisher']}.")
        elif "publisher" in f:
            parts.append(f"{f['publisher']}.")
        if "howpublished" in f:
            parts.append(f"{f['howpublished']}.")
        if "doi" in f:
            parts.append(f"<https://doi.org/{f['doi']}>")
        if "note" in f:
            parts.append(f"{f['note']}.")
        return " ".join(parts)


@cache
def entries(path: Path = BIB) -> dict[str, Entry]:
    """Key to entry, in the order of the file.

    Raises
    ------
    ValueError
        If a key appears twice, or an entry cannot be read to its end.
    """
    text = path.read_text(encoding="utf-8")
    found: dict[str, Entry] = {}
    for match in _ENTRY.finditer(text):
        key = match["key"]
        if key in found:
            raise ValueError(f"{path.name}: {key} appears twice")
        fields = {m["name"]: " ".join(m["value"].split()) for m in _FIELD.finditer(match["body"])}
        if not {"author", "title", "year"} <= fields.keys():
            raise ValueError(f"{path.name}: {key} needs author, title and year; got {sorted(fields)}")
        found[key] = Entry(key, match["kind"], fields)
    if len(found) != len(re.findall(r"^@", text, re.MULTILINE)):
        raise ValueError(f"{path.name}: an entry does not end with a closing brace at the start of a line")
    return found


def _plain(value: str) -> str:
    value = re.sub(r"\\url\{([^}]*)\}", r"<\1>", value)
    value = value.replace("\\$", "$").replace("---", "—").replace("--", "–")
    return re.sub(r"[{}]", "", value)


def _family(author: str) -> str:
    return _plain(author.split(",")[0])


def _people(authors: str) -> str:
    names = authors.split(" and ")
    shown = [", ".join(part.strip() for part in n.split(",")) for n in names]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def _edition(f: dict[str, str]) -> str:
    return f", {f['edition']} edition" if "edition" in f else ""


def _pages(fields: dict[str, str]) -> str:
    return f", {fields['pages']}" if "pages" in fields else ""


def _volume(f: dict[str, str]) -> str:
    number = f"({f['number']})" if "number" in f else ""
    return f" {f['volume']}{number}" if "volume" in f else ""
