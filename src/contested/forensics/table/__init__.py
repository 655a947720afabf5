"""Returns by polling station.

Reads a file of returns or evidence by a map of its columns (`read`, `column_map`), flags what is wrong (`quality`), and
gives a `ReturnsTable` and from it a `Case`: the stations that can be used, as arrays. Knows no test of the count.
"""
