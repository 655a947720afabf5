"""The bytes of a report, and the text of a page of HTML or of a PDF; the libraries come with the extra `read`."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

from contested.files.content import read_bytes
from contested.files.refusal import Refused, guarded
from contested.ground.extras import install

#: endings of files that a reader of reports takes
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
#: part of a full line below which a line of a PDF is a heading, or the end of a paragraph. Assumed
HEADING = 0.5
#: how a line ends that ends a sentence
ENDS = ".!?:”\""


def article_bytes(path: Path, refused: Refused) -> bytes:
    """What a report's file holds, up to the limit `report`."""
    return read_bytes(path, refused, "report")


def is_pdf(content: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return content.startswith(b"%PDF-")


def is_html(content: bytes) -> bool:
    """Whether the bytes are a page of HTML."""
    return re.match(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", content[:400], re.I) is not None


def text_of_html(content: bytes, refused: Refused) -> tuple[str, str]:
    """The article of a page, and its day of publication as the page says it ("" if it does not)."""
    with guarded(refused, "a page that cannot be read"):
        try:
            import trafilatura
        except ImportError as error:
            raise refused("a page of HTML", _hint()) from error
        page = trafilatura.bare_extraction(content, include_comments=False, include_tables=False, with_metadata=True)
        if page is None or isinstance(page, dict) or not page.text:
            raise refused("a page without an article", "save the article's text as .txt")
        title = page.title or ""
        text = page.text if not title or page.text.startswith(title) else f"{title}\n\n{page.text}"
        return text, page.date or ""


def text_of_pdf(content: bytes, refused: Refused) -> str:
    """The text of a PDF, its lines joined to paragraphs."""
    with guarded(refused, "a PDF that cannot be read"):
        try:
            import pypdf
        except ImportError as error:
            raise refused("a PDF", _hint()) from error
        pages = [page.extract_text() or "" for page in pypdf.PdfReader(io.BytesIO(content)).pages]
        text = "\n\n".join(pages)
        if not text.strip():
            raise refused("a PDF without text", "a scan needs its text recognised first")
        return joined(text)


def joined(text: str) -> str:
    """Lines of a page as paragraphs: a line goes on if it ends no sentence and is no short one, as headings are.

    >>> joined("Prisoners are free\\nPolice said on Monday that 40 people had\\nbeen set free.")
    'Prisoners are free\\nPolice said on Monday that 40 people had been set free.'
    """
    lines = text.split("\n")
    lengths = sorted(len(line) for line in lines if line)
    full = HEADING * lengths[9 * (len(lengths) - 1) // 10] if lengths else 0.0  # of a usual full line
    out = lines[0]
    for before, line in pairwise(lines):
        on = before and line and before[-1] not in ENDS and len(before) > full
        out += f" {line}" if on else f"\n{line}"
    return out


def _hint() -> str:
    return f"HTML and PDF need the extra `read`: {install('read')}"
