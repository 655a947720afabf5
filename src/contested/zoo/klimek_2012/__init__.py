"""What stuffing does to the returns of thousands of stations, and how much of it the returns give away.

Klimek, Yegorov, Hanel & Thurner 2012. Honest turnout and votes are drawn station by station; some stations add votes
for the winner from those who stayed at home and switch votes from others, a few of them nearly all.
Leaves out: the paper's data, its electorates station by station, and fraud that wins by keeping people away.
"""

from contested.zoo.klimek_2012.published import PUBLISHED as PUBLISHED
