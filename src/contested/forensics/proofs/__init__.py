"""What a table of returns proves by arithmetic alone."""
