"""`python -m contested` is `contested`."""

from contested.cli.main import main

main()
