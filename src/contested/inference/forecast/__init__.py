"""Forecasts of claims: baselines, the simulator's own, pooling, proper scores, skill, and an append-only ledger."""
