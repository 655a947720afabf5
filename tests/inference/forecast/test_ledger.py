import json
from datetime import date, timedelta

import numpy as np
import pytest

from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.inference.forecast import ledger
from contested.inference.forecast.series import Key
from tests.inference.one_voice import START, said

KEY = Key("crowd", "opposition", "Town", "media")
ORIGIN = START + timedelta(days=10)
LEADS = np.array([1, 7])
DRAWS = 1000 + 500 * uniforms(800, 1, 1).reshape(400, 2)


@pytest.fixture
def book(tmp_path):
    return tmp_path / "forecasts.jsonl"


def record(book, today=ORIGIN, **changed):
    return ledger.record(book, KEY, ORIGIN, LEADS, changed.get("draws", DRAWS), maker="test 1", today=today)


def test_a_forecast_is_kept_as_it_was_and_scored_later(book):
    forecast = record(book)
    before = book.read_bytes()
    (line,) = ledger.score(book, forecast, [said(17, 1240)], ORIGIN + timedelta(days=9))
    assert book.read_bytes().startswith(before), "nothing that was written changes"
    assert line["lead"] == 7
    assert line["ahead"] is True
    assert line["scores"]["covered"] is True
    # a uniform law 500 wide: its CRPS at the middle is 500 / 12
    assert line["scores"]["crps"] == pytest.approx(500 / 12, rel=0.1)
    kept = ledger.read(book)
    assert [entry["kind"] for entry in kept] == ["forecast", "score"]
    assert kept[0]["hash"] == forecast


def test_a_forecast_written_when_crowds_were_called_turnout_is_scored(book):
    old = ledger.record(book, KEY._replace(quantity="turnout"), ORIGIN, LEADS, DRAWS, maker="test 1", today=ORIGIN)
    (line,) = ledger.score(book, old, [said(17, 1240)], ORIGIN + timedelta(days=9))
    assert line["scores"]["covered"] is True
    assert Key.of(ledger.read(book)[0]["series"]) == KEY


def test_a_book_of_version_0_1_goes_on(book):
    """It calls the day on which a line was written `made`."""
    record(book)
    (line,) = ledger.read(book)
    old = {("made" if name == "written" else name): value for name, value in line.items() if name != "hash"}
    old["hash"] = ledger._hash(old)
    book.write_text(ledger._written(old) + "\n")
    (scored,) = ledger.score(book, old["hash"], [said(17, 1240)], ORIGIN + timedelta(days=9))
    assert scored["ahead"] is True and ledger.written_on(old) == ORIGIN
    with pytest.raises(InputError, match="the last line's"):
        record(book, today=ORIGIN)


def test_a_forecast_made_after_the_day_is_told_from_one_made_before(book):
    late = record(book, today=ORIGIN + timedelta(days=7))
    (line,) = ledger.score(book, late, [said(17, 1240)], ORIGIN + timedelta(days=9))
    assert line["ahead"] is False


@pytest.mark.parametrize("day", [3, 10])
def test_a_claim_that_was_known_scores_nothing(book, day):
    forecast = record(book)
    before = book.read_bytes()
    with pytest.raises(InputError, match="expected a day after the origin"):
        ledger.score(book, forecast, [said(17, 1240), said(day, 1240)], ORIGIN + timedelta(days=9))
    assert book.read_bytes() == before, "nor does the good claim beside it"


def test_what_was_not_forecast_or_is_scored_already_is_refused(book):
    forecast, today = record(book), ORIGIN + timedelta(days=30)
    ledger.score(book, forecast, [said(17, 1240)], today)
    for claims, why in (
        ([said(17, 1240)], "scored already"),
        ([said(11, 900)] * 2, "scored already"),
        ([said(12, 900)], "2 days ahead were not forecast"),
        ([said(11, 900, place="Village")], "expected one about"),
        ([said(11, 900, end=START + timedelta(days=17))], "expected one about"),
    ):
        with pytest.raises(InputError, match=why):
            ledger.score(book, forecast, claims, today)
    with pytest.raises(InputError, match="expected the hash of one of 1 forecasts"):
        ledger.score(book, "0" * 64, [said(11, 900)], today)
    assert len(ledger.read(book)) == 2


def test_any_byte_changed_is_found(book):
    """A digit, a letter, a blank: every fifth byte of the book, one at a time."""
    forecast = record(book)
    ledger.score(book, forecast, [said(11, 1100)], ORIGIN + timedelta(days=2))
    whole = book.read_bytes()
    for i in range(0, len(whole), 5):
        book.write_bytes(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :])
        with pytest.raises(InputError, match=r"forecasts\.jsonl"):
            ledger.read(book)
    book.write_bytes(whole)
    assert len(ledger.read(book)) == 2


def test_a_number_changed_with_its_hash_made_to_fit_breaks_the_chain(book):
    record(book)
    record(book, draws=2 * DRAWS)
    first, second = book.read_text().splitlines()
    line = json.loads(first)
    line["quantiles"][0][0] = 1.0
    del line["hash"]
    line["hash"] = ledger._hash(line)
    book.write_text(ledger._written(line) + "\n" + second + "\n")
    with pytest.raises(InputError, match=":2: the line does not follow"):
        ledger.read(book)


def test_a_line_taken_out_or_moved_is_found(book):
    for k in range(3):
        record(book, draws=(k + 1) * DRAWS)
    a, b, c = book.read_text().splitlines(keepends=True)
    for text in (b + c, a + c, a + c + b, a + a + b + c):
        book.write_text(text)
        with pytest.raises(InputError, match="does not follow"):
            ledger.read(book)


def test_lines_cut_off_the_end_are_found_by_who_noted_the_head(book):
    record(book)
    record(book, draws=2 * DRAWS)
    noted = ledger.head(book)
    assert len(ledger.read(book, noted)) == 2
    record(book, draws=3 * DRAWS)
    assert len(ledger.read(book, noted)) == 3, "a book may grow"
    book.write_text(book.read_text().splitlines(keepends=True)[0])
    assert len(ledger.read(book)) == 1, "the chain alone cannot know"
    with pytest.raises(InputError, match="cut off"):
        ledger.read(book, noted)


def test_an_unfinished_line_is_named(book):
    record(book)
    with book.open("ab") as file:
        file.write(b'{"number":2,')
    with pytest.raises(InputError, match="the last line is not whole"):
        record(book)


def test_dates_only_go_on(book):
    record(book, today=ORIGIN + timedelta(days=5))
    with pytest.raises(InputError, match="the last line's"):
        record(book, today=ORIGIN + timedelta(days=4))
    with pytest.raises(InputError, match="not before the origin"):
        record(book, today=date(2020, 8, 4))


def test_no_book_is_an_empty_book(book):
    assert ledger.read(book) == []
    assert ledger.head(book) == ledger.BEGIN


def test_a_forecast_that_is_none_is_refused(book):
    for draws in (DRAWS[:, :1], -DRAWS, DRAWS * np.nan):
        with pytest.raises(InputError, match="forecast: expected"):
            record(book, draws=draws)
    assert not book.exists()


def test_the_same_forecast_twice_has_the_same_numbers_and_another_place_in_the_chain(book, tmp_path):
    one, two = record(book), record(book)
    assert one != two
    assert record(tmp_path / "another.jsonl") == one, "and the same in another book that begins alike"
