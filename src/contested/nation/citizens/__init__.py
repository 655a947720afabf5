"""Citizens: what each person resents, fears and is tired of.

Reads what media told; writes outrage, fear, fatigue and perceived fraud of everyone, once a day.
Sources: epstein2002 (grievance), hess2006 and rasler1996 (backlash), kuran1991 and tucker2007 (fraud).
"""
