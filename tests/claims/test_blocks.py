"""Lines split together give what lines split one by one give."""

import random

import pytest

from contested.claims.importers import text
from contested.claims.importers.rows import Expected, Row, rows

ODD = ('a"b,"c d,e', '"open,b,c', 'two","b', '"a\nb",c,d', "a,b", "a,b,c,,", "", '"a\\"b",c,d', '"x"y,b,c', "a\rb,c,d",
       'a"b,c,d', "\t\t,,", "caf\xe9,b,c")  # fmt: skip


def found(path):
    return [(r.line, tuple(r.cells) if isinstance(r, Row) else (r.reason, r.text)) for r in rows(path, Expected())]


@pytest.mark.filterwarnings("ignore::contested.ground.errors.GuessedEncoding")
@pytest.mark.parametrize("seed", range(40))
def test_a_block_is_its_lines(tmp_path, monkeypatch, seed):
    chance = random.Random(seed)
    lines = [chance.choice(ODD) if chance.random() < 0.1 else f'row {i % 7},"say ""{i}""",{i}' for i in range(300)]
    path = tmp_path / "export.csv"
    path.write_bytes("\n".join(["one,two,three", *lines]).encode(chance.choice(("utf-8", "latin-1"))))
    monkeypatch.setattr(text, "BLOCK", chance.choice((3, 8, 40)))
    together = found(path)
    monkeypatch.setattr(text.Blocks, "split", lambda *_: None)
    monkeypatch.setattr(text, "BLOCK", 1)
    assert together == found(path)
