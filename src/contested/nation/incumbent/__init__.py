"""Incumbent: legitimacy, treasury, and the response to threat once the script has ended.

Reads crowds, strikes, loyalty and the patron's guarantee; writes legitimacy, treasury, and tomorrow's tactic.
Sources: davenport2007 (law of coercive responsiveness), moore1998 (substitution of repression and concession).
"""
