"""The notebooks run from top to bottom, carry no outputs, and are what their pages show."""

from __future__ import annotations

import importlib.util
import json
import re

import pytest

from tests.docs.pages import DOCS, ROOT, blocks

FOLDER = DOCS / "notebooks"
NAMES = sorted(p.stem for p in FOLDER.glob("*.ipynb"))


def notebook(name):
    return json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))


def runner():
    spec = importlib.util.spec_from_file_location("notebooks", DOCS / "notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_six():
    assert len(NAMES) == 6


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs(name):
    cells = notebook(name)["cells"]
    assert len({c["id"] for c in cells}) == len(cells)
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"] and cell["execution_count"] is None


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_code_of_the_notebook(name):
    code = ["".join(c["source"]) for c in notebook(name)["cells"] if c["cell_type"] == "code"]
    shown = [b.text.removesuffix("\n") for b in blocks(FOLDER / f"{name}.md") if b.language == "python"]
    assert shown == code, f"run `python docs/notebooks.py {name}`"


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_text_of_the_notebook(name):
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for cell in notebook(name)["cells"]:
        if cell["cell_type"] == "markdown":
            assert re.sub(r"(\]\([\w./-]+)\.ipynb", r"\1.md", "".join(cell["source"])) in page


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_not_of_a_run_that_failed(name):
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert "Traceback" not in page and "IPython.core.display" not in page and str(ROOT) not in page
    for picture in re.findall(r"\]\((\.\./images/[^)]+)\)", page):
        assert (FOLDER / picture).is_file()


@pytest.fixture(scope="module")
def manager():
    pytest.importorskip("nbclient", reason="needs nbclient, which is in the extra `dev`")
    with runner().kernel() as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs(name, manager):
    outputs = [o for c in runner().executed(name, manager).cells if c.cell_type == "code" for o in c.outputs]
    assert outputs and all(o.output_type != "error" for o in outputs)
