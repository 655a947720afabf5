"""Nothing is a stub: leaving out any subsystem, or any phase, moves results, and says in which direction."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.errors import ParameterError
from contested.nation.plan import PHASES, SUBSYSTEMS, leave_out
from tests.nation.playing import play

#: observables that must move when a subsystem or phase is left out of `teaching`
MOVES = {
    "election": "true_share official_share fraud_belief crowd call",
    "citizens": "outrage fear crowd",
    "ties": "tie_out news_reached fear fraud_belief crowd",
    "media": "told_crowd told_abuse expected_effort crowd",
    "opposition": "call leadership leaders_free crowd strikers",
    "street": "crowd tie_out detained threat",
    "security": "officers effort detained force_loyalty expected_effort crowd",
    "detention": "custody released testimonies outrage",
    "workplaces": "strikers plant_strikers output_lost treasury elite_loyalty",
    "incumbent": "legitimacy treasury threat concessions effort",
    "elite": "elite_loyalty hazard",
    "patron": "guarantee reserve lent treasury force_loyalty elite_loyalty",
    "abroad": "sanctioned non_recognition mediation aid legitimacy elite_loyalty",
    "outcome": "hazard",
    "vote": "true_share fraud_belief crowd",
    "protocols": "official_share fraud_belief crowd",
    "announcement": "official_share fraud_belief crowd call",
    "attitudes": "outrage fear crowd",
    "calls": "call crowd strikers",
    "strikes": "strikers output_lost treasury",
    "mobilisation": "crowd detained",
    "deployment": "officers effort denial detained",
    "raids": "raided custody organisers",
    "rallies": "rally",
    "repression_news": "outrage crowd",
    "policing": "detained",
    "force_loyalty": "force_loyalty hazard effort detained",
    "intake": "custody released",
    "release": "custody released outrage",
    "news": "news_reached fear outrage crowd",
}
#: (left out, observable, whether its sum over the run rises or falls)
DIRECTIONS = [
    ("election", "crowd", "falls"),
    ("announcement", "crowd", "falls"),
    ("media", "told_crowd", "falls"),
    ("opposition", "crowd", "falls"),
    ("security", "expected_effort", "falls"),
    ("detention", "outrage", "falls"),
    ("news", "fear", "falls"),
    ("release", "custody", "rises"),
    ("workplaces", "treasury", "rises"),
    ("workplaces", "elite_loyalty", "rises"),
    ("incumbent", "legitimacy", "rises"),
    ("patron", "treasury", "falls"),
    ("patron", "force_loyalty", "falls"),
    ("patron", "elite_loyalty", "falls"),
    ("abroad", "elite_loyalty", "rises"),
    ("abroad", "legitimacy", "rises"),
]


@pytest.fixture(scope="module")
def without(teaching):
    """Runs of `teaching` with something left out, each played once."""
    played = {}

    def run(name):
        if name not in played:
            played[name] = play(teaching, without=(name,))
        return played[name]

    return run


def test_every_subsystem_and_every_removable_phase_is_listed_here():
    assert MOVES.keys() == {*SUBSYSTEMS, *(p.name for p in PHASES if p.subsystem != "script")}


@pytest.mark.parametrize("name", MOVES)
def test_leaving_it_out_moves_results(teaching_run, without, name):
    run = without(name)
    still = [
        o for o in MOVES[name].split()
        if np.array_equal(run.numbers[o], teaching_run.numbers[o], equal_nan=True)
    ]
    assert not still, f"without {name}, {', '.join(still)} stay as they were"
    unknown = {"official_share", "true_share"}  # of a vote that is not held, counted or announced
    broken = [o for o, numbers in run.numbers.items() if o not in unknown and not np.isfinite(numbers).all()]
    assert not broken, f"without {name}, {', '.join(broken)} are no numbers"


@pytest.mark.parametrize(("name", "observable", "way"), DIRECTIONS)
def test_leaving_it_out_moves_results_the_way_it_must(teaching_run, without, name, observable, way):
    full, less = teaching_run.numbers[observable].sum(), without(name).numbers[observable].sum()
    assert (less > full) if way == "rises" else (less < full), f"{full:g} with {name}, {less:g} without"


def test_without_policing_nobody_is_injured(teaching):
    """The country is so small that in one run of it nobody may be: here injuries are ten times as many."""
    often = {"security.injuries_per_arrest": 2.2}
    assert play(teaching, settings=often).total("injured").sum() > 3
    assert play(teaching, settings=often, without=("policing",)).total("injured").sum() == 0


def test_without_the_outcome_a_crisis_never_ends(teaching):
    at_once = {"outcome.repression": 1.0, "outcome.quiet": 1.0}
    assert play(teaching, settings=at_once).total("ended")[-1] == 1
    assert play(teaching, settings=at_once, without=("outcome",)).total("ended")[-1] == 0


def test_without_news_people_still_have_friends(teaching_run, without):
    """A phase is less than its subsystem: friends still march together and compare their votes."""
    news, ties = without("news"), without("ties")
    assert news.numbers["tie_out"].max() > 0.01
    assert ties.numbers["tie_out"].max() == 0
    assert (news.numbers["fraud_belief"][:2] == teaching_run.numbers["fraud_belief"][:2]).all()


def test_two_can_be_left_out_at_once(teaching):
    run = play(teaching, without=("workplaces", "abroad"))
    assert run.total("strikers").sum() == run.total("sanctioned").sum() == 0
    assert {p.subsystem for p in run.model.plan}.isdisjoint({"workplaces", "abroad"})


def test_the_script_cannot_be_left_out_and_a_misspelling_is_told():
    for name in ("script", "acts"):
        with pytest.raises(ParameterError, match=f"--without {name}: the calendar of dated acts cannot be left out"):
            leave_out((name,))
    with pytest.raises(ParameterError, match="--without strike: no such subsystem or phase") as told:
        leave_out(("strike",))
    assert told.value.hint == "did you mean 'strikes'?"


def test_nothing_left_out_is_the_whole_plan():
    assert leave_out(()) == (PHASES, frozenset())
