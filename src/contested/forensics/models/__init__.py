"""Statistical models of counts: fitted mixtures, simulated clean elections and elections with planted fraud."""
