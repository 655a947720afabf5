"""What stands on the page, in order: the heading, subsystems, words and charts of each section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contested.report.charts import election, maps, nation, outcomes
from contested.report.charts.trends import LABELLED, TRENDS

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure
    from contested.report.run_data import Material


@dataclass(frozen=True)
class Section:
    """One section of the page.

    Parameters
    ----------
    heading : str
    subsystems : tuple of str
        Whose numbers it shows, by the names used everywhere.
    words : str
        One or two sentences before the charts.
    charts : tuple of str
        Names of `DRAW`, `trends.TRENDS` or `trends.LABELLED`.
    """

    heading: str
    subsystems: tuple[str, ...]
    words: str
    charts: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Its address on the page."""
        return self.heading.lower().replace(" ", "-").replace(",", "")


SECTIONS: tuple[Section, ...] = (
    Section(
        "Street", ("street",),
        "Who marched. Claims are no input of a run; but where parameters were "
        "set or searched for on reported figures, some of these were in view.",
        ("crowd", "crowd_capital", "participants"),
    ),
    Section(
        "Security forces", ("security",),
        "Who was arrested, and with how many officers on the street.",
        ("detained", "detained_so_far", "injured_so_far", "officers_injured_so_far", "raided", "officers", "effort",
         "denial"),
    ),
    Section("One place at a time", ("street", "security"), "", ("place_crowd", "place_detained")),
    Section("Map", ("street", "security", "citizens"), "", ("map_detained", "map_outrage")),
    Section(
        "Opposition leadership and dated acts", ("opposition",),
        "Calls make a day and a place a focal point; jailings and exile weaken them.",
        ("acts", "call", "leadership", "organisers", "leaders_free"),
    ),
    Section(
        "Detention", ("detention",),
        "Arrest fills cells, holds and sentences empty them, and released people tell what was done to them.",
        ("custody", "crowding", "released", "testimonies", "turned_away", "charged_so_far"),
    ),
    Section(
        "Workplaces and strikes", ("workplaces",),
        "A plant is struck when enough of its workers are; management retaliates and output is lost.",
        ("strikers", "plants_struck", "plant_strikers", "output_lost", "dismissed"),
    ),
    Section(
        "Loyalty of forces and elite", ("security", "elite"),
        "What keeps an incumbent in power is that those who could end it stay.",
        ("force_loyalty", "refusing", "elite_loyalty", "elite_defected"),
    ),
    Section(
        "Citizens and ties", ("citizens", "ties"),
        "What people feel and believe, averaged over everybody, and what they learn through people they know.",
        ("outrage", "fear", "fraud_belief", "tie_out", "news_reached"),
    ),
    Section(
        "Media", ("media",),
        "People do not see the crowd; they hear of it, those offline by state broadcasting, those online by "
        "independent media, unless the internet is cut.",
        ("reported_and_true", "told_abuse", "shock", "dread", "expected_effort", "hope", "shutdown"),
    ),
    Section(
        "Patron", ("patron",), "An outside power that backs the incumbent with money and a promise of help.",
        ("guarantee", "reserve", "lent"),
    ),
    Section(
        "Outside governments", ("abroad",), "Sanctions, refusal to recognise the mandate, offers to mediate, and aid.",
        ("sanctioned", "non_recognition", "mediation", "aid"),
    ),
    Section(
        "Incumbent", ("incumbent",), "What the incumbent has, fears and gives.",
        ("legitimacy", "treasury", "threat", "wanted", "control", "rally", "concessions"),
    ),
    Section(
        "Outcome", ("outcome",), "After the script ends, each day carries a small chance of each ending.",
        ("endings", "hazard"),
    ),
    Section(
        "Election and count", ("election",),
        "The election was held: every station has a true and a reported count. Citizens compare the announced share "
        "with the people around them.",
        ("election_incumbent", "election_turnout", "fingerprint_cast", "fingerprint_reported"),
    ),
    Section(
        "Casualties", ("security", "detention"), "Every casualty has a place and a cause, as the model knows them.",
        ("killed_so_far", "casualties_injured", "casualties_killed"),
    ),
)  # fmt: skip

#: charts of what only a vote brings about
OF_A_VOTE = ("fraud_belief",)

DRAW: dict[str, Callable[[Material], Figure | None]] = {
    "crowd_capital": nation.capital_crowd,
    "reported_and_true": nation.reported_and_true,
    "custody": nation.custody,
    "crowding": nation.crowding,
    "acts": nation.acts,
    "endings": outcomes.endings,
    "casualties_injured": lambda m: outcomes.casualties(m, "injured"),
    "casualties_killed": lambda m: outcomes.casualties(m, "killed"),
    "place_crowd": lambda m: nation.place_curves(m, "crowd"),
    "place_detained": lambda m: nation.place_curves(m, "detained"),
    "map_detained": lambda m: maps.day_map(m, "detained"),
    "map_outrage": lambda m: maps.day_map(m, "outrage"),
    "election_incumbent": lambda m: election.by_region(m, "incumbent"),
    "election_turnout": lambda m: election.by_region(m, "turnout"),
    "fingerprint_cast": lambda m: election.fingerprint(m, "cast"),
    "fingerprint_reported": lambda m: election.fingerprint(m, "reported"),
}


def draw(material: Material, name: str) -> Figure | None:
    """The chart of this name, or None if the run has nothing to show for it."""
    if name in TRENDS:
        return nation.trend(material, name)
    return nation.by_label(material, name) if name in LABELLED else DRAW[name](material)


def figures_of(material: Material) -> list[tuple[Section, list[Figure]]]:
    """Every section with the charts that this run has something to show on; nothing of a vote where nobody votes."""
    vote = material.country.election
    return [
        (s, [f for name in s.charts if (vote or name not in OF_A_VOTE) and (f := draw(material, name)) is not None])
        for s in SECTIONS if vote or s.subsystems != ("election",)
    ]  # fmt: skip
