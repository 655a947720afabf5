"""An audit of a count: its folder, written and opened."""
