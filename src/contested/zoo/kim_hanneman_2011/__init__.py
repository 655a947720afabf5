"""Wage gaps make workers protest in bursts; whom they take for their own makes the bursts smaller, not rarer.

Kim & Hanneman 2011, which puts relative wages and group tags into Epstein's model of civil violence. The authors'
claims are tested; their formulas could not be read, and the card says which are ours. Reads `zoo.torus_sight` and
`zoo.turn_order`. Leaves out: the authors' measures of rhythm other than those in `runs`.
"""

from contested.zoo.kim_hanneman_2011.published import PUBLISHED as PUBLISHED
