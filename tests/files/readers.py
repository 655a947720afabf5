"""The register: every reader of files that others made, with a small file that it reads.

A reader takes a path. What is read together with other files finds them beside it, in a folder of its own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from tests.claims import exports

TABLE = (
    "date,end_date,place,quantity,actor_or_side,value,low,high,claimant,claimant_side,source_url,read_or_recalled,note\n"
    "2031-05-08,,Orvane,arrests,,40,30,50,Orvane Courier,independent,,read,\n"
    '2031-05-09,2031-05-12,,deaths,all,,2,,League,opposition,https://a.example,recalled,"two, or more"\n'
)
RETURNS = "region,number,voters,papers,spoilt,votes for Rudolf,votes for Michael,photos\n" + "".join(
    f"North,{i},{900 + i},{600 + i},{i % 7},{300 + i},{300 - i % 7},{i}\n" for i in range(40)
)
MAP = """
title = "Ruritania"
[station]
id = ["region", "number"]
[units]
region = "region"
block = { column = "number", matching = '^(\\d)', names = { "1" = "first" } }
[counts]
registered = "voters"
cast = "papers"
invalid = "spoilt"
[contestants]
leader = "Rudolf"
matching = '^votes for (.+)$'
[evidence.photos]
columns = { Rudolf = "photos" }
[announced]
source = "Commission"
ballots = 24780
digits = 2
[announced.percent]
Rudolf = 51.6
[announced.by.region.North]
Rudolf = 12780
margin = 500
"""
EVIDENCE = (
    "id,registered for Rudolf,photos of Rudolf,late\n"
    'North / 1,5,,true\nNorth / 2,,7,\nNorth / 3,"1,204",3,no\nElsewhere,2,2,0\n'
)
EVIDENCE_MAP = """
key = "id"
area = { column = "id", first = 5 }
[registrations]
Rudolf = "registered for Rudolf"
[photos]
Rudolf = "photos of Rudolf"
[flags]
late = "late"
"""
QUICK = (
    "Elections,Cand,ISFED,Lower,Upper,MoE,CEC\n"
    "2020,A,40.1,39,41.2,1.1,40\n2020,B,20.5,19.9,21.1,0.6,20.9\n2016,A,12,0.5,11.5,12.5,12.1\n"
)
TARGETS = (
    "item,observable,summary,place,first,last,low,high,unit,side,factor,basis,source,note\n"
    "First march,crowd,sum,,2031-05-10,2031-05-10,100,1500,person,,,around what newspapers wrote,assumed,\n"
)
DRAWS = "chain,draw,citizens.grievance,detention.hold_limit\n0,0,0.5,2.0\n0,1,0.25,3.0\n"
CHANGE = """
name = "later"
scenario = "teaching"
drop_acts = ["shutdown"]
add_acts = []
without = []
[set]
detention.hold_limit = 3.0
"""


@dataclass(frozen=True)
class Reader:
    """A reader of the register.

    Parameters
    ----------
    name : str
        What it reads.
    kind : str
        Of its file, as `mutations.damaged` knows it.
    file : str
        Name of the file.
    content : bytes
        The file, sound.
    read : function
        Reads the file of this path.
    beside : dict
        What else lies in the folder.
    """

    name: str
    kind: str
    file: str
    content: bytes
    read: Callable[[Path], Any]
    beside: dict[str, bytes]

    def __str__(self) -> str:
        return self.name


def workbook(text: str, separator: str = ",") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("table")
        for i, row in enumerate(_rows(text, separator)):
            sheet.write_row(i, 0, [float(c) if c.replace(".", "", 1).isdigit() else c for c in row])
    return content.getvalue()


def parquet(text: str, separator: str = ",") -> bytes:
    content = io.BytesIO()
    head, *rows = _rows(text, separator)
    pl.DataFrame({name: [row[i] for row in rows] for i, name in enumerate(head)}).write_parquet(content)
    return content.getvalue()


def zipped(text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", text)
        archive.writestr("readme.md", "about")
    return content.getvalue()


def _rows(text: str, separator: str) -> list[list[str]]:
    import csv

    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _scenario(path: Path) -> Any:
    from contested.scenarios.load import load

    return load(path.parent)


def _change(path: Path) -> Any:
    from contested.scenarios.changes import read_change

    return read_change(path)


def _claims(format: str | None) -> Callable[[Path], Any]:
    def read(path: Path) -> Any:
        from contested.claims.importers import scan

        return scan(path, format)

    return read


def _map(path: Path) -> Any:
    from contested.forensics.table.read import read

    returns = read(path.with_name("returns.csv"), path)
    return returns if returns.announced is None else returns.announced.rounding


def _returns(path: Path) -> Any:
    from contested.forensics.table.read import read

    returns = read(path, path.with_name("map.toml"))
    return returns.flags, returns.case()


def _evidence(path: Path) -> Any:
    from contested.forensics.samples import evidence

    returned = evidence.read(path.with_name(_named(path, "evidence")), path.with_name("evidence.toml"))
    return evidence.find(returned, ["North / 1", "North / 2"])


def _named(path: Path, stem: str) -> str:
    return next(file.name for file in sorted(path.parent.iterdir()) if file.stem == stem and file.suffix != ".toml")


def _quick(path: Path) -> Any:
    from contested.forensics.samples.quick_count_table import find, read_quick_counts

    return find(read_quick_counts(path))


def _draws(path: Path) -> Any:
    from contested.studies.comparison.posterior import read_draws

    return read_draws(path).record()


def _tables(name: str, text: str, read: Callable[[Path], Any], **beside: bytes) -> Iterator[Reader]:
    """One table in every form."""
    stem = name.split()[0]
    forms = {"csv": text.encode(), "xlsx": workbook(text), "parquet": parquet(text)}
    for form, content in forms.items():
        kind = {"csv": "csv", "xlsx": "zip"}.get(form, "bytes")
        yield Reader(f"{name}, {form}", kind, f"{stem}.{form}", content, read, {_file(k): v for k, v in beside.items()})


def _file(name: str) -> str:
    return name.replace("_", ".")


def _scenarios() -> Iterator[Reader]:
    folder = files("contested.scenarios") / "data" / "teaching"
    content = {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith((".csv", ".toml"))}
    content["targets.csv"] = TARGETS.encode()
    for name in sorted(content):
        kind = name.rpartition(".")[2]
        others = {other: text for other, text in content.items() if other != name}
        yield Reader(f"scenario, {name}", kind, name, content[name], _scenario, others)


def readers() -> list[Reader]:
    """All of them."""
    events = {
        "acled": exports.acled({"tags": "crowd size=about 200"}, {"fatalities": "3"}),
        "ucdp": exports.ucdp({}, {"best": "0"}),
        "ccc": exports.ccc({"size_text": "about 300", "size_low": "300"}, {"arrests": "2"}),
        "mass-mobilization": exports.mass({}, {"participants": ">5000"}),
    }
    return [
        *_scenarios(),
        Reader("change", "toml", "change.toml", CHANGE.encode(), _change, {}),
        *_tables("claims", TABLE, _claims(None)),
        *(reader for name, text in events.items() for reader in _tables(f"{name} events", text, _claims(name))),
        Reader("gdelt events", "csv", "gdelt.csv", exports.gdelt({}).encode(), _claims("gdelt"), {}),
        Reader("map of returns", "toml", "map.toml", MAP.encode(), _map, {"returns.csv": RETURNS.encode()}),
        *_tables("returns", RETURNS, _returns, map_toml=MAP.encode()),
        Reader("returns, zip", "zip", "returns.zip", zipped(RETURNS), _returns, {"map.toml": MAP.encode()}),
        *_tables("evidence", EVIDENCE, _evidence, evidence_toml=EVIDENCE_MAP.encode()),
        Reader("map of evidence", "toml", "evidence.toml", EVIDENCE_MAP.encode(), _evidence,
               {"evidence.csv": EVIDENCE.encode()}),
        *_tables("quick counts", QUICK, _quick),
        Reader("draws, csv", "csv", "draws.csv", DRAWS.encode(), _draws, {}),
        Reader("draws, parquet", "bytes", "draws.parquet", parquet(DRAWS), _draws, {}),
    ]  # fmt: skip
