"""The order of the day. It stands here and nowhere else; `contested plan` prints it."""

from __future__ import annotations

from contested.engine.phase import Phase
from contested.ground.errors import ParameterError, closest
from contested.nation import (
    abroad,
    citizens,
    detention,
    election,
    elite,
    incumbent,
    media,
    opposition,
    outcome,
    patron,
    script,
    security,
    street,
    ties,
    workplaces,
)
from contested.nation.abroad import respond
from contested.nation.citizens import update
from contested.nation.detention import intake, release
from contested.nation.election import announce, report, vote
from contested.nation.elite import doubt
from contested.nation.incumbent import decide, rally
from contested.nation.media import news, tell
from contested.nation.opposition import call
from contested.nation.outcome import end
from contested.nation.params import NationParams
from contested.nation.patron import support
from contested.nation.security import deploy, loyalty, police, raids
from contested.nation.street import mobilise
from contested.nation.ties import carry
from contested.nation.workplaces import strike

PHASES: tuple[Phase, ...] = (
    script.PHASE,
    vote.PHASE,
    report.PHASE,
    announce.PHASE,
    tell.PHASE,
    news.PHASE,
    update.PHASE,
    call.PHASE,
    deploy.PHASE,
    rally.PHASE,
    strike.PHASE,
    mobilise.PHASE,
    police.PHASE,
    raids.PHASE,
    intake.PHASE,
    release.PHASE,
    carry.PHASE,
    loyalty.PHASE,
    doubt.PHASE,
    support.PHASE,
    respond.PHASE,
    decide.PHASE,
    end.PHASE,
)

_OWNERS = (
    citizens, election, ties, media, opposition, street, security, detention, workplaces, incumbent, elite, patron,
    abroad, outcome,
)
#: every column that changes, subsystem by subsystem
FIELDS = tuple(field for owner in _OWNERS for field in owner.FIELDS)

SUBSYSTEMS: tuple[str, ...] = tuple(
    name for name, f in NationParams.__dataclass_fields__.items() if not str(f.type).startswith(("Kinds", "ClassVar"))
)


def leave_out(without: tuple[str, ...]) -> tuple[tuple[Phase, ...], frozenset[str]]:
    """The plan without some subsystems or phases.

    Parameters
    ----------
    without : tuple of str
        Names of subsystems ("workplaces") or of phases ("strikes").

    Returns
    -------
    (tuple of Phase, frozenset of str)
        What is left of the plan, and the subsystems left out whole: leaving out `news`, the only phase of `ties`,
        still lets people see how those they know vote and march.

    Raises
    ------
    ParameterError
        An unknown name.
    """
    known = list(dict.fromkeys([*SUBSYSTEMS, *(p.name for p in PHASES if p.subsystem != "script")]))
    for name in without:
        if name in ("script", "acts"):
            raise ParameterError(
                f"--without {name}: the calendar of dated acts cannot be left out.",
                "make a scenario with an empty acts.csv instead, or leave out the subsystems whose acts they are",
            )
        if name not in known:
            raise ParameterError(f"--without {name}: no such subsystem or phase.", closest(name, known))
    kept = tuple(p for p in PHASES if p.subsystem not in without and p.name not in without)
    return kept, frozenset(s for s in SUBSYSTEMS if s in without)
