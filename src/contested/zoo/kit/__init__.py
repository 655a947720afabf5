"""What several models share: networks and lattices, turns, spreading, global games, tails, and runs outside a study.

No model is here: the catalogue looks for those beside this folder.
"""
