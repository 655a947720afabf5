"""Whether runs conditioned on claims are right: twins, whose truths are known, and rolling origins."""
