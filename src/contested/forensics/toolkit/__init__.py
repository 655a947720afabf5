"""The statistics that election forensics tabulates for every contestant, at every level, with their intervals.

`dip` is Hartigan's test of one mode; `features` turns stations into sums; `statistics` is the finding.
"""
