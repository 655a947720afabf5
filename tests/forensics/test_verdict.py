"""The verdict: proofs first, no number without its assumption, no alarm stronger than honest elections allow."""

import numpy as np
import pytest

from contested.forensics.controls import Control, counted
from contested.forensics.finding import Finding
from contested.forensics.verdict import amount, strength, verdict


def made(name="x", kind="estimate", alarm=True, value=5.0, **more):
    more = {"assumes": f"{name} may be assumed", "rule": "by rule", **more}
    return Finding(name=name, title=f"Test {name}", kind=kind, says=f"{name} came out at 5.", value=value, alarm=alarm,
                   **more)  # fmt: skip


def held(name, alarms, elections, world="territories"):
    said = [made(name, alarm=k < alarms) for k in range(elections)]
    return counted(name, world, said)


@pytest.mark.parametrize(
    ("alarm", "controls", "word"),
    [
        (None, [], ""),
        (False, [], "quiet"),
        (False, [held("x", 20, 20)], "quiet"),
        (True, [], "weak"),  # nobody knows how easily it alarms
        (True, [held("y", 0, 20)], "weak"),  # another's controls
        (True, [held("x", 0, 20)], "strong"),
        (True, [held("x", 2, 20)], "strong"),  # a tenth
        (True, [held("x", 3, 20)], "weak"),
        (True, [held("x", 0, 20), held("x", 20, 20, "core")], "weak"),  # the worse world counts
        (True, [held("x", 0, 1)], "weak"),  # one election shows nothing
        (True, [held("x", 0, 9)], "weak"),
        (True, [held("x", 0, 10)], "strong"),
        (True, [held("x", 10, 100)], "strong"),
        (True, [held("x", 11, 100)], "weak"),
    ],
)
def test_an_alarm_is_as_strong_as_honest_elections_allow(alarm, controls, word):
    assert strength(made(alarm=alarm), controls) == word


def test_proofs_come_first_and_what_fails_is_told_in_full():
    said = verdict([made("guess"), made("sum", "proof"), made("copy", "proof", alarm=False)], [held("guess", 0, 20)])
    assert said[0] == "Proved by arithmetic: Test sum. sum came out at 5."
    assert said[1].startswith("Test guess: ")
    assert not any("copy" in s for s in said[1:])


def test_arithmetic_that_holds_and_arithmetic_that_there_is_not():
    assert "1 check that needs no assumption holds" in verdict([made("a", "proof", alarm=False)])[0]
    assert "all 2 checks" in verdict([made("a", "proof", alarm=False), made("b", "proof", alarm=False)])[0]
    assert verdict([made("a")])[0] == "Nothing could be checked by arithmetic alone."


@pytest.mark.parametrize("alarm", [True, None])
@pytest.mark.parametrize("controls", [[], [held("x", 0, 20)], [held("x", 19, 20)], [held("x", 0, 1)]])
def test_no_number_stands_without_its_assumption(alarm, controls):
    for sentence in verdict([made(alarm=alarm)], controls):
        if "came out at 5" in sentence:
            assert "x may be assumed" in sentence
            break
    else:
        raise AssertionError("the number is not told")


def test_an_alarm_is_told_with_how_often_it_comes_when_nobody_cheats():
    (_, strong, *_), (_, weak, *_) = (verdict([made()], [held("x", k, 20)]) for k in (0, 7))
    assert "0 of 20 honest elections" in strong and "says little" not in strong
    assert "By itself this says little: the same alarm comes on 7 of 20 honest elections" in weak
    assert any("It was not tried on honest elections." in s for s in verdict([made()]))
    assert any("too few honest elections" in s for s in verdict([made()], [held("x", 0, 1)]))


def test_quiet_and_silent_tests_are_named_and_a_description_is_no_evidence():
    said = verdict([made("a", alarm=False), made("b", alarm=None, value=None), made("c", "description", alarm=None)])
    assert "No alarm from 1 of 2 estimates: test a." in said
    assert "Nothing could be said by: test b." in said
    assert not any("test c" in s.lower() for s in said)


def test_a_number_without_a_rule_is_told_and_not_called_silent():
    said = verdict([made("a", alarm=None)])
    assert any(s.startswith("Test a: a came out at 5. No rule says when this alarms.") for s in said)
    assert not any("Nothing could be said" in s for s in said)


def test_silence_is_never_called_honesty():
    for findings in ([], [made(alarm=False)], [made("a", "proof", alarm=False)]):
        assert verdict(findings)[-1].startswith("Silence is no proof of honesty")
    assert any("No indicator was tried on honest elections" in s for s in verdict([made()]))
    assert not any("No indicator was held" in s for s in verdict([made()], [held("x", 0, 20)]))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(None, "ballot", "–"), (np.nan, "share", "–"), (1234567.4, "ballot", "1,234,567"), (0.1234, "share", "12.34 %"),
     (3.0, "station", "3"), (12.3456, "-", "12.35"), (0.0, "ballot", "0")],
)  # fmt: skip
def test_amounts_read_as_people_read_them(value, unit, text):
    assert amount(value, unit) == text


def test_a_control_is_a_count():
    assert isinstance(held("x", 1, 4), Control) and held("x", 1, 4).rate == 0.25


def test_a_lot_needs_no_honest_elections():
    found = Finding(name="randomised-groups-2", title="T", kind="estimate", says="so.", value=0.1, alarm=True, rule="r",
                    assumes="It was drawn by lot.")  # fmt: skip
    assert strength(found, ()) == "strong"
    assert any("Its chance is that of the lot itself." in s for s in verdict([found]))
