"""The model with its card, presets and proof."""

from __future__ import annotations

from contested.zoo.kuran_1991.card import CARD
from contested.zoo.kuran_1991.model import SEQUENCES, Society, make
from contested.zoo.kuran_1991.pictures import pictures
from contested.zoo.kuran_1991.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="kuran-1991",
    title="Preference falsification: now out of never",
    params=Society(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        **{name: {"thresholds": name} for name in SEQUENCES},
        "before-the-spark": {"thresholds": "quantiles", "people": 1_000_000, "preference_mean": 0.705},
        "prairie-fire": {"thresholds": "quantiles", "people": 1_000_000, "preference_mean": 0.712},
    },
    targets=targets(),
    pictures=pictures,
)  # fmt: skip
