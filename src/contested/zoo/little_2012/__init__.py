"""An election tells people how many feel as they do; expected fraud must still be paid for (Little 2012).

A result is public news of discontent, and a revolution is easier the more join. The body of the paper could not be
read: structure and claims are its abstract's, formulas are ours.
Leaves out: incumbents who know their own popularity, a monitor with aims of its own, and who wins the election.
"""

from contested.zoo.little_2012.published import PUBLISHED as PUBLISHED
