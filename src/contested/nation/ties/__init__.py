"""Ties: household, neighbourhood, workplace and long-range ties, and the news they carry from person to person.

Reads who was taken in, hurt, killed or testified today; writes outrage and fear of those who know them.
Sources: siegel2009 (networks and participation), hess2006 (backlash), opp1990 (repression among friends).
"""
