"""A statistical emulator of the simulator: what a run would give at parameters that were not simulated."""
