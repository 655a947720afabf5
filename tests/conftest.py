"""Random inputs are the same in every run, so that a change is judged and not the day's luck.

CONTESTED_EXPLORE=1 draws new ones, to go looking for faults.
"""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("explore", print_blob=True)
settings.load_profile("explore" if os.environ.get("CONTESTED_EXPLORE") else "same")
