"""A published model: what a file of the zoo gives out, by the name PUBLISHED."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contested.engine.model import Model
from contested.engine.params import Params, override
from contested.ground.errors import ParameterError, closest
from contested.zoo.card import Card
from contested.zoo.picture import Picture
from contested.zoo.rest import Rest
from contested.zoo.target import Target
from contested.zoo.view import View

#: steps of a run whose length nobody gave, at most: a crowd of millions may take as many
LONGEST = 10_000


@dataclass(frozen=True, kw_only=True)
class Published:
    """A model with its card, its presets and its proof.

    Parameters
    ----------
    name : str
        Author and year, as on the command line: "watts-2002".
    title : str
        What it is a model of.
    params : Params
        One table with the paper's standard case as defaults.
    make : (Params) -> Model
        The model for these parameters; refuses impossible combinations with a ParameterError.
    steps : int
        How many steps show what the model does; where it comes to rest, they reach that.
    card : Card, optional
        Every model of the zoo has one; one of your own needs it when you publish.
    presets : mapping of name to settings
        Named sets of parameters ("paper", "netlogo"); the defaults need no preset.
    targets : tuple of Target
        The numbers it must reproduce.
    pictures : (() -> tuple of Picture), optional
        The pictures its readers know, the best known first.
    view : View, optional
        How to look at its lattice or its network, if it has one; the page of a run then shows it.
    longer : ((Params) -> int), optional
        How many steps show it with these parameters, where `steps` are too few; more than `LONGEST` are not taken.
    rest : Rest, optional
        Which of its numbers stop, or why none does; every model of the zoo says.
    """

    name: str
    title: str
    params: Params
    make: Callable[[Any], Model]
    steps: int
    card: Card | None = None
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    pictures: Callable[[], tuple[Picture, ...]] | None = None
    view: View | None = None
    longer: Callable[[Any], int] | None = None
    rest: Rest | None = None

    def length(self, params: Any) -> int:
        """How many steps show what it does with these parameters."""
        return self.steps if self.longer is None else max(self.steps, min(self.longer(params), LONGEST))

    def choose(self, settings: Mapping[str, Any] | None = None, preset: str | None = None) -> Params:
        """Parameters of a preset with some changed.

        Raises
        ------
        ParameterError
            An unknown preset or name, or a value outside its range.
        """
        if preset is not None and preset not in self.presets:
            hint = closest(preset, list(self.presets)) if self.presets else "this model has none; leave it out"
            raise ParameterError(f"{self.name}: no preset {preset!r}.", hint)
        start = self.presets[preset] if preset is not None else {}
        chosen: Params = override(self.params, {**start, **(settings or {})})
        return chosen

    def model(self, settings: Mapping[str, Any] | None = None, preset: str | None = None) -> Model:
        """The model for a preset with some parameters changed; its `params` are those.

        Raises
        ------
        ParameterError
            As `choose`, and where values contradict each other.
        """
        return self.make(self.choose(settings, preset))
