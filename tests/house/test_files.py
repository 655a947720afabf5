"""Files that others made are opened in one room."""

import ast

import pytest

from tests.house.sources import FILES, shown, tree

PARSERS = {
    "json": {"load", "loads"},
    "tomllib": {"load", "loads"},
    "csv": {"reader", "DictReader"},
    "np": {"load", "fromfile", "genfromtxt", "loadtxt", "memmap"},
    "pl": {"read_csv", "read_parquet", "read_excel", "read_json", "read_ndjson", "read_ipc", "read_ods", "read_avro",
           "scan_csv", "scan_parquet", "scan_ipc", "scan_ndjson", "read_csv_batched", "read_database"},
}  # fmt: skip
PARSERS |= {"numpy": PARSERS["np"], "polars": PARSERS["pl"]}
#: of which nothing is used elsewhere
CLOSED = {"zipfile", "fastexcel", "tarfile", "gzip", "bz2", "lzma", "zlib", "xml", "shelve", "marshal", "yaml"}
#: what reads no file of others, and why
ALLOWED = {
    "claims/importers/split.py": "cells of one line, whose errors put that line aside",
    "claims/importers/text.py": "cells of one line, whose errors put that line aside",
    "ensemble/shared.py": "arrays of this program's own in a private folder, which workers share",
    "forensics/table/column_map.py": "maps that come with the package",
    "report/language/catalogue.py": "catalogues that come with the package",
    "zoo/watts_2002/proof.py": "a table that comes with the package",
    "report/plot/sketch.py": "an XML writer, which reads nothing",
    "nation/chance.py": "a checksum of values in memory, as a key of chance",
    "store/points.py": "checksums of lines",
    "store/write.py": "tables that this very run has written, joined",
}


def _dotted(node):
    named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return f"{node.value.id}.{node.attr}" if named else ""


def _own_value(call):
    """json.loads(json.dumps(...)): a value of ours made plain."""
    return bool(call.args) and isinstance(call.args[0], ast.Call) and _dotted(call.args[0].func) == "json.dumps"


def _parsing(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            module, _, name = _dotted(node.func).partition(".")
            if name in PARSERS.get(module, ()) and not _own_value(node):
                yield node.lineno, f"{module}.{name}"
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.split(".")[0] in CLOSED)
        if isinstance(node, ast.ImportFrom) and node.module:
            taken = PARSERS.get(node.module, set()) & {a.name for a in node.names}
            if taken or node.module.split(".")[0] in CLOSED:
                yield node.lineno, f"{node.module} ({', '.join(sorted(taken))})"


@pytest.mark.parametrize("path", [f for f in FILES if not shown(f).startswith("files/")], ids=shown)
def test_nothing_parses_a_file_but_the_room_of_files(path):
    there = list(_parsing(path))
    if shown(path) in ALLOWED:
        assert there, f"{shown(path)} parses nothing: strike it from the list"
    else:
        assert not there, f"{shown(path)}: {there}; use contested.files"
