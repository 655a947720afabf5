"""Contested-election crises, simulated person by person.

    import contested

    run = contested.simulate("teaching", seed=7)
    run.to_polars("place")      # a row per replicate, day and place
    run.to_xarray()["crowd"]    # named dimensions, dates and units
    run.report("report.html")   # a page to look at

    contested.simulate("epstein-2002", preset="netlogo")    # a published model; contested.zoo has them all
    contested.open("runs/teaching-7")                       # any result, any time later

`contested --help` says the same in words for a terminal. Importing this is cheap; what is heavy comes when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contested import zoo as zoo
    from contested.engine.check import check_model as check_model
    from contested.ground.errors import ContestedError as ContestedError
    from contested.ground.progress import Progress as Progress
    from contested.scenarios.changes import Change as Change
    from contested.studies.interrupt import Stopped as Stopped
    from contested.studies.parts import StudyUnfinished as StudyUnfinished
    from contested.tasks.audit import audit as audit
    from contested.tasks.audit import audit_demo as audit_demo
    from contested.tasks.calibrate import calibrate as calibrate
    from contested.tasks.claims import read_claims as read_claims
    from contested.tasks.compare import compare as compare
    from contested.tasks.forecast import forecast as forecast
    from contested.tasks.open import open as open
    from contested.tasks.replay import replay as replay
    from contested.tasks.results import Audit as Audit
    from contested.tasks.results import Calibration as Calibration
    from contested.tasks.results import Comparison as Comparison
    from contested.tasks.results import Forecast as Forecast
    from contested.tasks.results import Run as Run
    from contested.tasks.results import Sweep as Sweep
    from contested.tasks.resume import resume as resume
    from contested.tasks.scenarios import list_scenarios as list_scenarios
    from contested.tasks.scenarios import load_scenario as load_scenario
    from contested.tasks.scenarios import new_scenario as new_scenario
    from contested.tasks.scenarios import parameters as parameters
    from contested.tasks.scenarios import plan as plan
    from contested.tasks.simulate import simulate as simulate
    from contested.tasks.sweep import sweep as sweep

    __version__: str

_HOMES = {
    "simulate": "contested.tasks.simulate",
    "resume": "contested.tasks.resume",
    "replay": "contested.tasks.replay",
    "sweep": "contested.tasks.sweep",
    "calibrate": "contested.tasks.calibrate",
    "forecast": "contested.tasks.forecast",
    "compare": "contested.tasks.compare",
    "audit": "contested.tasks.audit",
    "audit_demo": "contested.tasks.audit",
    "open": "contested.tasks.open",
    "Run": "contested.tasks.results",
    "Sweep": "contested.tasks.results",
    "Calibration": "contested.tasks.results",
    "Comparison": "contested.tasks.results",
    "Forecast": "contested.tasks.results",
    "Audit": "contested.tasks.results",
    "Change": "contested.scenarios.changes",
    "list_scenarios": "contested.tasks.scenarios",
    "load_scenario": "contested.tasks.scenarios",
    "new_scenario": "contested.tasks.scenarios",
    "parameters": "contested.tasks.scenarios",
    "plan": "contested.tasks.scenarios",
    "read_claims": "contested.tasks.claims",
    "check_model": "contested.engine.check",
    "Progress": "contested.ground.progress",
    "Stopped": "contested.studies.interrupt",
    "StudyUnfinished": "contested.studies.parts",
    "ContestedError": "contested.ground.errors",
}
#: names of version 0.1, which go on until the next
_FORMER = {
    "simulate_model": "simulate", "open_run": "open", "open_study": "open", "open_forecast": "open",
    "Study": "Calibration",
}  # fmt: skip

__all__ = ["__version__", "zoo", *_HOMES]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("contested")
    from importlib import import_module

    if name == "zoo":
        return import_module("contested.zoo")
    if name in _FORMER:
        from contested.ground.renamed import warn

        warn(f"contested.{name}", f"contested.{_FORMER[name]}")
        name = _FORMER[name]
    if name not in _HOMES:
        raise AttributeError(f"module 'contested' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
