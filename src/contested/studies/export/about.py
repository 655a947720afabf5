"""What stands with every export: which result it is, of what, by which version, seed and scale."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

from contested.studies.folder import VERSION
from contested.studies.run.run import Run

if TYPE_CHECKING:
    from contested.studies.result import Result, Study


def about(result: Result) -> dict[str, str]:
    """Attributes as texts by safe name: kind, title, scenario, scenario_hash, seed, scale, contested (the version that
    made the result), exported_by, and a few more of each kind; those that a result does not have are left out."""
    found = _of_run(result) if isinstance(result, Run) else _of_study(cast("Study", result))
    texts = {name: str(value) for name, value in found.items() if value not in (None, "", [], {})}
    return {**texts, "exported_by": f"contested {version('contested')}"}


def _of_run(run: Run) -> dict[str, object]:
    p = run.provenance
    scenario = p["scenario"]
    branch = p["branched_from"]
    return {
        "kind": "run", "title": run.title, "contested": p["versions"]["contested"], "created": p["created"],
        "model": p["model"], "scenario": scenario.get("name"), "scenario_hash": scenario.get("hash"),
        "preset": scenario.get("preset"), "seed": p["seed"], "scale": p["scale"] if p["start"] else None,
        "replicates": run.replicates, "first_date": run.dates[0] if run.dates else None,
        "last_date": run.dates[1] if run.dates else None, "clock": p["clock"], "length": p["days"],
        "settings": _pairs(p["settings"]), "without": ", ".join(p["without"]),
        "branched_from_day": branch["next_step"] if branch else None,
    }  # fmt: skip


def _of_study(study: Study) -> dict[str, object]:
    r = study.record
    scenario: Any = r.get("scenario")
    named = isinstance(scenario, dict)
    scenario, hashed = (scenario.get("name"), scenario.get("hash")) if named else (scenario, r.get("hash"))
    arms = {
        f"arm_{arm}_{key}": value if isinstance(value, str) else _pairs(value) if isinstance(value, dict) else
        "; ".join(value)
        for arm in ("a", "b") if isinstance(r.get(arm), dict)
        for key, value in r[arm].items() if key in ("name", "scenario", "hash", "settings", "drop_acts", "add_acts")
    }  # fmt: skip
    plain = (
        "title", "model", "preset", "seed", "scale", "days", "steps", "points", "replicates", "pairs", "design",
        "sensitivity", "method", "fit_until", "waves", "origin", "horizon", "leader", "start", "planted", "label",
    )  # fmt: skip
    return {
        "kind": study.kind, "contested": r.get(VERSION, "0.1.0 or earlier"), "scenario": scenario,
        "scenario_hash": hashed, **{name: r.get(name) for name in plain}, **arms,
        "settings": _pairs(r.get("settings", {})), "verdict": " ".join(r.get("verdict", ())),
    }  # fmt: skip


def _pairs(settings: dict[str, object]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in settings.items())
