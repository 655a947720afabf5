"""Who said what: numbers about one crisis that contradict each other, each with its claimant and bounds.

A claim is never an input of the model; it stands beside what the model gives. `reading` turns a plain CSV
table into claims, `ledger` says what each quantity counts, in which unit, and which simulated number it can
be set beside.
"""

from contested.claims.claim import SIDES as SIDES
from contested.claims.claim import Claim as Claim
