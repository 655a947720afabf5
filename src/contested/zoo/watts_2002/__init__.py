"""Watts 2002: one person changes, and now and then everybody does.

Rules in `model`, what they imply for endless graphs in `theory`, what must come out in `targets`, pictures and the card
beside them. Reads `zoo.networks` and `zoo.spreading`. Leaves out: the paper's scale-free graphs and its finite-size
measurements of the cascade's time course.
"""

from contested.zoo.watts_2002.published import PUBLISHED as PUBLISHED
