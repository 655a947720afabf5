"""`contested calibrate`: parameters and biases from what was claimed until a date."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contested.cli.errors import errors_told, say
from contested.cli.finished import drawing
from contested.cli.options import folder, settings_of

if TYPE_CHECKING:
    from contested.tasks.results import Calibration

EXAMPLES = (
    "Examples:\n\n"
    "contested calibrate belarus-2020 --until 2020-09-15 --out runs/belarus\n\n"
    'contested calibrate runs/belarus --distrust "Interior Ministry"\n\n'
    "contested calibrate teaching --until 2031-05-11 --scale 20 --parameters street.cost --parameters media.rumour "
    "--points 200 --waves 2"
)


@errors_told
def calibrate(
    target: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO_OR_STUDY", help="A scenario's name or folder; or a finished study, asked once more."
        ),
    ],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Fit claims about days up to it; foretell the later ones.")
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Calibrate this; every parameter with a prior if not given. Repeatable."),
    ] = None,
    last: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day to play; 56 days after --until if not given.")
    ] = None,
    scale: Annotated[int | None, typer.Option(help="Persons one agent stands for; 100 if not given.")] = None,
    waves: Annotated[int | None, typer.Option(help="Rounds of runs; 3 if not given.")] = None,
    points: Annotated[int | None, typer.Option(help="Points of a round; 2000 if not given.")] = None,
    replicates: Annotated[int | None, typer.Option(help="Runs a point; 1 if not given.")] = None,
    checks: Annotated[
        int | None, typer.Option(help="Trials of each check of calibration; 100 if not given, 0 for none.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter in all runs; repeatable."),
    ] = None,
    claims: Annotated[
        str | None, typer.Option(metavar="FILE", help="A table of claims; the scenario's own if not given.")
    ] = None,
    distrust: Annotated[
        list[str] | None, typer.Option(metavar="PARTY", help="Doubt what this party says; repeatable.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same study, to the last bit; 1 if not given.")] = None,
    executor: Annotated[
        str, typer.Option(metavar="WHO", help="pool (processes), serial (this process) or ray. Changes no number.")
    ] = "pool",
    workers: Annotated[int | None, typer.Option(help="One a processor if not given.")] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="STUDY",
            help="Folder; the same command goes on where it was stopped. runs/SCENARIO-calibration if not given.",
        ),
    ] = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
) -> None:
    """Find the parameters under which a scenario goes as was claimed, and how far each party bends its numbers.

    Ctrl-C finishes the runs that are being played; the same command with the same --out goes on from there. A finished
    study answers for other --distrust or --claims within seconds, without a single run.
    """
    from contested.studies.folder import is_kind
    from contested.tasks.calibrate import calibrate as task

    began = time.perf_counter()
    finished = is_kind(Path(target), "calibration")

    def fit(path: str | Path | None) -> Calibration:
        return task(
            target, until, parameters=tuple(parameters) if parameters else None, until=last, scale=scale, waves=waves,
            points=points, replicates=replicates, checks=checks, settings=dict(settings_of(settings or [])),
            claims=claims, distrust=tuple(distrust or ()), seed=seed, executor=executor, workers=workers, out=path,
        )  # fmt: skip

    if finished:
        done = fit(out)
    else:
        with folder(out, f"{Path(target).stem or 'study'}-calibration") as path:
            done = fit(path)
    if report:
        with drawing():
            page = done.report()
    _told(done, began, str(page) if report else "")


def _judged(a: dict[str, Any]) -> list[tuple[str, str]]:
    """What runs at the posterior say of the emulator and of the claims."""
    said, out = a["emulator"], []
    if said:
        odd = ", ".join(r["indicator"].replace("_", " ") for r in said["differs"])
        out.append(("emulator", (f"differs in {odd}" if odd else "confirmed") + f" by {a['simulated']} runs at the "
                    f"posterior: {100 * said['within_90']:.0f} % in its 90 % bands, offset at most "
                    f"{said['offset']:+.2f} sd ({said['worst'].replace('_', ' ')})"))  # fmt: skip
    if a["replayed"]:
        words = ", ".join(f"{100 * v:.0f} % of {k}" for k, v in a["replayed"].items())
        out.append(("claims, in played 90 %", words))
    return out


def _told(done: Calibration, began: float, page: str) -> None:
    from contested.cli import show

    a = done.answer
    table = done.tables["posterior"].sort("contraction", descending=True)
    rows = [
        (r["parameter"], f"{r['prior_median']:.3g}", f"{r['prior_low']:.3g} to {r['prior_high']:.3g}",
         f"{r['median']:.3g}", f"{r['low']:.3g} to {r['high']:.3g}", f"{100 * r['contraction']:.0f} %")
        for r in table.head(12).iter_rows(named=True)
    ]  # fmt: skip
    show.table(
        ("parameter", "prior", "90 %", "posterior", "90 %", "learnt"), rows, title="what the claims taught most about"
    )
    rows = [
        (r["party"], r["indicator"] or "everything", f"{r['factor']:.2g}", f"{r['low']:.2g} to {r['high']:.2g}",
         str(r["witnesses"]))
        for r in done.tables["biases"].iter_rows(named=True)
    ]  # fmt: skip
    show.table(("party", "of", "says", "90 %", "witnesses"), rows, title="of the truth each party says",
               right=("says", "witnesses"))  # fmt: skip
    for text in done.warnings():
        say(text)
    held = done.tables["coverage"].filter(holdout=True, indicator="", side="")
    shown = f"{100 * held['share'][0]:.0f} % of {held['claims'][0]}" if len(held) else "none were held back"
    show.pairs([
        ("claims fitted", f"{a['claims']}; {a['unmatched']} have nothing to be set beside"),
        ("held back, in 90 % bands", shown),
        *_judged(a),
        *([("without", "trust in " + ", ".join(a["distrust"]))] if a["distrust"] else []),
        ("folder", str(done.path)),
        *([("report", page)] if page else []),
        ("took", f"{time.perf_counter() - began:.1f} s"),
    ])  # fmt: skip
