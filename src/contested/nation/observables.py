"""Every number the nation reports of a day: unit, owner, and its column. Persons are persons, whatever the scale."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.engine.model import Observable, State

PLACE = ("place",)
SEGMENT = ("segment",)
FORCE = ("force",)
SITE = ("site",)
PLANT = ("enterprise",)
END = ("outcome",)

#: each with the column it is, or "" where `observe` computes it
_REPORTED: tuple[tuple[Observable, str], ...] = (
    (Observable("crowd", "person", "people who marched", PLACE, "street"), "street_crowd"),
    (Observable("participants", "person", "distinct people who have marched so far, by where they live", PLACE,
                "street"), "street_participants"),
    (Observable("call", "share", "focal strength of the day", PLACE, "opposition"), ""),
    (Observable("detained", "person", "people taken in on the street", PLACE, "security"), "security_arrests"),
    (Observable("raided", "person", "people taken in at home", PLACE, "security"), "security_raided"),
    (Observable("injured", "person", "marchers injured who lived", PLACE, "security"), "security_injured"),
    (Observable("officers_injured", "officer", "officers injured in clashes", PLACE, "security"),
     "security_officers_injured"),
    (Observable("killed_street", "person", "people killed on the street", PLACE, "security"), "security_killed"),
    (Observable("killed_custody", "person", "people who died in custody, by place of arrest", PLACE, "detention"),
     "detention_killed"),
    (Observable("charged", "person", "people taken in and charged with a crime", PLACE, "detention"),
     "detention_charged"),
    (Observable("turned_away", "person", "arrested but sent home for want of a cell", PLACE, "detention"),
     "detention_turned_away"),
    (Observable("released", "person", "people released, by place of arrest", PLACE, "detention"), "detention_released"),
    (Observable("testimonies", "person", "released people who tell of ill-treatment", PLACE, "detention"),
     "detention_testimonies"),
    (Observable("officers", "officer", "officers deployed", PLACE, "security"), "security_officers"),
    (Observable("denial", "share", "part of those who set out that is kept from gathering", PLACE, "security"),
     "security_denial"),
    (Observable("effort", "level", "effort of policing; 1 is a full crackdown", PLACE, "security"), "security_effort"),
    (Observable("strikers", "person", "people on strike", PLACE, "workplaces"), "workplaces_by_place"),
    (Observable("outrage", "level", "mean outrage of adults", PLACE, "citizens"), "citizens_mean_outrage"),
    (Observable("fear", "level", "mean fear learned from ties", PLACE, "citizens"), "citizens_mean_fear"),
    (Observable("fraud_belief", "share", "mean perceived inflation of the incumbent's share", PLACE, "citizens"),
     "citizens_mean_fraud"),
    (Observable("tie_out", "share", "part of marchers' ties who march too", (), "ties"), "street_tie_out"),
    (Observable("news_reached", "person", "people whom the day's news of arrests and abuse reached", (), "ties"),
     "ties_reached"),
    (Observable("told_crowd", "person", "national crowd of the day before, as told", SEGMENT, "media"),
     "media_crowd_heard"),
    (Observable("told_abuse", "share", "public attention filled by testimonies", SEGMENT, "media"), ""),
    (Observable("shock", "level", "outrage from the news of yesterday's repression", SEGMENT, "media"), ""),
    (Observable("dread", "level", "cost that known repression adds to going", SEGMENT, "media"), ""),
    (Observable("expected_effort", "level", "effort of forces expected, mean over people", SEGMENT, "media"), ""),
    (Observable("hope", "share", "expectation that protest succeeds, mean over people", (), "media"), "media_hopeful"),
    (Observable("shutdown", "share", "connectivity cut, weighted by population", (), "media"), ""),
    (Observable("leadership", "level", "strength of leadership; 1 is all at liberty, a council adds", (), "opposition"),
     "opposition_leadership"),
    (Observable("organisers", "share", "part of local organisers at liberty, mean over people", (), "opposition"), ""),
    (Observable("leaders_free", "person", "leaders at liberty in the country", (), "opposition"), "opposition_free"),
    (Observable("custody", "person", "people in custody", SITE, "detention"), "detention_custody"),
    (Observable("capacity", "person", "places in custody", SITE, "detention"), "site_capacity"),
    (Observable("plant_strikers", "person", "strikers in a named enterprise", PLANT, "workplaces"), "workplaces_named"),
    (Observable("plants_struck", "-", "employers struck, named or not", (), "workplaces"), "workplaces_struck"),
    (Observable("output_lost", "million USD", "output lost to strikes that day", (), "workplaces"), "workplaces_lost"),
    (Observable("dismissed", "person", "strikers dismissed so far", (), "workplaces"), "workplaces_dismissed"),
    (Observable("force_loyalty", "share", "mean loyalty of a kind of force", FORCE, "security"), ""),
    (Observable("refusing", "officer", "officers refusing orders", FORCE, "security"), ""),
    (Observable("legitimacy", "share", "incumbent's legitimacy", (), "incumbent"), "incumbent_legitimacy"),
    (Observable("treasury", "million USD", "reserves; below 0 is debt", (), "incumbent"), "incumbent_treasury"),
    (Observable("threat", "share", "threat as the incumbent sees it", (), "incumbent"), "incumbent_threat"),
    (Observable("rally", "person", "people who rally for the incumbent", PLACE, "incumbent"), "incumbent_rally"),
    (Observable("wanted", "level", "effort the incumbent wants of policing; 1 is a full crackdown", (), "incumbent"),
     "incumbent_wanted"),
    (Observable("control", "share", "how far forces can control the crowds of late", (), "incumbent"),
     "incumbent_control"),
    (Observable("concessions", "level", "concessions made so far", (), "incumbent"), "incumbent_concessions"),
    (Observable("elite_loyalty", "share", "mean loyalty of the elite", (), "elite"), "elite_mean"),
    (Observable("elite_defected", "person", "members of the elite who broke away", (), "elite"), ""),
    (Observable("guarantee", "level", "patron's guarantee", (), "patron"), "patron_guarantee"),
    (Observable("reserve", "officer", "officers the patron holds ready", (), "patron"), "patron_reserve"),
    (Observable("lent", "million USD", "patron's loans so far", (), "patron"), "patron_lent"),
    (Observable("sanctioned", "person", "persons under sanctions", (), "abroad"), "abroad_sanctioned"),
    (Observable("non_recognition", "level", "how far the mandate is not recognised", (), "abroad"),
     "abroad_non_recognition"),
    (Observable("mediation", "level", "offer of mediation on the table", (), "abroad"), "abroad_mediation"),
    (Observable("aid", "million EUR", "aid to civil society so far", (), "abroad"), "abroad_aid"),
    (Observable("hazard", "1/day", "hazard of each ending", END, "outcome"), "outcome_hazard"),
    (Observable("ended", "-", "0 while the crisis goes on, 1 under the ending that came", END, "outcome"),
     "outcome_ended"),
    (Observable("official_share", "share", "incumbent's share as announced", (), "election"), "election_official"),
    (Observable("true_share", "share", "incumbent's share as cast", (), "election"), "election_true_share"),
)
OBSERVABLES: tuple[Observable, ...] = tuple(o for o, _ in _REPORTED)


def observe(state: State) -> dict[str, Any]:
    """The numbers in `OBSERVABLES`, in persons where they count people."""
    numbers: dict[str, Any] = {o.name: state[c] if o.dims else state[c][0] for o, c in _REPORTED if c}
    people = state["place_people"]
    weight = people / people.sum()
    officers = state["unit_officers"]
    force = state["unit_force"]
    share = np.maximum(officers, 1e-9)  # a force without officers has the plain mean of its units, and not no number
    numbers["call"] = state["opposition_call"].max(axis=1)
    # sums, not matrix products: linear algebra libraries add in an order of their own on every machine
    numbers["told_abuse"] = (weight[:, None] * state["media_abuse"]).sum(axis=0)
    numbers["shock"] = (weight[:, None] * state["media_shock"]).sum(axis=0)
    numbers["dread"] = (weight[:, None] * state["media_dread"]).sum(axis=0)
    numbers["expected_effort"] = (weight[:, None] * state["media_effort"]).sum(axis=0)
    numbers["organisers"] = (weight * state["opposition_organisers"]).sum()
    numbers["shutdown"] = (weight * state["media_shutdown"]).sum()
    numbers["force_loyalty"] = np.bincount(force, share * state["security_loyalty"]) / np.bincount(force, share)
    numbers["refusing"] = np.bincount(force, weights=officers * state["security_refusing"])
    numbers["elite_defected"] = state["elite_out"].sum()
    return numbers
