"""Run the notebooks and write their pages: `python docs/notebooks.py [NAME ...]`.

A notebook of `docs/notebooks` is kept without outputs, as a reader gets it. It is run in an empty folder and without
the names of others, but in their process, which has loaded everything; its page, of the same name, has its text, its
code and what came out; pictures go to `docs/images/notebooks`. A test runs the notebooks again and compares the code of
both. Links to a notebook become links to its page.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
FOLDER = DOCS / "notebooks"
IMAGES = DOCS / "images" / "notebooks"
#: what is left of a progress bar that is done
BAR = "<IPython.core.display.HTML object>"
#: seconds that one cell may take
PATIENCE = 900
#: what comes before a notebook's cells: its folder is an empty one, names of the notebook before are gone, and charts
#: come as pictures, not as a page that loads scripts
BEFORE = "import os; os.chdir({folder!r})\n%reset -f\nimport altair; altair.renderers.enable('svg')\ndel altair"


def names() -> list[str]:
    """Every notebook, without its ending."""
    return sorted(p.stem for p in FOLDER.glob("*.ipynb"))


@contextmanager
def kernel() -> Iterator[Any]:
    """A kernel of this Python, for as long as the block lasts."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    try:
        yield manager
    finally:
        manager.shutdown_kernel(now=True)


def executed(name: str, manager: Any) -> Any:
    """A notebook with its outputs, run from top to bottom by a kernel in an empty folder.

    Parameters
    ----------
    name : str
        As in `names`.
    manager : jupyter_client.manager.KernelManager
        What `kernel` gives.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell failed.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(BEFORE.format(folder=folder)))
        client = NotebookClient(notebook, km=manager, timeout=PATIENCE)
        client.execute()
        client.kc.stop_channels()
    del notebook.cells[0]
    return notebook


def page(name: str, notebook: Any) -> str:
    """A notebook with outputs as Markdown."""
    parts = [f"<!-- written by docs/notebooks.py from {name}.ipynb -->\n"]
    pictures, heading = 0, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = [heading, *re.findall(r"^#+ (.*)$", cell.source, re.MULTILINE)][-1]
            parts.append(re.sub(r"(\]\([\w./-]+)\.ipynb", r"\1.md", cell.source) + "\n")
            if len(parts) == 2:
                parts.append(f"[The notebook]({name}.ipynb) itself, without outputs, opens in Jupyter.\n")
            continue
        parts.append(f"```python\n{cell.source}\n```\n")
        for kind, content in shown(cell.outputs):
            if kind == "text":
                parts.append(f"```text\n{content.rstrip()}\n```\n")
                continue
            pictures += 1
            IMAGES.mkdir(parents=True, exist_ok=True)
            (IMAGES / f"{name}-{pictures}.svg").write_text(content, encoding="utf-8")
            parts.append(f"![Drawn under the heading: {heading}](../images/notebooks/{name}-{pictures}.svg)\n")
    return "\n".join(parts)


def shown(outputs: list[Any]) -> Iterator[tuple[str, str]]:
    """What a reader sees of a cell: ("text", it) or ("svg", it)."""
    for output in outputs:
        if output.output_type == "stream":
            yield "text", output.text
            continue
        data = output.get("data", {})
        html = data.get("text/html", "")
        if "image/svg+xml" in data:
            yield "svg", data["image/svg+xml"]
        elif "<svg" in html:
            yield "svg", standing_alone(html)
        elif data.get("text/plain", BAR) != BAR:
            yield "text", data["text/plain"]


def standing_alone(html: str) -> str:
    """The SVG within a piece of HTML, as a file: with its namespace, and a colour where it takes the page's."""
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert found is not None
    svg = found[0].replace("currentColor", "#444")
    return svg if "xmlns=" in svg else svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def main(chosen: list[str]) -> None:
    """Write the pages of the notebooks named, or of all."""
    with kernel() as manager:
        for name in chosen or names():
            (FOLDER / f"{name}.md").write_text(page(name, executed(name, manager)), encoding="utf-8")
            print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
