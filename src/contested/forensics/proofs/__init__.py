"""What a table of returns proves by arithmetic alone.

Each file is one proof: it reads a `ReturnsTable` (or published totals) and gives a `Finding` of kind "proof", which
assumes nothing about voters.
"""
