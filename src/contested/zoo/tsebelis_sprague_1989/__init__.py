"""Revolution as prey, coercion as predator: each feeds or eats the other, and they may circle for ever.

Tsebelis & Sprague 1989. Coercion grows where there is revolutionary activity and withers without it; activity
grows by itself and shrinks under coercion. Variants: activity that limits itself, coercion that does, help from
outside.
Leaves out: the data to which Francisco (1995, 1996) fitted difference equations of this kind.
"""

from contested.zoo.tsebelis_sprague_1989.published import PUBLISHED as PUBLISHED
