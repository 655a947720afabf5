"""Outcome: competing hazards of how a crisis ends; the first that strikes is the ending, and the street goes home.

Reads crowds, strikes, loyalty, guarantee and mediation; writes hazards and the ending. Silent before the forecast
origin, when the script says that the crisis went on.
Sources: acemoglu2006 (concession and repression), chenoweth2011 (defection), edmond2013.
"""
