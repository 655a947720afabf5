"""What the documentation points to exists."""

from __future__ import annotations

import importlib.util
import re
import socket
import tomllib
import unicodedata
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, FENCE, ROOT, name, pages, prose

LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
PATH = re.compile(r"(?<![\w./-])(?:src|docs|tests|benchmarks|examples|\.ci)/[\w./-]*\w")
ROOMS = "ground|rules|engine|nation|zoo|forensics|claims|store|scenarios|ensemble|inference|studies|report|tasks|cli"
MODULE = re.compile(rf"(?<![\w./-])(?:{ROOMS})/[\w/]+\.py")
OTHERS = ("Makefile", "mkdocs.yml", "pyproject.toml", ".ci/run")
NAMING_PATHS = [*pages(), *(ROOT / other for other in OTHERS)]


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_lead_somewhere(page):
    broken = []
    for match in LINK.finditer(prose(page)):
        target, _, anchor = match["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.is_file() or (anchor and anchor not in anchors(file)):
            broken.append(match["target"])
    assert not broken, f"{name(page)}: {', '.join(broken)}"


def anchors(page: Path) -> set[str]:
    """What a link may point to inside a page."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    explicit = set(re.findall(r'<a id="([^"]+)">', text))
    return explicit | {_slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


@pytest.mark.parametrize("file", NAMING_PATHS, ids=name)
def test_paths_that_are_named_exist(file):
    text = file.read_text(encoding="utf-8")
    named = {m[0] for m in PATH.finditer(text)}
    named |= {f"src/contested/{m[0]}" for m in MODULE.finditer(text)}
    missing = sorted(path for path in named if not (ROOT / path).exists())
    assert not missing, f"{name(file)} names {', '.join(missing)}"


def test_make_targets_that_are_named_exist():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in pages():
        named = set(re.findall(r"(?:`|^)make ([a-z]\w*)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert named <= targets, f"{name(page)} names make {', '.join(sorted(named - targets))}"


def test_every_dependency_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(x for extra in project["optional-dependencies"].values() for x in extra)]
    text = (DOCS / "explain" / "dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([\w-]+) \|", text, re.MULTILINE))
    needed = {re.match(r"[\w-]+", requirement)[0] for requirement in wanted}
    assert needed <= explained, f"not explained: {', '.join(sorted(needed - explained))}"
    explained -= {"package", "---"}
    assert explained <= needed, f"no longer needed: {', '.join(sorted(explained - needed))}"


@pytest.mark.parametrize("page", pages(), ids=name)
def test_pages_load_nothing_and_name_no_machine(page):
    text = page.read_text(encoding="utf-8")
    for trace in ("../shared", "/work/", "/home/", "<script", "cdn.", "fonts.googleapis"):
        assert trace not in text, f"{name(page)}: {trace}"


def web():
    spec = importlib.util.spec_from_file_location("links", ROOT / "tools" / "links.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_addresses_on_the_web_are_well_formed():
    links = web()
    wrong = {address: links.malformed(address) for address in links.addresses()}
    assert len(wrong) > 50 and not any(wrong.values()), {a: text for a, text in wrong.items() if text}
    assert "no server" in links.malformed("https://nowhere/page") and "not a DOI" in links.malformed("https://doi.org/x")


def test_without_a_network_the_check_of_addresses_says_so_once(monkeypatch, capsys):
    def unknown(*args):
        raise socket.gaierror(-2, "Name or service not known")

    links = web()
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert links.check({"https://a.org/b": ["page.md"], "https://c.org": ["page.md"], "https://d": ["page.md"]}) == 2
    printed = capsys.readouterr().out
    assert printed.count("no network") == 1 and "https://d: no server" in printed and "a.org" not in printed
