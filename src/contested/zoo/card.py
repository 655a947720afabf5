"""What is known of a published model, in words, with where each piece of knowledge comes from."""

from __future__ import annotations

from dataclasses import dataclass

from contested.ground.errors import ParameterError, closest

#: how we know a thing; every fact of a card and every target names one of these
STATUSES: dict[str, str] = {
    "read": "seen in the paper, or in the source named beside it",
    "recalled": "remembered from the paper and not looked up again; do not quote it as the paper's",
    "derived": "follows from the rules by a closed form or exact arithmetic, checked numerically",
    "own run": "from our own simulation of the stated rules; a regression value, not the paper's",
    "chosen": "left open by the paper, or not known to us; our choice",
}


def check_status(status: str, where: str) -> str:
    """`status`, if it is one.

    Raises
    ------
    ParameterError
        If it is not; the hint names the nearest.
    """
    if status not in STATUSES:
        raise ParameterError(f"{where}: expected a known status; got {status!r}.", closest(status, list(STATUSES)))
    return status


@dataclass(frozen=True)
class Fact:
    """One sentence about a model, and how it is known.

    Parameters
    ----------
    text : str
    status : str
        A key of `STATUSES`.
    where : str
        Page, section, figure, or the other source it was seen in.
    """

    text: str
    status: str
    where: str = ""

    def __post_init__(self) -> None:
        check_status(self.status, self.text)


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a reader should know before trusting a model.

    Parameters
    ----------
    cites : tuple of str
        Keys of references.bib, the paper itself first.
    idea : str
        The question it asks and its answer, in two or three sentences.
    rules : tuple of Fact
        Who does what when, in order; with the paper's symbols beside our parameter names.
    reports : tuple of Fact
        What the paper says came out.
    differences : tuple of Fact
        Where reimplementations differ from the paper or from each other, and why.
    readings : tuple of str
        Where the two people who wrote it read the rules differently, and the reading they agreed on.
    leaves_out : tuple of str
        What the paper has and this version has not.
    checked : str
        Who wrote the second version, from what, and how closely the two were compared.
    """

    cites: tuple[str, ...]
    idea: str
    rules: tuple[Fact, ...]
    reports: tuple[Fact, ...]
    differences: tuple[Fact, ...] = ()
    readings: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    checked: str = ""
