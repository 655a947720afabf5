"""What follows without simulating: a network of everybody, a ring, and the first blow of repression."""

from __future__ import annotations


def removed_at_first(began: int, repression: float) -> int:
    """How many of those who began the first repression takes: a share of them, rounded down."""
    return int(repression * began)


def complete_end(people: int, repression: float) -> int:
    """Who is active at the end where everybody is tied to everybody: all began, one repression, nobody left to join.

    Whoever remains sees everybody who remains, all of them active, so that nobody stops whatever their threshold.
    """
    return people - removed_at_first(people, repression)


def ring_end(people: int, degree: int, threshold: float) -> int:
    """Who is active at the end on a ring without rewiring or repression, all thresholds alike and above 0.

    Beyond either end of a stretch of active people the nearest sees degree / 2 of degree neighbours active: the
    protest takes everybody where that is enough, and stands still where it is not.
    """
    return people if threshold <= 0.5 else degree + 1
