"""A population that does not fit is refused before it is built, with a scale that does."""

import pytest

from contested.ground.errors import InputError, NotEnoughMemory
from contested.scenarios.load import load
from contested.studies import memory


@pytest.fixture
def country():
    """The teaching country."""
    return load("teaching").country


def test_what_is_available_is_at_most_what_the_user_allows(monkeypatch):
    monkeypatch.setenv(memory.LIMIT_VARIABLE, "123.5")
    assert memory.available() == 123_500_000
    monkeypatch.delenv(memory.LIMIT_VARIABLE)
    assert memory.available() > 123_500_000
    for text in ("plenty", "-5", "nan", "inf", "0"):
        monkeypatch.setenv(memory.LIMIT_VARIABLE, text)
        with pytest.raises(InputError, match=f"expected a number of megabytes above 0; got '{text}'"):
            memory.available()


def test_the_hint_names_a_scale_that_fits(monkeypatch, country):
    from contested.nation.world import bytes_needed

    there = (bytes_needed(country, 1) + bytes_needed(country, 10)) // 2
    monkeypatch.setattr(memory, "available", lambda: there)
    with pytest.raises(NotEnoughMemory) as caught:
        memory.check_memory(country, 1)
    scale = int(caught.value.hint.split()[1])
    memory.check_memory(country, scale)
    assert "are available" in caught.value.message


def test_where_nothing_fits_no_scale_is_promised(monkeypatch, country):
    monkeypatch.setattr(memory, "available", lambda: 1000)
    with pytest.raises(NotEnoughMemory) as caught:
        memory.check_memory(country, 1)
    assert "--scale" not in caught.value.hint
