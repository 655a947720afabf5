"""The likelihood of claims given what was true: biases, copies, bounds, rounding and small counts."""
