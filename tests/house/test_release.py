"""What a release says of itself is the same everywhere, and its description leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import tomllib

import pytest

from tests.docs.pages import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere():
    version = PROJECT["version"]
    assert re.search(r"^version: (.*)$", _text("CITATION.cff"), re.MULTILINE)[1] == version
    assert re.search(r'^  version: "(.*)"$', _text("tools/conda/recipe.yaml"), re.MULTILINE)[1] == version
    assert re.search(r"^## (\S+)", _text("CHANGELOG.md"), re.MULTILINE)[1] == version


def test_the_recipe_is_the_packages():
    """`rattler_build.Stage0Recipe` renders it as well, where it is installed."""
    yaml = pytest.importorskip("yaml")
    recipe = yaml.safe_load(_text("tools/conda/recipe.yaml"))
    run, host = ({r.replace(" ", "") for r in recipe["requirements"][k]} for k in ("run", "host"))
    assert run == {*PROJECT["dependencies"], f"python{PROJECT['requires-python']}"}
    assert host == {"python3.11.*", "pip", *tomllib.loads(_text("pyproject.toml"))["build-system"]["requires"]}
    assert recipe["build"]["python"]["entry_points"] == [f"{k} = {v}" for k, v in PROJECT["scripts"].items()]
    assert recipe["about"]["summary"] == PROJECT["description"] and recipe["about"]["license"] == PROJECT["license"]
    assert recipe["about"]["license_file"] == PROJECT["license-files"]
    try:
        from rattler_build import Stage0Recipe
    except ImportError:
        return
    (rendered,) = Stage0Recipe.from_yaml(_text("tools/conda/recipe.yaml")).render()
    source = rendered.recipe.to_dict()["source"][0]["url"]
    assert source.endswith(f"/contested-{PROJECT['version']}.tar.gz")


def test_pythons_that_were_tried_are_named_and_no_others():
    named = {c.rpartition(" ")[2] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)}
    tried = re.findall(r"^\| (3\.\d+)\.\d+ \|", _text("docs/install.md"), re.MULTILINE)
    assert named == set(tried) and min(tried) == PROJECT["requires-python"].removeprefix(">=")


def test_the_image_is_given_what_building_needs_and_nothing_that_is_held_back():
    lines = _text("Dockerfile").splitlines()
    copied = {word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]}
    let_through = {line[1:] for line in _text(".dockerignore").splitlines() if line.startswith("!")}
    assert copied == let_through == {"pyproject.toml", "hatch_build.py", "README.md", "src", *PROJECT["license-files"]}
    extras = re.search(r"/src\[(.*?)\]", _text("Dockerfile"))[1].split(",")
    assert set(extras) <= PROJECT["optional-dependencies"].keys()


@pytest.fixture(scope="module")
def description():
    pytest.importorskip("hatchling", reason="hatchling builds the package: pip install hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.long_description


def test_links_of_the_description_lead_somewhere_from_any_page(description):
    readme = _text("README.md")
    for home in ("", "https://example.org/contested"):
        assert not re.findall(r"\]\((?![a-z]+:|#)[^)]+\)", description(readme, home))
    assert description("![a](b.png) [c](d.md#e) [f](https://g)", "https://h") == (
        "![a](https://h/raw/main/b.png) [c](https://h/blob/main/d.md#e) [f](https://g)"
    )
    assert description("![a](b.png)[c](d.md) [f](https://g)", "") == "c [f](https://g)"
