"""A published model's card and targets as text of a page. Everything is escaped; every fact says how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from contested.report.citations import addresses, citations
from contested.report.pages.html import chip, link, table
from contested.zoo.card import STATUSES, Card, Fact

if TYPE_CHECKING:
    from contested.zoo.target import Measured


def prose(text: str) -> str:
    """Text of a card, escaped; what stands between backticks is a name."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def facts(heading: str, found: Sequence[Fact]) -> str:
    """A list of facts, each with its status and where it was seen; "" for none."""
    if not found:
        return ""
    items = "".join(
        f"<li>{chip(f.status)}<div>{prose(f.text)}"
        + (f' <small class="note">{prose(f.where)}</small>' if f.where else "")
        + "</div></li>"
        for f in found
    )
    return f'<h3>{escape(heading)}</h3><ul class="facts">{items}</ul>'


def sentences(heading: str, found: Iterable[str]) -> str:
    """A list of plain sentences; "" for none."""
    items = "".join(f"<li>{prose(text)}</li>" for text in found)
    return f"<h3>{escape(heading)}</h3><ul>{items}</ul>" if items else ""


def card_text(card: Card) -> str:
    """The whole card but for its idea and what it cites."""
    return (
        legend(card)
        + facts("Rules", card.rules)
        + facts("What the paper reports", card.reports)
        + facts("Where versions differ", card.differences)
        + sentences("How two readers read it", card.readings)
        + sentences("Left out here", card.leaves_out)
        + (f"<h3>How it was checked</h3><p>{prose(card.checked)}</p>" if card.checked else "")
    )


def legend(card: Card) -> str:
    """What the chips that occur mean."""
    used = {f.status for f in (*card.rules, *card.reports, *card.differences)}
    items = "".join(f"<li>{chip(s)} {escape(words)}</li>" for s, words in STATUSES.items() if s in used)
    return f'<ul class="key statuses">{items}</ul>' if items else ""


def cited(card: Card) -> str:
    """The papers, the model's own first."""
    items = "".join(
        f"<li>{escape(citations().get(key, key))}"
        + (f" · {link(addresses()[key])}" if key in addresses() else "")
        + f' <small class="note"><code>{escape(key)}</code></small></li>'
        for key in card.cites
    )
    return f'<ul class="sources">{items}</ul>'


def target_table(measured: Sequence[Measured]) -> str:
    """Targets with what came out; "" for none."""
    if not measured:
        return ""
    rows = []
    for m in measured:
        t = m.target
        where = f'<small class="note">{escape(t.where)}</small>' if t.where else ""
        miss = f'<small class="note">{prose(t.miss)}</small>' if t.miss else ""
        rows.append(
            (
                escape(t.what) + where,
                f"{t.value:.6g}" + (f' <small class="band">± {t.tolerance:.2g}</small>' if t.tolerance else ""),
                chip(t.status),
                f"{m.number:.6g}",
                chip(m.verdict) + miss,
                f"{t.runs:,}" if t.runs else "exact",
            )
        )
    met = sum(m.verdict == "met" for m in measured)
    return f"<p>{met} of {len(measured)} met.</p>" + table(
        ("number", "target", "known as", "measured", "verdict", "runs"), rows, kind="targets"
    )
