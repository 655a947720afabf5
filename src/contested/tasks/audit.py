"""Audit a count: from returns by polling station to what is proved, what is estimated, and how sure one can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.ensemble.points import seeds
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.progress import Progress, ProgressCallback
from contested.ground.renamed import renamed
from contested.studies import arguments
from contested.studies.audit.folder import stem
from contested.studies.audit.inputs import check_keys, read_evidence, read_others, read_returns
from contested.studies.folder import begin, signed
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Audit, Run

if TYPE_CHECKING:
    from contested.forensics.comparisons.every import Others
    from contested.forensics.samples.evidence import Evidence
    from contested.forensics.table.column_map import ColumnMap
    from contested.forensics.table.returns import ReturnsTable


@renamed(told="progress")
def audit(
    returns: str | Path | ReturnsTable | Run,
    column_map: str | Path | ColumnMap | None = None,
    *,
    contest: str | None = None,
    leader: str | None = None,
    evidence: str | Path | Evidence | None = None,
    evidence_map: str | Path | None = None,
    earlier: str | Path | ReturnsTable | None = None,
    earlier_map: str | Path | ColumnMap | None = None,
    snapshot: str | Path | ReturnsTable | None = None,
    covariates: str = "",
    elections: int = options.ELECTIONS,
    replicate: int = 0,
    window: tuple[int, int] | None = None,
    seed: int = options.SEED,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Audit:
    """Audit returns.

    Parameters
    ----------
    returns : path, ReturnsTable or Run
        A file of returns, a table that was read, or a run (or its folder) whose simulated count is audited.
    column_map : path, name or ColumnMap, optional
        What the file's columns mean; needed for a file.
    contest : str, optional
        Which contest of a file with a row per candidate (a map with [long]); the map's if absent.
    leader : str, optional
        The contestant (or a unique part of the name) whose votes estimates look at; the map's if absent.
    evidence, evidence_map : path or Evidence, optional
        Independent evidence on the same station keys, from a file of its own, and what its columns mean.
    earlier, earlier_map : path, table, map, optional
        An earlier election or round on the same station keys, and what its columns mean; the returns' map if absent.
    snapshot : path or table, optional
        An earlier state of this very count, read with the returns' map.
    covariates : str
        Columns of the file, with commas between them, that may go with falsified stations: numbers, or texts of few
        values.
    elections : int
        Honest elections on which indicators are tried, in each of two worlds; 0 for none, and then no alarm is strong.
        A quick test that raises an alarm and can mistake honest causes is tried on five times as many in each of the
        worlds with one honest cause.
    replicate : int
        Which future of a run.
    window : (int, int), percent of turnout, optional
        Reference window of the vote curve, where it is known better than the returns tell: (48, 52) takes stations of
        48 to under 52 %.
    seed : int
        Same file, map and seed, same numbers.
    out : path, optional
        Folder for the audit. If it holds the same audit, that is continued or opened; another one is refused. Absent,
        it is a temporary folder that is deleted when Python ends.
    progress : bool or callable, optional
        As in `contested.simulate`.

    Returns
    -------
    Audit

    Raises
    ------
    ReturnsError
        The file, the map or the evidence cannot be used; with file, line, column and value where known.
    InputError
        Anything else wrong with what was asked, before anything is written.
    CheckpointError
        The folder holds another audit.
    DiskError
        The folder cannot be written; what is finished stays.
    Stopped
        Ctrl-C (a KeyboardInterrupt); the same call goes on.
    """
    elections, seed = _numbers(elections, seed)
    window = _window(window)
    with shown(progress) as tell:
        tell(Progress(text="reading the returns"))
        table, planted, files = read_returns(returns, column_map, arguments.whole(replicate, "replicate"), contest,
                                             covariates)  # fmt: skip
        others, more = read_others(earlier, earlier_map, snapshot, column_map, contest)
        return _audit(table, planted, {**files, **more}, leader, evidence, evidence_map, elections, seed, window, out,
                      tell, others)  # fmt: skip


def draft_map(returns: str | Path, out: str | Path | None = None) -> str:
    """Draft a map from a file's headings and numbers, for somebody who knows the file to correct.

    Parameters
    ----------
    returns : path
    out : path, optional
        A new file for the draft.

    Returns
    -------
    str
        TOML, with doubts and the first rows as the draft reads them in comments.

    Raises
    ------
    ReturnsError
        The file cannot be read, or no votes can be found in it.
    InputError
        `out` exists.
    DiskError
        `out` cannot be written.
    """
    from contested.forensics.table.drafted import drafted
    from contested.store import disk, layout

    file = layout.given(returns, "returns")
    target = None if out is None else Path(layout.given(out, "out"))
    if target is not None and target.exists():
        raise InputError(f"out: expected a new file; {target} is there.", "move it away, or choose another name")
    text = drafted(file).text
    if target is not None:
        with disk.writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            disk.write_bytes(target, text.encode())
    return text


def _numbers(elections: int, seed: int) -> tuple[int, int]:
    elections, seed = arguments.whole(elections, "elections"), arguments.whole(seed, "seed")
    if elections < 0 or elections > 10_000:
        raise InputError(f"elections: expected 0 to 10,000; got {elections}.", f"the default is {options.ELECTIONS}")
    if seed < 0:
        raise InputError(f"seed: expected 0 or more; got {seed}.", f"the default is {options.SEED}")
    seeds(seed, 1)  # refuses those that are too large
    return elections, seed


def _audit(
    table: ReturnsTable, planted: str, files: dict[str, str], leader: str | None,
    evidence: str | Path | Evidence | None, evidence_map: str | Path | None, elections: int, seed: int,
    window: tuple[int, int] | None, out: str | Path | None, progress: ProgressCallback,
    others: Others | None = None,
) -> Audit:  # fmt: skip
    from contested.studies.audit import stages

    if leader is not None:
        table = table.leader_as(leader)
    other = read_evidence(evidence, evidence_map)
    tables = [table, *(t for t in (others or ()) if t is not None)]
    if any(t.percent_only for t in tables) and (len(tables) > 1 or other is not None):
        raise InputError("a file that gives percentages and no counts cannot be compared with another count.",
                         "leave out --earlier, --snapshot and --evidence")  # fmt: skip
    check_keys(table, other, others)
    if window is not None:
        files = {**files, "reference window": f"{window[0]}-{window[1]} % turnout"}
    about = {"title": table.title, "leader": table.leader, "seed": seed, "honest elections": elections, **files}
    path = begin(out, stem(table.title), stages.request(table, other, files, seed, elections))
    beside = {} if others is None else {"others": others}
    stages.audit(path, table, other, signed(about), planted, elections, seed, window, progress, **beside)
    return Audit(path)


def _window(window: tuple[int, int] | None) -> tuple[int, int] | None:
    """A reference window that lies on the scale."""
    if window is None:
        return None
    try:
        start, stop = (arguments.whole(x, "window") for x in window)
    except (TypeError, ValueError):
        start, stop = -1, -1
    if not 0 <= start < stop <= 101:
        raise InputError(f"window: expected two whole percentages of turnout, the first below the second, 0 to 100; "
                         f"got {window!r}.", "48-52 takes stations of 48 to under 52 %")  # fmt: skip
    return start, stop


@renamed(told="progress")
def audit_demo(
    *,
    leader: str | None = None,
    evidence: str | Path | Evidence | None = None,
    evidence_map: str | Path | None = None,
    elections: int = options.ELECTIONS,
    window: tuple[int, int] | None = None,
    seed: int = options.SEED,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Audit:
    """Audit a synthetic election; `.audited.planted` tells the planted fraud, and options are as for `audit`."""
    from contested.forensics.models.synthetic import demo, planted_words

    elections, seed = _numbers(elections, seed)
    table, planted = demo(seed)
    window = _window(window)
    with shown(progress) as tell:
        return _audit(
            table, planted_words(planted), {}, leader, evidence, evidence_map, elections, seed, window, out,
            tell,
        )  # fmt: skip
