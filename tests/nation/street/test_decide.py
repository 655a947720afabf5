"""The sieve is exact: who goes is who goes when everybody is asked one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground import blocks, streams
from contested.ground.compiled import serial
from contested.ground.exact import of_level
from contested.ground.ties import COUNT, FRESH
from contested.nation.codes import ADULT, FOR_INCUMBENT, HOME, ONLINE, OUT
from contested.nation.street.decide import (
    PER_STEP,
    SPARSE,
    Citizens,
    Prospects,
    Weights,
    decide,
    goes,
    readiness,
    word_of,
)
from contested.rules.grievance import grievance

STARTS = np.array([0, 3, 1501, 10_007], np.int64)
DAY = 5


def _people(rng, **fixed):
    n = int(STARTS[-1])
    c = {
        "flags": rng.integers(0, 16, n).astype(np.uint8),
        "hardship": rng.integers(0, 256, n).astype(np.uint8),
        "risk_aversion": rng.integers(0, 256, n).astype(np.uint8),
        "degree": rng.integers(0, 13, n).astype(np.uint8),
        "status": rng.choice([HOME, HOME, HOME, OUT, 2], n).astype(np.uint8),
        "outrage": (rng.random(n) ** 6 * 65_535).astype(np.uint16),
        "fear": (rng.random(n) ** 6 * 65_535).astype(np.uint16),
        "fatigue": (rng.random(n) ** 6 * 65_535).astype(np.uint16),
        "fraud": rng.integers(0, 256, n).astype(np.uint8),
        "vote": rng.integers(0, 4, n).astype(np.uint8),
    }
    c |= {name: np.full(n, value).astype(c[name].dtype) for name, value in fixed.items()}
    c["last"] = (rng.random(n) * (c["degree"] + 1)).astype(np.uint8)
    c["now"] = (rng.random(n) * (c["degree"] + 1)).astype(np.uint8)
    return c


#: columns that the phase may write; the others it gets as read-only, as here, or the kernel is compiled a second time
WRITTEN = ("status", "fatigue", "last", "now")


@serial
def _asked_one_by_one(
    seed, turn, group, flags, hardship, risk, degree, status, outrage, fear, fatigue, fraud, vote, last, now, chance,
    benefit, cost, stake, discontent, w, joined,
):
    """The rule, with no sieve: every adult at home, in later rounds those with news, and the one formula."""
    for i in range(len(flags)):
        news = now[i] & FRESH != 0
        tally = now[i] & COUNT if turn > 0 else 0
        if (turn > 0 and not news) or flags[i] & ADULT == 0 or status[i] != HOME:
            continue
        p = group[i]
        g = 1 if flags[i] & ONLINE else 0
        resented = grievance(
            hardship[i] * PER_STEP, discontent[p], fraud[i] * PER_STEP, w.fraud, of_level(outrage[i])
        )
        resented *= w.supporter if vote[i] == FOR_INCUMBENT else 1.0
        u = readiness(
            word_of(seed, streams.MOBILISE, i, DAY), word_of(seed, streams.DISPOSITION, i, 0), w.persistence
        )
        joined[i] = goes(
            u, chance[p, g], stake[p, g] * resented, risk[i], of_level(fear[i]), fatigue[i], last[i], tally, degree[i],
            benefit[p, g], cost[p, g], w,
        )


def _read_only(array):
    view = array.view()
    view.flags.writeable = False
    return view


def _check(seed, turn, c, chance, benefit, cost, w, stake=None, discontent=None):
    """Both ways; returns how many go. Unless said otherwise grievance counts for what it is, and half is illegitimacy.
    """
    stake = np.ones((3, 2)) if stake is None else stake
    discontent = np.full(3, 0.5) if discontent is None else discontent
    block_start, block_place = blocks.cut(STARTS, 1024)
    n = int(STARTS[-1])
    group = np.repeat(np.arange(len(STARTS) - 1), np.diff(STARTS))
    joined = np.zeros(n, np.bool_)
    _asked_one_by_one(seed, turn, group, *c.values(), chance, benefit, cost, stake, discontent, w, joined)
    rows = np.zeros(n, np.int32)
    counts = np.zeros(len(block_place), np.int64)
    fresh = np.full(len(block_place), -1)
    before = c["status"].copy()
    columns = (column if name in WRITTEN else _read_only(column) for name, column in c.items())
    people = Citizens(_read_only(block_start), _read_only(block_place), *columns, rows)
    prospects = Prospects(chance, chance.max(axis=1), benefit, cost, stake, discontent)
    decide(people, prospects, w, turn, seed, DAY, counts, fresh)
    found = [rows[lo : lo + k] for lo, k in zip(block_start, counts)]
    assert np.array_equal(np.concatenate(found), np.flatnonzero(joined))
    assert np.array_equal(fresh, counts)
    assert np.array_equal(c["status"], np.where(joined, OUT, before))
    if turn == 0:  # yesterday's tallies are gone, also where nobody is called
        assert not c["now"].any()
    return int(joined.sum())


LEVEL = st.floats(0.0, 20.0)
SHARE = st.floats(0.0, 1.0)


@given(
    st.integers(0, 2**63 - 1), st.integers(0, 2), st.sampled_from([0.0, 0.001, 0.03, 0.4, 1.0]),
    st.tuples(LEVEL, SHARE, LEVEL, SHARE, LEVEL, st.floats(0.001, 10.0), SHARE),
    st.lists(st.tuples(SHARE, st.floats(-20.0, 10.0), st.floats(0.0, 500.0), st.floats(0.0, 2.0)), min_size=6,
             max_size=6),
    st.lists(st.floats(0.0, 5.0), min_size=3, max_size=3),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whoever_goes_goes_and_nobody_else(seed, turn, news, weights, places, discontent):
    rng = np.random.Generator(np.random.Philox(seed))
    c = _people(rng)
    if turn > 0:
        c["now"][rng.random(len(c["now"])) < news] |= FRESH
    chance, benefit, cost, stake = (np.array([x[k] for x in places]).reshape(3, 2) for k in range(4))
    _check(seed, turn, c, chance, benefit, cost, Weights(*weights), stake, np.array(discontent))


@pytest.mark.parametrize("temperature", [0.001, 0.01, 0.16, 3.0])
@pytest.mark.parametrize("turn", [0, 1])
def test_many_go_and_many_stay_close_to_indifference(temperature, turn):
    """Where benefit and cost nearly cancel the sieve's rounding matters most."""
    rng = np.random.Generator(np.random.Philox(9))
    c = _people(rng, fear=0, fatigue=0, flags=ADULT | ONLINE, status=HOME, outrage=0)
    c["now"] |= FRESH if turn > 0 else 0
    w = Weights(1.0, 0.5, 0.7, 0.5, 0.1, temperature, 0.7)
    went = _check(3, turn, c, np.full((3, 2), 0.9), np.full((3, 2), -0.6), np.full((3, 2), 0.5), w)
    assert 500 < went < 9_500


def test_few_with_news_and_many_with_news_are_asked_alike():
    """One row in SPARSE is where asking one by one ends and the sieve begins: both sides of it agree."""
    w = Weights(1.0, 0.5, 0.7, 0.5, 0.1, 0.16, 0.7)
    for part in (0.5 / SPARSE, 2.0 / SPARSE):
        rng = np.random.Generator(np.random.Philox(4))
        c = _people(rng, status=HOME)
        c["now"][rng.random(len(c["now"])) < part] |= FRESH
        assert _check(8, 1, c, np.full((3, 2), 1.0), np.full((3, 2), 0.0), np.full((3, 2), 0.5), w) > 50


def test_news_once_read_is_not_news_again():
    rng = np.random.Generator(np.random.Philox(2))
    c = _people(rng)
    c["now"] |= FRESH
    flat = np.full((3, 2), 0.5)
    _check(1, 1, c, flat, flat, flat, Weights(1.0, 0.5, 0.7, 0.5, 0.1, 0.16, 0.7))
    assert (c["now"] & FRESH == 0).all()
