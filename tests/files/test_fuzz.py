"""Damaged files, some hundred a reader: each is read, or refused by a ContestedError, and nothing else ever leaves."""

import os
import random

import pytest

from tests.files.fuzz import attempts
from tests.files.readers import readers

READERS = readers()
EXPLORE = bool(os.environ.get("CONTESTED_EXPLORE"))


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_a_damaged_file_is_read_or_refused(reader, tmp_path, capfd):
    outcomes, raw = attempts(reader, tmp_path, 100)
    assert not raw, raw
    assert outcomes["read"] and outcomes["refused"], "mutations must be neither harmless nor all fatal"
    assert capfd.readouterr().err == "", "no library has a word of its own"


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS, ids=str)
def test_many_damaged_files_are_read_or_refused(reader, tmp_path):
    seed = random.randrange(2**32) if EXPLORE else 1
    outcomes, raw = attempts(reader, tmp_path, 10_000 if EXPLORE else 250, seed)
    assert not raw, (seed, raw[:5])
    assert outcomes.total() >= 250
