"""Floor 2: election returns, and what can be said about the count: proved, estimated, and how sure one can be.

    from contested import forensics

    returns = forensics.read("returns.csv", "map.toml")     # quality first: returns.flags
    case = returns.case()                                   # the stations that can be used, as arrays
    forensics.integers.find(case)                           # one indicator, as a Finding

Knows no simulator. `contested.audit` runs everything and writes the report.
"""
