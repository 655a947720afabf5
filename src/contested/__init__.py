"""Contested-election crises, played person by person.

    import contested

    run = contested.simulate("teaching", seed=7)
    run.to_polars("place")      # Polars: a row a replicate, day and place
    run.to_xarray()["crowd"]    # named dimensions, dates and units
    run.report("report.html")   # a page to look at

    contested.simulate_model("epstein-2002", preset="netlogo")    # a published model; contested.zoo has them all

`contested --help` says the same in words for a terminal. Importing this is cheap; what is heavy comes when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contested import zoo as zoo
    from contested.engine.check import check_model as check_model
    from contested.ground.errors import ContestedError as ContestedError
    from contested.studies.calibration.study import Study as Study
    from contested.studies.calibration.study import open_study as open_study
    from contested.studies.forecasting.folder import open_forecast as open_forecast
    from contested.studies.run.opened import Run as Run
    from contested.studies.run.opened import open_run as open_run
    from contested.tasks.audit import audit as audit
    from contested.tasks.audit import audit_demo as audit_demo
    from contested.tasks.calibrate import calibrate as calibrate
    from contested.tasks.claims import read_claims as read_claims
    from contested.tasks.compare import compare as compare
    from contested.tasks.forecast import forecast as forecast
    from contested.tasks.parameters import parameters as parameters
    from contested.tasks.plan import plan as plan
    from contested.tasks.published import simulate_model as simulate_model
    from contested.tasks.replay import replay as replay
    from contested.tasks.resume import resume as resume
    from contested.tasks.scenarios import list_scenarios as list_scenarios
    from contested.tasks.scenarios import load_scenario as load_scenario
    from contested.tasks.simulate import simulate as simulate
    from contested.tasks.sweep import sweep as sweep

    __version__: str

_HOMES = {
    "ContestedError": "contested.ground.errors",
    "Run": "contested.studies.run.opened",
    "open_run": "contested.studies.run.opened",
    "parameters": "contested.tasks.parameters",
    "plan": "contested.tasks.plan",
    "audit": "contested.tasks.audit",
    "audit_demo": "contested.tasks.audit",
    "calibrate": "contested.tasks.calibrate",
    "Study": "contested.studies.calibration.study",
    "open_study": "contested.studies.calibration.study",
    "compare": "contested.tasks.compare",
    "forecast": "contested.tasks.forecast",
    "open_forecast": "contested.studies.forecasting.folder",
    "read_claims": "contested.tasks.claims",
    "replay": "contested.tasks.replay",
    "resume": "contested.tasks.resume",
    "check_model": "contested.engine.check",
    "list_scenarios": "contested.tasks.scenarios",
    "load_scenario": "contested.tasks.scenarios",
    "simulate": "contested.tasks.simulate",
    "simulate_model": "contested.tasks.published",
    "sweep": "contested.tasks.sweep",
}

__all__ = ["__version__", "zoo", *_HOMES]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("contested")
    from importlib import import_module

    if name == "zoo":
        return import_module("contested.zoo")
    if name not in _HOMES:
        raise AttributeError(f"module 'contested' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
