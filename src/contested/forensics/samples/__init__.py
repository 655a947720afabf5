"""What samples and independent evidence say: quick counts, sequential tests, self-selected reports."""
