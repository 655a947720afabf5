"""Measurements of the nation's dynamics: what moves what, what follows from a script cut short, how Belarus was set."""
