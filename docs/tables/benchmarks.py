"""What a script in benchmarks/ wrote, as it wrote it: no figure on a page is typed by hand."""

from __future__ import annotations

from pathlib import Path

from tables.page import Link

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results"


def results(link: Link, name: str) -> str:
    """benchmarks/results/NAME.md without its title, one heading deeper.

    Raises
    ------
    FileNotFoundError
        If no script has written it.
    """
    lines = (RESULTS / f"{name}.md").read_text(encoding="utf-8").strip().splitlines()[1:]
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in lines)
