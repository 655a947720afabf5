"""Charts over time as tables: one national number each, or one line a label; what is shown, with which words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from contested.report.plot.palette import SIDES


@dataclass(frozen=True)
class Trend:
    """A chart of one national number over time; names joined by + are added."""

    name: str
    title: str
    axis: str
    caption: str
    how: Literal["nation", "average"] = "nation"  # "nation" adds places up, "average" averages them over people
    so_far: bool = False
    smooth: bool = False  # moves a little every day; else each day is a block of its own
    top: float | None = None
    wide: bool = False

    @property
    def observables(self) -> list[str]:
        """The names added up."""
        return self.name.split("+")


TRENDS: dict[str, Trend] = {
    "crowd": Trend(
        "crowd", "People who marched, nationwide", "people marching that day",
        "Each point is somebody's nationwide count of one day; a bar joins the bounds that were given.", wide=True,
    ),
    "detained": Trend(
        "detained", "People detained on the street, nationwide", "people detained that day",
        "Detentions of one day; claims are nationwide counts of people arrested on that day.", wide=True,
    ),
    "detained_so_far": Trend(
        "detained", "Detained since the crisis began", "people detained so far",
        "Running total; claims stand at the day the total had been reached.", so_far=True, smooth=True,
    ),
    "injured_so_far": Trend(
        "injured", "Injured since the crisis began", "people injured so far",
        "Running total of injured marchers; claims stand at the day the total had been reached.",
        so_far=True, smooth=True,
    ),
    "officers_injured_so_far": Trend(
        "officers_injured", "Officers injured since the crisis began", "officers injured so far",
        "Running total; claims stand at the day the total had been reached.", so_far=True, smooth=True,
    ),
    "raided": Trend(
        "raided", "Arrested at home", "people arrested that day", "Arrests off the street, of people who had marched.",
    ),
    "charged_so_far": Trend(
        "charged", "Charged with crimes since the crisis began", "people charged so far",
        "They stay in custody for months, whatever is ordered.", so_far=True, smooth=True,
    ),
    "killed_so_far": Trend(
        "killed_street+killed_custody", "Killed since the crisis began", "people killed so far",
        "On the street and in custody, running total; claims stand at the day the total had been reached.", so_far=True,
    ),
    "tie_out": Trend(
        "tie_out", "Marching together", "share of marchers' ties who march too",
        "How much of a marcher's circle marches on the same day: the pull of ties.",
    ),
    "news_reached": Trend(
        "news_reached", "Whom news reached through a tie", "people reached that day",
        "People to whom arrests and abuse of the day came through somebody they know.",
    ),
    "outrage": Trend(
        "outrage", "Outrage", "mean outrage of adults (level)",
        "Rises when ties are arrested or hurt and when the released tell what was done to them; fades daily.",
        "average", smooth=True,
    ),
    "fear": Trend(
        "fear", "Fear", "mean fear learned from ties (level)",
        "Learned from arrests among one's own ties; fades daily.", "average", smooth=True,
    ),
    "fraud_belief": Trend(
        "fraud_belief", "Belief that the count was inflated", "mean perceived inflation of the incumbent's share",
        "Announced share less the share people see among their own ties, blended with media.", "average", smooth=True,
    ),
    "shutdown": Trend(
        "shutdown", "Internet cut", "share of connectivity cut",
        "Weighted by population; cut-off people hear neither of crowds nor of abuse.", top=1.0,
    ),
    "leadership": Trend(
        "leadership", "Strength of the opposition's leadership", "share of full strength",
        "Falls with jailings and exile, rises with a council.", top=1.0, smooth=True,
    ),
    "organisers": Trend(
        "organisers", "Local organisers at liberty", "share of all",
        "Raids at home take them; others come in their place.", top=1.0, smooth=True,
    ),
    "leaders_free": Trend(
        "leaders_free", "Leaders at liberty in the country", "leaders", "After the acts of each day.",
    ),
    "call": Trend(
        "call", "How strongly people were called", "focal strength of the day (share)",
        "How strong a focal point the day was, averaged over people.", "average", top=1.0,
    ),
    "hope": Trend(
        "hope", "Expectation that protest succeeds", "expectation (share; 0.5 is neutral)",
        "Up with growing crowds, defections and concessions; down with gatherings that bring nothing.", top=1.0,
        smooth=True,
    ),
    "participants": Trend(
        "participants", "Distinct people who have marched", "people so far",
        "Everybody counts once, however often they marched.", smooth=True,
    ),
    "denial": Trend(
        "denial", "Kept from gathering", "part of those who set out (share)",
        "Cordons, closed transport and early arrests keep people from coming together; average over people.", "average",
        top=1.0,
    ),
    "rally": Trend(
        "rally", "People at rallies for the incumbent", "people that day", "Brought or come of themselves.",
    ),
    "wanted": Trend(
        "wanted", "Policing that the incumbent wants", "effort (1 is a full crackdown)",
        "By the rule that chooses the tactic, whether or not a script overrides it.",
    ),
    "control": Trend(
        "control", "Control of the crowds of late", "share", "What forces could do against those they expected.",
        top=1.0, smooth=True,
    ),
    "officers": Trend(
        "officers", "Officers deployed", "officers deployed that day", "All kinds of force, nationwide.",
    ),
    "effort": Trend(
        "effort", "Effort of policing", "effort (1 is a full crackdown)", "Average over people.", "average",
    ),
    "released": Trend(
        "released", "Released from custody", "people released that day",
        "At the end of a hold or sentence, or by order.",
    ),
    "turned_away": Trend(
        "turned_away", "Sent home because no site had room", "people turned away that day",
        "Arrested, and counted among the detained, but no site in reach had room.",
    ),
    "testimonies": Trend(
        "testimonies", "Released people who tell of ill-treatment", "people testifying that day",
        "What they tell reaches their ties and, unless the internet is cut, the public.",
    ),
    "strikers": Trend(
        "strikers", "People on strike, nationwide", "people on strike that day",
        "All employers, named or not; claims are nationwide.",
    ),
    "plants_struck": Trend(
        "plants_struck", "Employers struck", "employers struck",
        "A plant counts as struck when its striking share passes the threshold.",
    ),
    "output_lost": Trend(
        "output_lost", "Output lost to strikes", "million USD a day", "Value added not produced that day.",
    ),
    "dismissed": Trend(
        "dismissed", "Strikers dismissed", "people dismissed so far",
        "Management's retaliation, running total.", smooth=True,
    ),
    "legitimacy": Trend(
        "legitimacy", "Legitimacy of the incumbent", "share", "As citizens and elite grant it.", top=1.0, smooth=True,
    ),
    "treasury": Trend(
        "treasury", "Treasury", "million USD", "Reserves after wages, lost output and loans.", smooth=True,
    ),
    "threat": Trend(
        "threat", "Threat as the incumbent sees it", "share", "Turnout and strikes against loyal capacity.", top=1.0,
    ),
    "concessions": Trend(
        "concessions", "Concessions", "level (1 would be a new election)", "Made so far.", top=1.0,
    ),
    "elite_loyalty": Trend(
        "elite_loyalty", "Loyalty of the elite", "mean loyalty (share)",
        "Moved by turnout, strikes, sanctions and the patron.", top=1.0, smooth=True,
    ),
    "elite_defected": Trend(
        "elite_defected", "Members of the elite who broke away", "people so far", "Running count.",
    ),
    "guarantee": Trend("guarantee", "The patron's guarantee", "level (0 to 1)", "Standing promise of help.", top=1.0),
    "reserve": Trend("reserve", "Officers the patron holds ready", "officers", "Ready to be sent; 0 when stood down."),
    "lent": Trend("lent", "Lent by the patron", "million USD so far", "Running total of loans."),
    "sanctioned": Trend("sanctioned", "Persons under sanctions", "people so far", "All lists together."),
    "non_recognition": Trend(
        "non_recognition", "Mandate not recognised", "level (0 to 1)",
        "How far outside governments declare the mandate without legitimacy.", top=1.0,
    ),
    "mediation": Trend(
        "mediation", "Offer of mediation on the table", "level (0 to 1)", "1 is an offer both sides know.", top=1.0,
    ),
    "aid": Trend("aid", "Aid to civil society", "million EUR so far", "Running total."),
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A chart of one line a label: force, segment, enterprise, ending."""

    title: str
    axis: str
    caption: str
    steps: bool = True  # each day is a block of its own
    top: float | None = None
    wide: bool = False
    words: dict[str, str] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)


#: those offline hear the incumbent's broadcasting, those online everybody
AUDIENCES = {"offline": SIDES["incumbent"], "online": SIDES["opposition"]}
_PEOPLE = {name: f"people {name}" for name in AUDIENCES}

LABELLED: dict[str, Labelled] = {
    "force_loyalty": Labelled(
        "Loyalty of the security forces", "mean loyalty (share)",
        "Falls with violence ordered against one's own people, rises with pay and the belief that the incumbent stays.",
        steps=False, top=1.0,
    ),
    "refusing": Labelled("Officers refusing orders", "officers", "Refusal comes before defection."),
    "plant_strikers": Labelled(
        "Strikers in named enterprises", "people on strike that day", "The enterprises with the largest strikes.",
        wide=True,
    ),
    "hazard": Labelled(
        "Hazard of each ending", "hazard a day",
        "Chance per day that the crisis ends so, while it goes on; an ending comes only once the script has ended.",
    ),
    "told_abuse": Labelled(
        "Ill-treatment in the news", "share of public attention", "Attention filled by testimonies, by audience.",
        steps=False, words=_PEOPLE, colours=AUDIENCES,
    ),
    "shock": Labelled(
        "Outrage from the news of repression", "outrage of the day (level)",
        "What is reported and exceeds what people are used to, by audience.",
        steps=False, words=_PEOPLE, colours=AUDIENCES,
    ),
    "dread": Labelled(
        "Dread of known repression", "perceived cost (level)",
        "Arrests, charges and casualties known of and not yet faded, by audience.",
        steps=False, words=_PEOPLE, colours=AUDIENCES,
    ),
    "expected_effort": Labelled(
        "Policing people expect", "effort (1 is a full crackdown)",
        "Learned from what is reported: the risk a marcher believes in is not the true one.",
        steps=False, words=_PEOPLE, colours=AUDIENCES,
    ),
}  # fmt: skip
