"""Events that set off events: a self-exciting process (Hawkes 1971).

Three ways to look at one process: in continuous time, event by event; by the day, as counts; and by clusters, each a
first event with all that descends from it.
Leaves out: several kinds of event that excite one another, places, and kernels other than the exponential.
"""

from contested.zoo.hawkes_1971.published import PUBLISHED as PUBLISHED
