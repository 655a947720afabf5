"""The promises every model keeps, tried on one: a published model, the nation, or one of your own.

    from contested.engine.check import check_model

    def test_my_model():
        check_model(my_model())

Behaviour is tried and source is not read: what no short run shows is not found (a write into somebody else's library,
a difference that needs more cores than there are here). Whether results are right is for targets and tests of the
model's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.model import Model
from contested.engine.promises import PROMISES
from contested.engine.trial import Broken, Trial
from contested.ground.errors import BrokenInvariant


@dataclass(frozen=True)
class Check:
    """One promise, and what came of trying it.

    Parameters
    ----------
    name : str
        The promise, in words.
    passed : bool
    words : str
        What was seen; of a broken promise what was expected and what came.
    """

    name: str
    passed: bool
    words: str


def check_model(model: Model, *, steps: int = 12, seed: int = 1) -> list[Check]:
    """Check a model against the rules of `engine.model`.

    Parameters
    ----------
    model : Model
        Small enough that about ten runs of `steps` steps take no time; its own `params` are played.
    steps : int
        At least 2.
    seed : int

    Returns
    -------
    list of Check
        Every rule; the model keeps all of them.

    Raises
    ------
    BrokenInvariant
        Names every broken rule, with what was expected and what was found.
    """
    if steps < 2:
        raise BrokenInvariant(f"check_model: expected at least 2 steps; got {steps}.")
    trial = Trial(model, steps, seed)
    checks: list[Check] = []
    untried = []
    kept: set[str] = set()
    for name, (try_it, needs) in PROMISES.items():
        if not set(needs) <= kept:
            untried.append(name)
            continue
        try:
            checks.append(Check(name, True, try_it(trial)))
            kept.add(name)
        except Broken as broken:
            checks.append(Check(name, False, str(broken)))
    failed = [c for c in checks if not c.passed]
    if failed:
        lines = [f"{model.name} breaks {len(failed)} of {len(PROMISES)} promises of a model:"]
        lines += [f"- {c.name}: {c.words}" for c in failed]
        hint = f"not tried, since they rest on these: {'; '.join(untried)}" if untried else ""
        raise BrokenInvariant("\n".join(lines), hint)
    return checks
