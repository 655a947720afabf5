"""Citizens: what each person resents, fears and is tired of.

Reads what media told; writes outrage, fear, fatigue and perceived fraud of everyone, once a day.
Sources: epstein2002 (grievance), hess2006 and rasler1996 (backlash), kuran1991 and tucker2007 (fraud).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("citizens_status", "uint8", ("person",), "-", "home, out, held, hurt or dead"),
    Field("citizens_outrage", "uint16", ("person",), "level", "outrage, fixed point"),
    Field("citizens_fear", "uint16", ("person",), "level", "fear learned from ties, fixed point"),
    Field("citizens_fatigue", "uint16", ("person",), "level", "recent times out, fixed point"),
    Field("citizens_fraud", "uint8", ("person",), "share", "perceived inflation of the official share, in 255ths"),
    Field("citizens_mean_outrage", "float64", ("place",), "level", "mean over adults"),
    Field("citizens_mean_fear", "float64", ("place",), "level", "mean over adults"),
    Field("citizens_mean_fraud", "float64", ("place",), "share", "mean over adults"),
)
