"""Returns by polling station: read by a map of their columns, checked for quality, and given on as arrays."""
