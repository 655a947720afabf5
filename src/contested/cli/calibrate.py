"""`contested calibrate`: a scenario's parameters, and each party's reporting bias, from reported figures."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contested.cli import options, tables
from contested.cli.command import say
from contested.ground import options as choices
from contested.ground.options import (
    CALIBRATION_SCALE,
    CHECKS,
    DAYS_BEYOND,
    EXECUTOR,
    METHOD,
    REPLICATES,
    SEED,
    WAVE_POINTS,
    WAVES,
)

if TYPE_CHECKING:
    from contested.tasks.results import Calibration

EXAMPLES = (
    "Examples:\n\n"
    "contested calibrate belarus-2020 --fit-until 2020-09-15 --out runs/belarus\n\n"
    'contested calibrate runs/belarus --distrust "Interior Ministry"\n\n'
    "contested calibrate teaching --fit-until 2031-05-11 --scale 20 --parameters street.cost "
    "--parameters media.rumour --points 200 --waves 2\n\n"
    "contested calibrate belarus-2020 --fit-until 2020-09-15 --out runs/belarus --job-script slurm --parts 64"
)


def calibrate(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO_OR_STUDY", help="A scenario's name or folder; or an existing study, to re-analyse."
        ),
    ],
    fit_until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day whose claims are fitted; later ones test predictions.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Last day to simulate.",
            show_default=f"{DAYS_BEYOND} days after --fit-until; --fit-until if a study goes on",
        ),
    ] = None,
    method: Annotated[
        choices.Method,
        options.one_of(
            "--method", choices.Method,
            "emulator: approximate the model from waves of runs, and sample parameters; other claims or a distrusted "
            "party need no new run, but the model's own error is left out. smoother: adjust an ensemble of runs until "
            "it matches the claims, in --waves passes (5) of --points members (300); for forecasts and comparisons.",
        ),
    ] = METHOD,
    parameters: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Parameter to calibrate. Repeatable.", show_default="all that have a prior"),
    ] = None,
    scale: options.Scale = CALIBRATION_SCALE,
    waves: Annotated[int, typer.Option(help="Waves of simulations.")] = WAVES,
    points: Annotated[int, typer.Option(help="Points per wave.")] = WAVE_POINTS,
    replicates: Annotated[int, typer.Option(help="Runs per point.")] = REPLICATES,
    checks: Annotated[int, typer.Option(help="Trials for each check of the posterior; 0 for none.")] = CHECKS,
    settings: options.Settings = None,
    claims: Annotated[
        str | None, typer.Option(metavar="FILE", help="A table of claims.", show_default="the scenario's own")
    ] = None,
    aliases: options.Aliases = None,
    distrust: Annotated[
        list[str] | None, typer.Option(
            metavar="PARTY",
            help="Assume hardly anything about this party's bias: its prior has a standard deviation of a factor of "
                 "20. Repeatable.",
        ),
    ] = None,
    seed: options.Seed = SEED,
    executor: options.Executor = EXECUTOR,
    workers: options.Workers = None,
    part: options.Part = None,
    join: options.Join = False,
    job_script: options.JobScript = None,
    parts: options.Parts = None,
    out: options.Resumable = None,
    report: options.Report = True,
    with_names: options.WithNames = None,
    progress: options.Progress = None,
) -> None:
    """Fit a scenario's parameters to reported figures, with a reporting bias for each party.

    Writes runs/SCENARIO-calibration unless --out names another folder: posterior draws, tables of parameters, biases
    and checks, and report.html. Ctrl-C finishes the current runs; rerunning the command resumes. A finished study can
    be re-analysed with other --distrust or --claims in seconds, without new runs.
    """
    from contested.studies.folder import is_kind
    from contested.tasks.calibrate import calibrate as task
    from contested.tasks.calibrate import rounds
    from contested.tasks.scenarios import bytes_of

    began = time.perf_counter()
    numbers = {"scale": scale, "waves": waves, "points": points, "replicates": replicates, "checks": checks,
               "seed": seed}  # fmt: skip
    given = {key: options.typed(context, key, value) for key, value in numbers.items()}
    existing = is_kind(Path(name), "calibration")
    if options.jobs(context, job_script, parts, part, join, out, rounds=rounds(method, given["waves"]),
                    memory=lambda: bytes_of(name, scale)):  # fmt: skip
        return
    with options.finishing():
        done = options.into(
            lambda path: task(
                name, fit_until, method=method, until=until, parameters=tuple(parameters) if parameters else None,
                settings=options.settings_of(settings), claims=claims, aliases=aliases, distrust=tuple(distrust or ()),
                executor=executor, workers=workers, part=part, join=join, out=path, progress=progress, **given,
            ), out, f"{Path(name).stem or 'study'}-calibration", needed=not existing or fit_until is not None,
        )  # fmt: skip
    page = str(done.report()) if report else ""
    tables.pairs([*_print(done), *tables.last_words(done.path, page, began)])


def _print(done: Calibration) -> list[tuple[str, str]]:
    """Print the tables; what is left to say in a line each."""
    answer = done.answer
    posterior = done.tables["posterior"].sort("contraction", descending=True)
    best = [
        (r["parameter"], f"{r['prior_median']:.3g}", f"{r['prior_low']:.3g} to {r['prior_high']:.3g}",
         f"{r['median']:.3g}", f"{r['low']:.3g} to {r['high']:.3g}", f"{100 * r['contraction']:.0f} %")
        for r in posterior.head(12).iter_rows(named=True)
    ]  # fmt: skip
    heads = ("parameter", "prior", "prior 90 %", "posterior", "posterior 90 %", "contraction")
    tables.table(heads, best, title="Best-identified parameters")
    biases = [
        (r["party"], r["indicator"] or "everything", f"{r['factor']:.2g}", f"{r['low']:.2g} to {r['high']:.2g}",
         str(r["witnesses"]))
        for r in done.tables["biases"].iter_rows(named=True)
    ]  # fmt: skip
    columns = ("party", "indicator", "ratio", "90 %", "sources")
    tables.table(columns, biases, title="Reporting bias (reported / true)", right=("ratio", "sources"))
    from contested.claims.reasons import MEANING

    left = [(reason, MEANING.get(reason, ""), n) for reason, n in answer.get("unused", {}).items()]
    if left:
        tables.table(("reason", "meaning", "claims"), left, right=("claims",),
                     title=f"Unused claims ({sum(n for *_, n in left):,})")  # fmt: skip
    for text in done.warnings():
        say(text)
    later = done.coverage()
    return [
        ("claims fitted", f"{answer['claims']}; {done.unused} not used"),
        ("later claims", later.text() if later else "no claims after the fit"),
        *_sharpness(done),
        *_checks(answer),
        *([("without trust in", ", ".join(answer["distrust"]))] if answer["distrust"] else []),
    ]  # fmt: skip


def _sharpness(done: Calibration) -> list[tuple[str, str]]:
    """How far runs that match the past differ in the national crowd."""
    table = done.tables.get("sharpness")
    if table is None or not table.height:
        return []
    before, after = (f"{float(table[name].to_numpy().mean()):.2f}" for name in ("prior", "posterior"))
    return [("sd of log crowd", f"{after} on {table.height} days with fitted claims; {before} before the claims")]


def _checks(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """What simulations at the posterior say of the emulator and of the claims."""
    verdict, rows = answer["emulator"], []
    if verdict:
        odd = ", ".join(r["indicator"].replace("_", " ") for r in verdict["differs"])
        rows.append(("emulator", (f"differs in {odd}" if odd else "confirmed") + f" by {answer['simulated']} runs at "
                     f"the posterior: {100 * verdict['within_90']:.0f} % in its 90 % bands, offset at most "
                     f"{verdict['offset']:+.2f} sd ({verdict['worst'].replace('_', ' ')})"))  # fmt: skip
    if answer["replayed"]:
        prior = answer.get("coverage", {})
        shares = ", ".join(
            f"{100 * v:.0f} % of {k}" + (f" (prior only: {100 * prior[k]['prior']:.0f} %)" if k in prior else "")
            for k, v in answer["replayed"].items()
        )
        rows.append(("claims in simulated 90 %", shares))
    return rows
