"""Floor 1: formulas from the literature. Numbers in, a number out, a citation beside them; no state, no chance."""
