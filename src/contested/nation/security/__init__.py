"""Security forces: deployment, arrests, injuries, deaths, and whether units go on obeying.

Reads crowds, tactics, pay and guarantee; writes who is taken in, hurt or killed, and the loyalty of units.
Sources: epstein2002 (arrests), casper2014 and edmond2013 (loyalty), davenport2007 (repression).
"""
