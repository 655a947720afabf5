"""Results as tidy tables for other programs: names that R and Stata take, and a codebook that says what each column is.
"""
