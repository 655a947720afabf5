"""One file per page: a run, a published model, a calibration, a comparison, a forecast, an audit."""
