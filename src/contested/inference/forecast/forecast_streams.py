"""Names of chance in forecasts by baselines and in their scores. Append only, as in `ground.streams`.

Numbers of `ground.streams.MEMBER`'s family, away from those of ensembles (ensemble.streams).
"""

from __future__ import annotations

from contested.ground import streams

CLIMATOLOGY = streams.MEMBER + 40
LAST_VALUE = streams.MEMBER + 41
SAME_WEEKDAY = streams.MEMBER + 42
AUTOREGRESSION = streams.MEMBER + 43
SELF_EXCITING = streams.MEMBER + 44
ETS_ARIMA = streams.MEMBER + 45
DAMPED_TREND = streams.MEMBER + 46
POOL = streams.MEMBER + 47
PIT = streams.MEMBER + 48
BLOCKS = streams.MEMBER + 49
PERSONS = streams.MEMBER + 56
