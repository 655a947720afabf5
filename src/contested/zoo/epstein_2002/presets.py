"""Named sets of settings: how known versions read the rules, and the paper's runs."""

from __future__ import annotations

from collections.abc import Mapping

NETLOGO = {
    "neighbourhood": "disc",
    "ratio": "floor",
    "self_count": "twice",
    "jailed": "under-foot",
    "term": "below-max",
    "pursuit": "takes-place",
}
MESA = {
    "legitimacy": 0.8,
    "cop_density": 0.074,
    "max_jail": 1000,
    "neighbourhood": "diamond",
    "ratio": "round",
    "turn": "act-move",
    "jailed": "in-place",
    "release": "own-turn",
    "placement": "by-site",
}
_FALL = {"legitimacy": 0.9, "cop_density": 0.074, "term": "life"}

PRESETS: Mapping[str, Mapping[str, object]] = {
    "paper": {},
    "netlogo": NETLOGO,
    "mesa": MESA,
    "mesa-pre-2024": {**MESA, "neighbourhood": "moore", "ratio": "exact"},
    "run-1": {"citizen_vision": 1.7, "cop_vision": 1.7, "legitimacy": 0.89, "max_jail": 15},
    "punctuated": {"neighbourhood": "moore", "ratio": "floor", "pursuit": "takes-place"},
    "salami": {**_FALL, "legitimacy_change": -0.7, "change_until": 249},
    "jump": {**_FALL, "legitimacy_change": -0.2, "change_from": 77, "change_until": 77},
    "cop-reductions": {
        "legitimacy": 0.8, "cop_density": 0.074, "term": "life", "cop_change": -0.074, "change_until": 1000,
    },
    "city": {
        "side": 3780, "neighbourhood": "disc", "ratio": "floor", "pursuit": "takes-place", "activation": "by-block",
    },
}  # fmt: skip
