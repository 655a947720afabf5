"""The street: who marches today, in a few rounds of people seeing who else goes.

Reads attitudes, expectations and calls; writes who is out.
Sources: granovetter1978 and siegel2009 (social pull), lohmann1994 (safety in numbers), epstein2002 (grievance against
risk).
"""
