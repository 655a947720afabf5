"""`contested sample`: check a count from a random sample of stations or of ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.as_json import printable
from contested.cli.command import Command, line
from contested.ground.errors import InputError
from contested.ground.options import ENOUGH, RESPONSE, RISK_LIMIT, SEED, SIMULATED_AUDITS, SPREAD, BallotMethod

if TYPE_CHECKING:
    from contested.forensics.finding import Finding

app = typer.Typer(
    help="Check a count from a random sample: of stations (quick count), or of ballots (risk-limiting audit).",
    no_args_is_help=True,
)

Stations = Annotated[
    str,
    typer.Option(
        "--stations", metavar="FILE", help="All stations: a table with a column station; optionally stratum and voters."
    ),
]
Protocols = Annotated[
    str,
    typer.Argument(
        metavar="PROTOCOLS",
        help="Protocols of the stations, in the order of drawing: a table with columns station, cast, and one per "
        "contestant.",
    ),
]
Contests = Annotated[
    str,
    typer.Argument(
        metavar="CONTESTS",
        help="Reported votes: a table with columns contest, candidate, votes; optionally winners (seats) and threshold "
        "(percent).",
    ),
]
Cards = Annotated[int, typer.Option("--cards", help="Ballot cards in the pool, with these contests or without.")]
RiskLimit = Annotated[
    float, typer.Option("--risk-limit", help="Largest probability that a wrong outcome is confirmed, between 0 and 1.")
]
PublicSeed = Annotated[
    int,
    typer.Option(
        "--seed",
        help="The same seed gives the same numbers. It may have any length, such as 20 digits from dice; one of 2^63 "
        "or more is replaced by the first 63 bits of the SHA-256 of its digits.",
    ),
]
PageFile = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help="New file for a page with a picture (HTML).")
]
MethodOption = Annotated[
    BallotMethod,
    options.one_of("--method", BallotMethod, "Read each card, or compare it with what the system reported for it."),
]


@app.command(cls=Command, epilog="Examples:\n\ncontested sample draw stations.csv --error 0.01 --out sample.csv\n\n"
             "contested sample draw stations.csv --size 800 --seed 4815162342")  # fmt: skip
@printable
def draw(
    stations: Annotated[
        str,
        typer.Argument(
            metavar="STATIONS", help="All stations: a table with a column station; optionally stratum and voters."
        ),
    ],
    size: Annotated[int | None, typer.Option(help="Stations to draw.")] = None,
    error: Annotated[
        float | None, typer.Option(help="Instead of --size, margin of error to reach: 0.01 is one percentage point.")
    ] = None,
    spread: Annotated[
        float, typer.Option(help="Standard deviation of a contestant's share between stations; for --error.")
    ] = SPREAD,
    response: Annotated[float, typer.Option(help="Share of the stations that will report; for --error.")] = RESPONSE,
    seed: PublicSeed = SEED,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="New CSV file for the sample.")] = None,
) -> None:
    """Draw the stations of a quick count at random, from each stratum in proportion to its size.

    The same stations, size and seed give the same sample: draw the seed in public, and everybody can check it.
    """
    from contested.tasks import sample as task

    drawn, shares = task.draw_stations(stations, size=size, error=error, spread=spread, response=response, seed=seed,
                                       out=out)  # fmt: skip
    tables.table(shares.columns, shares.rows(), title=f"{drawn.height:,} stations drawn", right=shares.columns[1:])
    if out is None:
        tables.table(drawn.columns, drawn.head(20).rows(), title="the first of them (--out FILE writes all)",
                     right=("order", "voters"))  # fmt: skip
    else:
        tables.pairs([("wrote", out)])


@app.command(cls=Command, epilog="Examples:\n\n"
             "contested sample estimate protocols.csv --stations stations.csv --official Rudolf=61.2")  # fmt: skip
@printable
def estimate(
    protocols: Protocols,
    stations: Stations,
    official: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=PERCENT", help="A contestant's official share of ballots cast. Repeatable."),
    ] = None,
    out: PageFile = None,
) -> None:
    """Estimate every contestant's share from the protocols of a random sample (quick count).

    Besides the 95 % interval it prints what silent stations could change, and whether late reports differ from early
    ones.
    """
    from contested.forensics.verdict import amount, span
    from contested.tasks import sample as task
    from contested.tasks.sample_page import verdict

    shares = _shares(official or [])
    done = task.estimate(protocols, stations, official=shares, out=out)
    rows = []
    for name, f in zip(_names(done.findings), done.findings, strict=True):
        late = f.tables["arrival"].row(0, named=True) if "arrival" in f.tables else {}
        worst = f.tables["worst case"].row(0, named=True) if "worst case" in f.tables else {}
        rows.append((name, amount(f.value, f.unit), span(f),
                     f"{100 * worst['interval_low']:.1f} to {100 * worst['interval_high']:.1f} %"
                     if worst and done.bounded else "",
                     f"{late['chance']:.3f}" if late else "",
                     verdict(f, name in shares)))  # fmt: skip
    tables.table(("contestant", "share", "95 % interval", "if silent stations went one way", "late like early (p)",
                  "official share"), rows, right=("share", "95 % interval"))  # fmt: skip
    for says in dict.fromkeys(f.says for f in done.findings):
        line(f"- {says}")
    if done.unreported:
        line(f"- {task.unreported_words(done.unreported)}: "
              f"{', '.join(done.unreported[:10])}{' ...' if len(done.unreported) > 10 else ''}.")  # fmt: skip
    if not done.bounded:
        line("- What silent stations could change is not known: the list of stations has no registered voters.")
    _wrote(out)


def _wrote(out: str | None) -> None:
    if out is not None:
        tables.pairs([("wrote", out)])


def _names(findings: list[Finding]) -> list[str]:
    return [f.title.removeprefix("Quick count: ") for f in findings]


def _shares(typed: list[str]) -> dict[str, float]:
    out = {}
    for text in typed:
        name, equals, percent = text.rpartition("=")
        try:
            out[name.strip()] = float(percent.strip().rstrip("%").replace(",", ".")) / 100
        except ValueError:
            equals = ""
        if not equals or not name.strip():
            raise InputError(f"--official: expected NAME=PERCENT; got {text!r}.", "for example --official Rudolf=61.2")
    return out


@app.command(cls=Command, epilog="Examples:\n\n"
             "contested sample test protocols.csv --stations stations.csv --winner Rudolf")  # fmt: skip
@printable
def test(
    protocols: Protocols,
    stations: Stations,
    winner: Annotated[
        str | None, typer.Option(metavar="NAME", help="The announced winner.", show_default="first in the sample")
    ] = None,
    loser: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Contestant whom the winner must beat.", show_default="second in the sample"),
    ] = None,
    risk_limit: RiskLimit = RISK_LIMIT,
    out: PageFile = None,
) -> None:
    """Test whether the announced winner has more votes, on protocols in the random order of drawing.

    The test may be repeated after every protocol. A station without a report is counted in the way that is worst for
    the winner.
    """
    from contested.tasks import sample as task

    finding = task.test_outcome(protocols, stations, winner=winner, loser=loser, risk_limit=risk_limit, out=out)
    tables.pairs([("risk", "" if finding.value is None else f"{finding.value:.4g}"), ("assumes", finding.assumes)])
    line(finding.says)
    _wrote(out)


@app.command(cls=Command, epilog="Examples:\n\ncontested sample plan contests.csv --cards 180000\n\n"
             "contested sample plan contests.csv --cards 180000 --method comparison --risk-limit 0.1")  # fmt: skip
@printable
def plan(
    contests: Contests,
    cards: Cards,
    method: MethodOption = "polling",
    risk_limit: RiskLimit = RISK_LIMIT,
    seed: PublicSeed = SEED,
) -> None:
    """Plan a risk-limiting audit: how many ballot cards must be drawn to confirm the reported winners.

    One sample serves all contests, so the largest number counts. The numbers hold if the reported votes are correct.
    """
    from contested.tasks import sample as task

    found = task.plan_ballots(contests, cards, method=method, risk_limit=risk_limit, seed=seed)
    rows = [(r["contest"], r["winner"], r["loser"] or "the threshold", f"{100 * r['margin']:.2f} %", r["expected"],
             r["median"], r["enough"]) for r in found.iter_rows(named=True)]  # fmt: skip
    enough = f"enough in {100 * ENOUGH:.0f} %"
    tables.table(("contest", "winner", "over", "diluted margin", "expected", "median", enough), rows,
                 right=("diluted margin", "expected", "median", enough))  # fmt: skip
    line(f"Draw {max(found['enough']):,} of {cards:,} cards: in {100 * ENOUGH:.0f} % of {SIMULATED_AUDITS} simulated "
          f"audits that is enough for the hardest assertion at a risk limit of {risk_limit:g}.")  # fmt: skip


@app.command(cls=Command, epilog="Examples:\n\n"
             "contested sample confirm contests.csv sample.csv --cards 180000 --method comparison\n\n"
             "contested sample confirm contests.csv sample.csv --strata strata.csv")  # fmt: skip
@printable
def confirm(
    contests: Contests,
    sample: Annotated[
        str,
        typer.Argument(
            metavar="SAMPLE",
            help="Cards in the order of drawing: a table with columns card, contest, vote; for a comparison also "
            "reported.",
        ),
    ],
    cards: Annotated[
        int | None, typer.Option("--cards", help="Ballot cards in the pool, with these contests or without.")
    ] = None,
    strata: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Cards were drawn by strata: a table with columns stratum, cards, method (polling or comparison). "
            "CONTESTS and SAMPLE then have a column stratum.",
        ),
    ] = None,
    method: MethodOption = "polling",
    risk_limit: RiskLimit = RISK_LIMIT,
    out: PageFile = None,
) -> None:
    """Test whether the ballot cards that were drawn confirm the reported winners.

    Exit code 1 if they do not yet: draw more cards, or count all of them. A comparison confirms nothing if the reports
    of the drawn cards cannot add up to the reported votes.
    """
    from contested.tasks import sample as task
    from contested.tasks.sample_page import doubts

    found = task.check_ballots(contests, sample, cards, strata_file=strata, method=method, risk_limit=risk_limit,
                               out=out)  # fmt: skip
    _wrote(out)
    rows = [(r["contest"], r["winner"], r["loser"] or "the threshold", f"{100 * r['margin']:.2f} %", f"{r['risk']:.4f}",
             r["stopped"] or None, "confirmed" if r["confirmed"] else "doubted" if r["doubt"] else "not yet",
             r["overstated"])
            for r in found.iter_rows(named=True)]  # fmt: skip
    tables.table(("contest", "winner", "over", "diluted margin", "risk", "after", "", "overstated"), rows,
                 right=("diluted margin", "risk", "after", "overstated"))  # fmt: skip
    open_, most = found.filter(~found["confirmed"]), int(found["cards"].to_numpy().max())
    if open_.height:
        every = "" if cards is None else f" {cards:,}"
        line(f"{most:,} cards do not confirm {open_.height} of {found.height} assertions at a risk "
              f"limit of {risk_limit:g}: draw more cards, or count all{every}.")  # fmt: skip
        for why in doubts(found):
            line(why)
        raise typer.Exit(1)
    line(f"{most:,} cards confirm every reported winner at a risk limit of {risk_limit:g}.")


Batches = Annotated[
    str,
    typer.Argument(
        metavar="BATCHES",
        help="Reported batches: a table with columns batch, ballots, candidate, votes; optionally contest, winners "
        "(seats) and contest_ballots (ballots that have the contest).",
    ),
]


@app.command("draw-batches", cls=Command, epilog="Examples:\n\n"
             "contested sample draw-batches batches.csv --risk-limit 0.1 --seed 271828 --out draws.csv")  # fmt: skip
@printable
def draw_batches(
    batches: Batches,
    size: Annotated[
        int | None, typer.Option(help="Batches to draw.", show_default="enough to confirm if no batch overstates")
    ] = None,
    risk_limit: RiskLimit = RISK_LIMIT,
    seed: PublicSeed = SEED,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="New CSV file for the draws.")] = None,
) -> None:
    """Draw batches of ballots to be counted by hand, where no single cards can be compared.

    Draws are with replacement, and a batch's probability is proportional to the largest overstatement of a margin that
    it can contain.
    """
    from contested.tasks import sample as task

    drawn = task.draw_batches(batches, size=size, risk_limit=risk_limit, seed=seed, out=out)
    once = drawn.unique("batch", keep="first", maintain_order=True)
    line(f"{drawn.height:,} draws of {once.height:,} batches with {int(once['ballots'].sum()):,} ballots.")
    for says in task.unreported_batches(batches):
        line(says)
    if out is None:
        tables.table(drawn.columns, drawn.head(20).rows(), title="the first of them (--out FILE writes all)",
                     right=("draw", "ballots"))  # fmt: skip
    _wrote(out)


@app.command("confirm-batches", cls=Command, epilog="Examples:\n\n"
             "contested sample confirm-batches batches.csv draws.csv counted.csv --risk-limit 0.1")  # fmt: skip
@printable
def confirm_batches(
    batches: Batches,
    draws: Annotated[
        str, typer.Argument(metavar="DRAWS", help="Batches in the order of drawing: a table with a column batch.")
    ],
    counted: Annotated[
        str,
        typer.Argument(
            metavar="COUNTED", help="Hand counts: a table with columns batch, candidate, votes; optionally contest."
        ),
    ],
    risk_limit: RiskLimit = RISK_LIMIT,
    out: PageFile = None,
) -> None:
    """Test whether batches that were counted by hand confirm the reported winners (Kaplan-Markov).

    Exit code 1 if they do not yet: draw more batches, or count all of them. Leave the votes of a batch empty if it
    cannot be counted.
    """
    from contested.tasks import sample as task
    from contested.tasks.sample_page import batch_words

    found = task.check_batches(batches, draws, counted, risk_limit=risk_limit, out=out)
    worst = found.draws.unique("batch", keep="first", maintain_order=True).sort("taint", descending=True).head(10)
    tables.table(("batch", "taint"), [(r["batch"], f"{r['taint']:.6f}") for r in worst.iter_rows(named=True)],
                 title="largest overstatements, as a share of the largest possible", right=("taint",))  # fmt: skip
    for says in (batch_words(found, risk_limit), *found.notes):
        line(says)
    _wrote(out)
    if not found.stopped:
        raise typer.Exit(1)
