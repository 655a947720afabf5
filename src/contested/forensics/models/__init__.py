"""Statistical models of counts.

The honest core, mixtures fitted to stations (`klimek`, `mixture`), honest elections that look like a case (`honest`),
and synthetic elections with planted fraud (`synthetic`). Read a `Case`; give fits, cases and findings.
"""
