"""Siegel 2009: whom one sees decides whether one joins, and more ties are not always more participation.

Rules in `model`, the four families of networks in `families`, what must come out in `targets`, pictures and card beside
them. Leaves out: the removal of participants (Siegel 2011) and unequal influence.
"""

from contested.zoo.siegel_2009.published import PUBLISHED as PUBLISHED
