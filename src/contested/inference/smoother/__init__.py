"""An ensemble of runs, moved in a few passes until it matches what was claimed: parameters, and chance with a name.

    y ──observations: logarithms, bounds, errors by count, biases as one covariance──> what claims ask of each run
    passes ──update: covariances of the ensemble, localised──> where the next pass's runs lie

An ensemble smoother with multiple data assimilation (Emerick & Reynolds 2013). It knows no simulator: unknowns and
predictions are arrays with a row per member, and whoever simulates hands predictions in.
"""
