"""Tables of countries and towns: codes of ISO 3166-1, no borough counted twice, and small enough to ship."""

from __future__ import annotations

import gzip

import pytest

from contested.files import gazetteer
from contested.ground.errors import ScenarioError
from contested.nation.world import FEWEST_AGENTS


def test_a_country_has_three_names():
    assert {gazetteer.country(x).code for x in ("KE", "ke", "KEN", "Kenya", " kenya ")} == {"KE"}


@pytest.mark.parametrize(
    ("text", "near"),
    [("UK", "GB (United Kingdom)"), ("Kenia", "KE (Kenya)"), ("Bellarus", "BY (Belarus)"), ("EK", "KE (Kenya)"),
     ("", "known: "), ("qqqqqqq", "known: ")],
)  # fmt: skip
def test_an_unknown_country_names_those_that_are_near(text, near):
    with pytest.raises(ScenarioError, match=r"expected a code of ISO 3166-1") as refused:
        gazetteer.country(text)
    assert near in refused.value.hint


def test_every_country_has_a_table_and_every_table_a_country():
    files = {path.stem for path in (gazetteer.HERE / "towns").glob("*.csv")}
    assert files == set(gazetteer.countries()) and len(files) >= 240
    assert min(n.population for n in gazetteer.countries().values()) >= FEWEST_AGENTS
    assert len({n.code3 for n in gazetteer.countries().values()}) == len(files)


@pytest.mark.parametrize("code", ["KE", "BY", "US", "VA", "SG"])
def test_every_town_has_a_region_and_one_is_the_capital(code):
    rows = gazetteer.towns(code)
    regions = {t.region for t in rows if t.kind == "region"}
    assert all(t.region in regions for t in rows)
    assert sum(t.kind == "capital" for t in rows) == 1


def test_boroughs_are_no_towns():
    """They lie in a city whose residents include theirs."""
    assert not {"Brooklyn", "Queens", "Manhattan"} & {t.name for t in gazetteer.towns("US")}
    assert "Islington" not in {t.name for t in gazetteer.towns("GB")}
    assert {"New York City", "Los Angeles"} <= {t.name for t in gazetteer.towns("US")}


def test_regions_of_belarus_are_its_oblasts():
    assert len({t.region for t in gazetteer.towns("BY")}) == 7


def test_the_tables_are_small_and_name_their_source():
    files = [gazetteer.HERE / "countries.csv", *(gazetteer.HERE / "towns").glob("*.csv")]
    assert sum(len(gzip.compress(f.read_bytes())) for f in files) < 3e6
    licence = (gazetteer.HERE / "LICENSE.md").read_text("utf-8")
    assert "GeoNames" in licence and "creativecommons.org/licenses/by/4.0" in licence
