"""What several crises teach together, and whether it helps with one that was left out."""
