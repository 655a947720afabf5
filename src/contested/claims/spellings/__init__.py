"""One place and one party under several spellings.

`places` reads spellings as one where a rule says so (case, accents, "Orvane town", "Orvane, OV"); `aliases` where a
table says so, the user's or the small common one. What is only alike is proposed by `proposals` and never applied. Each
of them says what it did, so that `contested claims check` can show it.
"""

from contested.claims.spellings.aliases import Aliases as Aliases
from contested.claims.spellings.aliases import common as common
from contested.claims.spellings.aliases import read_aliases as read_aliases
from contested.claims.spellings.applied import AliasTable as AliasTable
from contested.claims.spellings.applied import applied as applied
from contested.claims.spellings.applied import as_aliases as as_aliases
from contested.claims.spellings.places import Spelling as Spelling
from contested.claims.spellings.places import one_spelling as one_spelling
from contested.claims.spellings.proposals import Proposal as Proposal
from contested.claims.spellings.proposals import proposals as proposals
