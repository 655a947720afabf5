"""Several hosts out of one machine, what a study on them costs, and how it would grow with more of them."""
