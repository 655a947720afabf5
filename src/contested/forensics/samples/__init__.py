"""Samples and independent evidence.

Quick counts, a sequential test of a sample of protocols, evidence on the same stations, and self-selected reports with
a model of who reports. Give a `Finding` each; `joined` puts returns and evidence together.
"""
