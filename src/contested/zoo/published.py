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
from contested.zoo.target import Target
from contested.zoo.view import View


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
        How many steps show what the model does.
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
