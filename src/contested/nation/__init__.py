"""Floor 2: a polity in a contested-election crisis, one folder a subsystem, one plan for the day.

Subsystems never import one another: they meet in the state, where each declares the columns it owns and each phase
names what it reads and writes.
"""
