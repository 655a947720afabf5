"""Rioting and the tension under it, spreading along a line (Berestycki, Nadal & Rodriguez 2015).

Activity grows on itself where tension is high and dies down where it is low; shocks raise tension, and activity makes
it last longer or burn out sooner.
Leaves out: two dimensions, uneven surroundings, and the paper's theorems.
"""

from contested.zoo.berestycki_2015.published import PUBLISHED as PUBLISHED
