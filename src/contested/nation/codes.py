"""The small numbers that stand for words in columns. Subsystems share these words and nothing else."""

from __future__ import annotations

from typing import Literal, get_args

#: bits of a person's flags
ADULT, ONLINE, EMPLOYED, NAMED = 1, 2, 4, 8  # NAMED: employed by an enterprise the scenario names

#: what a person is doing; everybody is exactly one of these
STATUS = ("home", "out", "detained", "hurt", "dead")
HOME, OUT, DETAINED, HURT, DEAD = range(5)

#: how a person voted: not, for the incumbent, a challenger, another or none
NOT_VOTED, FOR_INCUMBENT, FOR_CHALLENGER, FOR_OTHER = range(4)

#: what a protocol counts
LINES = ("cast", "incumbent", "challenger", "other", "early")

#: whose shares a result gives, and what a vote decides: an office, or seats for lists
LISTS = ("incumbent", "challenger", "other")
Contest = Literal["office", "lists"]
CONTESTS: tuple[Contest, ...] = get_args(Contest)

#: what is published of a count: protocols of stations, or a total of the nation alone
Published = Literal["stations", "nation"]
PUBLICATIONS: tuple[Published, ...] = get_args(Published)

#: a vote after the first: between the two who led it, or the latest one once more
Round = Literal["runoff", "repeat"]
ROUNDS: tuple[Round, ...] = get_args(Round)

#: how a count can be falsified
Mechanism = Literal["none", "stuffing", "ordered", "central"]
MECHANISMS: tuple[Mechanism, ...] = get_args(Mechanism)

#: what injured or killed somebody
CAUSES = ("baton or fall", "rubber bullet", "stun grenade", "live round", "ill-treatment in custody")
IN_CUSTODY = 4

#: how a crisis can end
OUTCOMES = (
    "repression_holds", "new_election", "negotiated_transition", "collapse", "intervention", "coup", "faded",
)  # fmt: skip

#: parts of the public that hear different things
SEGMENTS = ("offline", "online")
