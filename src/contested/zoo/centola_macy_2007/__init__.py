"""Centola & Macy 2007: what needs two friends to be believed does not travel along one long tie.

Rules in `model`, what must come out in `targets`, pictures and card beside them. Reads `zoo.lattices` and
`zoo.spreading`. Leaves out: the paper's thresholds that differ between people, and its status and identity extensions.
"""

from contested.zoo.centola_macy_2007.published import PUBLISHED as PUBLISHED
