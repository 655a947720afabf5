"""The nation's people on a GPU: their columns live there for a whole run, and what touches everybody happens there.

The rules of a person are the subsystems' own functions; here they are launched, one block of threads for each block of
rows, so that sums are grouped as on cores. Everything small (places, plants, units, cells, lists of marchers) stays
with the host, whose phases run as they are. Results are the same bits, so a checkpoint fits either.
"""

from __future__ import annotations

from contested.nation.device.plan import OnDevice as OnDevice
