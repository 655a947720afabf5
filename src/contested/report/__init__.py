"""What a run says, on one page: numbers, claims beside them, charts, maps, and the page itself.

Reads a stored run (`studies.run.run.Run`) and the copy of the scenario kept with it; writes `report.html`, which
works offline, and each chart as PNG and SVG. Altair is imported in this room only, and only when a chart is
drawn.
"""
