"""What happens to files: cut off, flipped bits, an editor's other encoding, a cell too many, and values of ill will.

`damaged` gives a changed copy of a file's content and draws only from the generator it is given.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile

#: cells and values that a table or a TOML file may hold by mistake or by ill will
CELLS = (
    "", " ", '"', '""', "'", ",", ";", "\t", "#", "=1+1", "-1", "-0", "0", "1e400", "1e-400", "NaN", "nan", "inf",
    "-inf", "9" * 25, "9" * 5000, "1.5", "1,5", "1 000", "0x10", "1_000", "true", "None", "null", "2031-02-30",
    "0000-00-00", "9999-12-31", "0001-01-01", "2031-05-08T10:00",
    "\u0661\u0662", "\u202e", "\x1b[31m", "\x07", "\ufeff",
    "\ud7ff", "\U0001f600", "a" * 200_000, "../../etc/passwd", "%s%n", "{0}", "outside_", "event_", "\u2028", "\x0b",
    "\x1c", "\r", "[", "{", "\\", "\\u0000",
)  # fmt: skip
TOML = (
    '""', "''", '"x"', "1", "-1", "0", "1.5", "1e400", "nan", "inf", "-inf", "9" * 25, "9" * 5000, "true", "[]", "{}",
    "[[]]", '["x"]', "[1, 2]", '{ a = 1 }', "2031-05-08", "2031-05-08T10:00:00Z", "10:00:00", "0x7fffffffffffffff",
    "1979-13-01", '"\\u0000"', '"\\u001b[31m"', "'[a-z'", "'(a)(b)'", "'('",
    '"' + "a" * 100_000 + '"', "[" * 50, "[" * 5000,
    "[" * 50 + "]" * 50, "[" * 400 + "]" * 400, "{ a = " * 300 + "1" + " }" * 300,
    '["a", 1]', '[["a"]]', '{ column = 1 }',
    '{ value = 1 }', "'''", '"""',
)  # fmt: skip
XML = (
    "", "-1", "99999999999", "A0", "AAAA1", "ZZZ99", "B70000", "XFD1048576", "x" * 5000, "&a;", "é", "1e400", "str",
    "e", "d", "b", "s", "0",
)  # fmt: skip
VALUES = (
    None, True, False, 0, -1, 1, 2**70, 10**400, 1.5, 1e308, float("nan"), float("inf"), "", "x", "\0", "\x1b[31m",
    "../x", "x.py", "2031-05-08", "9" * 5000, "\ud800", [], [[]], [None], ["x"], [1], {}, {"a": {}}, {"": None}, [{}],
)  # fmt: skip


def damaged(content: bytes, kind: str, rng: random.Random) -> bytes:
    """A changed copy; kind is csv, toml, json, lines (of JSON), zip or bytes."""
    if kind == "zip" and rng.random() < 0.5:
        return _within_zip(content, rng)
    if kind == "json" and rng.random() < 0.7:
        return _value_changed(content, rng)
    if kind == "lines" and rng.random() < 0.7:
        return _line_value_changed(content, rng)
    if kind in ("csv", "toml") and rng.random() < 0.75:
        return _text_changed(content, kind, rng)
    return _bytes_changed(content, rng)


def _bytes_changed(content: bytes, rng: random.Random) -> bytes:
    way, at = rng.randrange(12), rng.randrange(len(content) + 1)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + b"\0" + content[at:]
    if way == 2:
        return content[:at] + bytes([rng.choice((0xE9, 0xFF, 0x80, 0xC3))]) + content[at:]
    if way == 3:
        end = min(len(content), at + rng.randrange(1, 40))
        return content[:at] + content[end:]
    if way == 4:
        return rng.choice((b"", b"\n", b"\xef\xbb\xbf", b"\0\0\0\0", b"PK\x03\x04", b"PAR1", b"[" * 100_000, b"null"))
    if way == 5:
        end = min(len(content), at + rng.randrange(1, 40))
        return content[:end] + content[at:end] * rng.randrange(1, 4) + content[end:]
    if way == 6:
        return content + content[at:]
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.choice((0, 0xFF, 0x7F, rng.randrange(256), rng.randrange(256)))
    return bytes(changed)


def _text_changed(content: bytes, kind: str, rng: random.Random) -> bytes:
    text = content.decode("utf-8-sig")
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    separator = max(",;\t", key=lines[0].count)
    cells = lines[at].split(separator)
    cell = rng.randrange(len(cells))
    way = rng.randrange(14)
    if way == 0:
        lines.insert(at, lines[at])
    elif way == 1:
        del lines[at]
    elif way == 2:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at] += separator + "x" if kind == "csv" else rng.choice((" x", " = 1", "]", "["))
    elif way == 4:
        del cells[cell]
        lines[at] = separator.join(cells)
    elif way == 5:
        return "\n".join(lines[:1]).encode()
    elif way == 6:
        return text.encode(rng.choice(("utf-16", "utf-16-le", "latin-1", "cp1251")), errors="replace")
    elif way == 7:
        return text.replace("\n", rng.choice(("\r\n", "\r", "\n\n", "\n\r"))).encode()
    elif way == 8:
        return text.replace(separator, rng.choice((";", "|", "\t", ""))).encode()
    elif way == 9 and kind == "toml":
        lines[at] = rng.choice(("[x]", "[[station]]", "a.b.c = 1", ".".join("a" * 3000) + " = 1", "a=[" * 2, '"" = 1'))
    elif kind == "toml" and "=" in lines[at]:
        lines[at] = lines[at].split("=")[0] + "= " + rng.choice(TOML)
    else:
        cells[cell] = rng.choice(CELLS)
        lines[at] = separator.join(cells)
    return "\n".join(lines).encode(errors="replace")


def _value_changed(content: bytes, rng: random.Random) -> bytes:
    value = _changed(json.loads(content), rng)
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=1)
    if rng.random() < 0.1:  # a name twice
        text = re.sub(r'("[^"\n]+"): ([^\n\[{]+),\n', r"\1: \2,\n\1: null,\n", text, count=1)
    if rng.random() < 0.05:
        text = re.sub(r": \d+", lambda _: ": " + rng.choice(("9" * 5000, "1e999", "[" * 5000, "-")), text, count=1)
    return text.encode(errors="surrogatepass")


def _line_value_changed(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    if lines[at].strip():
        lines[at] = json.dumps(_changed(json.loads(lines[at]), rng)).encode()
    return b"\n".join(lines)


def _changed(value, rng: random.Random):
    """One value anywhere in a tree made another; or a name is missing, or new."""
    places = [(t, key) for t in _tables(value) for key in (t if isinstance(t, dict) else range(len(t)))]
    if not places or rng.random() < 0.03:
        return rng.choice(VALUES)
    table, key = rng.choice(places)
    way = rng.random()
    if way < 0.12 and isinstance(table, dict):
        del table[key]
    elif way < 0.2 and isinstance(table, dict):
        table[rng.choice(("x", "", "\0", "a" * 1000))] = table.pop(key)
    else:
        table[key] = rng.choice(VALUES)
    return value


def _tables(value):
    if isinstance(value, dict | list):
        yield value
        for child in value.values() if isinstance(value, dict) else value:
            yield from _tables(child)


def _within_zip(content: bytes, rng: random.Random) -> bytes:
    """One file of an archive damaged, and the archive itself whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        infos = old.infolist()
        chosen = rng.randrange(len(infos))
        for i, info in enumerate(infos):
            inside = old.read(info)
            if i == chosen:
                if rng.random() < 0.1:
                    continue
                text = info.filename.endswith((".xml", ".rels", ".csv"))
                inside = _xml_changed(inside, rng) if text and rng.random() < 0.5 else _bytes_changed(inside, rng)
            new.writestr(info.filename, inside)
    return out.getvalue()


def _xml_changed(content: bytes, rng: random.Random) -> bytes:
    numbers = list(re.finditer(rb'"[^"<>]*"|>[^<>]+<', content))
    if not numbers:
        return _bytes_changed(content, rng)
    found = rng.choice(numbers)
    return content[: found.start() + 1] + rng.choice(XML).encode() + content[found.end() - 1 :]
