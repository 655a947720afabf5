"""Regularities beside bands fixed before any run, and the table of cuts: what benchmarks/dynamics measured."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

#: a key of references.bib
KEY = re.compile(r"\b[a-z]{3,}(?:19|20)\d\d\b")
#: pairs or draws that a row is judged on
FEWEST = 5
BANDS = RESULTS.parent / "dynamics" / "bands.csv"


def regularities(link: Link) -> str:
    """Every row of the file of bands with what was measured, misses too."""
    stored = [_stored("regularities"), _stored("cuts")]
    found: dict[str, list[dict[str, Any]]] = {}
    for results in stored:
        for row in results["rows"]:
            found.setdefault(row["row"], []).append(row)
    lines = []
    with BANDS.open(encoding="utf-8", newline="") as f:
        for band in csv.DictReader(f):
            between = f"{float(band['low']):g} to {float(band['high']):g}"
            nothing = [{"scenario": "-", "value": None, "of": 0, "inside": False, "note": "not measured"}]
            for row in found.get(band["row"], nothing):
                value = "none" if row["value"] is None else f"{row['value']:.3g}"
                few = 0 < row["of"] < FEWEST
                verdict = "too few" if few else "yes" if row["inside"] else "**no**"
                lines.append((band["what"], row["scenario"], between, value, str(row["of"]), verdict, row["note"]))
    heads = ("what", "scenario", "band", "measured", "of", "inside", "note")
    missed = sum(line[5] != "yes" for line in lines)
    count = f"{len(lines) - missed} of {len(lines)} rows lie inside their band."
    return f"{count} {_made(stored[0])}\n\n{table(heads, lines, ('measured', 'of'))}"


def bands(link: Link) -> str:
    """Why each band is as it is."""
    with BANDS.open(encoding="utf-8", newline="") as f:
        lines = [
            (f"`{b['row']}`", b["what"], KEY.sub(lambda key: link.source(key[0]), b["source"]))
            for b in csv.DictReader(f)
        ]
    return table(("row", "what", "source of the band"), lines)


def cuts(link: Link) -> str:
    """What follows from a script cut on five dates."""
    stored = _stored("cuts")
    lines = []
    for c in stored["cuts"]:
        arm = {"prior": "prior draws", "own": "own parameters"}[c["arm"]]
        for k, name in enumerate(("crowd", "detained")):
            x = c[name]
            rest = (_part(c["peak_first_weeks"]), _part(c["collapse"]), _part(c["success"])) if k == 0 else ("",) * 3
            lines.append((
                c["cut"] if k == 0 else "", f"{arm} ({c['runs']})" if k == 0 else "", name,
                f"{x['in_band']} of {x['weeks']}", _factor(x["error"]), _factor(x["last_value"]), *rest,
            ))  # fmt: skip
    heads = (
        "cut", "runs", "what", "weeks in the 90 % band", "error of the median", "error of the last value",
        "peak by 29 August", "quick collapse", "quick success",
    )  # fmt: skip
    return f"{_made(stored)}\n\n{table(heads, lines)}"


def cut_weeks(link: Link) -> str:
    """Week by week after the cut at election day: reported, and the ensembles' bands."""
    stored = _stored("cuts")
    first = {c["arm"]: c["weeks"] for c in stored["cuts"] if c["cut"] == stored["cuts"][0]["cut"]}
    lines = [
        (w["week"], w["what"], f"{w['real']:,.0f}", _band(w), _band(o))
        for w, o in zip(first["prior"], first["own"], strict=True)
    ]
    return table(("week from", "what", "reported", "prior draws", "own parameters"), lines, ("reported",))


def _band(w: dict[str, Any]) -> str:
    mark = "" if w["in_band"] else " **outside**"
    return f"{w['low']:,.0f} to {w['high']:,.0f}, median {w['median']:,.0f}{mark}"


def _part(x: float) -> str:
    return f"{100 * x:.1f} %"


def _factor(x: float | None) -> str:
    return "none known" if x is None else f"x {x:.2f}"


def _stored(name: str) -> dict[str, Any]:
    results: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return results


def _made(results: dict[str, Any]) -> str:
    return f"Measured on {results['date']} ({results['machine']}), {results['draws']} prior draws."
