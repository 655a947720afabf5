"""Long names, shortened in the middle."""

from __future__ import annotations

#: letters a name may have before it is shortened
ROOM = 44


def shortened(name: str, room: int = ROOM) -> str:
    """A name in at most `room` letters; what is left out of its middle is an ellipsis.

    >>> shortened("Territorial election commission of the district of Elsewhere No. 17", 30)
    'Territorial elec…sewhere No. 17'
    """
    if len(name) <= room:
        return name
    last = (room - 1) // 2
    return f"{name[: room - 1 - last].rstrip()}…{name[-last:].lstrip()}"
