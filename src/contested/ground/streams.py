"""The names of chance: one number per decision that is ever drawn. Append only: a number never changes its meaning."""

from __future__ import annotations

# the run's chances, keyed by seed, stream, row, day and draw
TURNOUT = 1
BALLOT = 2
EARLY = 3
STATION_EFFECT = 4
STATION_REPORT = 5
MOBILISE = 10
STRIKE = 11
DISMISS = 12
ARREST = 20
INJURY = 21
DEATH = 22
CAUSE = 23
SENTENCE = 24
ILL_TREATMENT = 25
CUSTODY_DEATH = 26
TESTIFY = 27
AMNESTY = 28
LOYALTY = 30
ELITE = 31
PATRON = 32
ABROAD = 33
OUTCOME = 34
MEDIA = 35
CALL = 36
# the population's, keyed by the scenario's own seed and drawn once
HARDSHIP = 100
RISK_AVERSION = 101
HOUSEHOLD = 102
ADULT = 103
ONLINE = 104
WORKER = 105
NEIGHBOUR_TIE = 106
WORK_TIE = 107
FAR_TIE = 108
# derivation of a member's seed from a study's
MEMBER = 200
# from here on numbers are a published model's own: no two of them ever share a run
OWN = 1000
