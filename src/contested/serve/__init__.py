"""The crisis in a browser: pages and the JSON that they read, over HTTP.

A run is simulated by a process that has everything compiled, and sent as numbers by day and place; playing, stepping
and scrubbing then need no server. A run is a function of scenario, settings, seed and scale, so an address that holds
these is the result.

Nothing that comes in names a file: scenarios go by the names in `scenarios.folders`, the files of the pages lie in
memory under their names. Nothing is written.
"""
