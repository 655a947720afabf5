"""One user's errand a file: what `contested VERB` and `contested.verb()` do. Friendly here, exact below."""
