"""Centralised rule hides more discontent, and far-reaching networks turn what is hidden into revolution.

Makowsky & Rubin 2013. Citizens trade off what they want, what those they know say, and what authority wants to hear;
institutions fall when most of those under them defy. The paper's claims are reproduced, not its formulas, which could
not be read: the card says which rules are ours. Leaves out: the paper's empirical half.
"""

from contested.zoo.makowsky_rubin_2013.published import PUBLISHED as PUBLISHED
