"""The grammar of sizes in words: tokens, numbers, sizes, and what may stand around them.

`tokens` cuts a text into numbers, words and signs; `numbers` reads "two and a half thousand"; `sizes` reads qualifiers,
orders of magnitude and ranges; `phrases` knows which words may follow. All word lists are in `vocabulary` and `people`.
What the grammar does not cover is refused. `contested.claims.words.bounds` is the way in.
"""
