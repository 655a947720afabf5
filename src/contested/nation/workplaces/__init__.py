"""Workplaces: who strikes, which plants stand still, what management does and what is lost.

Reads attitudes, strike calls and yesterday's crowds; writes strikers, reprisals, dismissals and lost output.
Sources: biggs2005 (strikes as a positive feedback), granovetter1978 (plant-level thresholds).
"""
