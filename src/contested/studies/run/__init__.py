"""A run of a scenario or of a published model: prepared, simulated, continued and opened."""
