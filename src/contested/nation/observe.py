"""What the nation reports of a day: the numbers named in `nation.observables`, taken from the state."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.engine.model import State


def observe(state: State) -> dict[str, Any]:
    """The numbers in `OBSERVABLES`, in persons where they count people."""
    place = {
        "crowd": "street_crowd",
        "detained": "security_arrests",
        "injured": "security_injured",
        "killed_street": "security_killed",
        "killed_custody": "detention_killed",
        "turned_away": "detention_turned_away",
        "released": "detention_released",
        "testimonies": "detention_testimonies",
        "officers": "security_officers",
        "effort": "security_effort",
        "strikers": "workplaces_by_place",
        "outrage": "citizens_mean_outrage",
        "fear": "citizens_mean_fear",
        "fraud_belief": "citizens_mean_fraud",
        "told_crowd": "media_crowd_heard",
        "custody": "detention_custody",
        "capacity": "site_capacity",
        "plant_strikers": "workplaces_named",
        "hazard": "outcome_hazard",
        "ended": "outcome_ended",
    }
    single = {
        "tie_out": "street_tie_out",
        "news_reached": "ties_reached",
        "leadership": "opposition_leadership",
        "leaders_free": "opposition_free",
        "plants_struck": "workplaces_struck",
        "output_lost": "workplaces_lost",
        "dismissed": "workplaces_dismissed",
        "legitimacy": "incumbent_legitimacy",
        "treasury": "incumbent_treasury",
        "threat": "incumbent_threat",
        "concessions": "incumbent_concessions",
        "elite_loyalty": "elite_mean",
        "guarantee": "patron_guarantee",
        "reserve": "patron_reserve",
        "lent": "patron_lent",
        "sanctioned": "abroad_sanctioned",
        "non_recognition": "abroad_non_recognition",
        "mediation": "abroad_mediation",
        "aid": "abroad_aid",
        "official_share": "election_official",
        "true_share": "election_true_share",
    }
    numbers: dict[str, Any] = {name: state[column] for name, column in place.items()}
    numbers |= {name: state[column][0] for name, column in single.items()}
    people = state["place_people"]
    weight = people / people.sum()
    officers = state["unit_officers"]
    force = state["unit_force"]
    share = np.maximum(officers, 1e-9)  # a force without officers has the plain mean of its units, and not no number
    numbers["call"] = state["opposition_call"].max(axis=1)
    # sums, not matrix products: linear algebra libraries add in an order of their own on every machine
    numbers["told_abuse"] = (weight[:, None] * state["media_abuse"]).sum(axis=0)
    numbers["expected_arrests"] = state["media_arrests"].sum(axis=0)
    numbers["shutdown"] = (weight * state["media_shutdown"]).sum()
    numbers["force_loyalty"] = np.bincount(force, share * state["security_loyalty"]) / np.bincount(force, share)
    numbers["refusing"] = np.bincount(force, weights=officers * state["security_refusing"])
    numbers["elite_defected"] = state["elite_out"].sum()
    return numbers
