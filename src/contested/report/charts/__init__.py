"""One file per family of charts; each function returns a figure, or None where there is nothing to show."""
