"""A run folder with made-up results, in exactly the format of a real one: fast, with every case a page can meet.

The curves have the shape of a crisis (a shock, a great Sunday, a plateau) so that pages made from them can be
looked at; no number in them comes from the model.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from contested.engine.model import Model
from contested.engine.phase import Phase
from contested.nation.codes import OUTCOMES, SEGMENTS
from contested.nation.observables import OBSERVABLES
from contested.scenarios.load import load
from contested.store import provenance, write
from contested.studies.run.run import Run

#: chance a day of each ending, once the script has ended
RATES = np.geomspace(0.01, 0.0002, len(OUTCOMES))


def make_run(
    out: Path, scenario: str | Path = "belarus-2020", *, replicates: int = 5, days: int | None = None, seed: int = 1,
    ends_early: int | None = None, leave_out: tuple[str, ...] = (), changes: dict[str, Any] | None = None,
) -> Run:  # fmt: skip
    """Write a made-up run.

    Parameters
    ----------
    ends_early : int, optional
        Day after which replicate 0 says nothing.
    leave_out : tuple of str
        Observables the run does not report.
    changes : dict of observable to function, optional
        Applied to that observable's (day, ...) numbers.
    """
    s = load(scenario)
    c = s.country
    days = days or c.days
    observables = tuple(o for o in OBSERVABLES if o.name not in leave_out)
    coords = {
        "place": [p.name for p in c.places], "segment": list(SEGMENTS),
        "force": list(dict.fromkeys(u.kind for u in c.units)),
        "site": [x.name for x in c.sites], "enterprise": [e.name for e in c.enterprises], "outcome": list(OUTCOMES),
    }  # fmt: skip
    nothing = lambda *_: None  # noqa: E731
    plan = tuple(
        Phase(f"{name}_phase", name, nothing, (f"{name}_a",), (f"{name}_b",), "script", f"moves {name}")
        for name in dict.fromkeys(o.subsystem for o in observables)
    )
    model = Model("nation", c.params, nothing, nothing, nothing, observables, coords, plan=plan)
    record = provenance.make(
        model, c.params, seed=seed, days=days, replicates=replicates, scale=100, start=c.start,
        scenario={"name": s.name, "title": s.title, "hash": s.hash, "files": s.files}, world_hash="0" * 64,
        without=leave_out,
    )  # fmt: skip
    write.create(out, record, model, {name: s.folder / name for name in s.files})
    for r in range(replicates):
        rng = np.random.default_rng([seed, r])
        grid = _numbers(c, days, rng)
        for o in observables:  # one that is new to the model gets a flat line here
            grid.setdefault(o.name, np.full((days, *(len(coords[d]) for d in o.dims)), 0.5))
        for name, change in (changes or {}).items():
            grid[name] = change(grid[name])
        recorder = write.Recorder(out, r, model, first_day=0, begin=0)
        for d in range(days):
            gone = ends_early is not None and r == 0 and d > ends_early
            recorder.record(d, {o.name: grid[o.name][d] * (np.nan if gone else 1.0) for o in observables})
        recorder.flush()
        write.finish(out, r, model, seed=seed + r, seconds=1.0, tables=_tables(c, grid, rng))
    write.join_tables(out, record)
    return Run(out)


def _numbers(c: Any, days: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    t = np.arange(days)
    dates = [c.start + timedelta(days=int(d)) for d in t]
    sunday = np.array([d.weekday() == 6 for d in dates])
    saturday = np.array([d.weekday() == 5 for d in dates])
    noise = lambda *shape: rng.lognormal(0, 0.18, shape)  # noqa: E731
    people = np.array([p.population for p in c.places], dtype=float)
    kind = np.array([{"capital": 3.0, "regional_centre": 1.5, "town": 0.8}.get(p.kind, 0.15) for p in c.places])
    share = people * kind / (people * kind).sum()
    total = c.population / 9.4e6
    wave = np.where(t < 4, 60e3 * 0.7**t, np.where(t < 8, 40e3 * (t - 3), 4e3 * np.exp(-t / 120)))
    wave = np.where(sunday & (t > 4), 300e3 * np.exp(-(t - 7) / 50) + 8e3, np.where(saturday & (t > 8), 9e3, wave))
    wave = np.where(t > 80, wave * 0.3, wave)
    crowd = wave[:, None] * share * noise(days, len(people)) * noise(1, 1) * total
    effort = np.where(t < 4, 1.0, np.where(t < 20, 0.02, np.where(t < 78, 0.25, 0.6)))[:, None] * np.ones(len(people))
    detained = np.minimum(crowd * 0.05, 3200 * share * total * 1.3) * effort * noise(days, len(people))
    held = np.zeros(days)
    for d in range(1, days):
        held[d] = held[d - 1] * (0.45 if d in (5, 6) else 0.86) + detained[d - 1].sum() * 0.6
    room = np.array([x.capacity for x in c.sites], dtype=float)
    outrage = np.zeros(days)
    fear = np.zeros(days)
    for d in range(1, days):
        outrage[d] = outrage[d - 1] * 0.95 + detained[d - 1].sum() / 9e3 / total
        fear[d] = fear[d - 1] * 0.93 + detained[d - 1].sum() / 2e4 / total
    place = np.ones(len(people))
    spread = noise(len(people))
    strikes = np.where((t > 4) & (t < 30), 42e3 * np.exp(-((t - 9.0) ** 2) / 60), 800.0) * noise(days) * total
    staff = np.array([e.headcount for e in c.enterprises], dtype=float)
    lasting = lambda day, value: np.where(t >= day, value, 0.0)  # noqa: E731
    ended = np.zeros((days, len(OUTCOMES)))
    if rng.random() < 0.7 and days > 130:
        ended[130:, 0] = 1.0
    loyalty = np.array([0.95, 0.9, 0.72, 0.8])
    everyone = crowd.sum(axis=1)
    yesterday = np.concatenate([[0.0], everyone[:-1]])
    return {
        "crowd": np.round(crowd), "call": np.where(sunday, 0.9, np.where(saturday, 0.3, 0.1))[:, None] * place,
        "detained": np.round(detained), "injured": rng.poisson(detained * 0.06),
        "killed_street": rng.poisson(detained * 1e-4), "killed_custody": rng.poisson(detained * 5e-5),
        "released": np.round(np.concatenate([np.zeros((1, len(people))), detained[:-1] * 0.7])),
        "testimonies": np.round(np.concatenate([np.zeros((1, len(people))), detained[:-1] * 0.3])),
        "officers": np.round(20e3 * total * effort * share), "effort": effort,
        "strikers": np.round(strikes[:, None] * share), "outrage": outrage[:, None] * spread,
        "fear": fear[:, None] * spread, "fraud_belief": lasting(1, 0.22)[:, None] * spread,
        "tie_out": np.clip(everyone / people.sum() * 6, 0, 1),
        "told_crowd": np.stack([yesterday * 0.15, yesterday * 0.9], axis=1),
        "told_abuse": np.stack([outrage / 20, outrage / 4], axis=1).clip(0, 1),
        "shock": np.stack([outrage / 40, outrage / 8], axis=1), "dread": np.stack([fear / 4, fear], axis=1),
        "charged": np.round(detained * 0.01),
        "officers_injured": rng.poisson(detained * 0.02),
        "expected_effort": np.stack([fear / 5, fear], axis=1).clip(0, 1),
        "shutdown": np.where(t < 4, 0.85, np.where(sunday, 0.2, 0)),
        "organisers": 0.9 + 0.1 * 0.95**t,
        "leadership": np.where(t < 5, 0.5, 0.8 * 0.99**t), "leaders_free": np.maximum(7 - t // 12, 1).astype(float),
        "custody": held[:, None] * room / room.sum(), "capacity": np.ones((days, 1)) * room,
        "plant_strikers": np.round(strikes[:, None] * staff / staff.sum() * 0.4),
        "plants_struck": np.round(strikes / 400 / total), "output_lost": strikes * 6e-5,
        "dismissed": np.cumsum(strikes * 0.002), "force_loyalty": loyalty * (0.97 + 0.03 * np.exp(-t / 40))[:, None],
        "refusing": (1 - loyalty) * 900 * total * np.exp(-((t - 10.0) ** 2) / 300)[:, None],
        "legitimacy": 0.45 - 0.15 * (1 - np.exp(-t / 15)), "treasury": 7500 - 9.0 * t + lasting(36, 1500),
        "threat": np.clip(everyone / (4e5 * total), 0, 1), "concessions": lasting(29, 0.1) + lasting(62, 0.05),
        "elite_loyalty": 0.92 - 0.06 * np.exp(-((t - 12.0) ** 2) / 200),
        "elite_defected": lasting(8, 2) + lasting(40, 1),
        "guarantee": lasting(6, 0.5) + lasting(36, 0.3), "reserve": np.where((t > 17) & (t < 36), 1000.0, 0.0),
        "lent": lasting(36, 1500), "sanctioned": lasting(22, 30) + lasting(47, 98) + lasting(54, 48),
        "non_recognition": lasting(10, 0.5) + lasting(46, 0.3), "mediation": np.where(t > 5, 0.4, 0.0),
        "aid": lasting(10, 53), "hazard": np.where(t[:, None] > c.origin, RATES, 0.0),
        "ended": ended, "official_share": np.full(days, 0.801), "true_share": np.full(days, 0.452),
    }  # fmt: skip


def _tables(c: Any, grid: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, dict[str, Any]]:
    names = [p.name for p in c.places]
    regions = {p.name: p.region for p in c.places}
    place = np.repeat(names, [p.stations for p in c.places])
    n = len(place)
    by_name = {p.name: p for p in c.places}
    official = {o.region: o for o in c.official}
    registered = np.repeat([p.voters / p.stations for p in c.places], [p.stations for p in c.places]).astype(int)
    turnout = np.clip(rng.normal([by_name[x].turnout for x in place], 0.05), 0.1, 1)
    share = np.clip(rng.normal([by_name[x].incumbent for x in place], 0.08), 0.02, 0.98)
    cast = (registered * turnout).astype(int)
    incumbent = (cast * share).astype(int)
    honest = rng.random(n) < 0.05
    said_turnout = np.clip(rng.normal([official[regions[x]].turnout for x in place], 0.03), 0, 1)
    said_cast = np.where(honest, cast, np.maximum(cast, (registered * said_turnout).astype(int)))
    said_share = np.clip(rng.normal([official[regions[x]].incumbent for x in place], 0.04), 0, 0.99)
    said = np.where(honest, incumbent, (said_cast * said_share).astype(int))
    returns = {
        "station": np.arange(n), "place": place, "region": np.array([regions[x] for x in place]),
        "registered": registered, "cast": cast, "incumbent": incumbent, "challenger": (cast - incumbent) * 8 // 10,
        "other": cast - incumbent - (cast - incumbent) * 8 // 10, "early": cast // 5, "reported_cast": said_cast,
        "reported_incumbent": said, "reported_challenger": (said_cast - said) // 2,
        "reported_other": said_cast - said - (said_cast - said) // 2, "reported_early": said_cast * 4 // 10,
        "honest": honest,
    }  # fmt: skip
    rows: list[tuple[int, str, str, str, str, int]] = []
    for kind, setting, causes, source in (
        ("injured", "street", ("beating", "stun grenade", "rubber bullet"), grid["injured"]),
        ("killed", "street", ("gunshot", "stun grenade"), grid["killed_street"]),
        ("killed", "custody", ("ill-treatment",), grid["killed_custody"]),
    ):
        for d, i in np.argwhere(source > 0):
            rows += [(int(d), names[i], kind, setting, str(rng.choice(causes)), 1) for _ in range(int(source[d, i]))]
    columns = ("day", "place", "kind", "setting", "cause", "persons")
    casualties: dict[str, Any] = {name: [r[k] for r in rows] for k, name in enumerate(columns)}
    casualties["day"] = np.array(casualties["day"], dtype=np.int64)
    return {"returns": returns, "casualties": casualties}
