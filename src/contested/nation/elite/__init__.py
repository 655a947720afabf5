"""Elite: the inner circle, whose members doubt and may break away for good.

Reads crowds, lost output, sanctions, treasury and the patron; writes loyalties.
Sources: casper2014 and edmond2013 (global games of elite coordination), svolik2012 (power sharing).
"""
