"""Every example in the documentation runs, in the order in which a reader meets it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.terminal import typed
from tests.docs.pages import Block, blocks, name, pages

RUN = ("python", "console", "bash", "r")
#: whose examples need a server: tests/serve/test_server.py runs them
SERVED = "serve.md"
#: pages of notebooks, which tests/docs/test_notebooks.py runs
NOTEBOOKS = "notebooks"
WITH_EXAMPLES = [
    p for p in pages()
    if p.name != SERVED and p.parent.name != NOTEBOOKS and any(b.language in RUN for b in blocks(p))
]  # fmt: skip
#: pages that take a quarter of a minute and more
LONG = {
    "add-a-model.md", "audit.md", "branch-and-compare.md", "calibrate.md", "cluster.md", "coming-from.md",
    "country-in-minutes.md",
    "first-steps.md", "export.md", "forecast.md", "new-country.md", "sweep.md", "ten-errands.md", "what-if.md",
}  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [pytest.param(p, marks=pytest.mark.slow if p.name in LONG else (), id=name(p)) for p in WITH_EXAMPLES],
)
def test_the_examples_of_a_page_run_from_top_to_bottom(page: Path, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.file:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            # lines are counted as on the page, so that a traceback points there
            source = "\n" * (block.line - 1) + block.text
            exec(compile(source, name(page), "exec"), namespace)
        elif block.language == "r":
            _in_r(block, page, tmp_path)
        elif block.language in RUN:
            _type_in(block, page)


def _in_r(block: Block, page: Path, folder: Path) -> None:
    """With R's own packages only; not where there is no R (Debian's r-base-core)."""
    rscript = shutil.which("Rscript")
    if rscript is not None:
        done = subprocess.run(
            [rscript, "--vanilla", "-"], input=block.text, cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{name(page)}, block at line {block.line}:\n{done.stdout}{done.stderr}"


def _type_in(block: Block, page: Path) -> None:
    text = block.text.replace("\\\n", " ")
    for line in text.splitlines():
        if not line.startswith("$ contested"):
            continue
        words = shlex.split(line.removeprefix("$ contested"))
        done = typed(*words)
        told = f"{name(page)}, block at line {block.line}: {line}\n{done.stdout}{done.stderr}"
        assert done.exit_code == block.code, f"exit code {done.exit_code}, not {block.code}\n{told}"


def test_the_readme_has_no_more_than_ten_lines_of_python():
    readme = next(p for p in pages() if p.name == "README.md")
    lines = [x for b in blocks(readme) if b.language == "python" for x in b.text.splitlines() if x.strip()]
    assert 0 < len(lines) <= 10
