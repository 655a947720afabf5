"""Small pieces of a page: tables that fold on a phone, keys, numbers in words. What comes from data is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from contested.report.numbers import significant


def number(value: float | None, unit: str = "person") -> str:
    """A figure to three digits, with thousands separators; shares as percent; an en dash where there is none."""
    value = significant(value)
    if value is None:
        return "–"
    if unit in ("share", "chance"):
        return f"{value * 100:,.3g} %".replace(".0 %", " %")
    if unit in ("person", "officer", "station") or abs(value) >= 1000:
        return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:,.1f}"
    return f"{value:,g}"


def with_band(median: float | None, low: float | None, high: float | None, unit: str = "person") -> str:
    """A median and, in small print, its band."""
    text = escape(number(median, unit))
    if low is None or high is None or number(low, unit) == number(high, unit):
        return text
    return f'{text} <small class="band">{escape(number(low, unit))} to {escape(number(high, unit))}</small>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "", caption: str = "") -> str:
    """A table whose cells are ready-made HTML; on a narrow screen each row becomes a card with labels.

    Parameters
    ----------
    kind : str
        CSS class.
    """
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    body = []
    for row in rows:
        cells = "".join(
            f'<td data-label="{escape(h)}"><div>{cell}</div></td>' if cell else "<td></td>"
            for h, cell in zip(heads, row, strict=True)
        )
        body.append(f"<tr>{cells}</tr>")
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="scroll"><table class="{escape(kind)}">{said}<thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def folded(summary: str, body: str, *, is_open: bool = False) -> str:
    """Something long, behind one line."""
    return f"<details{' open' if is_open else ''}><summary>{escape(summary)}</summary>{body}</details>"


def link(text: str, address: str = "") -> str:
    """`text`, as a link if `address` (or the text itself) is one."""
    address = address or text
    if not address.startswith(("https://", "http://")):
        return escape(text)
    shown = text if text != address else address.split("/")[2].removeprefix("www.")
    return f'<a href="{escape(address)}" rel="noreferrer nofollow">{escape(shown)}</a>'


SIGNS: dict[str, str] = {
    "circle": '<circle cx="7" cy="7" r="4.5" fill="{c}"/>',
    "ring": '<circle cx="7" cy="7" r="4" fill="white" stroke="{c}" stroke-width="1.8"/>',
    "triangle-up": '<path d="M7 2 12 11H2Z" fill="{c}"/>',
    "triangle-down": '<path d="M7 12 12 3H2Z" fill="{c}"/>',
    "diamond": '<path d="M7 1.5 12 7 7 12.5 2 7Z" fill="{c}"/>',
    "line": '<path d="M0 7H14" stroke="{c}" stroke-width="2.4"/>',
    "dashed": '<path d="M0 7H14" stroke="{c}" stroke-width="2.4" stroke-dasharray="4 2"/>',
    "band50": '<rect y="2" width="14" height="10" fill="{c}" opacity=".42"/>',
    "band90": '<rect y="2" width="14" height="10" fill="{c}" opacity=".16"/>',
    "line-point": '<path d="M0 7H14" stroke="{c}" stroke-width="2"/><circle cx="7" cy="7" r="3.6" fill="{c}"/>',
    "band-line": '<rect y="2" width="14" height="10" fill="{c}" opacity=".25"/>'
    '<path d="M0 7H14" stroke="{c}" stroke-width="2"/>',
    "square": '<rect x="1" y="2" width="12" height="10" rx="2" fill="{c}"/>',
}


def key(entries: Sequence[tuple[str, str, str]]) -> str:
    """A chart's key as text that wraps: (label, colour, sign)."""
    if not entries:
        return ""
    items = "".join(
        f'<li><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">{SIGNS[sign].format(c=escape(colour))}'
        f"</svg>{escape(label)}</li>"
        for label, colour, sign in entries
    )
    return f'<ul class="key">{items}</ul>'


#: word -> colour of its chip; any other is grey
TONES: dict[str, str] = {
    "holds": "good", "agrees": "good", "met": "good", "read": "good", "derived": "good",
    "in the band": "fair", "recalled": "fair",
    "fails": "bad", "differs": "bad", "missed": "bad",
}  # fmt: skip


def chip(word: str) -> str:
    """A verdict, or how a thing is known, coloured and in words."""
    tone = TONES.get(word, "none")
    return f'<span class="chip {tone}">{escape(word)}</span>'


def plain(value: Any) -> str:
    """Any plain value, escaped."""
    return escape(f"{value:,.10g}" if isinstance(value, float) else str(value))
