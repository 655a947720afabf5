"""Patron: an outside power that backs the incumbent with a guarantee, a reserve of officers and money.

Reads loyalty and treasury; writes guarantee, reserve and loans: by script, then by a policy.
Sources: tolstrup2015 (black knights), levitsky2010 (linkage and leverage).
"""
