"""Statistics that are unlikely in a clean election; no alarm counts as strong before its rate on clean ones is known.

Each file is one indicator: `find(case, seed=...)` reads a `Case` and gives a `Finding` with its rule, its assumption
and how it misleads. Sources stand in each file.
"""
