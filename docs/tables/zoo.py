"""Tables of the zoo: which models there are, what is known of each, and what was measured.

Nothing is measured here: numbers are read from `docs/zoo/measured.json`, which `docs/measure.py` writes. A model
without a page gets one, and its place in the navigation (`pages`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tables import bibliography
from tables.page import DOCS, Link, table

STORE = DOCS / "zoo" / "measured.json"
NAVIGATION = DOCS.parent / "mkdocs.yml"
_NAV = re.compile(r"(?P<head>(?P<indent> +)# models of the zoo.*\n)(?P<lines>(?:(?P=indent)- .*\n)*)")
#: what a new page starts with; a paragraph of context above the first table is for a person to write
PAGE = """\
<!-- generated: zoo_head {name} -->
<!-- end -->

## Pictures

<!-- generated: zoo_pictures {name} -->
<!-- end -->

## What it reproduces

<!-- generated: zoo_targets {name} -->
<!-- end -->

## What is known about it

<!-- generated: zoo_card {name} -->
<!-- end -->

## Parameters

<!-- generated: zoo_parameters {name} -->
<!-- end -->

## What it reports

<!-- generated: zoo_observables {name} -->
<!-- end -->

## Sources

<!-- generated: zoo_citation {name} -->
<!-- end -->
"""


# the page of a model ------------------------------------------------------------------------------------------------


def head(link: Link, name: str) -> str:
    """Title, idea, and how to run it."""
    model = _load(name)
    runs = [f"contested zoo {name}", *(f"contested zoo {name} --preset {preset}" for preset in list(model.presets)[:2])]
    commands = "\n".join(runs)
    return f"# {model.title}\n\n{_citing(link, model)} {_words(model.card.idea)}\n\n```text\n{commands}\n```"


def pictures(link: Link, name: str) -> str:
    """What was drawn."""
    drawn = _measured().get(name, {}).get("pictures", [])
    parts = []
    for picture in drawn:
        file = f"images/zoo/{name}-{picture['name']}.svg"
        if (DOCS / file).is_file():
            words = re.sub(r"[\[\]]", "", picture["title"])
            parts.append("!" + link.to(words, file))
    return "\n\n".join(parts) or f"None drawn yet: `python docs/measure.py {name}`."


def targets(link: Link, name: str) -> str:
    """Every number it must reproduce, beside what was measured."""
    model, found = _load(name), _measured().get(name)
    if not model.targets:
        return "It has no targets: no number of the paper or of a closed form is known."
    rows = [
        (_words(t.what), _number(t.value, t), _tolerance(t), *_verdict(name, t), t.status, _words(t.where),
         f"{t.runs:,}" if t.runs else "")
        for t in model.targets
    ]  # fmt: skip
    heads = ("what", "value", "tolerance", "measured", "verdict", "how the value is known", "where", "runs")
    parts = [table(heads, rows, right=("value", "tolerance", "measured", "runs"))]
    parts += [f"**{_words(t.what)}** is missed: {_words(t.miss)}" for t in model.targets if t.miss]
    if found:
        seconds = sum(t["seconds"] for t in found["targets"].values())
        parts.append(
            f"Measured by `python docs/measure.py {name}` with contested {found['version']} on {found['date']} "
            f"({found['machine']}), in {seconds:.0f} s. Seeds are fixed; a test repeats the measurement and compares."
        )
    meaning = link.to("how a value or a fact is known", "zoo/index.md#how-a-number-or-a-rule-is-known")
    parts.append(
        "A number is *met* if the measured one differs from the value by at most the tolerance. *Read*, *recalled*, "
        f"*derived*, *own run* and *chosen*, here and below, say {meaning}."
    )
    return "\n\n".join(parts)


def card(link: Link, name: str) -> str:
    """What a reader should know before trusting it."""
    known = _load(name).card
    parts = ["### Rules", _facts(known.rules, numbered=True), "### What the paper reports", _facts(known.reports)]
    if known.differences:
        parts += ["### Where versions differ", _facts(known.differences)]
    if known.readings:
        parts += ["### Where implementations first differed", _list(known.readings)]
    if known.leaves_out:
        parts += ["### What this version leaves out", _list(known.leaves_out)]
    if known.checked:
        parts += ["### Who checked it", f"{_words(known.checked).rstrip('.')}."]
    return "\n\n".join(part for part in parts if part)


def parameters(link: Link, name: str) -> str:
    """Parameters with their values in the standard case, and in each preset."""
    from contested.engine.params import walk

    model = _load(name)
    rows = [
        (f"`{key}`", _value(value), d.unit, _words(d.range), link.source(d.source), _words(d.meaning))
        for key, value, d in walk(model.params)
    ]
    parts = [table(("parameter", "value", "unit", "range", "source", "meaning"), rows, right=("value",))]
    if model.presets:
        named = [
            (f"`{preset}`", ", ".join(f"`{k}` {_value(v)}" for k, v in changes.items()) or "the values above")
            for preset, changes in model.presets.items()
        ]
        parts.append(table(("preset", "what it changes"), named))
    return "\n\n".join(parts)


def observables(link: Link, name: str) -> str:
    """What is stored every step."""
    model = _load(name).model()
    rows = [(f"`{o.name}`", o.unit, ", ".join((model.clock, *o.dims)), _words(o.meaning)) for o in model.observables]
    return table(("name", "unit", "dimensions", "meaning"), rows)


def citation(link: Link, name: str) -> str:
    """The paper, and what else was read for it."""
    entries = bibliography.entries()
    return "\n".join(f"- {entries[key].full()}" for key in _load(name).card.cites)


# pages over all models ----------------------------------------------------------------------------------------------


def catalogue(link: Link) -> str:
    """One line a model."""
    rows = []
    for name, model in models().items():
        met = sum(_verdict(name, t)[1] == "met" for t in model.targets)
        presets = ", ".join(f"`{p}`" for p in model.presets)
        where = link.to(f"`{name}`", f"zoo/{name}.md")
        rows.append((where, _citing(link, model)[:-1], _words(model.title), presets, f"{met} of {len(model.targets)}"))
    return table(("model", "paper", "what it is about", "presets", "numbers met"), rows, right=("numbers met",))


def gallery(link: Link) -> str:
    """The picture each model is known by, with its title and caption, which the small picture leaves out."""
    parts = []
    for name, model in models().items():
        drawn, file = _measured().get(name, {}).get("pictures", []), f"images/zoo/gallery/{name}.png"
        if not drawn or not (DOCS / file).is_file():
            continue
        shown = "!" + link.to(re.sub(r"[\[\]]", "", drawn[0]["title"]), file)
        words = f"**{_words(drawn[0]['title']).rstrip('.')}.** {_words(drawn[0]['caption'])}"
        parts.append(f"## {link.to(_words(model.title), f'zoo/{name}.md')}\n\n{shown}\n\n"
                     f"{words} {_citing(link, model)}")  # fmt: skip
    return "\n\n".join(parts)


def statuses(link: Link) -> str:
    """How a number or a rule is known."""
    from contested.zoo.card import STATUSES

    known = [(model, fact) for model in models().values() for fact in (*model.targets, *_card_facts(model))]
    rows = [(status, words, sum(f.status == status for _, f in known)) for status, words in STATUSES.items()]
    return table(("how it is known", "what that means", "facts and numbers"), rows, right=("facts and numbers",))


def tally(link: Link) -> str:
    """How many numbers are met, by how they are known."""
    counts: dict[str, list[int]] = {}
    for name, model in models().items():
        for t in model.targets:
            count = counts.setdefault(t.status, [0, 0, 0])
            count[("met", "missed").index(_verdict(name, t)[1]) if _verdict(name, t)[1] else 2] += 1
    rows = [(status, *count[:2]) for status, count in counts.items()]
    rows.append(("**together**", *(f"**{sum(c[k] for c in counts.values())}**" for k in (0, 1))))
    text = table(("how the value is known", "met", "missed"), rows, right=("met", "missed"))
    waiting = sum(c[2] for c in counts.values())
    return text + (f"\n\n{waiting} are not measured yet: `python docs/measure.py`." if waiting else "")


def replication(link: Link) -> str:
    """Every number of every model, the missed ones first."""
    missed, met = [], []
    for name, model in models().items():
        for t in model.targets:
            number, verdict = _verdict(name, t)
            row = (link.to(f"`{name}`", f"zoo/{name}.md"), _words(t.what), _number(t.value, t), _tolerance(t), number)
            if verdict == "missed":
                missed.append((*row, t.status, _words(t.miss)))
            else:
                met.append((*row, t.status, f"{t.runs:,}" if t.runs else ""))
    heads = ("model", "what", "value", "tolerance", "measured", "how it is known")
    right = ("value", "tolerance", "measured")
    parts = ["## Missed", table((*heads, "why it is missed"), missed, right=right) if missed else "None."]
    parts += ["## Met", table((*heads, "runs"), met, right=(*right, "runs"))]
    return "\n\n".join(parts)


def pages() -> Iterator[tuple[Path, str]]:
    """Pages that models have not got yet, and the navigation if it does not list them all."""
    for name in models():
        page = DOCS / "zoo" / f"{name}.md"
        if not page.is_file():
            yield page, PAGE.format(name=name)
    before = NAVIGATION.read_text(encoding="utf-8")

    def listed(region: re.Match[str]) -> str:
        lines = [f"{region['indent']}- {_label(name, model)}: zoo/{name}.md\n" for name, model in models().items()]
        return region["head"] + "".join(lines)

    text = _NAV.sub(listed, before)
    if text != before:
        yield NAVIGATION, text


# words --------------------------------------------------------------------------------------------------------------


@cache
def models() -> dict[str, Any]:
    """Every model by its name, loaded once for all pages."""
    from contested import zoo

    return {name: zoo.load(name) for name in zoo.names()}


def _load(name: str) -> Any:
    if name not in models():
        raise KeyError(f"docs/zoo/{name}.md: there is no such model (any more); remove the page")
    return models()[name]


@cache
def _measured() -> dict[str, Any]:
    return json.loads(STORE.read_text(encoding="utf-8")) if STORE.is_file() else {}


def _verdict(name: str, target: Any) -> tuple[str, str]:
    """What was measured, and whether that is met; empty where nothing was."""
    found = _measured().get(name, {}).get("targets", {}).get(target.what)
    if found is None:
        return "", ""
    return _number(found["number"], target), "met" if target.met(found["number"]) else "missed"


def _number(value: float, target: Any) -> str:
    """As many digits as the tolerance makes worth reading."""
    if not math.isfinite(value):
        return str(value)
    if target.tolerance == 0:
        return f"{value:.9g}"
    decimals = max(0, 1 - math.floor(math.log10(target.tolerance)))
    text = f"{value:.{decimals}f}" if decimals <= 12 else f"{value:.9g}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tolerance(target: Any) -> str:
    return f"{target.tolerance:.2g}" if target.tolerance else "exact"


def _value(value: Any) -> str:
    return _words(value) if isinstance(value, str) else f"{value:.10g}"


def _facts(facts: Any, numbered: bool = False) -> str:
    lines = []
    for fact in facts:
        how = f"{fact.status}: {_words(fact.where)}" if fact.where else fact.status
        lines.append(f"{'1.' if numbered else '-'} {_words(fact.text)} *({how})*")
    return "\n".join(lines)


def _list(texts: Any) -> str:
    return "\n".join(f"- {_words(text)}" for text in texts)


def _card_facts(model: Any) -> tuple[Any, ...]:
    return (*model.card.rules, *model.card.reports, *model.card.differences)


def _citing(link: Link, model: Any) -> str:
    return f"{link.source(model.card.cites[0])}."


def _label(name: str, model: Any) -> str:
    """Authors and year, and what tells two models of one paper apart."""
    suffix = re.sub(r".*-\d{4}", "", name).replace("-", " ").upper()
    return bibliography.entries()[model.card.cites[0]].short() + suffix


def _words(text: str) -> str:
    """A card's words as Markdown that shows them as they are; what stands between backticks stays, files get some."""
    text = re.sub(r"(?<![`\w/])((?:src|docs|tests)/[\w./-]*\w)", r"`\1`", text)
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else _escaped(part) for part in parts)


def _escaped(text: str) -> str:
    return re.sub(r"([*\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text.replace("<", "&lt;"))
