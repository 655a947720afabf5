"""Beginning a scenario: a first draft of a country, or a copy of another scenario.

`country` writes a draft from tables of towns and from ratios, `copy` copies, `folder` writes.
"""
