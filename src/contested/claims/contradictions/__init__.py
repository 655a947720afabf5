"""Claims that cannot all be true, one file per reason.

`same_day`: one thing on one day. `elections`: results of one contest, whatever day they were published, and shares that
sum above 100. `containment`: what lies within something else is not larger, so totals do not fall and parts do not
exceed their whole. `nearby`: numbers that change slowly, within a stated number of days. `record` is what all give.
"""

from contested.claims.contradictions.record import KINDS as KINDS
from contested.claims.contradictions.record import Contradiction as Contradiction
