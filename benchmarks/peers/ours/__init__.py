"""Models that only exist to be compared: two of a kind that other packages are built for, on the one contract."""
