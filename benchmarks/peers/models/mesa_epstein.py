"""Mesa's bundled class, with a collector that keeps no number of every agent at every step."""

import mesa
from mesa.examples.advanced.epstein_civil_violence.model import EpsteinCivilViolence
from timed import answer


class Lean(EpsteinCivilViolence):
    """The bundled model; only the three counts are collected."""

    def __init__(self, **numbers):
        super().__init__(**numbers)
        self.datacollector = mesa.DataCollector(
            model_reporters={"active": "ACTIVE", "quiet": "QUIET", "arrested": "ARRESTED"}
        )


def setup(numbers, seed, steps):
    """The model with its grid filled."""
    return Lean(
        width=numbers["side"],
        height=numbers["side"],
        citizen_density=numbers["citizen_density"],
        cop_density=numbers["cop_density"],
        citizen_vision=numbers["vision"],
        cop_vision=numbers["vision"],
        legitimacy=numbers["legitimacy"],
        max_jail_term=numbers["max_jail"],
        active_threshold=numbers["threshold"],
        arrest_prob_constant=numbers["arrest_constant"],
        max_iters=steps + 1,
        seed=seed,
    )


answer(
    setup,
    lambda model, k: model.step(),
    lambda model: {"active": model.ACTIVE, "jailed": model.ARRESTED},
    packages=("mesa", "numpy"),
    people=lambda model: len(model.agents),
)
