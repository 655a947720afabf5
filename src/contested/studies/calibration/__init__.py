"""The parts of a calibration: folder, evidence, runs, answer and checks; `tasks.calibrate` is the errand.

A study plays runs once. What they say of every cell that claims speak of is kept, so that another view of a source, or
other claims about the same cells, is another answer from the same runs.
"""
