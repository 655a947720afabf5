"""One count held against another, or one group of its stations against the rest.

`matching` pairs the stations of two files; `change` and `swaps` look at what changed since an earlier election,
`snapshots` at what changed between two states of one count; `groups`, `order`, `hours` and `places` need columns that a
map names (`table.circumstances`). `every` makes all of them, where they can be made.
"""
