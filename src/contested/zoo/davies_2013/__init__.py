"""Who riots, where, and who is arrested: looting as shopping under police (Davies, Fry, Wilson & Bishop 2013).

Residents set out if some site is worth the journey, choose a site as shoppers choose a town centre, and stay away from
those where police are not outnumbered. There is no term for contagion: a crowd protects and so attracts.
Leaves out: London. The city is made up, the equations are recalled, and no number is the paper's.
"""

from contested.zoo.davies_2013.published import PUBLISHED as PUBLISHED
