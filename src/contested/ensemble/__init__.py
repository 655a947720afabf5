"""Many runs of one model: which seed each has, and playing them so that an interruption costs little."""
