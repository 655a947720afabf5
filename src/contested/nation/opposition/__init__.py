"""Opposition leadership: who is free, jailed or abroad, the coordination council, and how strongly a day is called.

Reads the script (and, after the forecast origin, its own policy), shutdown and aid; writes today's focal strength.
Sources: schelling1960 (focal points), morris2002 (leaders as public signals).
"""
