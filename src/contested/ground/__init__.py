"""Floor 0: arrays, random numbers, compiling, errors, units, and opening tables. Knows nothing of elections."""
