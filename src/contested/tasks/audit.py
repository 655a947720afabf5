"""Audit a count: from returns by polling station to what is proved, what is estimated, and how sure one can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from contested.forensics import suite
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.progress import Progress
from contested.ground.renamed import renamed
from contested.store import layout, write
from contested.studies import arguments
from contested.studies.audit.folder import stem, write_audit
from contested.studies.audit.inputs import read_evidence, read_returns
from contested.studies.folder import signed, temporary
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Audit, Run

if TYPE_CHECKING:
    from contested.forensics.samples.evidence import Evidence
    from contested.forensics.table.column_map import ColumnMap
    from contested.forensics.table.returns import ReturnsTable


@renamed(told="progress")
def audit(
    returns: str | Path | ReturnsTable | Run,
    column_map: str | Path | ColumnMap | None = None,
    *,
    leader: str | None = None,
    evidence: str | Path | Evidence | None = None,
    evidence_map: str | Path | None = None,
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
    leader : str, optional
        The contestant (or a unique part of the name) whose votes estimates look at; the map's if absent.
    evidence, evidence_map : path or Evidence, optional
        Independent evidence on the same station keys, from a file of its own, and what its columns mean.
    elections : int
        Honest elections to hold indicators against, in each of two worlds; 0 for none, and then no alarm is strong.
    replicate : int
        Which future of a run.
    window : (int, int), percent of turnout, optional
        Reference window of the vote curve, where it is known better than the returns tell: (48, 52) takes stations of
        48 to under 52 %.
    seed : int
        Same file, map and seed, same numbers.
    out : path, optional
        Folder for the audit: new, or empty. Absent, it lies in a temporary folder that goes when Python ends.
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
    DiskError
        The folder cannot be written.
    """
    elections, seed = arguments.whole(elections, "elections"), arguments.whole(seed, "seed")
    if elections < 0 or elections > 10_000:
        raise InputError(f"elections: expected 0 to 10,000; got {elections}.", f"the default is {options.ELECTIONS}")
    if seed < 0:
        raise InputError(f"seed: expected 0 or more; got {seed}.", f"the default is {options.SEED}")
    window = _window(window)
    if out is not None:
        out = layout.given(out, "out")
        write.refuse_unless_free(out)
    with shown(progress) as tell:
        tell(Progress(text="reading the returns"))
        table, planted, files = read_returns(returns, column_map, arguments.whole(replicate, "replicate"))
        if leader is not None:
            table = table.leader_as(leader)
        other = read_evidence(evidence, evidence_map)
        record = signed({
            "title": table.title, "leader": table.leader, "seed": seed, "honest elections": elections, **files,
            **({} if window is None else {"reference window": f"{window[0]}-{window[1]} % turnout"}),
        })  # fmt: skip
        result = suite.examine(table, evidence=other, window=window, seed=seed, progress=tell)
        result = replace(result, provenance=record, planted=planted)
        path = out or temporary(f"audit-{stem(table.title)}")
        write_audit(path, result)  # what is found stays, whatever happens to the honest elections
        if elections:
            result = suite.with_controls(result, elections=elections, window=window, seed=seed, progress=tell)
            write_audit(path, result)
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

    table, planted = demo(seed)
    done = audit(
        table, leader=leader, evidence=evidence, evidence_map=evidence_map, elections=elections, window=window,
        seed=seed, out=out, progress=progress,
    )  # fmt: skip
    write_audit(done.path, replace(done.audited, planted=planted_words(planted)))
    return Audit(done.path)
