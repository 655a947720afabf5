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
    return quoted("contested", *words)


def same_command(out: object) -> str:
    """What a person types to go on with what was begun in a folder: its own command, which only they know, and this."""
    return f"the same command with {quoted('--out', out)}"


def quoted(*words: object) -> str:
    """Words of a command, or a part of one, as a shell reads them back."""
    return shlex.join(map(str, words))
