"""Floor 1: what a model is, and how it is run. Knows no elections; the nation and every published model use it."""
