"""Beginning a scenario: a first draft of a country, or a copy of another scenario; and going on from claims.

`country` writes a draft from tables of towns and from ratios, `copy` copies, `folder` writes; `proposals` proposes acts
and headlines from claims, and `accept` puts those that a person accepts into a scenario.
"""
