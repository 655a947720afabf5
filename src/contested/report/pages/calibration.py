"""The page of a calibration: what was asked, parameters, biases, claims foretold, and whether to trust it all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from contested.report.charts.calibration import charts
from contested.report.pages import calibration_sections as words
from contested.report.pages import nation

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure


def write_calibrate_page(study: Any, path: str | Path, *, pictures: bool = True) -> Path:
    """Write the page, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    study : contested.studies.calibration.study.Study
    path : path
        Of the page.
    pictures : bool
        Whether to write PNG and SVG files too.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    target = Path(path)
    drawn = charts(study)
    text = calibrate_page(study, drawn)
    return nation.deliver(text, target, [f for some in drawn.values() for f in some] if pictures else ())


def calibrate_page(study: Any, drawn: Mapping[str, Sequence[Figure]]) -> str:
    """The whole page as text."""
    here = files("contested.report.pages")
    read = lambda name: (here / name).read_text(encoding="utf-8")  # noqa: E731
    specs = {f.name: nation.specification(f) for some in drawn.values() for f in some}
    sections = [s for s in _sections(study, drawn) if s[2]]
    warned = study.warnings()
    notice = "".join(f"<p>{escape(w[:1].upper() + w[1:])}.</p>" for w in warned)
    return Template(read("model_page.html")).substitute(
        eyebrow="A calibration to what was claimed",
        title=escape(study.record["title"]),
        idea=escape(words.lead(study)),
        how=words.size(study),
        changed=words.changed(study),
        notice=f'<div class="notice"><p><strong>Before you believe it.</strong></p>{notice}</div>' if warned else "",
        contents="".join(f'<li><a href="#{anchor}">{escape(heading)}</a></li>' for heading, anchor, _ in sections),
        sections="".join(
            f'<section id="{anchor}"><h2>{escape(heading)}</h2>{body}</section>' for heading, anchor, body in sections
        ),
        css=read("page.css") + read("model_page.css") + read("audit_page.css"),
        specs=json.dumps(specs, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        vega=nation.vega(),
        script=read("page.js"),
    )


def _sections(study: Any, drawn: Mapping[str, Sequence[Figure]]) -> list[tuple[str, str, str]]:
    def shown(name: str) -> str:
        some = list(drawn.get(name, ()))
        body = "".join(nation.figure(f, size) for f, size in zip(some, nation.sizes(some), strict=True))
        return f'<div class="charts">{body}</div>' if body else ""

    return [
        ("What was asked", "asked", words.asked(study)),
        ("Who bends what", "biases", words.biases(study) + shown("biases")),
        ("Parameters", "parameters", words.parameters(study) + shown("parameters") + words.parameter_table(study)),
        ("The course of events", "courses", words.courses(study) + shown("courses")),
        ("Later claims", "held-back", words.held_back(study) + shown("holdout")),
        ("Fitted claims", "fitted", words.fitted(study) + shown("fitted") + words.parties(study)),
        ("Before the claims", "prior", words.prior(study) + shown("prior")),
        ("Without each party", "without", words.without(study)),
        ("What fixes the scale", "scales", words.scales(study)),
        ("Is it calibrated?", "calibration", words.calibration(study) + shown("calibration")),
        ("Is the emulator right?", "emulator", words.emulator(study) + shown("emulator")),
        ("An audit without it", "audit", words.audit(study)),
        ("Every claim", "claims", words.claims(study)),
        ("Provenance", "provenance", words.provenance(study)),
    ]
