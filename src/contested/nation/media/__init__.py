"""Media: state broadcasting, independent media, rumour, and the shutdown that decides who hears which.

Reads yesterday's crowds, arrests, violence and testimonies; writes what people expect today and how much abuse they
hear of.
Sources: lohmann1994 (informational cascades), edmond2013 (information manipulation), and risk learned from reports.
"""

from __future__ import annotations

from contested.ground.field import Field

#: `segment` is offline, online
FIELDS = (
    Field("media_shutdown", "float64", ("place",), "share", "connectivity cut today"),
    Field("media_open", "float64", ("place",), "share", "connectivity left today"),
    Field("media_attention", "float64", (), "person", "testimonies still being reported"),
    Field("media_abuse", "float64", ("place", "segment"), "share", "public attention filled by testimonies, as heard"),
    Field("media_crowd_heard", "float64", ("segment",), "person", "yesterday's national crowd, as heard"),
    Field("media_turnout", "float64", ("place", "segment"), "person", "crowd expected of a call of full strength"),
    Field("media_arrests", "float64", ("place", "segment"), "person", "arrests expected of a day of protest"),
    Field("media_violence", "float64", ("place", "segment"), "level", "violence expected"),
)
