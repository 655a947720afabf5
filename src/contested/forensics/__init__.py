"""Floor 2: election returns, and what can be said about the count: proven, estimated, and how surely.

    from contested import forensics
    from contested.forensics.indicators import integers

    returns = forensics.read("returns.csv", "map.toml")    # data quality first: returns.quality, returns.flags
    case = returns.case()                                  # the stations that can be used, as arrays
    integers.find(case)                                    # one indicator, as a Finding

`table` reads returns; `proofs`, `indicators` and `samples` test them, on the distributions and simulated elections of
`models`; `suite` runs every test, `controls` gives each indicator's false-alarm rate, and `verdict` puts the result
into words. Knows no simulator. `contested.audit` runs everything and writes the report.
"""

from contested.forensics.finding import Finding as Finding
from contested.forensics.table.case import Case as Case
from contested.forensics.table.column_map import load_map as load_map
from contested.forensics.table.column_map import maps as maps
from contested.forensics.table.read import read as read
from contested.forensics.table.returns import ReturnsTable as ReturnsTable
