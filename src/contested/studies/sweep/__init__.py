"""A sweep of parameters: its design, its request and its folder."""
