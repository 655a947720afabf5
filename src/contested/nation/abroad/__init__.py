"""Outside governments: sanctions, recognition, offers of mediation, and aid to civil society.

Reads the script and, after it, repression; writes what presses on treasury, elite and legitimacy, and what helps
the opposition.
Sources: hufbauer2007 and marinov2005 (sanctions), levitsky2010 (leverage).
"""
