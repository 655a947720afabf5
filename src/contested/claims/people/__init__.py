"""Names of private persons in claims, and how they are masked; offices, and who holds or seeks one, stay.

    from contested.claims.people import People

    people = People.of(texts)          # learns from all texts of a file who is an official there
    people.masked("Ivan Petrov, 34, was detained")   # "private person 1, 34, was detained"

Every reader of claims masks (`masking.masked_claims`), so what is computed, printed, drawn or exported later has no
names; exporters of whole source rows mask those too. `policy` says whose names stay. There is no model of language in
here: `names` holds rules over words, and prefers to mask too much. A masked name is a number in order of appearance;
nothing leads back.
"""

from contested.claims.people.masking import masked_claims as masked_claims
from contested.claims.people.people import People as People
from contested.claims.people.policy import names_shown as names_shown
