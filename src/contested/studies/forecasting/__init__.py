"""The parts of a forecast: what each origin knows, the runs played from it, its folder; `tasks.forecast` joins them."""
