"""Every source that code or pages name has an entry in references.bib, and every entry is used."""

from __future__ import annotations

import importlib.util
import re

from contested.engine.params import walk
from contested.nation.params import NationParams
from contested.nation.plan import PHASES
from tests.docs.pages import DOCS, ROOT, pages

#: author and year, as docstrings cite; a year alone or a scenario's name is none
CITED = re.compile(r"\b[a-z]{3,}(?:19|20)\d\d[a-z]*\b")


def bibliography():
    spec = importlib.util.spec_from_file_location("bibliography", DOCS / "tables" / "bibliography.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["bibliography"] = module
    spec.loader.exec_module(module)
    return module


def entries():
    return bibliography().entries()


def test_sources_of_parameters_have_entries():
    named = {d.source for _, _, d in walk(NationParams())} - {"assumed"}
    assert named <= entries().keys(), f"no entry: {sorted(named - entries().keys())}"


def test_sources_of_phases_have_entries():
    named = {p.source for p in PHASES} - {"script"}
    assert named <= entries().keys(), f"no entry: {sorted(named - entries().keys())}"


def test_what_docstrings_cite_has_an_entry():
    known = entries()
    for file in sorted((ROOT / "src" / "contested").rglob("*.py")):
        unknown = set(CITED.findall(file.read_text(encoding="utf-8"))) - known.keys()
        assert not unknown, f"{file.relative_to(ROOT)} cites {sorted(unknown)}"


def test_every_entry_is_used():
    read = [f.read_text(encoding="utf-8") for f in (ROOT / "src" / "contested").rglob("*.py")]
    read += [p.read_text(encoding="utf-8") for p in pages() if p.name != "sources.md"]
    everything = "\n".join(read)
    unused = [key for key in entries() if key not in everything]
    assert not unused, f"used nowhere: {unused}"


def test_entries_are_complete():
    kinds = {"article": "journal", "book": "publisher", "incollection": "booktitle", "inproceedings": "booktitle"}
    for entry in entries().values():
        needed = kinds.get(entry.kind, "howpublished")
        assert needed in entry.fields, f"{entry.key}: no {needed}"
        assert re.fullmatch(r"\d{4}", entry.fields["year"]), entry.key


def test_names_read_as_in_a_sentence():
    assert entries()["epstein2002"].short() == "Epstein 2002"
    assert entries()["opp1990"].short() == "Opp and Roehl 1990"
    assert entries()["klimek2012"].short() == "Klimek et al. 2012"
