"""Runs conditioned on claims: an ensemble smoother's passes, what it leads to, and runs that go on from its members."""
