"""Every message of an audit has a Russian text; on a Russian page only names, codes and sources are not Russian."""

import importlib
import pkgutil
import re
from dataclasses import replace
from html import unescape

import polars as pl
import pytest

from contested import forensics
from contested.forensics import suite
from contested.forensics.comparisons.every import NONE, Others
from contested.forensics.finding import Finding
from contested.forensics.models.synthetic import falsify, honest_election, of_case
from contested.forensics.table import quality
from contested.forensics.table.announced import Announced
from contested.forensics.table.returns import ReturnsTable
from contested.report.charts.audit import charts
from contested.report.language.catalogue import Language
from contested.report.pages.audit import audit_page, spoken
from contested.report.pages.audit_methods import command

#: Latin words that a Russian page may have: names and codes
CODES = {"contested", "csv", "pdf", "png", "svg", "flags", "regions", "figures", "javascript", "python", "numpy",
         "polars", "scipy", "sha", "dev", "bl", "lastc", "dipt", "json", "toml", "xlsx", "html", "p", "z",
         "utf"}  # fmt: skip


def election():
    case = falsify(honest_election(160, regions=3, territories=16, seed=3), stuffing=0.3, seed=3).case
    frame = of_case(case, "x").frame.drop("row", "line").rename({"leader": "Аня", "all others": "Боря"})
    places = {name: f"Т-{k}" for k, name in enumerate(frame["territory"].unique(maintain_order=True))}
    return frame.with_columns(
        pl.col("territory").replace_strict(places), pl.col("region").str.replace("region", "Р"),
        pl.format("УИК {}", pl.int_range(pl.len())).alias("station"),
    )  # fmt: skip


def table(frame, **more):
    return ReturnsTable.of(frame, ("Аня", "Боря"), "Аня", "Выборы", units=("region", "territory"), **more)


def faulty():
    frame = election()
    first = pl.int_range(pl.len()) < 3
    return table(frame.with_columns(
        pl.when(first).then(pl.col("registered") + 5).otherwise("cast").alias("cast"),
        pl.when(pl.int_range(pl.len()) == 5).then(None).otherwise("Аня").alias("Аня"),
    ))  # fmt: skip


def announced():
    made = table(election())
    votes = {name: int(made.frame[name].sum()) for name in ("Аня", "Боря")}
    return replace(made, announced=Announced(source="x", votes={"Аня": votes["Аня"] // 2, "Боря": votes["Боря"] * 2}))


def voterless():
    return table(election().drop("registered"))


def repeated():
    frame = election()
    return table(frame.with_columns((pl.int_range(pl.len()) // 4 * 7 + 9000).alias("registered")))


def rates():
    frame = election()
    shares = {f"percent: {who}": (100 * pl.col(who) / pl.col("cast")).round(1) for who in ("Аня", "Боря")}
    turnout = (100 * pl.col("cast") / pl.col("registered")).round(1)
    off = pl.when(pl.int_range(pl.len()) < 9).then(turnout + 77).otherwise(turnout)
    frame = frame.with_columns(off.alias("percent: turnout"), **shares)
    return table(frame.select("station", "region", "territory", "registered", pl.col("^percent: .*$")),
                 percent_of="cast")  # fmt: skip


def compared():
    """Groups, order and hours, with an earlier election and an earlier state of the count."""
    frame, k = election(), pl.int_range(pl.len())
    now = table(frame.with_columns(
        pl.when(k % 3 == 0).then(pl.lit("да")).otherwise(pl.lit("нет")).alias("group: КОИБ"),
        pl.when(k % 4 == 0).then(pl.lit("да")).otherwise(pl.lit("нет")).alias("group by lot of station: наблюдатели"),
        (k * 7 % 160).cast(pl.Float64).alias("order: place"),
        (pl.col("cast") // 3).alias("hour: 10:00"), (pl.col("cast") // 2).alias("hour: 15:00"),
    ))  # fmt: skip
    halved = frame.with_columns(pl.when(k % 5 == 0).then(pl.col("Аня") // 2 + 9).otherwise("Аня").alias("Аня"))
    anew = frame.with_columns((pl.col("registered") * (1 + 2 * (k % 2))).alias("registered"))
    gone = halved.head(8).with_columns((pl.col("station") + "а").alias("station"))  # the later state lists them no more
    return now, Others(table(anew.with_columns(pl.col("Боря") // 2)), table(pl.concat([halved, gone])))


def described():
    """Covariates of stations, among them one that stuffing follows."""
    case = falsify(honest_election(900, regions=3, territories=40, seed=3), stuffing=0.3, seed=3).case
    frame = of_case(case, "x").frame.drop("row", "line").rename({"leader": "Аня", "all others": "Боря"})
    frame = frame.with_columns(
        pl.format("Т-{}", pl.col("territory").str.extract(r"(\d+)")).alias("territory"),
        pl.format("Р-{}", pl.col("region").str.extract(r"(\d+)")).alias("region"),
        pl.format("УИК {}", pl.int_range(pl.len())).alias("station"),
        (pl.col("cast") / pl.col("registered")).round(3).cast(pl.String).alias("covariate: близость"),
        pl.format("а{}", pl.int_range(pl.len())).alias("covariate: номер"),
    )  # fmt: skip
    return table(frame)


@pytest.fixture(scope="module", params=[faulty, announced, voterless, repeated, rates, compared, described])
def audited(request):
    made = request.param()
    returns, others = made if isinstance(made, tuple) else (made, NONE)
    return suite.examine(returns, others=others)


def visible_words(page):
    page = re.sub(r"<(script|style|code)\b.*?</\1>", " ", page, flags=re.S)
    page = page[: page.index('id="sources"')] + page[page.index("</main>") :]
    return unescape(re.sub(r"<[^>]*>", " ", page))


def test_every_text_is_russian(audited):
    say = spoken(audited, "ru")
    page = audit_page(audited, charts(audited, say), say)
    assert not say.missing
    latin = {w.lower() for w in re.findall(r"[A-Za-z]{2,}", visible_words(page))} - CODES
    assert not latin
    assert '<html lang="ru">' in page


def _findings():
    """What every module of tests says of itself before it sees any returns."""
    for module in pkgutil.walk_packages(forensics.__path__, "contested.forensics."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Finding):
                yield value


def test_rules_of_data_and_words_of_tests_are_all_there():
    say = Language("ru", "Аня")
    for rule in quality.RULES.values():
        say(rule.says)
    for about in _findings():
        for text in (about.title, about.assumes, about.fails_when, about.rule):
            say(text)
    assert not say.missing


def test_numbers_stay_the_same_in_both_languages(audited):
    digits = {code: _digits(audited, code) for code in ("en", "ru")}
    assert digits["en"] == digits["ru"]


def _digits(audited, code):
    say = spoken(audited, code)
    return [sorted(re.findall(r"\d+", re.sub(r"[,.\u202f\u00a0]", "", say(f.says)))) for f in audited.findings]




def test_names_of_the_record_are_russian(audited):
    say = spoken(audited, "ru")
    known = ("title", "leader", "seed", "honest elections", "file", "sha256 of the file", "map", "contest", "run",
             "its seed", "replicate", "reference window", "earlier", "snapshot")  # fmt: skip
    for name in known:
        say(name)
    assert not say.missing
    made = replace(audited, provenance={"file": "а б.csv", "map": "m.toml", "leader": "Аня", "seed": 3,
                                        "honest elections": 7, "snapshot": "c.csv"})  # fmt: skip
    assert command(made) == (
        "contested audit 'а б.csv' --map m.toml --leader 'Аня' --snapshot c.csv --elections 7 --seed 3"
    )
