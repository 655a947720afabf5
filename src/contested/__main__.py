"""`python -m contested` is `contested`."""

import sys

from contested.cli.main import main

sys.exit(main())
