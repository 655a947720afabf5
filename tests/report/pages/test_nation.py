"""The page stands alone, shows every subsystem, and survives runs with less in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contested.nation.observables import OBSERVABLES
from contested.report.charts.outcomes import toll
from contested.report.charts.trends import TRENDS
from contested.report.citations import citations
from contested.report.pages.envelope import sizes
from contested.report.pages.nation import page, write_report
from contested.report.pages.nation_sections import SECTIONS, draw, figures_of
from contested.report.plot.pictures import write_figures
from contested.report.run_data import gather
from contested.scenarios.scenario import SET_BY
from tests.report.made_run import make_run
from tests.report.pages.folds import Folds, sections


def own_part(text: str) -> str:
    """The page without the copy of Vega inside it, whose text is not ours."""
    return re.sub(r"<script>(?!\"use strict\").*?</script>", "", text, flags=re.S)


def specs(text: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="specs">(.*?)</script>', text, re.S)[1])


@pytest.fixture(scope="module")
def complete(material):
    """Every section of a complete run with its charts."""
    return figures_of(material)


@pytest.fixture(scope="module")
def text(material, complete):
    return page(material, complete)


def test_the_page_loads_nothing(text):
    ours = own_part(text)
    assert not re.search(r"<(script|img|iframe|link)[^>]*\b(src|href)\s*=", ours)
    assert "@import" not in ours and not re.search(r"url\(\s*['\"]?http", ours)
    assert not re.search(r'"url":', json.dumps(specs(text))), "data stands inside the charts"
    assert "vegaEmbed" in text and len(text) < 8e6


def test_every_subsystem_is_a_heading(text):
    shown = set(" ".join(re.findall(r'data-subsystems="([^"]*)"', text)).split())
    assert {o.subsystem for o in OBSERVABLES} <= shown


def test_every_observable_is_on_some_chart(material):
    """A number that the model reports and no chart shows is hidden from the reader."""
    shown = {name for t in TRENDS.values() for name in t.observables}
    shown |= {"crowd", "told_crowd", "told_abuse", "shock", "dread", "expected_effort", "custody"}
    shown |= {"capacity", "plant_strikers"}
    shown |= {"force_loyalty", "refusing", "hazard", "ended", "official_share", "true_share"}
    assert {o.name for o in OBSERVABLES} <= shown
    used = {name for s in SECTIONS for name in s.charts}
    assert set(TRENDS) <= used, "a chart that stands in no section"


def test_every_chart_of_a_complete_run_is_drawn_with_title_and_caption(complete):
    for s, figures in complete:
        assert len(figures) == len(s.charts), f"{s.heading} lost a chart of a complete run"
        for f in figures:
            assert f.title and f.caption.endswith("."), f.name


def test_one_screen_answers_and_the_rest_is_folded(text, complete):
    """A phone drew 69 charts over 112,000 pixels before anybody asked for them."""
    seen = Folds(text)
    assert seen.charts == ["crowd"] and not seen.tables and not seen.open_folds
    assert sorted(seen.charts + seen.folded_charts) == sorted(f.name for _, figures in complete for f in figures)
    heading = re.search(r"<h1>(.*?)</h1>", text)[1]
    assert heading.endswith("?")
    header = text[text.index("<header>") : text.index("</header>")]
    assert header.index('class="tiles"') < header.index('data-chart="crowd"') < header.index("Responsible use")


def test_each_folded_line_says_what_is_in_it_and_none_is_empty(text):
    for anchor, inside, body in sections(text):
        charts, tables = body.count("data-chart="), body.count("<table")
        wanted = [f"{word}: {n}" for word, n in (("charts", charts), ("tables", tables)) if n]
        assert inside == (" · ".join(wanted) or "text"), anchor
        assert len(re.sub(r"<[^>]+>|\s", "", body)) > 20 or charts, anchor


def test_every_chart_has_a_sentence_for_those_who_cannot_see_it(text):
    assert not Folds(text).unnamed


def test_days_carry_their_weekday_on_the_axis_and_under_the_pointer(text, material):
    crowd = specs(text)["crowd"]
    axis = next(layer["encoding"]["x"]["axis"] for layer in crowd["layer"] if "axis" in layer["encoding"].get("x", {}))
    assert "%a" in axis["labelExpr"]
    ticks = [datetime.fromtimestamp(t / 1000, UTC) for t in json.loads(axis["values"]["expr"])]
    assert {t.weekday() for t in ticks} == {material.calendar.weekday} and ticks[0].hour == 0
    assert '"%a %-d %b %Y"' in json.dumps(crowd)


ORDER = (
    "headlines", "street", "map", "detention", "workplaces-and-strikes", "media", "outcome", "election-and-count",
    "plan", "parameters", "claims", "sources", "provenance",
)  # fmt: skip


def test_sections_stand_in_the_agreed_order(text):
    at = [text.index(f'id="{anchor}"') for anchor in ORDER]
    assert at == sorted(at)


def test_it_says_how_parameters_were_set(text, material):
    assert SET_BY[material.scenario.set_by] in text and "Responsible use" in text


def test_assumed_parameters_come_first(text):
    part = text[text.index('<section id="parameters">') : text.index('<section id="claims">')]
    sources = re.findall(r'data-label="source"><div>(.*?)</div>', part)
    flags = [s == "assumed" for s in sources]
    assert any(flags) and not all(flags)
    assert flags == sorted(flags, reverse=True)


def test_casualties_are_counted_in_persons(violent_material):
    injured = float(violent_material.nation("injured").sum())
    assert injured > 0
    assert toll(violent_material, "injured")["count"].sum() == injured
    # runs of before the column had a row a simulated person
    old = violent_material.casualties.drop("persons")
    tenfold = replace(violent_material, provenance=violent_material.provenance | {"scale": 10}, casualties=old)
    assert toll(tenfold, "injured")["count"].sum() == 10 * injured


def test_sources_are_given_in_words(played_material):
    text = page(played_material, [])
    plan = text[text.index('<section id="plan">') : text.index('<section id="parameters">')]
    assert "Epstein (2002), Modeling Civil Violence" in plan
    named = {p["source"] for p in played_material.provenance["plan"]} - {"script", "assumed"}
    known = set(re.findall(r'<small class="note"><code>(.*?)</code>', plan))
    assert known == named, "a phase names a source that neither the package nor the scenario knows"


def test_every_citation_has_authors_year_and_title():
    for key, words in citations().items():
        assert re.fullmatch(r"[^()]+ \((\d{4}|undated)[^()]*\), .{8,}", words), f"{key}: {words}"


def test_claims_are_coloured_by_side_and_carry_their_bounds(text):
    crowd = json.dumps(specs(text)["crowd_capital"])
    assert "#D55E00" in crowd and "Interior Ministry" in crowd
    assert "200,000 to 400,000" in crowd


def test_the_map_knows_every_day_and_place(text, material):
    spec = specs(text)["map_detained"]
    rows = next(v for v in spec["datasets"].values() if isinstance(v, str) and v.startswith("day,"))
    assert len(rows.splitlines()) - 1 == len(material.days) * len(material.country.places)
    assert {"name": "day"}.items() <= {k: v for p in spec["params"] for k, v in p.items()}.items()
    assert f'max="{len(material.days) - 1}"' in text


def test_text_of_the_scenario_is_escaped(material):
    bad = replace(material, scenario=replace(material.scenario, title="<script>alert(1)</script>", summary="a < b & c"))
    made = page(bad, [])
    assert "<script>alert(1)" not in made
    assert "a &lt; b &amp; c" in made


def test_text_of_a_claim_cannot_close_the_script_it_stands_in(material):
    told = next(c for c in material.scenario.claims if c.quantity == "crowd" and c.place == "Belarus")
    first = replace(told, note="</script><b>")
    bad = replace(material, scenario=replace(material.scenario, claims=(first,)))
    text = page(bad, [(SECTIONS[0], [draw(bad, "crowd"), draw(bad, "crowd_capital")])])
    held = re.search(r'id="specs">(.*?)</script>', text, re.S)[1]
    assert "<" not in held and "\\u003c/script\\u003e" in held


def test_pictures_come_as_png_and_svg(material, tmp_path):
    figures = [draw(material, name) for name in ("crowd", "map_outrage", "election_incumbent")]
    written = write_figures(figures, tmp_path)
    assert sorted(p.name for p in written) == sorted(f"{f.name}.{kind}" for f in figures for kind in ("png", "svg"))
    for p in written:
        head = p.read_bytes()[:200]
        assert head.startswith(b"\x89PNG") if p.suffix == ".png" else b"<svg" in head
        assert p.stat().st_size > 4000, f"{p.name} is empty"
    assert "People who marched, nationwide" in (tmp_path / "crowd.svg").read_text("utf-8")


def test_a_real_run_of_one_future_gets_a_page_without_bands(played, tmp_path):
    made = write_report(played, tmp_path / "report.html", pictures=False).read_text("utf-8")
    assert "one future" in made
    assert "50 % of futures" not in made
    assert "could not" not in own_part(made).split("use strict")[0]
    layers = specs(made)["crowd"]["layer"]
    assert not any(layer["mark"]["type"] == "area" for layer in layers)


def test_a_run_that_ended_early_says_on_how_many_futures_it_rests(material):
    from contested.report.numbers import bands

    late = bands(material.nation("crowd")).filter(replicates=2)
    assert late.height == len(material.days) - 121


def test_a_run_with_missing_parts_still_gets_a_page(tmp_path):
    gone = (
        "strikers",
        "plants_struck",
        "plant_strikers",
        "output_lost",
        "dismissed",
        "custody",
        "capacity",
        "killed_custody",
    )
    run = make_run(tmp_path / "run", replicates=1, days=12, leave_out=gone)
    run.provenance["without"] = ["workplaces"]
    made = write_report(run, pictures=False)
    text = made.read_text("utf-8")
    assert made == run.path / "report.html"
    assert "Left out of this run: workplaces." in text
    assert "without workplaces" in text
    assert not {"strikers", "custody", "killed_so_far"} & set(specs(text))


def test_a_scenario_without_claims_headlines_or_acts_still_gets_a_page(material):
    bare = replace(
        material, scenario=replace(material.scenario, claims=(), headlines=(), acts=(), sources={}, links={})
    )
    text = page(bare, figures_of(bare))
    assert "comes without claims" in text and "names no sources" in text
    assert "As reported, and as simulated" not in text
    assert "acts" not in specs(text)


def test_days_without_any_value_do_not_break_the_page(tmp_path):
    empty = gather(make_run(tmp_path / "run", replicates=1, days=20, ends_early=9))
    text = page(empty, figures_of(empty))
    assert "NaN" not in own_part(text)


def test_no_row_of_charts_has_a_gap(complete):
    for _, figures in complete:
        width = {"wide": 6, "half": 3, "third": 2}
        left = 0
        for size in sizes(figures):
            assert left == 0 or left + width[size] <= 6
            left = (left + width[size]) % 6
        assert left == 0


def test_altair_is_imported_only_when_a_chart_is_drawn():
    import subprocess
    import sys

    code = "import contested.report.facts, contested.report.pages.nation, sys; print('altair' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
