"""Worlds that many tests share; nothing may write to them."""

from __future__ import annotations

import pytest

from contested.nation.world import World, build
from contested.scenarios.load import load
from tests.nation.countries import small_world
from tests.nation.playing import Played, play


@pytest.fixture(scope="session")
def teaching() -> World:
    """The fictional country, every person."""
    return build(load("teaching").country)


@pytest.fixture(scope="session")
def teaching_run(teaching: World) -> Played:
    """Its scenario played to the end."""
    return play(teaching)


@pytest.fixture(scope="session")
def town() -> World:
    """One town of 20,000 without a calendar."""
    return small_world()
