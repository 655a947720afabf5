"""Forecast what parties will report and what will be true, from a calibration; and score such forecasts of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground import options
from contested.ground.options import Executor, Voice
from contested.ground.renamed import renamed
from contested.studies import arguments
from contested.studies.forecasting.scoring import score as score
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Calibration, Forecast

if TYPE_CHECKING:
    from contested.claims import Claim


@renamed(say="progress")
def forecast(
    study: str | Path | Calibration,
    horizon: int = options.HORIZON,
    *,
    origins: Iterable[str | dt.date] | str | dt.date | None = None,
    by: Voice = options.VOICE,
    claims: str | Path | Iterable[Claim] | None = None,
    runs: int = options.RUNS,
    draws: int = options.DRAWS,
    seed: int = options.SEED,
    ledger: str | Path | None = None,
    executor: Executor = options.EXECUTOR,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Forecast:
    """Forecast from the last day that a study was fitted to, and from days of the past to see how good that is.

    Parameters
    ----------
    study : Calibration, or path of its folder
        Runs from each origin are stored in its folder `ahead`, and the same forecast simulates none of them again.
    horizon : int, day
    origins : dates, optional
        Days from which forecasts are made again and scored by the claims that followed; the study's last day and the
        four weeks before it, a week apart, if absent.
    by : "party" or "side"
        Whose voice a series is.
    claims : path or iterable of Claim, optional
        Claims instead of the study's own, for example with later ones, which score and are never forecast from.
    runs : int
        Simulated from each origin, at parameters of its posterior.
    draws, seed : int
    ledger : path, optional
        Book to write the forecast down in (`inference.forecast.ledger`); ledger.jsonl in the folder if absent.
    out : path, optional
        New folder; STUDY/forecasts/NUMBER if absent.
    executor, workers, progress
        As in `contested.sweep`.

    Returns
    -------
    Forecast

    Raises
    ------
    InputError
        Whatever is wrong with what was asked, before anything is written.
    CheckpointError
        The folder is none of a finished calibration.
    MissingExtra
        If scoringrules is not installed.
    DiskError
    RunError
        Every run of an origin failed, or another process simulates runs of this study. What is finished stays.
    Stopped
        Ctrl-C during simulation (a KeyboardInterrupt).
    """
    from contested.studies.forecasting import stages
    from contested.studies.forecasting.request import request

    workers = arguments.workers(workers, executor)
    opened = study if isinstance(study, Calibration) else Calibration(study)
    wanted = request(opened, horizon, origins, by, claims, runs, draws, seed, out)
    with shown(progress) as tell:
        stages.forecast(wanted, ledger, executor, workers, tell)
    return Forecast(wanted.path)
