"""The same models in other packages, side by side: `make bench`, or `python -m benchmarks.peers --quick`."""
