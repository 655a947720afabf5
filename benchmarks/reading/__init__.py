"""Labelled reports: how well numbers in reports are given to those who say them."""
