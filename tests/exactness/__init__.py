"""One seed, one answer: on any number of threads and processes, whole or branched, alone or among replicates."""
