"""Every error a user can meet, under one root.

ContestedError
├─ InputError        the caller's: ParameterError, ScenarioError (file, line, field), ClaimError, UnknownQuantity,
│                    CheckpointError, OtherStudyError, UnknownTable, DeviceError,
│                    ReturnsError (file, line, column, value)
├─ RunError          the run's: NotEnoughMemory (needed, there, what to lower), BrokenInvariant, DiskError,
│                    OutputError, ForkedProcess
└─ MissingExtra      says which install line brings it

A message says what was expected, what came and where; the hint, after a blank line, says what to do.
"""

from __future__ import annotations

from difflib import get_close_matches

from contested.ground.visible import visible


class ContestedError(Exception):
    """Root of every error raised on purpose.

    Parameters
    ----------
    message : str
        What was expected, what came, where.
    hint : str
        What to do about it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        # names and titles of others' files stand in messages
        self.message, self.hint = visible(message), visible(hint)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message}\n\nhint: {self.hint}" if self.hint else self.message


class InputError(ContestedError):
    """Something the caller gave."""


class ParameterError(InputError):
    """A parameter that does not exist, or a value outside its range or type."""


class ScenarioError(InputError):
    """A scenario file that cannot be used; names file, line and field where they are known."""


class ClaimError(InputError):
    """A claim that contradicts itself (low above high, an unknown side)."""


class UnknownQuantity(ClaimError):
    """A claim about something that no quantity is called: it is set aside, and stops nothing.

    Parameters
    ----------
    message, hint : str
    claim : Claim
        The claim as it stands.
    """

    def __init__(self, message: str, hint: str = "", claim: object = None) -> None:
        super().__init__(message, hint)
        self.claim = claim


class CheckpointError(InputError):
    """A run folder or checkpoint that is incomplete, corrupted or of another world."""


class OtherStudyError(CheckpointError):
    """A folder that holds another study than the one that was asked for."""


class UnknownTable(InputError, KeyError):
    """A table that was asked for by a name there is not; a KeyError too, as any mapping raises."""


class DeviceError(InputError):
    """A device that was asked for and is not here."""


class ReturnsError(InputError):
    """A table of returns that cannot be used as a whole, or its map; names file, line, column and value where known.

    A bad number in one row is no error: it becomes a row of `ReturnsTable.flags`.

    Parameters
    ----------
    message : str
        What was expected and what came.
    hint : str
        What to do about it; may be empty.
    file, column, value : str, optional
        Where it is and what stands there.
    line : int, optional
        Line of the file, or row of the sheet, counted from 1.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        at_line = "" if line is None else f"line {line}"
        at_column = "" if column is None else f"column {column!r}"
        where = ", ".join(part for part in (file, at_line, at_column) if part)
        super().__init__(f"{where}: {message}" if where else message, hint)
        self.file, self.line, self.column, self.value = file, line, column, value


class RunError(ContestedError):
    """Something the run met."""


class NotEnoughMemory(RunError):
    """The population does not fit; says what is needed, what is there and what to lower."""


class BrokenInvariant(RunError):
    """The model broke its own promise: a defect in contested, never in the input."""


class DiskError(RunError):
    """The results cannot be written; what was finished before stays."""


class OutputError(RunError):
    """Standard output is closed or full; what went to folders stays."""


class ForkedProcess(RunError):
    """A process that was forked from one that had computed cannot compute: the threads it needs were not copied."""


class StatisticFailed(UserWarning):
    """A statistic of a sweep gave no number for some run; the rest is kept, and a column of the table says why."""


class UnusedSetting(UserWarning):
    """A parameter was set that plays no part in the variant of the model that was chosen."""


class NoLocks(UserWarning):
    """The file system has no locks, as some of clusters have none: that one process writes at a time is up to you."""


class GuessedEncoding(UserWarning):
    """A table is not UTF-8, and names in it may be read wrongly; the text says which encoding was taken."""


class MissingExtra(ContestedError):
    """An optional library is needed; the hint is the install line."""


def closest(name: str, names: list[str] | tuple[str, ...], lists_all: str = "") -> str:
    """A hint that names the nearest of `names`, or lists a few of them, with where all are listed if there are more."""
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(sorted(names)[:12])
    more = f" ...{lists_all and f'; {lists_all}'}" if len(names) > 12 else ""
    return f"known: {shown}{more}"
