"""Floor 2: election returns, and what can be said about the count: proved, estimated, and how sure one can be.

    from contested.forensics import integers, read

    returns = read("returns.csv", "map.toml")     # quality first: returns.quality, returns.flags
    case = returns.case()                         # the stations that can be used, as arrays
    integers.find(case)                           # one indicator, as a Finding

Knows no simulator. `contested.audit` runs everything and writes the report.
"""

from contested.forensics.finding import Finding as Finding
from contested.forensics.table.case import Case as Case
from contested.forensics.table.column_map import load_map as load_map
from contested.forensics.table.column_map import maps as maps
from contested.forensics.table.read import read as read
from contested.forensics.table.returns import ReturnsTable as ReturnsTable
