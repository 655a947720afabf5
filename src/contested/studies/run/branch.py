"""The checkpoint that a run branches from: whose it is, and what the branch takes over from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NamedTuple

from contested.engine import checkpoint
from contested.ground.errors import CheckpointError
from contested.store import layout


class Branch(NamedTuple):
    """Where a run begins.

    Parameters
    ----------
    path : Path, optional
        The checkpoint; None for a run that begins with step 0.
    head : dict
        What the checkpoint says of itself.
    about : dict
        Of it: whose it is, and with what settings.
    """

    path: Path | None = None
    head: dict[str, Any] = {}
    about: dict[str, Any] = {}

    @property
    def first(self) -> int:
        """The first step that is simulated."""
        return int(self.head.get("next_step", 0))

    @property
    def record(self) -> dict[str, Any] | None:
        """What the run's provenance says of it."""
        if self.path is None:
            return None
        return {"path": str(self.path), **{key: self.head[key] for key in ("next_step", "hash", "about")}}

    def check(self, name: str, now: Any, what: str) -> None:
        """Refuse a checkpoint of another scenario, scale or population.

        Raises
        ------
        CheckpointError
        """
        if self.path is None or self.about[name] == now:
            return
        shown = f" (there {self.about[name]}, here {now})" if name == "scale" else ""
        raise CheckpointError(
            f"{self.path}: was saved from another {name}; {what} changed{shown}.",
            "branch with the scenario and --scale the checkpoint's run had; RUN/scenario keeps its files",
        )


def branch(path: str | Path | None, kind: Literal["scenario", "model"]) -> Branch:
    """A checkpoint, after all of it was read and found sound.

    Parameters
    ----------
    path : path, optional
    kind : "scenario" or "model"
        What it must be of.

    Raises
    ------
    CheckpointError
    """
    if path is None:
        return Branch()
    file = layout.given(path, "checkpoint")
    head = checkpoint.verify(file)  # all of it, before anything is built or written
    if not {kind, "seed"} <= head["about"].keys():
        raise CheckpointError(f"{file}: a checkpoint, but not of a {kind}.", "use one from RUN/checkpoints")
    return Branch(file, head, head["about"])
