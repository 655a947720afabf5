"""Floor 0: arrays, random numbers, compiling, errors, units and sources. Knows nothing of elections."""
