"""What can be set, the readings of the rules among them: every difference between known versions is one word here."""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, choice, param
from contested.ground.errors import ParameterError
from contested.zoo.kit.torus_sight import SHAPES

_SOURCE = "epstein2002"


@dataclass(frozen=True, kw_only=True)
class Rebellion(Params):
    """Generalised rebellion against a central authority; defaults are the paper's run 2 under the printed formula."""

    side: int = param(40, unit="site", within=(3, 30_000), source=_SOURCE, whole=True, meaning="sites along a side")
    citizen_density: float = param(
        0.7, unit="share", within=(0, 1), source=_SOURCE, meaning="sites with a citizen at the start"
    )
    cop_density: float = param(
        0.04, unit="share", within=(0, 1), source=_SOURCE, meaning="sites with a cop at the start"
    )
    citizen_vision: float = param(7.0, unit="site", within=(1, 100), source=_SOURCE, meaning="how far citizens see, v")
    cop_vision: float = param(7.0, unit="site", within=(1, 100), source=_SOURCE, meaning="how far cops see, v*")
    legitimacy: float = param(
        0.82, unit="share", within=(0, 1), source=_SOURCE, meaning="legitimacy of the regime, L, the same for everybody"
    )
    max_jail: int = param(
        30, unit="step", within=(0, 1_000_000), source=_SOURCE, whole=True, meaning="longest jail term, J max"
    )
    threshold: float = param(
        0.1, unit="level", within=(-1, 1), source=_SOURCE, meaning="grievance less net risk at which people act, T"
    )
    arrest_constant: float = param(
        2.3, unit="-", within=(0, 100), source=_SOURCE, meaning="k: with it one cop to one active means P = 0.9"
    )
    neighbourhood: str = choice(
        "diamond", among=SHAPES, source=_SOURCE,
        meaning="sites within vision by steps N, S, E, W; as the crow flies; by the larger coordinate; straight lines",
    )
    ratio: str = choice(
        "exact", among=("exact", "round", "floor"), source=_SOURCE,
        meaning="cops to actives in sight, C/A: as printed, to the nearest whole number, or rounded down",
    )
    self_count: str = choice(
        "once", among=("once", "twice"), source=_SOURCE,
        meaning="whether somebody active counts themself among the actives once, or a second time as one of those seen",
    )
    turn: str = choice(
        "move-act", among=("move-act", "act-move"), source=_SOURCE, meaning="what comes first in a turn"
    )
    activation: str = choice(
        "each-once", among=("each-once", "with-replacement", "by-block"), source=_SOURCE,
        meaning="everybody once a step in random order; turns drawn one by one; in random order block by block, "
        "for large lattices",
    )
    jailed: str = choice(
        "off-grid", among=("off-grid", "in-place", "under-foot"), source=_SOURCE,
        meaning="where the jailed are: off the lattice; on their site, blocking it; on it while it counts as empty",
    )
    release: str = choice(
        "end-of-step", among=("end-of-step", "own-turn"), source=_SOURCE,
        meaning="when terms get shorter: for all at the end of a step, or at a jailed person's own turn",
    )
    term: str = choice(
        "to-max", among=("to-max", "below-max", "life"), source=_SOURCE,
        meaning="jail terms uniform on 0 to J max, on 0 to J max - 1, or without end",
    )
    pursuit: str = choice(
        "stays", among=("stays", "takes-place"), source=_SOURCE,
        meaning="whether a cop who makes an arrest moves onto the arrested person's site",
    )
    movement: str = choice("all", among=("all", "cops", "none"), source=_SOURCE, meaning="who moves")
    placement: str = choice(
        "counts", among=("counts", "by-site"), source=_SOURCE,
        meaning="densities give exact numbers, or the chance of each site",
    )
    legitimacy_change: float = param(
        0.0, unit="ratio", within=(-1, 1), source=_SOURCE, meaning="by how much legitimacy changes in all"
    )
    cop_change: float = param(
        0.0, unit="ratio", within=(-1, 0), source=_SOURCE, meaning="change of the density of cops, who are withdrawn"
    )
    change_from: int = param(
        0, unit="step", within=(0, 10_000_000), source=_SOURCE, whole=True, meaning="first step of the changes"
    )
    change_until: int = param(
        0, unit="step", within=(0, 10_000_000), source=_SOURCE, whole=True,
        meaning="step by which the changes are complete, evenly; not after `change_from` means at one blow",
    )
    people_seed: int = param(
        0, unit="-", within=(0, 2**31 - 1), source="assumed", whole=True,
        meaning="seed of hardship and risk aversion; 0 draws other people in every run",
    )  # fmt: skip


def check(p: Rebellion) -> None:
    """Refuse values that contradict each other."""
    if p.citizen_density + p.cop_density > 1.0:
        raise ParameterError(
            f"citizen_density: expected at most {1 - p.cop_density:g} beside the cops; got {p.citizen_density:g}.",
            "together they cannot take more sites than there are",
        )
    if round(p.citizen_density * p.side**2) < 1:
        raise ParameterError(f"citizen_density: expected at least one citizen; got {p.citizen_density:g}.")
    for name in ("citizen_vision", "cop_vision"):
        if 2 * int(getattr(p, name)) + 1 > p.side:
            raise ParameterError(
                f"{name}: expected to see no site twice on a lattice of side {p.side}; got {getattr(p, name):g}.",
                f"at most {(p.side - 1) // 2}",
            )
    if p.pursuit == "takes-place" and p.jailed == "in-place":
        raise ParameterError(
            "pursuit: expected stays where the jailed block their site; got takes-place.",
            "jailed=off-grid or under-foot frees the site",
        )
    if p.release == "own-turn" and p.jailed != "in-place":
        raise ParameterError(
            f"release: expected end-of-step where the jailed are {p.jailed}; got own-turn.",
            "only somebody on their site has turns",
        )
    for name, changed in (("legitimacy_change", "legitimacy"), ("cop_change", "cop_density")):
        before, change = getattr(p, changed), getattr(p, name)
        if not 0.0 <= before + change <= 1.0:
            raise ParameterError(f"{name}: expected {changed} to stay within 0 to 1; got {before:g} {change:+g}.")
