"""What is known of scenarios and models before anything is simulated: lists, and what a page of one needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from contested.claims.ledger import comparable
from contested.engine.model import Observable
from contested.engine.params import walk
from contested.ensemble.parting import REACHING
from contested.ground.errors import ScenarioError
from contested.ground.interventions import INTERVENTIONS
from contested.inference.likelihood.cells import contestants
from contested.nation.acts import ACT_KINDS
from contested.nation.plan import PHASES
from contested.report.charts.map_ground import Frame, clipped, frame_of, rings_of
from contested.report.citations import addresses, citations
from contested.report.claims_view import STANDING, kind, where_of
from contested.report.plot.palette import ACTORS, ROLES, SIDES, colour_of
from contested.scenarios.acts import OF_A_VOTE
from contested.scenarios.branching import ONCE
from contested.scenarios.changes import in_words
from contested.scenarios.interventions import intervened
from contested.scenarios.scenario import SET_BY, Scenario
from contested.serve import models
from contested.serve.ask import readable, scenario_of, usual_scale
from contested.serve.models import model_of
from contested.serve.sliders import model_sliders, sliders
from contested.zoo.card import STATUSES
from contested.zoo.published import LONGEST, Published
from contested.zoo.view import View

#: subsystems that can change a person, in the order of a day
REACH = tuple(dict.fromkeys(PHASES[k].subsystem for k in REACHING))
#: observables whose claims stand on a chart
CLAIMED = ("crowd", "detained", "strikers", "custody")


def scenarios() -> list[dict[str, Any]]:
    """A line for each scenario: name, title, summary, first and last day, people, places, acts, claims.

    An installed one that cannot be read is left out.
    """
    return [_entry(scenario_of(name)) for name in readable()[0]]


def zoo() -> list[dict[str, Any]]:
    """A line for each published model: name, title, what it asks, and how it is drawn.

    An installed one that cannot be imported is left out.
    """
    return [
        {"name": p.name, "title": p.title, "idea": p.card.idea if p.card else "", "picture": _picture(p)}
        for p in models.readable()[0]
    ]


def _picture(published: Published) -> str:
    if published.view is None:
        return "curves"
    return "lattice" if published.view.side(published.params) else "network"


def model(name: str) -> dict[str, Any]:
    """All that a page of a published model needs besides a run: its card, what can be moved, and what is drawn.

    Raises
    ------
    NoSuchModel
    """
    p = model_of(name)
    built, card, view = p.model(), p.card, p.view
    links, words = addresses(), citations()
    return {
        "name": p.name, "title": p.title, "clock": built.clock, "steps": p.steps,
        "longest": max(p.steps, LONGEST),
        "idea": card.idea if card else "",
        "report": [{"text": f.text, "status": f.status, "where": f.where} for f in card.reports] if card else [],
        "status": STATUSES,
        "source": [{"text": words.get(k, k), "link": links.get(k, "")} for k in card.cites] if card else [],
        "slider": model_sliders(p.params),
        "choice": [
            {"name": name, "meaning": d.meaning, "value": value, "choices": list(d.choices)}
            for name, value, d in walk(p.params) if d.choices
        ],
        "preset": [{"name": name, "settings": dict(settings)} for name, settings in p.presets.items()],
        "observable": [
            {"name": o.name, "unit": o.unit, "meaning": o.meaning} for o in _first(built.observables, view)
        ],
        "kind": [{"name": name, "colour": ROLES[role]} for name, role in view.kinds] if view else [],
    }  # fmt: skip


def _first(observables: Sequence[Observable], view: View | None) -> list[Observable]:
    """Those of the whole model, the one that a view follows first."""
    return sorted((o for o in observables if not o.dims), key=lambda o: view is None or o.name != view.follows)


def scenario(name: str) -> dict[str, Any]:
    """All that a page of a scenario needs besides a run: places, acts, claims, colours, and what can be moved.

    Raises
    ------
    ScenarioError
        If there is none.
    """
    s = scenario_of(name)
    return {
        **_entry(s),
        "set_by": SET_BY[s.set_by],
        "origin": s.country.origin,
        "scale": usual_scale(s),
        "sides": SIDES,
        "actors": ACTORS,
        "subsystems": dict(zip(REACH, colour_of(list(REACH)))),
        **ground(s),
        "place": [
            {"name": p.name, "kind": p.kind, "lat": p.lat, "lon": p.lon, "population": p.population}
            for p in s.country.places
        ],
        "act": _acts(s),
        "act_kind": _act_kinds(s),
        "claim": _claims(s),
        "slider": sliders(s),
        "intervention": _interventions(s),
    }


def ground(s: Scenario) -> dict[str, Any]:
    """What lies under the places: `frame`, the map's sides in degrees, and `land`, closed lines of longitude and
    latitude as far as three times as wide and high; an area is land where an odd number of them lies around it.
    """
    rings = rings_of(s.outline)
    frame = frame_of(s.country.places, rings)
    wide, high = frame.east - frame.west, frame.north - frame.south
    # a page is broader or taller than the frame
    around = Frame(frame.south - high, frame.north + high, frame.west - wide, frame.east + wide)
    inside = (clipped(ring.corners, around) for ring in rings)
    land = [corners.round(3).tolist() for corners in inside if len(corners) > 2]
    return {"frame": {side: round(float(at), 3) for side, at in frame._asdict().items()}, "land": land}


def _entry(s: Scenario) -> dict[str, Any]:
    c = s.country
    return {
        "name": s.name, "title": s.title, "summary": s.summary, "start": c.start.isoformat(),
        "end": (c.start + timedelta(days=c.days - 1)).isoformat(), "days": c.days, "people": c.population,
        "places": len(c.places), "acts": len(s.acts), "claims": len(s.claims),
    }  # fmt: skip


def _interventions(s: Scenario) -> list[dict[str, Any]]:
    """Those that change something in a scenario."""
    shown = []
    for i in INTERVENTIONS.values():
        value = i.example.rstrip("d")
        try:
            change = intervened(s, [f"{i.name}={value}" if i.takes else i.name])
        except ScenarioError:  # it has nothing that this could change
            continue
        if in_words(s, change):
            shown.append({"name": i.name, "meaning": i.meaning, "takes": i.takes, "example": float(value or 0)})
    return shown


def _acts(s: Scenario) -> list[dict[str, Any]]:
    """Dated acts by day; one that lasts holds until its last day."""
    return [
        {
            "day": (a.date - s.country.start).days,
            "until": ((a.end_date or a.date) - s.country.start).days,
            "line": a.line, "actor": a.actor, "act": a.act.replace("_", " "), "form": a.form.replace("_", " "),
            "place": a.place,
        }
        for a in s.acts
    ]  # fmt: skip


def _act_kinds(s: Scenario) -> list[dict[str, Any]]:
    """What can be added to a scenario's calendar: the vocabulary of acts, with what each takes."""
    return [
        {
            "name": k.name, "actor": k.actor, "meaning": k.meaning, "unit": k.unit, "low": k.within[0],
            "high": k.within[1], "usual": k.usual, "needed": k.usual is None and not k.table, "local": k.local,
            "forms": list(getattr(s.country.params, k.table)) if k.table else [], "lasts": k.name not in ONCE,
        }
        for k in ACT_KINDS.values() if s.country.election or k.name not in OF_A_VOTE
    ]  # fmt: skip


def _claims(s: Scenario) -> list[dict[str, Any]]:
    """Claims of one day that a chart can show: of the country or of one place, in the observable's unit."""
    called = contestants(s)
    shown = []
    for c in s.claims:
        quantity = comparable(c, called)
        where, rows = where_of(c.place, s)
        day = (c.date - s.country.start).days
        if quantity is None or len(quantity.observables) != 1 or quantity.observables[0] not in CLAIMED:
            continue
        whole_days = c.end_date in (None, c.date) and not (quantity.total and quantity.observables[0] not in STANDING)
        if not whole_days or where not in ("nation", "place") or not 0 <= day < s.country.days:
            continue
        value, low, high = (None if v is None else v * quantity.factor for v in (c.middle, c.low, c.high))
        if value is None:
            continue
        shown.append({
            "day": day, "observable": quantity.observables[0], "place": rows[0] if where == "place" else None,
            "kind": kind(c.value, c.low, c.high), "value": value, "low": low, "high": high, "claimant": c.claimant,
            "side": c.side,
        })  # fmt: skip
    return shown
