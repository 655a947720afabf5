"""How to cite what a page shows: one sentence, and an entry for BibTeX, from the record of the result.

Both name the program and its version, what was simulated by name and hash, seed and scale, and the day on which the
numbers were made, as far as the record has them: with these the same numbers come out again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

#: who is cited; as in CITATION.cff
AUTHOR = "The contested developers"
#: what a result is called
KINDS = {
    "run": "simulation", "sweep": "sweep of simulations", "comparison": "comparison of simulations",
    "calibration": "calibration of a simulation", "forecast": "forecast by simulation", "audit": "audit of returns",
    "sample": "count checked from a sample", "claims": "collection of claims",
}  # fmt: skip
#: characters of a hash that tell it from all others in practice
HASH = 16


class Citation(NamedTuple):
    """A sentence, and the BibTeX entry, in which the word FIGURE stands for the title of a chart."""

    text: str
    bibtex: str


def citation(kind: str, title: str, record: Mapping[str, Any]) -> Citation:
    """The citation of a result.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    title : str
        Of the page.
    record : mapping
        The result's provenance or record.
    """
    made_by = str(record.get("versions", {}).get("contested") or record.get("contested") or version("contested"))
    day = str(record.get("created", ""))[:10]
    about = "; ".join(_about(record))
    title = " ".join(title.split())
    text = f"{AUTHOR}{f' ({day[:4]})' if day else ''}. {title} [{KINDS[kind]}]. contested, version {made_by}."
    text += f" {about[0].upper()}{about[1:]}." if about else ""
    text += f" Made {day}." if day else ""
    key = "contested-" + "-".join(re.findall(r"[a-z0-9]+", f"{kind} {title}".lower())[:6])
    fields = {
        "author": f"{{{AUTHOR}}}", "title": _plain(title), "year": day[:4],
        "howpublished": f"contested, version {made_by}",
        "note": "; ".join(part for part in (_plain(about), f"made {day}" if day else "", "figure: FIGURE") if part),
    }  # fmt: skip
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return Citation(text, "\n".join((f"@misc{{{key},", *lines, "}")))


def _about(record: Mapping[str, Any]) -> list[str]:
    """What the numbers follow from."""
    scenario = record.get("scenario") or {}
    if not isinstance(scenario, Mapping):
        scenario = {"name": scenario, "hash": record.get("hash")}
    of_model = "start" in record and record["start"] is None
    parts = [_hashed("model" if of_model else "scenario", scenario.get("name"), scenario.get("hash"))]
    arms = ((arm, record.get(arm)) for arm in ("a", "b"))
    parts += [_hashed(arm.upper(), r.get("scenario"), r.get("hash")) for arm, r in arms if isinstance(r, Mapping)]
    parts.append(_hashed("returns", record.get("source"), record.get("sha256")))
    parts.append(f"seed {record['seed']}" if record.get("seed") is not None else "")
    parts.append(f"scale 1:{record['scale']}" if record.get("scale") and not of_model else "")
    return [part for part in parts if part]


def _hashed(what: str, name: Any, digest: Any) -> str:
    """Something by its name and the beginning of its hash; "" if it has no name."""
    return f"{what} {name}" + (f", sha256 {str(digest)[:HASH]}" if digest else "") if name else ""


def _plain(text: str) -> str:
    """Text without characters that LaTeX obeys."""
    return re.sub(r"([%&#_$])", r"\\\1", re.sub(r"[{}\\^~]", "", text))
