"""Commands of this program, as messages print them for a person to copy."""

from __future__ import annotations

import shlex


def command(*words: object) -> str:
    """A command as a shell reads it back: a name with a blank is quoted.

    Parameters
    ----------
    *words : object
        Behind `contested`, one each: commands, names, paths, options.
    """
    return shlex.join(["contested", *map(str, words)])
