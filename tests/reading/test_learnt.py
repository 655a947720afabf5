"""Learnt choices: what they do where rules have no rule, that they say why, and what they were worth when left out."""

from __future__ import annotations

import datetime as dt
import json
import math

import numpy as np
import pytest
from benchmarks.reading import learn, measure, plans
from benchmarks.reading.labels import Label

from contested.reading import read_text
from contested.reading.learnt.choices import FIELDS, PLAN_COST, RULES, Candidate, Choices, cheapest, shipped
from contested.reading.structure import Span
from tests.reading import alone

DAY = dt.date(2020, 8, 15)
UNCOUNTED = (
    "MARSK, Orvania, Aug 15 (Agency) - Marchers filled the harbour front on Friday.\n\n"
    "The dockers' union claims fifteen thousand. The harbour master makes it four thousand."
)


def test_a_number_that_no_rule_reads_is_read_by_what_stands_before_it():
    assert [d.value for d in alone.read_text(UNCOUNTED, "r", DAY).drafts] != [15_000, 4000]
    drafts = read_text(UNCOUNTED, "r", DAY).drafts
    assert [(d.quantity, d.value, d.place) for d in drafts] == [("crowd", 15_000, "Marsk"), ("crowd", 4000, "Marsk")]


def test_a_learnt_choice_says_what_spoke_for_it():
    drafts = read_text(UNCOUNTED, "r", DAY).drafts
    assert {field for d in drafts for field in d.reasons} == {"quantity", "claimant", "place", "certainty", "date"}
    for draft in drafts:
        assert set(draft.reasons) == {field for field, rule in draft.rules.items() if rule.startswith("learnt")}
        for field, why in draft.reasons.items():
            weights = shipped().weights["actor" if field == "claimant" else field]
            assert 1 <= len(why) <= 3 and all(weights[f] > 0 for f in why)


def test_the_best_sum_of_weights_is_taken_and_the_first_of_equals():
    choices = Choices({"place": {"near": 1.5, "town": 1.0, "far": -2.0}})
    some = [Candidate(name, frozenset(of)) for name, of in (("A", ["near", "far"]), ("B", ["near", "town"]),
                                                            ("C", ["town", "near"]))]  # fmt: skip
    found = choices.best("place", some, Span(0, 1))
    assert found is not None and (found.at, found.reasons) == (1, ("near", "town"))
    assert found.rule == "learnt-doubtful", "two candidates are equally good"
    assert choices.best("date", some, Span(0, 1)) is None, "a field without weights is left to the rules"


@pytest.mark.parametrize(("score", "stands"), [(0.2, True), (0.3, False)])
def test_what_the_rules_take_stands_unless_another_candidate_is_clearly_likelier(score, stands):
    choices = Choices({"place": {"near": score}, "actor": {"near": score}})
    theirs, other = Candidate("A", frozenset([RULES])), Candidate("B", frozenset(["near"]))
    assert (choices.best("place", [theirs, other], Span(0, 1)) is None) == stands
    found = choices.best("actor", [theirs, other], Span(0, 1))
    assert found is not None and found.at == 1, "of a source the likelier is taken"
    many = [theirs, other, *(Candidate(k, frozenset()) for k in range(3))]
    assert choices.best("place", many, Span(0, 1)) is None, "a chance of a quarter is not enough"


def test_what_is_always_true_of_the_right_candidate_gets_the_largest_weight():
    rng = np.random.default_rng(4)
    cases = []
    for _ in range(200):
        right = int(rng.integers(3))
        features = [frozenset({"true"} if k == right else {"false"} if k == (right + 1) % 3 else {"neither"})
                    | {f"noise {rng.integers(4)}"} for k in range(3)]  # fmt: skip
        cases.append(learn.Case(features, [k == right for k in range(3)]))
    weights, counts = learn.fit({"train1": cases}, 1.0)
    assert weights["true"] > 1 and weights["true"] == max(weights.values())
    assert counts["true"] == 200 and all(abs(w) < 0.5 for f, w in weights.items() if f.startswith("noise"))


def test_left_out_reports_that_no_rule_had_seen_are_read_better_than_by_rules_alone():
    rows = json.loads(measure.RESULTS.read_text("utf-8"))["left out"]
    for name in learn.UNSEEN:
        for field in ("number", "quantity", "actor", "side", "place", "date"):
            assert rows[name]["learnt"][field] > rows[name]["rules"][field], (name, field)


def test_a_plan_read_as_an_event_is_the_worst_mistake_so_stated_needs_more_than_half_of_the_chance():
    both = [Candidate(sure, frozenset({sure})) for sure in ("stated", "planned")]
    for stated, taken in ((math.log(3), "planned"), (math.log(8), "stated")):  # chances of 3/4 and of 8/9
        found = Choices({"certainty": {"stated": stated}}).best("certainty", both, Span(0, 1))
        assert found is not None and both[found.at].value == taken


def test_of_plans_and_conditions_together_the_likelier_is_taken_and_so_of_what_is_real():
    values = ["stated", "denied", "planned", "conditional"]
    assert values[cheapest(values, [0.55, 0.2, 0.1, 0.15], 2.0)] == "stated"
    assert values[cheapest(values, [0.4, 0.2, 0.15, 0.25], 2.0)] == "conditional"
    assert values[cheapest(values, [0.2, 0.5, 0.15, 0.15], 2.0)] == "denied"


def test_the_cost_of_a_plan_read_as_an_event_is_the_one_that_the_rule_keeps_on_sets_left_out():
    rows = json.loads(measure.RESULTS.read_text("utf-8"))["left out, plans"]
    assert plans.ratio_by_rule(rows) == PLAN_COST
    lost = [rows[f"{ratio:g}"]["plans as events"] for ratio in plans.RATIOS]
    assert lost == sorted(lost, reverse=True), "the more a mistake costs the rarer it is"


@pytest.mark.parametrize("text", [
    "Some 4,000 workers of the port on Tuesday, 18 August 2020, in Marsk.",
    "The commission ordered new voting at 182 polling stations, next Sunday.",
])  # fmt: skip
def test_what_is_of_a_day_after_publication_has_not_happened(text):
    for choices in (shipped(), Choices({})):
        for draft in read_text(text, "r", DAY, choices=choices).drafts:
            assert draft.certainty != "stated" or (draft.date or draft.end_date or DAY) <= DAY
    (draft,) = read_text(text, "r", DAY).drafts
    assert draft.certainty in ("planned", "conditional")


def test_left_out_fewer_plans_are_read_as_events_than_by_rules_alone_and_no_more_events_as_plans():
    rows = [json.loads(measure.RESULTS.read_text("utf-8"))["left out"][name] for name in learn.UNSEEN]
    learnt, rules = ([row[how] for row in rows] for how in ("learnt", "rules"))
    assert sum(row["plans as happenings"] for row in learnt) < 0.75 * sum(row["plans as happenings"] for row in rules)
    gains = [a["planned or conditional"] - b["planned or conditional"] for a, b in zip(learnt, rules, strict=True)]
    assert sum(gains) / len(gains) > 0.05
    assert min(gains) > 0
    behind = [a["plans as happenings"] > b["plans as happenings"] for a, b in zip(learnt, rules, strict=True)]
    assert sum(behind) <= 2, "of 32 sets"


class _Seen(Choices):
    """The weights of the package, which remember the candidates that they chose among."""

    def __init__(self) -> None:
        super().__init__(shipped().weights)
        self.candidates: dict[str, list[list[Candidate]]] = {field: [] for field in FIELDS}

    def best(self, field, candidates, number):
        self.candidates[field].append(list(candidates))
        return super().best(field, candidates, number)


def _seen(text: str) -> dict[str, list[list[Candidate]]]:
    seen = _Seen()
    read_text(text, "r", DAY, choices=seen)
    return seen.candidates


def test_a_pronoun_may_mean_everybody_before_it_who_fits_the_nearest_first():
    text = (
        "Interior Minister Petr Kral and Health Minister Ana Sol spoke in Marsk on Friday. The union was not there. "
        "She said 40 people had been detained."
    )
    (sources,) = _seen(text)["actor"]
    may = {c.value.named.actor: {f for f in c.features if f.startswith("“she” may be")} for c in sources}
    assert {"“she” may be, 0", "“she” may be, one, before, inside"} <= may["Ana Sol"]
    assert not may["Petr Kral"] and not may["reporter"]


def test_they_agree_with_several_and_it_with_one():
    (sources,) = _seen("The union met in Marsk. Doctors came. They said 40 people had been hurt.")["actor"]
    ranks = {c.value.named.actor: "“they” may be, 1 that agrees" in c.features for c in sources}
    assert ranks["doctors"] and not ranks["union"]


def test_a_town_in_the_name_of_who_says_it_speaks_for_that_town():
    (places,) = _seen("MARSK, Orvania, Aug 15 (Agency) - The hospital in Lethe said 40 people were hurt.")["place"]
    assert [c.value.name for c in places if "in the name of who says it" in c.features] == ["Lethe"]


def test_it_matters_where_a_report_names_its_places_and_what_sort_of_source_speaks():
    text = "MARSK, Orvania, Aug 15 (Agency) - The union marched.\n\nLater, in Lethe, the mayor said 40 were hurt."
    (places,) = _seen(text)["place"]
    seen = {c.value.name.casefold(): c.features for c in places}
    for feature in ("first town of the report", "named in the first paragraph"):
        assert feature in seen["marsk"] and feature not in seen["lethe"]
    assert "nearest place: said by town" in seen["lethe"]


def test_who_has_spoken_before_is_known():
    first, second = _seen("MARSK, Aug 15 (Agency) - Police said 40 people were hurt. Doctors said 60 were.")["actor"]
    for sources, spoke in ((first, False), (second, True)):
        (police,) = (c.features for c in sources if c.value.named.actor == "police")
        assert ("somebody spoke here" in police) == spoke and ("never spoke yet" in police) != spoke
        assert "sort police: injured" in police


def test_what_a_pattern_takes_for_no_claim_may_be_one_all_the_same():
    line = "MARSK, Aug 15 (Agency) - "
    for text, number in (
        ("The candidate fled on Friday after two of his aides were murdered.", ("dead", 2)),
        ("Police killed one bodyguard in Marsk on Friday.", ("dead", 1)),
    ):
        assert [(d.quantity, d.value) for d in read_text(line + text, "r", DAY).drafts] == [number]
        assert not alone.read_text(line + text, "r", DAY).drafts
    (draft,) = read_text("The ministry said that its troops had killed no protesters in Marsk.", "r", DAY).drafts
    assert (draft.quantity, draft.value) == ("dead", 0)


def test_a_side_is_learnt_only_from_numbers_whose_source_is_right():
    text = "Police said 40 people were detained in Marsk on Friday."
    start = text.index("40")
    for actor, times in (("police", 1), ("union of bakers", 0)):
        label = Label("r", 1, (start, start + 2), quantity="detained", actor=actor, side="incumbent")
        recorder = learn.Recorder([label], shipped().weights)
        read_text(text, "r", DAY, choices=recorder)
        assert len(recorder.cases["actor"]) == 1 and len(recorder.cases["side"]) == times


def test_the_tables_of_weights_are_those_that_were_made_from_the_reports():
    made = json.loads(learn.MADE.read_text("utf-8"))
    now = learn.hashes()
    for what in ("reports", "tables"):
        assert now[what] == made[what], f"{what} changed: python -m benchmarks.reading.learn"


@pytest.mark.slow
def test_a_sample_of_the_reports_gives_the_weights_that_it_gave_when_the_tables_were_made():
    # if what is seen of a number changes, or how weights are fitted, so do these
    made, now = json.loads(learn.MADE.read_text("utf-8"))["sample"], learn.sample()
    for field in FIELDS:
        before, after = made[field], now[field]
        # the last digits of a fit depend on the processor, and so does which weights are just large enough
        assert abs(after["weights"] - before["weights"]) <= max(2, 0.001 * before["weights"]), field
        assert after["squares"] == pytest.approx(before["squares"], rel=0.002), field
        common = before["largest"].keys() & after["largest"].keys()
        assert len(common) >= learn.LARGEST - 2, field
        assert all(abs(before["largest"][f] - after["largest"][f]) < 0.02 for f in common), field
