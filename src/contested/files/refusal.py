"""Whatever goes wrong while a file is read becomes one error of the caller's.

Readers take a `Refused`: a function from what came instead (words that fit after `got`) and a hint to an error.
`refusing` makes one. `guarded` stands around every call of a library that parses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contested.ground.errors import ContestedError

#: hint where a file is damaged
AGAIN = "it may be cut off: download or copy it again"
#: what came where there is no such file, and the hint where the reader has none of its own
MISSING = "none"
SPELLING = "check the spelling and the folder"
#: error of (what came, hint)
Refused = Callable[[str, str], ContestedError]


def refusing(kind: type[ContestedError], expected: str, hint: str = "") -> Refused:
    """Errors that say `EXPECTED; got WHAT CAME.`, such as refusing(ClaimError, f"{path}: expected a workbook").

    Parameters
    ----------
    kind : type
        Class of the errors.
    expected : str
        Their beginning: the file, and what it should be.
    hint : str
        What to do, where nothing better is known than that the file may be cut off.
    """
    instead = {AGAIN: hint or AGAIN}

    def refused(why: str, better: str) -> ContestedError:
        known = instead.get(better, better) or hint
        return kind(f"{expected}; got {why}.", known or (SPELLING if why == MISSING else ""))

    return refused


@contextmanager
def guarded(refused: Refused, what: str = "one that cannot be read", hint: str = "") -> Iterator[None]:
    """Turn whatever a library raises on a file into the caller's error: `WHAT (first line of its message)`."""
    try:
        yield
    except ContestedError:
        raise
    except OSError as error:
        raise refused(f"{what} ({plain(error.strerror or str(error))})", hint) from error
    except MemoryError as error:
        raise refused("one that does not fit into memory", hint) from error
    except RecursionError as error:
        raise refused(f"{what} (too deeply nested)", hint) from error
    except Exception as error:
        raise refused(f"{what} ({first_line(error)})", hint) from error
    except BaseException as error:
        # what Rust libraries raise where they panic derives from BaseException, and each has a class of its own
        if type(error).__name__ != "PanicException":
            raise
        raise refused(f"{what} (damaged: {first_line(error)})", hint) from error


def first_line(error: BaseException) -> str:
    """What an error says, on one short line."""
    lines = str(error).strip().splitlines()
    return plain(lines[0]) if lines else type(error).__name__


def shown(value: object, longest: int = 80) -> str:
    """A value of a file for a message: texts in quotes, and whatever is long cut."""
    try:
        return plain(repr(value) if isinstance(value, str) else str(value), longest)
    except (ValueError, RecursionError):  # a number of thousands of digits, a deep tree
        return f"a very large {type(value).__name__}"


def plain(text: str, longest: int = 200) -> str:
    """Text of a file for a message: short, and without characters that a terminal would obey."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return clean if len(clean) <= longest else clean[: longest - 3] + "..."
