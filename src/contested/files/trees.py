"""JSON and TOML: values within values, without the surprises that both formats allow."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contested.files import limits
from contested.files.content import decode, read_bytes
from contested.files.refusal import Refused, guarded, plain

#: escapes of characters that no text may have
_ESCAPED = re.compile(r"\\u(0000|[dD][89a-fA-F])")


def read_json(path: str | Path, refused: Refused, nan: bool = False) -> Any:
    """The value in a JSON file; see `parse_json`."""
    return parse_json(read_bytes(path, refused, "json"), refused, nan)


def parse_json(content: str | bytes, refused: Refused, nan: bool = False) -> Any:
    """The value of JSON text.

    Refused are, beyond what is no JSON: a name twice in one table, numbers that are not finite, nesting beyond the
    limit, null characters, and halves of characters (which no file or terminal takes).

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
    _check_depth(value, refused)
    if _ESCAPED.search(text):
        _check_texts(value, refused)
    return value


def read_toml(path: str | Path, refused: Refused) -> dict[str, Any]:
    """The tables of a TOML file; see `parse_toml`."""
    return parse_toml(decode(read_bytes(path, refused, "toml"), refused), refused)


def parse_toml(text: str, refused: Refused) -> dict[str, Any]:
    """The tables of TOML text; refused is what is no TOML, and nesting beyond the limit."""
    limits.check("toml", len(text), refused)
    with guarded(refused, "no TOML that can be read", "text stands in quotes, numbers do not: see https://toml.io"):
        table = tomllib.loads(text)
    _check_depth(table, refused)
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


def _check_texts(value: Any, refused: Refused) -> None:
    level = [value]
    while level:
        texts = [v for v in level if isinstance(v, str)] + [name for v in level if isinstance(v, dict) for name in v]
        for text in texts:
            if "\0" in text:
                raise refused("JSON with a null character in a text", "")
            if any("\ud800" <= c <= "\udfff" for c in text):
                raise refused("JSON with half a character in a text", "")
        level = [child for v in level for child in _children(v)]


def _check_depth(value: Any, refused: Refused) -> None:
    level, depth, most = [value], 0, limits.most("depth")
    while level := [child for v in level for child in _children(v)]:
        depth += 1
        if depth > most:
            limits.check("depth", depth, refused, "or more of nesting")


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
