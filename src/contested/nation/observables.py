"""Every number the nation reports, with unit and owner. Persons are persons, whatever the scale of the run."""

from __future__ import annotations

from contested.engine.model import Observable

PLACE = ("place",)
SEGMENT = ("segment",)
FORCE = ("force",)
SITE = ("site",)
PLANT = ("enterprise",)
END = ("outcome",)

OBSERVABLES: tuple[Observable, ...] = (
    Observable("crowd", "person", "people who marched", PLACE, "street"),
    Observable("call", "share", "focal strength of the day", PLACE, "opposition"),
    Observable("detained", "person", "people taken in on the street", PLACE, "security"),
    Observable("injured", "person", "marchers injured who lived", PLACE, "security"),
    Observable("killed_street", "person", "people killed on the street", PLACE, "security"),
    Observable("killed_custody", "person", "people who died in custody, by place of arrest", PLACE, "detention"),
    Observable("turned_away", "person", "arrested but sent home for want of a cell", PLACE, "detention"),
    Observable("released", "person", "people released, by place of arrest", PLACE, "detention"),
    Observable("testimonies", "person", "released people who tell of ill-treatment", PLACE, "detention"),
    Observable("officers", "officer", "officers deployed", PLACE, "security"),
    Observable("effort", "level", "effort of policing; 1 is a full crackdown", PLACE, "security"),
    Observable("strikers", "person", "people on strike", PLACE, "workplaces"),
    Observable("outrage", "level", "mean outrage of adults", PLACE, "citizens"),
    Observable("fear", "level", "mean fear learned from ties", PLACE, "citizens"),
    Observable("fraud_belief", "share", "mean perceived inflation of the incumbent's share", PLACE, "citizens"),
    Observable("tie_out", "share", "part of marchers' ties who march too", (), "ties"),
    Observable("news_reached", "person", "people whom the day's news of arrests and abuse reached", (), "ties"),
    Observable("told_crowd", "person", "national crowd of the day before, as told", SEGMENT, "media"),
    Observable("told_abuse", "share", "public attention filled by testimonies", SEGMENT, "media"),
    Observable("expected_arrests", "person", "arrests people expect of a day, nationwide", SEGMENT, "media"),
    Observable("shutdown", "share", "connectivity cut, weighted by population", (), "media"),
    Observable("leadership", "level", "strength of leadership; 1 is all at liberty, a council adds", (), "opposition"),
    Observable("leaders_free", "person", "leaders at liberty in the country", (), "opposition"),
    Observable("custody", "person", "people in custody", SITE, "detention"),
    Observable("capacity", "person", "places in custody", SITE, "detention"),
    Observable("plant_strikers", "person", "strikers in a named enterprise", PLANT, "workplaces"),
    Observable("plants_struck", "-", "employers struck, named or not", (), "workplaces"),
    Observable("output_lost", "million USD", "output lost to strikes that day", (), "workplaces"),
    Observable("dismissed", "person", "strikers dismissed so far", (), "workplaces"),
    Observable("force_loyalty", "share", "mean loyalty of a kind of force", FORCE, "security"),
    Observable("refusing", "officer", "officers refusing orders", FORCE, "security"),
    Observable("legitimacy", "share", "incumbent's legitimacy", (), "incumbent"),
    Observable("treasury", "million USD", "reserves; below 0 is debt", (), "incumbent"),
    Observable("threat", "share", "threat as the incumbent sees it", (), "incumbent"),
    Observable("concessions", "level", "concessions made so far", (), "incumbent"),
    Observable("elite_loyalty", "share", "mean loyalty of the elite", (), "elite"),
    Observable("elite_defected", "person", "members of the elite who broke away", (), "elite"),
    Observable("guarantee", "level", "patron's guarantee", (), "patron"),
    Observable("reserve", "officer", "officers the patron holds ready", (), "patron"),
    Observable("lent", "million USD", "patron's loans so far", (), "patron"),
    Observable("sanctioned", "person", "persons under sanctions", (), "abroad"),
    Observable("non_recognition", "level", "how far the mandate is not recognised", (), "abroad"),
    Observable("mediation", "level", "offer of mediation on the table", (), "abroad"),
    Observable("aid", "million EUR", "aid to civil society so far", (), "abroad"),
    Observable("hazard", "1/day", "hazard of each ending", END, "outcome"),
    Observable("ended", "-", "0 while the crisis goes on, 1 under the ending that came", END, "outcome"),
    Observable("official_share", "share", "incumbent's share as announced", (), "election"),
    Observable("true_share", "share", "incumbent's share as cast", (), "election"),
)
