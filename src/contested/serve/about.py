"""What an answer says of the request it answers, besides the numbers: how it is written, in words, on a terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contested.engine.unused import unused
from contested.ground.commands import command
from contested.report.pages.cite import citation
from contested.scenarios.changes import in_words
from contested.scenarios.lines import moved
from contested.serve.ask import PairRequest, RunRequest, scenario_of
from contested.serve.models import ModelRequest, model_of


def about(request: RunRequest | PairRequest | ModelRequest) -> dict[str, Any]:
    """A request as parts of an answer."""
    if isinstance(request, PairRequest):
        return about(request.run)
    if isinstance(request, ModelRequest):
        return {
            "cite": cited(request), "model": request.model, "seed": request.seed, "settings": dict(request.settings),
            "unused": unused(model_of(request.model).choose(dict(request.settings)), dict(request.settings)),
            "query": request.query, "terminal": of_model(request),
        }  # fmt: skip
    return {
        "cite": cited(request),
        "scenario": request.scenario, "seed": request.seed, "scale": request.scale, "settings": dict(request.settings),
        "interventions": request.interventions, "drop": request.drop, "move": [list(one) for one in request.move],
        "add": request.add, "branch": request.branch,
        "words": in_words(scenario_of(request.scenario), request.change()), "query": request.query,
        "terminal": of_run(request),
    }  # fmt: skip


def cited(request: RunRequest | ModelRequest) -> dict[str, str]:
    """How to cite a run: as `report` cites one that was written."""
    if isinstance(request, ModelRequest):
        model = model_of(request.model)
        changes = [f"{name} = {value}" for name, value in request.settings]
        record = {"start": None, "scenario": {"name": model.name}, "seed": request.seed}
        return citation("run", "; ".join([model.title, *changes]), record)._asdict()
    scenario = scenario_of(request.scenario)
    record = {"scenario": {"name": scenario.name, "hash": scenario.hash}, "seed": request.seed, "scale": request.scale}
    branch = [f"changed from day {request.branch} on"] if request.branch else []
    changes = [*in_words(scenario, request.change()), *branch]
    return citation("run", "; ".join([scenario.title, *changes]), record)._asdict()


def of_run(request: RunRequest) -> str:
    """One run, or many pairs where something is changed."""
    scenario = scenario_of(request.scenario)
    acts = moved(scenario, dict(request.move))
    options = [
        *(("--set", f"{name}={value}") for name, value in request.settings),
        *((f"--{name}", value) for name, _, value in (text.partition("=") for text in request.interventions)),
        *(("--drop-act", str(line)) for line in (*request.drop, *acts.drop_acts)),
        *(("--add-act", line) for line in (*acts.add_acts, *request.add)),
    ]
    if request.branch:
        options.append(("--branch", str(scenario.country.start + timedelta(request.branch))))
    words = [word for pair in options for word in pair if word]
    how = (request.scenario, "--seed", request.seed, "--scale", request.scale)
    return command("compare" if words else "simulate", *how, *words)


def of_model(request: ModelRequest) -> str:
    """One run of a published model."""
    settings = [word for name, value in request.settings for word in ("--set", f"{name}={value}")]
    return command("simulate", request.model, "--seed", request.seed, *settings)
