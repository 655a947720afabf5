"""JSON and TOML: values within values, without the surprises that both formats allow."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contested.files import limits
from contested.files.content import decode, read_bytes
from contested.files.refusal import Refused, guarded, plain

#: whole numbers of TOML have 63 bits and a sign; those of JSON any size, but floats end here
TOML_BITS, JSON_BITS = 63, 1023


def read_json(path: str | Path, refused: Refused, nan: bool = False) -> Any:
    """The value in a JSON file; see `parse_json`."""
    return parse_json(read_bytes(path, refused, "json"), refused, nan)


def parse_json(content: str | bytes, refused: Refused, nan: bool = False) -> Any:
    """The value of JSON text.

    Refused are, beyond what is no JSON: a name twice in one table, numbers that are not finite, nesting beyond the
    limit, null characters, and halves of surrogate pairs, which no file or terminal takes.

    Parameters
    ----------
    content : str or bytes
    refused : function
        Makes the error.
    nan : bool
        Take NaN, Infinity and -Infinity, which Python writes though JSON has none.
    """
    text = decode(content, refused) if isinstance(content, bytes) else content
    with guarded(refused, "no JSON that can be read"):
        if nan:
            value = json.loads(text, object_pairs_hook=_once)
        else:
            value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    _check_values(value, refused, JSON_BITS)
    return value


def read_toml(path: str | Path, refused: Refused) -> dict[str, Any]:
    """The tables of a TOML file; see `parse_toml`."""
    text = decode(read_bytes(path, refused, "toml"), refused)
    return parse_toml(text.replace("\r\n", "\n").replace("\r", "\n"), refused)


def parse_toml(text: str, refused: Refused) -> dict[str, Any]:
    """The tables of TOML text; refused is what is no TOML, and nesting beyond the limit."""
    limits.check("toml", len(text), refused)
    with guarded(refused, "a line it cannot read", "text stands in quotes, numbers do not: see https://toml.io"):
        table = tomllib.loads(text)
    _check_values(table, refused, TOML_BITS)
    return table


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {plain(twice, 60)!r} is there twice")
    return table


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number in JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{plain(text, 40)} is too large a number")
    return value


def _check_values(value: Any, refused: Refused, bits: int) -> None:
    """Refuse values that are JSON or TOML, and that nothing else takes, level by level."""
    level, depth = [value], 0
    while level:
        limits.check("depth", depth, refused, "or more of nesting")
        kinds = set(map(type, level))  # a row of a study is thousands of numbers, and nothing is asked of those
        names = [name for v in level if isinstance(v, dict) for name in v] if dict in kinds else []
        for text in (v for v in (*level, *names) if isinstance(v, str)) if kinds & {str, dict} else ():
            if not text.isascii() or "\0" in text:
                _check_text(text, refused)
        for number in (v for v in level if isinstance(v, int)) if int in kinds else ():
            if number.bit_length() > bits:
                raise refused(f"a whole number of {number.bit_length():,} bits", "")
        level = [child for v in level for child in _children(v)] if kinds & {dict, list} else []
        depth += 1


def _check_text(text: str, refused: Refused) -> None:
    if "\0" in text:
        raise refused("a text with a null character", "")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise refused("a text with half of a surrogate pair", "")


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
