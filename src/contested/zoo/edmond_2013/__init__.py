"""A regime that makes itself look strong to people who know that it would (Edmond 2013).

The static game of regime change, with a hidden and costly bias in everybody's signal.
Leaves out: strictly convex costs of manipulation, the number of outlets and their economies of scale, and media of
different slant.
"""

from contested.zoo.edmond_2013.published import PUBLISHED as PUBLISHED
