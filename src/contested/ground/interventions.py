"""The interventions that have a name: what each means and takes. What they do to a scenario is in
`scenarios.interventions`; this table alone is what help needs, without loading scenarios.
"""

from __future__ import annotations

from typing import NamedTuple


class Intervention(NamedTuple):
    """One thing that somebody could have done otherwise.

    Parameters
    ----------
    name : str
        As typed after two dashes.
    meaning : str
        What it changes, a sentence for help.
    takes : str
        What its value is: "DAYS", "AMOUNT"; "" for one without a value.
    example : str
        Such a value.
    """

    name: str
    meaning: str
    takes: str = ""
    example: str = ""


INTERVENTIONS: dict[str, Intervention] = {
    i.name: i
    for i in (
        Intervention("release-earlier", "Detainees are released this many days earlier.", "DAYS", "3d"),
        Intervention("no-shutdown", "The internet stays on."),
        Intervention("no-patron-guarantee", "The patron gives no guarantee, reserve or loan."),
        Intervention("mediator-accepted", "Offers of mediation are accepted, and nothing is refused in public."),
        Intervention("no-falsification", "The votes are announced as they were cast."),
        Intervention("no-crackdown", "Cordons take the place of crackdowns."),
        Intervention("leaders-free", "No leader is jailed or exiled."),
        Intervention("no-concessions", "The incumbent concedes nothing."),
        Intervention("strike-fund", "Strikers get money, in million EUR, from the first strike on.", "AMOUNT", "1"),
    )
}
