"""Riots that travel though rioters do not: contagion within and between towns (Bonnasse-Gahot and others 2018).

Every town has a reservoir of people who can be drawn in; what draws them is the rioting they hear of, near or far.
With one town this is the epidemic of Burbeck and others (1978).
Leaves out: the map of France, the police counts and the fit; the towns here are made up.
"""

from contested.zoo.bonnasse_gahot_2018.published import PUBLISHED as PUBLISHED
