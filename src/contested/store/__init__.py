"""Runs on disk: one folder a run, written day by day, readable without this package.

`layout` names the files, `provenance` says what a run is, `write` fills the folder, `arrays` and `frames` give it back,
`integrity` says whether it is what was written. Works for any `engine.Model`; knows no elections.
"""
