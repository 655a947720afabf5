"""Media: state broadcasting, independent media, rumour, and the shutdown that decides who hears which.

Reads yesterday's crowds, arrests, violence and testimonies; writes what people expect today and how much abuse they
hear of.
Sources: lohmann1994 (informational cascades), edmond2013 (information manipulation), and risk learned from reports.
"""
