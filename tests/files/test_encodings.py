"""A text that is not UTF-8 is decoded by what words look like; encodings of one alphabet may be taken for another."""

from __future__ import annotations

import pytest

from contested.files.encodings import ENCODINGS, likeliest, oddity

HEAD = "date,place,quantity,claimant\n2031-05-04,{},crowd,{}\n"


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1251", ("Минск", "Весна")), ("cp1251", ("Мінск", "В’ясна і Ко")), ("cp1251", ("Ђорђе", "Wire")),
        ("cp1252", ("São Brás", "Grève générale")), ("cp1252", ("Münster", "Où va-t-on à l’été ?")),
        ("cp1252", ("Á la carte", "Ça ira")), ("cp1252", ("Rock ’n’ Roll", "5 km² for £500")),
        ("cp1250", ("Wałbrzych", "Solidarność")),
    ],
)  # fmt: skip
def test_names_of_an_alphabet_are_read_in_its_encoding(encoding, names):
    text = HEAD.format(*names)
    assert text.encode(encoding).decode(likeliest(text.encode(encoding))) == text


def test_any_bytes_are_read_in_some_encoding():
    assert likeliest(bytes(range(256))) in ENCODINGS and likeliest(b"") in ENCODINGS


def test_a_wrong_encoding_makes_odd_words_and_a_right_one_none():
    for text, right, wrong in (("Минск и Гомель", "cp1251", "cp1252"), ("São Brás", "cp1252", "cp1251")):
        assert oddity(text) == 0 < oddity(text.encode(right).decode(wrong))
