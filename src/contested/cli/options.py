"""The options that commands share, each declared once; and what they have in common in reading them.

An option's default stands in the command's signature, from `ground.options`, and `--help` prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import typer
from typer.models import OptionInfo

from contested.ground import options as choices
from contested.ground.errors import InputError, OtherStudyError, closest
from contested.store import layout

T = TypeVar("T")


def completing(words: Iterable[str] | Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """Of some words, those that begin as what a shell has typed so far."""

    def complete(incomplete: str) -> list[str]:
        known = words() if callable(words) else words
        return [word for word in known if word.startswith(incomplete)]

    return complete


def _names() -> list[str]:
    """Scenarios and published models."""
    from contested.scenarios.folders import names
    from contested.zoo.catalogue import names as models

    return [*names(), *models()]


def one_of(option: str, words: object, help: str) -> OptionInfo:
    """An option that takes one of the words of a Literal."""
    known = get_args(words)

    def read(text: str) -> str:
        # not always text: a file of settings has numbers and lists, and typer's own types do not see them
        if not isinstance(text, str) or text not in known:
            listed = f"{', '.join(known[:-1])} or {known[-1]}"
            raise InputError(f"{option}: expected {listed}; got {text!r}.", closest(str(text), known))
        return text

    made: OptionInfo = typer.Option(
        option, parser=read, metavar=f"<{'|'.join(known)}>", help=help, autocompletion=completing(known)
    )
    return made



Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A scenario (see [bold]contested scenarios[/bold]) or its folder; or a published model "
        "(see [bold]contested zoo[/bold]) or its Python file.",
        autocompletion=completing(_names),
    ),
]
NameUnlessBranch = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME", show_default="with --from: what the checkpoint is of",
        help="A scenario (see [bold]contested scenarios[/bold]) or its folder; or a published model "
        "(see [bold]contested zoo[/bold]) or its Python file.",
        autocompletion=completing(_names),
    ),
]  # fmt: skip
WithNames = Annotated[
    str | None,
    typer.Option(
        "--with-names", metavar="all|FILE", show_default="numbers instead of names",
        help="Show names of private persons: [bold]all[/bold], or those in a text file, one per line.",
    ),
]
Aliases = Annotated[
    str | None,
    typer.Option(metavar="PATH", help="Table of other names of places and parties, with columns kind, name and also."),
]
RunFolder = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same numbers, to the last bit.")]
Scale = Annotated[int, typer.Option(help="Persons per agent; 1 simulates everybody. For scenarios.")]
Days = Annotated[
    int | None, typer.Option(help="Days to simulate, for scenarios.", show_default="to the scenario's end")
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Last day to simulate, instead of --days.")
]
Steps = Annotated[
    int | None, typer.Option(help="Steps to simulate, for published models.", show_default="the model's own")
]
Preset = Annotated[
    str | None, typer.Option(help="A named set of parameters, for published models; their cards list them.")
]
Replicates = Annotated[int, typer.Option(help="Runs of each set of parameters, each with other random numbers.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Change a parameter (see [bold]contested parameters[/bold]). Repeatable."
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Leave out a subsystem or phase (see [bold]contested plan[/bold]). Repeatable."),
]
Checkpoint = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="CHECKPOINT",
        help="Continue from a checkpoint, with its scenario, scale, seed and settings unless others are given.",
    ),
]  # fmt: skip
Checkpoints = Annotated[
    list[str] | None,
    typer.Option(
        "--checkpoint", metavar="DAY", help="Save the state at the end of a day (number or date) or step. Repeatable."
    ),
]
Threads = Annotated[
    int | None, typer.Option(help="Threads to use. Does not change results.", show_default="one per processor")
]
Device = Annotated[
    choices.Device,
    one_of("--device", choices.Device, "gpu is an NVIDIA GPU and needs the extra gpu. Does not change results."),
]
Executor = Annotated[
    choices.Executor,
    one_of(
        "--executor", choices.Executor,
        "Where runs are simulated: this process, a pool of processes, or a Ray cluster. Does not change results.",
    ),
]  # fmt: skip
Workers = Annotated[int | None, typer.Option(help="Processes to use.", show_default="one per processor")]
Part = Annotated[
    str | None,
    typer.Option(
        "--part", metavar="K/N",
        help="Simulate only part K of N into --out, as one job of a cluster (see [bold]--job-script[/bold]).",
    ),
]
JobScript = Annotated[
    choices.Scheduler | None,
    one_of(
        "--job-script", choices.Scheduler,
        "Simulate nothing: print a shell script that submits the study to a cluster in parts and joins them.",
    ),
]
Parts = Annotated[
    int | None, typer.Option("--parts", help="Parts of --job-script.", show_default=str(choices.PARTS))
]
Join = Annotated[bool, typer.Option("--join", help="Simulate nothing: join what all parts have simulated.")]
Out = Annotated[str | None, typer.Option(metavar="PATH", help="New folder for the results.")]
Resumable = Annotated[
    str | None, typer.Option(metavar="PATH", help="Folder for the results; rerunning the command resumes it.")
]
Report = Annotated[bool, typer.Option("--report/--no-report", help="Write a page with charts.")]
Progress = Annotated[
    bool | None,
    typer.Option(
        "--progress/--no-progress", help="Show a progress bar on stderr.", show_default="if stderr is a terminal"
    ),
]
OwnModel = Annotated[
    str | None, typer.Option("--model", metavar="FILE", help="The Python file of your own model, for a run of one.")
]


def jobs(
    context: typer.Context, scheduler: choices.Scheduler | None, parts: int | None, part: str | None, join: bool,
    out: str | None, *, rounds: int = 1, memory: Callable[[], int] = int,
) -> bool:  # fmt: skip
    """Whether a job script was to be printed, and is; what does not go together is refused.

    Raises
    ------
    InputError
    """
    from contested.cli.command import line
    from contested.cli.job_script import script
    from contested.studies.parts import chosen

    if scheduler is None:
        if parts is not None:
            raise InputError("--parts: of --job-script; got no script to print.", "--part K/N simulates one part")
        chosen(part, join, out)
        return False
    command = str(context.command.name)
    line(script(command, context.meta["typed"], scheduler, parts, rounds=rounds, memory=memory()))
    return True


@contextmanager
def finishing() -> Iterator[None]:
    """Inside, a part that is finished is printed, and ends the command."""
    from contested.cli import tables
    from contested.studies.parts import StudyUnfinished

    try:
        yield
    except StudyUnfinished as unfinished:
        tables.pairs([*unfinished.rows, ("folder", str(unfinished.path))])
        raise typer.Exit(0) from None


def typed(context: typer.Context, name: str, value: T) -> T | None:
    """An option's value if it was typed or stands in the user's settings, None if it is the default."""
    source = context.get_parameter_source(name)
    return value if source is not None and source.name in ("COMMANDLINE", "DEFAULT_MAP") else None


def settings_of(texts: list[str] | None) -> dict[str, float | str]:
    """NAME=VALUE pairs; values stay text, which whoever knows the parameter reads."""
    pairs: dict[str, float | str] = {}
    for text in texts or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"--set: expected NAME=VALUE; got {text!r}.", "for example --set detention.hold_limit=3")
        if name in pairs:
            raise InputError(f"--set {name}: given twice, {pairs[name]} and {value}.", "give one value")
        pairs[name] = value
    return pairs


def stem(name: str | None, seed: int | None, checkpoint: str | None) -> str:
    """NAME-SEED, as a run's folder is called."""
    if name is None:  # RUN/checkpoints/FILE
        parts = Path(checkpoint or "").resolve().parts
        name = parts[-3] if len(parts) > 2 else "run"
    title = Path(name).resolve().name.removesuffix(".py").replace("_", "-")
    return f"{title}-{'branch' if checkpoint is not None and seed is None else choices.SEED if seed is None else seed}"


def lists_of(texts: list[str] | None) -> dict[str, float | str | list[float | str]]:
    """NAME=VALUE pairs, in which commas separate several values."""
    found: dict[str, float | str | list[float | str]] = {}
    for name, value in settings_of(texts).items():
        found[name] = [*value.split(",")] if isinstance(value, str) and "," in value else value
    return found


@contextmanager
def folder(out: str | None, stem: str, parent: str = "runs", *, needed: bool = True) -> Iterator[str | Path | None]:
    """`out`, or else PARENT/STEM, with a number behind it if that is taken; None if no folder is needed.

    A folder of our own naming is created at once, so that another process takes the next; it is removed if it stays
    empty.
    """
    if out is not None:
        if not out.strip():
            raise InputError("--out: expected a name or folder; got nothing.", "leave the option out, or name one")
        yield out
        return
    if not needed:
        yield None
        return
    from contested.store import disk

    path, n = Path(parent) / stem, 1
    new = not path.parent.exists()
    with disk.writing(path):
        path.parent.mkdir(exist_ok=True)
        while not _created(path):
            n += 1
            path = path.with_name(f"{stem}-{n}")
    try:
        yield path
    finally:
        for empty in (path, path.parent) if new else (path,):
            with suppress(OSError):  # it holds the run
                empty.rmdir()


def into(
    work: Callable[[str | Path | None], T], out: str | None, stem: str, parent: str = "runs", *, needed: bool = True
) -> T:
    """What `work` gives when it is handed its folder: `folder`'s, or one in which the same command was stopped."""
    if out is None and needed:
        from contested.store import lock

        path, n = Path(parent) / stem, 1
        while path.exists():
            if layout.unfinished(path).is_file() and lock.free(path):
                with suppress(OtherStudyError):
                    return work(path)
            n += 1
            path = path.with_name(f"{stem}-{n}")
    with folder(out, stem, parent, needed=needed) as chosen:
        return work(chosen)


def _created(path: Path) -> bool:
    try:
        path.mkdir()
    except FileExistsError:
        return False
    return True
