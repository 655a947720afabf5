from datetime import date

import numpy as np
import pytest

from contested.inference.forecast.series import Key, bounds_of, form_of, series_of, uncounted
from contested.scenarios.load import load
from tests.inference.one_voice import said

LAST = date(2020, 10, 31)


@pytest.fixture(scope="module")
def belarus():
    return load("belarus_2020").claims


def numbers(series, day):
    return [c.middle for c in series.claims if c.date == day]


def test_a_growing_list_counts_once_with_its_last_state(belarus):
    """88, 169 and almost 200 names are three states of one list; a ministry's 125 by 16:00 and 140 by 18:00 two."""
    series = series_of(belarus, LAST)
    assert numbers(series[Key("detained", "protesters", "Minsk", "independent")], date(2020, 9, 6)) == [200]
    assert numbers(series[Key("detained", "protesters", "Minsk", "incumbent")], date(2020, 8, 30)) == [140]


def test_the_ministry_has_one_series_of_arrests_whoever_carries_it(belarus):
    ministry = series_of(belarus, LAST)[Key("detained", "protesters", "Belarus", "incumbent")]
    assert {c.claimant for c in ministry.claims} == {"Interior Ministry (MVD)"}
    by_day = dict(zip(ministry.past.days.tolist(), ministry.past.values.tolist()))
    assert len(by_day) == len(ministry.claims) == 25  # counted in the table
    assert by_day[date(2020, 9, 13).toordinal()] == 774
    assert by_day[date(2020, 10, 26).toordinal()] == 581
    assert date(2020, 9, 14).toordinal() not in by_day, "nobody said that nobody was detained"


def test_rallies_of_the_two_sides_and_the_town_and_the_country_are_told_apart(belarus):
    series = series_of(belarus, LAST)
    sunday = date(2020, 9, 6)
    assert numbers(series[Key("crowd", "opposition", "Belarus", "incumbent")], sunday) == [31000]
    assert numbers(series[Key("crowd", "opposition", "Belarus", "media")], sunday) == [100000]
    assert len(numbers(series[Key("crowd", "opposition", "Minsk", "media")], sunday)) == 3
    assert numbers(series[Key("crowd", "incumbent", "Belarus", "incumbent")], date(2020, 9, 4)) == [1500]


def test_totals_over_months_are_no_days(belarus):
    series = series_of(belarus, LAST)
    viasna = series[Key("detained", "protesters", "Belarus", "independent")]
    assert 3000 not in numbers(viasna, date(2020, 10, 1)), "the total of October"
    assert not any(key.quantity.endswith("_cum") and key.quantity != "sanctioned_cum" for key in series)
    assert not any(key.quantity.startswith("event_") for key in series)


def test_claims_of_a_day_share_its_weight(belarus):
    for series in series_of(belarus, LAST).values():
        assert series.weight.sum() == pytest.approx(np.unique(series.day).size)


def test_ten_reprints_are_one_witness_and_speak_for_whom_they_quote():
    claims = [
        said(0, 31000, claimant="Interior Ministry (MVD)", side="incumbent"),
        *(said(0, 31000, claimant=f"Wire {i} citing MVD", side="foreign") for i in range(10)),
        said(1, 900, claimant="Wire 3 citing MVD", side="foreign"),
        said(1, 5000, claimant="Daily"),
    ]
    series = series_of(claims, LAST)
    assert {key.voice: len(s.claims) for key, s in series.items()} == {"incumbent": 2, "media": 1}
    parties = {key.voice: len(s.claims) for key, s in series_of(claims, LAST, "party").items()}
    assert parties == {"Interior Ministry (MVD)": 2, "Daily": 1}


def test_an_impossible_number_is_in_no_series_and_does_not_displace_the_true_state_of_its_list():
    listed = [said(0, n, quantity="detained", actor="protesters") for n in (88, 169, 10**12)]
    (series,) = series_of(listed, LAST).values()
    assert series.claims == (listed[1],)
    assert uncounted(listed) == {id(listed[0]): "superseded", id(listed[2]): "number impossible"}


def test_a_later_claim_changes_no_earlier_series():
    """Neither its number nor what could be learnt from it: that two names are one party, or whose side it is on."""
    early = [said(d, 100 + d, claimant="MVD", side="media") for d in range(4)]
    late = [said(d, 9, claimant="Interior Ministry (MVD)", side="incumbent") for d in range(10, 30)]
    until = early[-1].date
    before, after = series_of(early, until), series_of(early + late, until)
    assert list(before) == list(after)
    assert all(before[k].claims == after[k].claims for k in before)
    assert {k.voice for k in series_of(early + late, LAST)} == {"incumbent"}, "the names do matter afterwards"


@pytest.mark.parametrize(
    ("claim", "form", "bounds"),
    [
        (said(0, 300), "said", (300, 300)),
        (said(0, 300, 250, 350), "said", (300, 300)),
        (said(0, 0), "said", (0, 0)),
        (said(0, 300, 300, None), "at least", (300, np.inf)),
        (said(0, 300, None, 300), "at most", (0, 300)),
        (said(0, None, 200, 999), "between", (200, 999)),
    ],
)
def test_what_a_claim_allows(claim, form, bounds):
    assert form_of(claim) == form
    assert bounds_of(claim) == bounds
