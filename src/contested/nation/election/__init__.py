"""Electorate and count: people vote, stations report, the result is announced, people compare it with what they know.

Reads hardship and ties; writes votes, protocols true and reported, the announced share and perceived fraud.
Sources: klimek2012 (stuffing), kuran1991 and tucker2007 (what an announced share does to those who can compare).
"""
