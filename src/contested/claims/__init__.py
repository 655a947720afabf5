"""Who said what: numbers about one crisis that contradict each other, each with its claimant and bounds.

A claim is never an input of the model; it stands beside what the model gives.

    from contested.claims import bounds, examine, scan

    scan("claims.xlsx").claims              # a plain table; .aside holds the rows that cannot be used, and why
    scan("export.csv", "acled")             # or an export of an event database (importers.FORMATS)
    examine(claims).contradictions          # parties, growing lists, copies, contradictions
    bounds("around 3,000")                  # what words allow

`claim` is the record and `ledger` says what each quantity counts, in which unit, and which simulated number it can be
set beside. `reading` reads a scenario's own table, strictly; `importers` read everything else and lose no row. `people`
masks the names of private persons in all that is read, unless `names_shown` says otherwise.
"""

from contested.claims.claim import SIDES as SIDES
from contested.claims.claim import Claim as Claim
from contested.claims.claim import Origin as Origin
from contested.claims.examined import Examined as Examined
from contested.claims.examined import examine as examine
from contested.claims.importers import FORMATS as FORMATS
from contested.claims.importers import Imported as Imported
from contested.claims.parties import parties as parties
from contested.claims.people import names_shown as names_shown
from contested.claims.scanning import scan as scan
from contested.claims.spellings import Aliases as Aliases
from contested.claims.spellings import read_aliases as read_aliases
from contested.claims.words import bounds as bounds
