"""What a run, a sweep, a calibration, a comparison, a forecast and an audit are on disk; resumed and opened here."""
