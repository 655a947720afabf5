"""The parts of a comparison: its arms, the draws they share, its folder and its tables; `tasks.compare` joins them."""
