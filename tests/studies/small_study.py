"""One small calibration of the teaching country, made once a process; nobody may change it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import contested

FIT_UNTIL = "2031-05-11"
PARAMETERS = ("street.cost", "citizens.fraud_grievance", "security.arrests_per_officer")
#: what `contested.calibrate` is asked, and `contested calibrate` alike
ASKED = {"until": "2031-05-14", "scale": 20, "waves": 2, "points": 60, "checks": 15, "seed": 4}


def words() -> list[str]:
    """The same study as options of a command."""
    named = [word for name in PARAMETERS for word in ("--parameters", name)]
    return ["--fit-until", FIT_UNTIL, *named, *(
        str(w) for name, value in ASKED.items() for w in (f"--{name}", value)
    )]


def calibrated(out: Path, **changed):
    """The study in a folder of one's own."""
    return contested.calibrate(
        "teaching", FIT_UNTIL, **{"parameters": PARAMETERS, "executor": "serial", "out": out, **ASKED, **changed}
    )


@cache
def study():
    """The study that all may read."""
    folder = Path(tempfile.mkdtemp(prefix="contested-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return calibrated(folder / "study")
