"""Every number a model must reproduce is measured, held to its tolerance, and is what the documentation says it is."""

from __future__ import annotations

import json
import math
import re
from functools import cache

import pytest

from contested import zoo
from contested.zoo.picture import Picture
from contested.zoo.target import Target, measure
from tests.docs.pages import DOCS
from tests.slow import all_but

STORE = DOCS / "zoo" / "measured.json"
TARGETS = [(name, target) for name in zoo.names() for target in zoo.load(name).targets]
#: model -> targets that wait for `make test-slow`; its closed forms, its first figure and what it is known for do not
SLOW = {
    "berestycki-2015": r"r 0\.55",
    "biggs-2005": r"long ring|1,024 x 1,024",
    "centola-macy-2007": r"40,000 people",
    "epstein-2002": r", (diamond|disc)\b|moore, (round|exact)|occur under",
    "epstein-2002-ii": r"\(12 %\)|\(4 %\)|peacekeepers (4|12)%",
    "kim-hanneman-2011": r"group identity|in jail",
    "klimek-2012": r"honest voting known",
    "makowsky-rubin-2013": r"reach 4",
    "siegel-2009": r"village",
    "steinert-threlkeld-2021": r"1,800|mean effect|in samples of",
    "watts-2002": r"n 10,000, z (3|4|5|5\.5)$|paper's graph, z (3|4)",
}
SLOW_PICTURES = {
    "berestycki-2015", "centola-macy-2007", "davies-2013", "edmond-2013", "epstein-2002", "epstein-2002-ii",
    "kim-hanneman-2011", "makowsky-rubin-2013", "siegel-2009", "steinert-threlkeld-2021",
    "watts-2002",
}  # fmt: skip
DIGITS = 1e-9
REFRESH = "docs/measure.py {} and docs/generate.py write it anew"


def is_fast(name: str, target: Target) -> bool:
    return name not in SLOW or not re.search(SLOW[name], target.what)


@cache
def stored() -> dict:
    """What the documentation shows."""
    return json.loads(STORE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "target"),
    all_but([case for case in TARGETS if is_fast(*case)], TARGETS, several=True),
    ids=[f"{name}: {target.what}" for name, target in TARGETS],
)
def test_a_number_is_met_and_is_what_the_pages_say(name: str, target: Target):
    number = measure(target).number
    told = f"{target.what}: expected {target.value:.9g} within {target.tolerance:.3g}; measured {number:.9g}"
    if target.miss:
        assert not target.met(number), f"{told}: met, although it is said to be missed: {target.miss}"
    else:
        assert target.met(number), told
    kept = stored().get(name, {}).get("targets", {}).get(target.what)
    assert kept is not None, f"{target.what}: not in measured.json; {REFRESH.format(name)}"
    assert math.isclose(number, kept["number"], rel_tol=DIGITS, abs_tol=target.known_to) or (
        math.isnan(number) and math.isnan(kept["number"])
    ), f"measured {number:.12g}, the pages say {kept['number']:.12g}; {REFRESH.format(name)}"


@pytest.mark.parametrize("name", all_but([n for n in zoo.names() if n not in SLOW_PICTURES], zoo.names()))
def test_pictures_are_pictures_and_those_that_the_pages_show(name: str):
    published = zoo.load(name)
    pictures = published.pictures() if published.pictures else ()
    assert all(isinstance(p, Picture) and p.title and p.caption and p.panels for p in pictures)
    assert len({p.name for p in pictures}) == len(pictures)
    for picture in pictures:
        for panel in picture.panels:
            assert panel.layers, f"{picture.name}: an empty panel"
            for layer in panel.layers:
                marks = len(next(iter(layer.data.values())))
                assert 0 < marks <= 6000, f"{picture.name}: {marks} marks in a layer of {layer.kind}"
    said = [{"name": p.name, "title": p.title, "caption": p.caption} for p in pictures]
    assert said == stored().get(name, {}).get("pictures", []), REFRESH.format(name)


def test_every_model_has_figures_in_each_run():
    assert set(SLOW) | SLOW_PICTURES <= set(zoo.names())
    for name in zoo.names():
        fast = [target for other, target in TARGETS if other == name and is_fast(name, target)]
        assert len(fast) >= 4 or len(fast) == len(zoo.load(name).targets), name
        assert any(target.runs for target in fast), f"{name}: no run of it"


def test_nothing_is_kept_of_what_is_gone():
    assert set(stored()) <= set(zoo.names()), REFRESH.format("")
    for name, found in stored().items():
        gone = found["targets"].keys() - {target.what for target in zoo.load(name).targets}
        assert not gone, f"{name}: {sorted(gone)}; {REFRESH.format(name)}"
    drawn = {f"{name}-{picture['name']}.svg" for name, found in stored().items() for picture in found["pictures"]}
    pictures = DOCS / "images" / "zoo"
    assert drawn == {file.name for file in pictures.iterdir() if file.is_file()}
    assert {file.stem for file in (pictures / "gallery").iterdir()} == set(zoo.names())
